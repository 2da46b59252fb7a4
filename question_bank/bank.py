"""Reading a bank: one or several folders of YAML files, every fault with its file and field."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from courses.messages import explain
from courses.yaml_text import YamlError, read_yaml
from question_bank.schema import Item, ItemFile, Pool

QUESTIONS = Path(__file__).parent / "questions"
"""The bank that ships with the package: sample and practice material."""


class BankError(ValueError):
    """A bank cannot be read; the message is Chinese and lists every fault found."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a file or an item.

    ``where`` is the file or the item's id; with an id, ``file`` names the item's file.
    """

    where: str
    message: str
    file: str = ""

    def __str__(self) -> str:
        return f"{f'{self.file} {self.where}'.strip()}：{self.message}"


@dataclass(frozen=True, slots=True)
class BankItem:
    """An item with the law and topic it is filed under."""

    item: Item
    law: str
    topic: str
    file: str


@dataclass(frozen=True, slots=True)
class Bank:
    """Items in the order of their ids, and the faults met while reading."""

    items: tuple[BankItem, ...]
    faults: tuple[Fault, ...] = ()

    @property
    def sha256(self) -> str:
        """Digest over all items, so that an exam can say which bank it came from."""
        text = "\n".join(entry.item.model_dump_json() for entry in self.items)
        return hashlib.sha256(text.encode()).hexdigest()

    def pool(self, pool: Pool) -> tuple[BankItem, ...]:
        """The reviewed items of one pool."""
        return tuple(e for e in self.items if e.item.pool == pool and e.item.status == "reviewed")


def load_bank(folders: Sequence[Path] = (QUESTIONS,)) -> Bank:
    """Read every ``*.yaml`` below the folders.

    Args:
        folders: searched recursively, in the order given; a file met again is not read again.

    Returns:
        All readable items; what cannot be read is listed in ``faults``.

    Raises:
        BankError: a folder does not exist or holds no such file.
    """
    entries: list[BankItem] = []
    faults: list[Fault] = []
    seen: set[Path] = set()
    for folder in folders:
        for path in _files(folder):
            if path.resolve() in seen:
                continue
            seen.add(path.resolve())
            found, wrong = read_file(path, str(path.relative_to(folder)))
            entries.extend(found)
            faults.extend(wrong)
    faults.extend(_duplicates(entries))
    return Bank(tuple(sorted(entries, key=lambda e: e.item.id)), tuple(faults))


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        raise BankError(f"题库文件夹不存在：{folder}")
    files = sorted(folder.rglob("*.yaml"))
    if not files:
        raise BankError(f"题库文件夹 {folder} 里没有题目文件（*.yaml）")
    return files


def require_sound(bank: Bank) -> Bank:
    """Return the bank unless it has faults.

    Raises:
        BankError: listing every fault.
    """
    if bank.faults:
        raise BankError("题库有错，请先改正：\n" + "\n".join(map(str, bank.faults)))
    return bank


def read_file(path: Path, name: str) -> tuple[list[BankItem], list[Fault]]:
    """Read one YAML file; ``name`` is what faults call it."""
    try:
        data = read_yaml(path)
        file = ItemFile.model_validate(data)
    except YamlError as error:
        return [], [Fault(name, str(error))]
    except ValidationError as error:
        faults = (_fault(name, data, detail) for detail in error.errors())
        return [], list(dict.fromkeys(faults))
    return [BankItem(item, file.law, file.topic, name) for item in file.items], []


_ANSWER = "须为 true 或 false、一个选项代号、选项代号的列表，或每空一个列表"


def _fault(name: str, data: object, detail: ErrorDetails) -> Fault:
    loc = [str(part) for part in detail["loc"]]
    where, message = name, explain(detail)
    if isinstance(data, dict) and len(loc) > 1 and loc[0] == "items" and loc[1].isdigit():
        item = data["items"][int(loc[1])]
        id_ = item.get("id") if isinstance(item, dict) else None
        where = f"{name} {id_ or f'第 {int(loc[1]) + 1} 题'}"
        loc = loc[2:]
    if loc[:1] == ["answer"]:  # a union: one complaint instead of one for each branch
        loc, message = loc[:1], _ANSWER
    field = ".".join(loc)
    return Fault(where, f"{field + '：' if field else ''}{message}")


def _duplicates(entries: Iterable[BankItem]) -> list[Fault]:
    files: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        files[entry.item.id].append(entry.file)
    return [
        Fault(id_, f"题号重复出现 {len(where)} 次：{'、'.join(where)}")
        for id_, where in sorted(files.items())
        if len(where) > 1
    ]

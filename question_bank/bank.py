"""Reading a bank: one or several folders of YAML files, every fault with its file and field."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from question_bank.messages import explain
from question_bank.schema import Item, ItemFile, Pool

QUESTIONS = Path(__file__).parent / "questions"
"""The bank that ships with the package: sample and practice material."""


class BankError(ValueError):
    """A bank cannot be read; the message is Chinese and lists every fault found."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a file or an item. ``where`` is the file or the item's id."""

    where: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}：{self.message}"


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
        folders: searched recursively, in the order given.

    Returns:
        All readable items; what cannot be read is listed in ``faults``.

    Raises:
        BankError: a folder does not exist.
    """
    entries: list[BankItem] = []
    faults: list[Fault] = []
    for folder in folders:
        if not folder.is_dir():
            raise BankError(f"题库文件夹不存在：{folder}")
        for path in sorted(folder.rglob("*.yaml")):
            found, wrong = read_file(path, str(path.relative_to(folder)))
            entries.extend(found)
            faults.extend(wrong)
    faults.extend(_duplicates(entries))
    return Bank(tuple(sorted(entries, key=lambda e: e.item.id)), tuple(faults))


def require_sound(bank: Bank) -> Bank:
    """Return the bank unless it has faults.

    Raises:
        BankError: listing every fault.
    """
    if bank.faults:
        raise BankError("题库有错，请先改正：\n" + "\n".join(map(str, bank.faults)))
    return bank


class _UniqueKeys(yaml.SafeLoader):
    """A safe loader that refuses what YAML forbids and PyYAML accepts: a key written twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if twice := [key for key in keys if keys.count(key) > 1]:
            line = node.start_mark.line + 1
            raise yaml.YAMLError(f"第 {line} 行起的一段里 {twice[0]} 写了两次")
        return super().construct_mapping(node, deep)


def read_file(path: Path, name: str) -> tuple[list[BankItem], list[Fault]]:
    """Read one YAML file; ``name`` is what faults call it."""
    try:
        data = yaml.load(path.read_text("utf-8"), Loader=_UniqueKeys)  # noqa: S506  (a safe loader)
        file = ItemFile.model_validate(data)
    except ValidationError as error:
        faults = (_fault(name, data, detail) for detail in error.errors())
        return [], list(dict.fromkeys(faults))
    except (yaml.YAMLError, ValueError) as error:  # ValueError: not UTF-8, or the 30th of February
        return [], [Fault(name, f"不是合格的 YAML：{error}")]
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

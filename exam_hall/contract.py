"""What the exam hall and the other packages agree on: the paper and the hand-in.

Standard library only. This is the one module of ``exam_hall`` that others import. Every field of a
paper is listed here; what is not listed never reaches a candidate.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Literal

PAPER_SCHEMA: Final = "xuefa/paper/1"
ANSWERS_SCHEMA: Final = "xuefa/answers/1"
NOTEBOOK: Final = "exam"
"""Name of the one notebook of an exam, without its suffix."""
ATTEMPTS: Final = "attempts"
"""``attempts/<exam>/<candidate>/<n>`` of a course holds an earlier attempt."""
VOIDED: Final = "voided"
"""``voided/<exam>/<candidate>/<n>`` holds one that was annulled: it is never marked."""
MAX_ANSWERS_BYTES: Final = 1_000_000
"""A hand-in larger than this is refused unread (a full paper is some 20 kB)."""
MAX_ESSAY_CHARS: Final = 5_000
MAX_BLANK_CHARS: Final = 200

SlotKind = Literal["true_false", "single", "multiple", "fill", "short", "case"]
ESSAY_KINDS: Final = frozenset({"short", "case"})
Answer = bool | str | list[str]
"""A response: true/false, an essay, option ids or the contents of the blanks."""


class ContractError(ValueError):
    """A paper or a hand-in breaks the contract; the message is Chinese and names the field."""


@dataclass(frozen=True, slots=True)
class Option:
    """One option. ``id`` is a letter of the printed paper, dealt by the exam's seed."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class PaperSlot:
    """One question as a candidate sees it. ``points`` in marks, ``max_chars`` for essays only."""

    grade_id: str
    kind: SlotKind
    points: float
    stem: str
    options: tuple[Option, ...] = ()
    max_chars: int | None = None


@dataclass(frozen=True, slots=True)
class PaperSection:
    """A heading (with the marking rule in words) and the slots under it."""

    heading: str
    grade_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Paper:
    """One form of an exam, as served to candidates. ``duration_s`` in seconds."""

    exam: str
    form: str
    title: str
    duration_s: int
    sections: tuple[PaperSection, ...]
    slots: tuple[PaperSlot, ...]
    schema: str = PAPER_SCHEMA

    def to_json(self) -> bytes:
        """Canonical bytes: equal papers give equal bytes."""
        return canonical_json(asdict(self))

    @property
    def sha256(self) -> str:
        """Hex digest of :meth:`to_json`."""
        return hashlib.sha256(self.to_json()).hexdigest()

    @classmethod
    def from_json(cls, raw: bytes) -> Paper:
        """Read a paper back.

        Raises:
            ContractError: not JSON, another schema, or a field missing or unknown.
        """
        try:
            data = json.loads(raw)
            if data.pop("schema") != PAPER_SCHEMA:
                raise ContractError(f"试卷格式不是 {PAPER_SCHEMA}")
            slots = tuple(_slot(slot) for slot in data.pop("slots"))
            sections = tuple(
                PaperSection(section["heading"], tuple(section["grade_ids"]))
                for section in data.pop("sections")
            )
            if unknown := data.keys() - cls.__dataclass_fields__.keys():
                raise ContractError(f"试卷文件不合格式：不认识的字段 {'、'.join(sorted(unknown))}")
            return cls(**data, slots=slots, sections=sections)
        except KeyError as error:
            raise ContractError(f"试卷文件不合格式：缺少 {error.args[0]}") from error
        except (json.JSONDecodeError, UnicodeDecodeError) as error:
            raise ContractError("试卷文件不合格式：不是完整的 JSON") from error
        except (TypeError, AttributeError) as error:
            raise ContractError("试卷文件不合格式：有缺少、多余或写法不对的字段") from error


def _slot(data: dict[str, Any]) -> PaperSlot:
    options = tuple(Option(**option) for option in data.pop("options"))
    return PaperSlot(**data, options=options)


@dataclass(frozen=True, slots=True)
class HandIn:
    """What a candidate handed in. ``started`` and ``submitted`` are ISO 8601 in UTC."""

    exam: str
    candidate: str
    form: str
    paper_sha256: str
    started: str
    submitted: str
    seq: int
    answers: Mapping[str, Answer]
    receipt: str = ""
    schema: str = ANSWERS_SCHEMA

    def to_json(self) -> bytes:
        """Canonical bytes of ``answers.json``."""
        return canonical_json({**_fields(self), "answers": dict(self.answers)})

    def sealed(self, secret: bytes) -> HandIn:
        """The same hand-in with its receipt: an HMAC-SHA256 over all the other fields."""
        fields = {**_fields(self), "answers": dict(self.answers), "receipt": ""}
        code = hmac.new(secret, canonical_json(fields), hashlib.sha256).hexdigest()
        fields.pop("receipt")
        return HandIn(**fields, receipt=code)


def _fields(hand_in: HandIn) -> dict[str, Any]:
    return {name: getattr(hand_in, name) for name in HandIn.__dataclass_fields__}


def canonical_json(data: object) -> bytes:
    """The one way the contract writes JSON: sorted keys, one space of indent, a final newline."""
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, indent=1)
    return f"{text}\n".encode()


_TEXT_FIELDS = ("exam", "candidate", "form", "paper_sha256", "started", "submitted", "receipt")


def parse_hand_in(data: object) -> HandIn:
    """Check the outer shape of a decoded ``answers.json`` (answers are checked against the paper).

    Raises:
        ContractError: a field is missing, unknown or of the wrong type.
    """
    if not isinstance(data, dict):
        raise ContractError("answers.json 不是一个对象")
    if data.get("schema") != ANSWERS_SCHEMA:
        raise ContractError(f"answers.json 的 schema 不是 {ANSWERS_SCHEMA}")
    if unknown := data.keys() - HandIn.__dataclass_fields__.keys():
        raise ContractError(f"answers.json 有不认识的字段：{quoted('、'.join(sorted(unknown)))}")
    for name in _TEXT_FIELDS:
        if not isinstance(data.get(name), str):
            raise ContractError(f"answers.json 的 {name} 缺少或不是文字")
    if not isinstance(data.get("seq"), int) or not isinstance(data.get("answers"), dict):
        raise ContractError("answers.json 的 seq 须为整数，answers 须为对象")
    for name in ("started", "submitted"):
        _check_time(name, data[name])
    return HandIn(**data)


def _check_time(name: str, value: str) -> None:
    try:
        moment = dt.datetime.fromisoformat(value)
    except ValueError:
        raise ContractError(f"answers.json 的 {name} 不是时间") from None
    if moment.utcoffset() is None:
        raise ContractError(f"answers.json 的 {name} 没有写明时区")


def quoted(text: str) -> str:
    """What was handed in, as a message quotes it: short, and never ending its own quotation."""
    return f"“{text[:40].replace('”', '')}”"


def is_blank(answer: object) -> bool:
    """Whether a response says nothing: absent, empty text, no option, all blanks empty."""
    if answer is None:
        return True
    if isinstance(answer, str):
        return not answer.strip()
    if isinstance(answer, list):
        return all(isinstance(part, str) and not part.strip() for part in answer)
    return False


def answer_fault(slot: PaperSlot, answer: object) -> str | None:
    """What is wrong with a response to ``slot``, in Chinese; ``None`` when it is acceptable."""
    if slot.kind == "true_false":
        return None if isinstance(answer, bool) else "判断题的答案须为 true 或 false"
    if slot.kind in ESSAY_KINDS:
        return _essay_fault(slot, answer)
    if not isinstance(answer, list) or not all(isinstance(part, str) for part in answer):
        return "答案须为文字的列表"
    if slot.kind == "fill":
        return _fill_fault(slot, answer)
    return _choice_fault(slot, answer)


def _essay_fault(slot: PaperSlot, answer: object) -> str | None:
    if not isinstance(answer, str):
        return "论述的答案须为文字"
    if len(answer) > (slot.max_chars or MAX_ESSAY_CHARS):
        return f"答案超过 {slot.max_chars or MAX_ESSAY_CHARS} 字"
    return None


def _fill_fault(slot: PaperSlot, answer: Sequence[str]) -> str | None:
    if len(answer) > slot.stem.count("____"):
        return "填空的答案多于空格"
    if any(len(part) > MAX_BLANK_CHARS for part in answer):
        return f"一个空的答案超过 {MAX_BLANK_CHARS} 字"
    return None


def _choice_fault(slot: PaperSlot, answer: Sequence[str]) -> str | None:
    known = {option.id for option in slot.options}
    if foreign := [part for part in answer if part not in known]:
        return f"没有选项 {quoted(foreign[0][:8])}"
    if len(set(answer)) != len(answer):
        return "同一选项重复"
    if slot.kind == "single" and len(answer) > 1:
        return "单选题选了多项"
    return None


def answer_source(slot: PaperSlot, answer: Answer) -> str:
    """The ``source`` of the answer cell that says ``answer``: an assignment, or the essay."""
    if slot.kind in ESSAY_KINDS:
        return str(answer)
    if isinstance(answer, bool):
        return f"{slot.grade_id} = {answer}"
    return f"{slot.grade_id} = {json.dumps(answer, ensure_ascii=False)}"


def render_notebook(released: Mapping[str, Any], paper: Paper, hand_in: HandIn) -> bytes:
    """The released notebook with only the ``source`` of answered answer cells changed.

    Args:
        released: the parsed ``release/<exam>/exam.ipynb``.
        paper: the form the candidate sat.
        hand_in: the answers; blank ones leave the released cell as it is.
    """
    slots = {slot.grade_id: slot for slot in paper.slots}
    sources = {
        grade_id: answer_source(slots[grade_id], answer)
        for grade_id, answer in hand_in.answers.items()
        if not is_blank(answer)
    }
    sources[FORM_CELL] = form_source(hand_in.form)
    cells = [_with_source(cell, sources) for cell in released["cells"]]
    return canonical_json({**released, "cells": cells})


FORM_CELL: Final = "form"
"""grade_id of the cell in which a notebook says which form was sat."""


def form_source(form: str) -> str:
    """The ``source`` of the form cell."""
    return f'{FORM_CELL} = "{form}"'


def _with_source(cell: Mapping[str, Any], sources: Mapping[str, str]) -> Mapping[str, Any]:
    meta = cell["metadata"].get("nbgrader", {})
    if not meta.get("solution") or meta.get("grade_id") not in sources:
        return cell
    return {**cell, "source": sources[meta["grade_id"]].splitlines(keepends=True)}

"""The records of a published result and of a re-check, and their JSON."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final, Literal, get_args

from exam_hall.contract import ContractError, canonical_json

RESULT_FILE, FEEDBACK_FILE, RECHECK_FILE = "result.json", "feedback.html", "recheck.json"
RESULT_SCHEMA: Final = "xuefa/result/1"
RECHECK_SCHEMA: Final = "xuefa/recheck/1"

RecheckState = Literal["asked", "answered"]


@dataclass(frozen=True, slots=True)
class SectionScore:
    """What was scored in one part of the paper, in points of at most ``points``."""

    heading: str
    score: float
    points: float


@dataclass(frozen=True, slots=True)
class Result:
    """All that a candidate may know of their result, the page aside.

    Attributes:
        exam: the exam's name; ``title`` is what people call it.
        candidate: whose result it is.
        score: points of at most ``points``; ``band`` is what they earn.
        sections: the same by part of the paper.
        published_at: when this score was published (UTC); names the publication.
        recheck_until: before which moment a re-check may be asked for (UTC).
        feedback_sha256: hex digest of the page that goes with it.
    """

    exam: str
    title: str
    candidate: str
    score: float
    points: float
    band: str
    sections: tuple[SectionScore, ...]
    published_at: dt.datetime
    recheck_until: dt.datetime
    feedback_sha256: str

    def to_json(self) -> bytes:
        """Canonical bytes of ``result.json``."""
        return _written(RESULT_SCHEMA, self)

    @classmethod
    def from_json(cls, raw: bytes) -> Result:
        """Read a result back.

        Raises:
            ContractError: it is none; a field is missing, unknown or of the wrong type.
        """
        return cls(**_read(RESULT_FILE, RESULT_SCHEMA, _RESULT, raw))


@dataclass(frozen=True, slots=True)
class Recheck:
    """A candidate's wish to have a result checked again, and the trainer's answer.

    ``published_at`` names the publication it is about; ``answered_at`` and ``answer`` are ``None``
    until it is answered. Times in UTC.
    """

    exam: str
    candidate: str
    published_at: dt.datetime
    asked_at: dt.datetime
    text: str
    state: RecheckState = "asked"
    answered_at: dt.datetime | None = None
    answer: str | None = None

    def to_json(self) -> bytes:
        """Canonical bytes of ``recheck.json``."""
        return _written(RECHECK_SCHEMA, self)

    @classmethod
    def from_json(cls, raw: bytes) -> Recheck:
        """Read a re-check back.

        Raises:
            ContractError: it is none; a field is missing, unknown or of the wrong type.
        """
        return cls(**_read(RECHECK_FILE, RECHECK_SCHEMA, _RECHECK, raw))


def _written(schema: str, record: Result | Recheck) -> bytes:
    plain = {
        name: value.isoformat() if isinstance(value, dt.datetime) else value
        for name, value in asdict(record).items()
    }
    return canonical_json({**plain, "schema": schema})


_Reader = Callable[[Any], Any]


def _read(file: str, schema: str, readers: Mapping[str, _Reader], raw: bytes) -> Mapping[str, Any]:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        raise ContractError(f"{file} 不是完整的 JSON") from None
    if not isinstance(data, dict) or data.pop("schema", None) != schema:
        raise ContractError(f"{file} 的 schema 不是 {schema}")
    if data.keys() != readers.keys():
        raise ContractError(f"{file} 有缺少或不认识的字段")
    found = {}
    for name, reader in readers.items():
        try:
            found[name] = reader(data[name])
        except (ValueError, TypeError, KeyError):
            raise ContractError(f"{file} 的 {name} 写法不对") from None
    return found


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise TypeError
    return float(value)


def _moment(value: Any) -> dt.datetime:
    moment = dt.datetime.fromisoformat(_text(value))
    if moment.utcoffset() is None:
        raise ValueError
    return moment.astimezone(dt.UTC)


def _state(value: Any) -> str:
    if value not in get_args(RecheckState):
        raise ValueError
    return _text(value)


def _sections(value: Any) -> tuple[SectionScore, ...]:
    parts = [{**part} for part in value]
    if any(part.keys() != {field.name for field in fields(SectionScore)} for part in parts):
        raise KeyError
    return tuple(
        SectionScore(_text(part["heading"]), _number(part["score"]), _number(part["points"]))
        for part in parts
    )


def _or_none(reader: _Reader) -> _Reader:
    return lambda value: None if value is None else reader(value)


_RESULT: Final[Mapping[str, _Reader]] = {
    **dict.fromkeys(("exam", "title", "candidate", "band", "feedback_sha256"), _text),
    **dict.fromkeys(("score", "points"), _number),
    **dict.fromkeys(("published_at", "recheck_until"), _moment),
    "sections": _sections,
}
_RECHECK: Final[Mapping[str, _Reader]] = {
    **dict.fromkeys(("exam", "candidate", "text"), _text),
    **dict.fromkeys(("published_at", "asked_at"), _moment),
    "state": _state,
    "answered_at": _or_none(_moment),
    "answer": _or_none(_text),
}

"""What the journal says: one record per kind of line.

Every line has ``seq`` (its number in the sitting's journal, from 1, without gaps), ``at`` (the
server's clock, UTC) and ``kind``. Fields of a later version are ignored.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from exam_hall.ids import ClientId, FormName, GradeId, PersonId, UtcTime

MAX_TEXT_CHARS: Final = 2_000
MAX_CLIENT_SEQ: Final = 2**31 - 1
Text = Annotated[str, StringConstraints(min_length=1, max_length=MAX_TEXT_CHARS)]
Value = bool | str | tuple[str, ...] | None
"""An answer: truth, an essay, option ids or blanks; None takes an earlier one back."""


class By(StrEnum):
    """Who ended an attempt."""

    CANDIDATE = "candidate"
    TIME = "time"
    INVIGILATOR = "invigilator"


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, strict=True, extra="ignore")

    seq: Annotated[int, Field(ge=1)]
    at: UtcTime


class _Attempted(_Event):
    candidate: PersonId
    attempt: Annotated[int, Field(ge=1)]


class _Numbered(_Event):
    """Sent by a client, which counts what it sends; the same pair is journalled once."""

    client: ClientId
    client_seq: Annotated[int, Field(ge=1, le=MAX_CLIENT_SEQ)]


class _Sent(_Attempted, _Numbered):
    grade_id: GradeId


class Started(_Attempted):
    """The candidate saw the paper. ``deadline`` is when time is up, grants aside."""

    kind: Literal["started"] = "started"
    form: FormName
    paper_sha256: str
    deadline: UtcTime
    client: ClientId


class Answered(_Sent):
    """An answer that counts."""

    kind: Literal["answer"] = "answer"
    value: Value


class Late(_Sent):
    """An answer that came after grace, or after the attempt had ended: kept, not scored."""

    kind: Literal["late"] = "late"
    value: Value


class Marked(_Sent):
    """The candidate's own mark on a question, to come back to it."""

    kind: Literal["marked"] = "marked"
    on: bool


class HandedIn(_Attempted):
    """The attempt is over.

    Attributes:
        by: who ended it.
        collector: the invigilator, if one did.
        submitted: when it counts as handed in; the deadline if time was up.
        answered: how many answers say something.
        receipt: the seal of the answers, see :mod:`exam_hall.receipt`.
    """

    kind: Literal["handed_in"] = "handed_in"
    by: Annotated[By, Field(strict=False)]
    collector: PersonId | None = None
    submitted: UtcTime
    answered: int
    receipt: str


class Voided(_Attempted):
    """An invigilator annulled the attempt; ``again`` gives it back to the candidate."""

    kind: Literal["voided"] = "voided"
    by: PersonId
    reason: Text
    again: bool


class TimeGranted(_Attempted, _Numbered):
    """An invigilator moved the deadline by so many seconds."""

    kind: Literal["time_granted"] = "time_granted"
    by: PersonId
    seconds: Annotated[int, Field(gt=0)]
    reason: Text


class Note(_Numbered):
    """An invigilator's note on what happened, about a candidate or the room."""

    kind: Literal["note"] = "note"
    candidate: PersonId | None
    by: PersonId
    text: Text


class Contact(_Event):
    """A client opened the exam or was heard of; attempt 0 is before the start."""

    kind: Literal["contact"] = "contact"
    candidate: PersonId
    attempt: Annotated[int, Field(ge=0)]
    client: ClientId


Numbered = Answered | Late | Marked | TimeGranted | Note
Event = Started | Answered | Late | Marked | HandedIn | Voided | TimeGranted | Note | Contact
_ADAPTER: Final[TypeAdapter[Event]] = TypeAdapter(Annotated[Event, Field(discriminator="kind")])


def encode(event: Event) -> bytes:
    """One line of JSON with its line break; JSON escapes line breaks within."""
    return event.model_dump_json().encode() + b"\n"


def decode(line: bytes) -> Event | None:
    """The event a line holds, or None if it holds none."""
    try:
        return _ADAPTER.validate_json(line)
    except ValidationError:
        return None

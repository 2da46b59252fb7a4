"""What a page may ask for, checked field by field. Who asks is said by the host, never in here."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from exam_hall.errors import RefusedError, Why
from exam_hall.events import MAX_CLIENT_SEQ, Text, Value
from exam_hall.ids import ClientId, GradeId, PersonId
from exam_hall.sitting import MAX_MINUTES


class Request(BaseModel):
    """``client`` is the page's random name for itself, new at every opening."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")

    client: ClientId


class NumberedRequest(Request):
    """Counted by the page from 1. The same number may be sent again, but only to say the same."""

    client_seq: Annotated[int, Field(ge=1, le=MAX_CLIENT_SEQ)]


class AnswerRequest(NumberedRequest):
    """Save an answer; None takes an earlier one back."""

    attempt: Annotated[int, Field(ge=1)]
    grade_id: GradeId
    value: Value


class MarkRequest(NumberedRequest):
    """Mark a question to come back to, or take the mark off."""

    attempt: Annotated[int, Field(ge=1)]
    grade_id: GradeId
    on: bool


class GrantRequest(NumberedRequest):
    """Give an attempt more time."""

    candidate: PersonId
    attempt: Annotated[int, Field(ge=1)]
    seconds: Annotated[int, Field(gt=0, le=MAX_MINUTES * 60)]
    reason: Text


class NoteRequest(NumberedRequest):
    """Note what happened, about a candidate or the room."""

    candidate: PersonId | None = None
    text: Text


class VoidRequest(Request):
    """Annul an attempt; ``again`` lets the candidate begin anew."""

    candidate: PersonId
    attempt: Annotated[int, Field(ge=1)]
    reason: Text
    again: bool


R = TypeVar("R", bound=Request)


def read_request(kind: type[R], body: bytes) -> R:
    """Read a request from its JSON.

    Raises:
        RefusedError: it is no such request; the message quotes nothing of it.
    """
    try:
        return kind.model_validate_json(body)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors()[0]["loc"][:1])
        raise RefusedError(
            Why.MALFORMED, f"请求不合格式（{field or '整体'}），没有保存。请刷新页面后重试。"
        ) from None

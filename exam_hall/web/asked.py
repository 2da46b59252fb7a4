"""What pages send besides the requests of the core."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from exam_hall.ids import PersonId
from exam_hall.requests import Request


class StartRequest(Request):
    """Begin; ``password`` is the sitting's entry password."""

    password: Annotated[str, StringConstraints(max_length=100)] | None = None


class ContactRequest(Request):
    """A page was opened, or is still there."""


class HandInRequest(Request):
    """End one's own attempt."""

    attempt: Annotated[int, Field(ge=1)]


class RecheckRequest(Request):
    """Ask for a re-check; how long the text may be is said with the refusal."""

    text: Annotated[str, StringConstraints(max_length=20_000)]


class CollectRequest(Request):
    """End every open attempt, or the one named: a candidate's of that number."""

    candidate: PersonId | None = None
    attempt: Annotated[int, Field(ge=1)] | None = None

    def means(self, candidate: str, attempt: int) -> bool:
        """Whether this attempt is to be ended."""
        return self.candidate in (None, candidate) and self.attempt in (None, attempt)

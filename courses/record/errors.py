"""What can go wrong with a study record; every message is for the reader, in Chinese."""

from __future__ import annotations

from pydantic import ValidationError

from courses import messages


class RecordError(Exception):
    """A study record cannot be written or read; ``str(error)`` is one plain Chinese line."""


class CreditRulesError(RecordError):
    """A file of credit rules cannot be used: file, field, what is wrong, what to do."""


def explain(error: ValidationError) -> str:
    """Say in Chinese where the first fault of a record is and what is wrong with it."""
    detail = error.errors()[0]
    place = ".".join(str(part) for part in detail["loc"])
    words = messages.explain(detail)
    return f"“{place}”：{words}" if place else words

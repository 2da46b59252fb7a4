"""What the hall refuses, in plain Chinese. No message names a person or quotes an answer."""

from __future__ import annotations

from enum import StrEnum


class HallError(Exception):
    """The message is Chinese and may be shown to whoever asked."""


class StorageError(HallError):
    """The disk did not take it: nothing was kept, and the same thing may be tried again."""


class SetupError(HallError):
    """A file the trainer wrote or released does not fit; one fault per line.

    Attributes:
        faults: each with file, field and remedy.
    """

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


class Why(StrEnum):
    """Why something was refused, for whoever turns it into a status."""

    NOT_ALLOTTED = "not_allotted"
    NOT_OPEN = "not_open"
    CLOSED = "closed"
    NOT_STARTED = "not_started"
    OVER = "over"
    VOIDED = "voided"
    NO_ATTEMPTS = "no_attempts"
    MALFORMED = "malformed"
    TOO_LARGE = "too_large"
    CONFLICT = "conflict"
    TOO_MANY = "too_many"
    PEN = "pen"


class RefusedError(HallError):
    """The rules forbid it, or what was sent does not fit; trying again will not help.

    Attributes:
        why: the rule.
    """

    def __init__(self, why: Why, message: str) -> None:
        self.why = why
        super().__init__(message)

"""Who somebody is, as the host says; never taken from a request."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody may do, beyond sitting the exams they are allotted to."""

    INVIGILATOR = "invigilator"


@dataclass(frozen=True, slots=True)
class Identity:
    """A person by 人员编号. A role given here holds for every room; a sitting may give its own."""

    id: str
    roles: frozenset[Role] = frozenset()

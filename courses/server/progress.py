"""How far an official has come: what the home page asks of the study record."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

LessonKey = tuple[str, str]
"""Course id and lesson id."""


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """``done`` is the share finished, 0 to 1; ``minutes`` the active time spent."""

    done: float
    minutes: float = 0.0


ProgressOf = Callable[[str], Mapping[LessonKey, LessonProgress]]
"""Given an official's id, the progress in each lesson begun."""

NOT_BEGUN = LessonProgress(0.0)


def nothing_recorded(user: str) -> Mapping[LessonKey, LessonProgress]:  # noqa: ARG001
    """The progress of an official where no study record is kept."""
    return {}

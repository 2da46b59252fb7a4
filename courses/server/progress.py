"""How far an official has come: what the home page asks of the study record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from courses.catalogue import Catalogue, LessonError, catalogue_folder, load_catalogue, read_content
from courses.record import Event, RecordError, StudyRecord, load_rules
from courses.record.activity import active_pieces
from courses.record.events import ordered
from courses.record.progress import by_lesson
from courses.study.standing import standing

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


def recorded(person: str) -> Mapping[LessonKey, LessonProgress]:
    """The progress that the study record of a person shows."""
    return lesson_progress(events_of(person), load_catalogue(catalogue_folder()))


def events_of(person: str) -> tuple[Event, ...]:
    """Everything in a person's record; nothing where there is none or it cannot be read."""
    try:
        return StudyRecord(person).read().events
    except RecordError:
        return ()


def lesson_progress(
    events: tuple[Event, ...], catalogue: Catalogue
) -> Mapping[LessonKey, LessonProgress]:
    """Work out the progress in every lesson of the catalogue that was begun. Pure but for reading.

    A lesson whose content cannot be read shows its time only.
    """
    lessons = by_lesson(ordered(events))
    minutes = _minutes(lessons)
    found: dict[LessonKey, LessonProgress] = {}
    for name, own in lessons.items():
        course_id, _, lesson_id = name.partition("/")
        entry = catalogue.find(course_id, lesson_id)
        if entry is None:
            continue
        try:
            content = read_content(Path(entry[0].folder, entry[1].notebook))
            done = standing(name, content, own).done
        except LessonError:
            done = 0.0
        found[course_id, lesson_id] = LessonProgress(done, minutes.get(name, 0.0))
    return found


def _minutes(lessons: Mapping[str, list[Event]]) -> dict[str, float]:
    minutes: dict[str, float] = {}
    for piece in active_pieces(lessons, load_rules().idle_cutoff):
        spent = piece.length / dt.timedelta(minutes=1)
        minutes[piece.lesson] = minutes.get(piece.lesson, 0.0) + spent
    return minutes

"""The tests that end the courses, as the home page receives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TypedDict

from courses.catalogue import Catalogue
from courses.questions import PoolError, practice_pool
from courses.record import Event
from courses.study.attempts import attempts, last_handed_in, passing
from courses.study.choosing import SIZE


class FinalTestItem(TypedDict):
    """A test; ``path`` is what the front end opens, ``points`` those of the last hand-in."""

    title: str
    path: str
    questions: int
    points: int | None
    passed: bool


def final_tests(catalogue: Catalogue, events: tuple[Event, ...]) -> Mapping[str, FinalTestItem]:
    """Return the tests by course, with how the person stands in each."""
    sizes = _sizes()
    found: dict[str, FinalTestItem] = {}
    for course in catalogue.courses:
        if course.test is None:
            continue
        own = attempts(events, course.id)
        last = last_handed_in(own)
        found[course.id] = {
            "title": course.test.title,
            "path": f"{course.id}/{course.test.id}.ipynb",
            "questions": min(SIZE, sizes[course.file.law]),
            "points": last.points if last else None,
            "passed": passing(own) is not None,
        }
    return found


def _sizes() -> Counter[str]:
    """How many questions the pool has for each law; the page is shown without a pool too."""
    try:
        return Counter(question.law for question in practice_pool().values())
    except PoolError:
        return Counter()

"""What a course's certificate rests on, and the certificate itself. Pure.

It is earned when every lesson the course has was completed and its test was passed. Of each only
the first event counts, and hours are credited up to the last of them, so that whoever works it out
later, from the same record, finds the same certificate.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from courses.catalogue.listing import Course
from courses.record import CreditRules, Event, Verb, credit
from courses.record.events import LESSON, ordered
from courses.study.attempts import PASS, attempts, last_handed_in, passing


@dataclass(frozen=True, slots=True)
class Grounds:
    """What there is of what a certificate needs.

    Attributes:
        lessons: the title of each lesson with the event of its first completion, None without.
        test: the hand-in that passed first.
        last_points: the points of the last hand-in; None before any.
    """

    lessons: tuple[tuple[str, Event | None], ...]
    test: Event | None
    last_points: int | None

    @property
    def missing(self) -> tuple[str, ...]:
        """The titles of the lessons that are not completed."""
        return tuple(title for title, event in self.lessons if event is None)

    @property
    def lacks_test(self) -> str:
        """What to say in Chinese of a test that was not passed yet; empty once it was."""
        if self.test:
            return ""
        last = self.last_points
        return "还没有测" if last is None else f"最近一次 {last} 分，{PASS} 分合格"

    @property
    def events(self) -> tuple[Event, ...]:
        """The events a certificate rests on, as far as they are there."""
        found = (*(event for _, event in self.lessons), self.test)
        return tuple(event for event in found if event)

    @property
    def earned(self) -> bool:
        """Whether nothing is missing."""
        return self.test is not None and not self.missing


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that was earned.

    Attributes:
        course: the course's title.
        lessons: the title of each lesson with the day it was completed.
        hours: the credit hours of these lessons on the day of issue.
        points: what the test came to, of 100, on the day ``tested``.
        issued: the day the last condition was met, in China.
        number: digits that follow from the ids of the events it rests on.
    """

    course: str
    lessons: tuple[tuple[str, dt.date], ...]
    hours: Decimal
    points: int
    tested: dt.date
    issued: dt.date
    number: str


def grounds(course: Course, events: Iterable[Event]) -> Grounds:
    """Look for what a certificate of ``course`` needs among a person's events."""
    own = ordered(events)
    completed: dict[str, Event] = {}
    for event in own:
        if event.verb == Verb.COMPLETED and event.object.startswith(LESSON):
            completed.setdefault(event.object, event)
    found = attempts(own, course.id)
    passed, last = passing(found), last_handed_in(found)
    return Grounds(
        lessons=tuple(
            (lesson.title, completed.get(f"{LESSON}{course.id}/{lesson.id}"))
            for lesson in course.file.lessons
        ),
        test=passed.handed_in if passed else None,
        last_points=last.points if last else None,
    )


def certificate(
    course: Course, found: Grounds, events: Sequence[Event], rules: CreditRules
) -> Certificate | None:
    """Work the certificate out from its grounds; None while it is not earned.

    Args:
        course: the course it is of.
        found: its grounds, as :func:`grounds` finds them among ``events``.
        events: all events of the person.
        rules: those of the credit hours.
    """
    if found.test is None or found.missing:
        return None
    last = max(event.timestamp for event in found.events)
    result = found.test.result
    return Certificate(
        course=course.file.title,
        lessons=tuple((title, event.day) for title, event in found.lessons if event),
        hours=_hours(course, [event for event in events if event.timestamp <= last], rules),
        points=round((result.score or 0) * 100) if result else 0,
        tested=found.test.day,
        issued=max(event.day for event in found.events),
        number=certificate_number(event.id for event in found.events),
    )


def certificate_number(ids: Iterable[str]) -> str:
    """Twelve digits of a SHA-256 over the ids: 0417-5530-2286. Digits are easily read out."""
    digest = hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()
    digits = f"{int(digest, 16) % 10**12:012}"
    return "-".join(digits[start : start + 4] for start in (0, 4, 8))


def _hours(course: Course, events: Sequence[Event], rules: CreditRules) -> Decimal:
    names = {f"{course.id}/{lesson.id}" for lesson in course.file.lessons}
    earned = (one.hours for one in credit(events, rules).lessons if one.lesson in names)
    return sum(earned, Decimal(0))

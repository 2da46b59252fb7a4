"""The attempts at a course's test, as the study record tells of them. Pure.

A test belongs to a course and to no lesson: its events have the course in their context and no
lesson, so that no lesson's progress or credit rests on them. ``docs/study-record.md`` lists them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from courses.questions import Question, Response, is_right, read_response
from courses.record import Event, Result, Verb
from courses.record.events import ITEM, TEST, ordered

PASS = 60
"""The points of 100 that pass."""

Given = bool | str | tuple[str, ...] | None
"""An answer as an event holds it."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt at a test.

    Attributes:
        number: from 1.
        items: the ids of its questions, in order.
        given: the last answer to each, not judged; :func:`judged` has what was marked.
        handed_in: the event that says so; None while the attempt is under way.
    """

    number: int
    items: tuple[str, ...]
    given: Mapping[str, Given]
    handed_in: Event | None

    @property
    def points(self) -> int:
        """The points of 100; 0 before the hand-in."""
        result = self.handed_in.result if self.handed_in else None
        return round((result.score or 0) * 100) if result else 0

    @property
    def passed(self) -> bool:
        """Whether it was handed in and passed."""
        result = self.handed_in.result if self.handed_in else None
        return bool(result and result.success)


@dataclass(frozen=True, slots=True)
class Marks:
    """What a hand-in comes to: how many are right of all."""

    right: int
    total: int

    @property
    def score(self) -> float:
        """The share of full marks, 0 to 1."""
        return self.right / self.total if self.total else 0.0

    @property
    def passed(self) -> bool:
        """Whether that is enough, by whole numbers."""
        return self.total > 0 and self.right * 100 >= PASS * self.total


def attempts(events: Iterable[Event], course: str) -> tuple[Attempt, ...]:
    """Return the attempts of a person at the test of ``course``, by number."""
    begun: dict[int, tuple[str, ...]] = {}
    given: dict[int, dict[str, Given]] = {}
    done: dict[int, Event] = {}
    for event in ordered(event for event in events if event.object.startswith(TEST)):
        number, item = _parts(event.object, course)
        if not number:
            continue
        if event.verb == Verb.ANSWERED and item:
            given.setdefault(number, {})[item] = _response(event)
        elif event.verb == Verb.OPENED and not item:
            response = _response(event)
            begun.setdefault(number, response if isinstance(response, tuple) else ())
        elif event.verb == Verb.COMPLETED and not item:
            done.setdefault(number, event)
    return tuple(
        Attempt(number, begun.get(number, ()), given.get(number, {}), done.get(number))
        for number in sorted({*begun, *done})
    )


def passing(found: Iterable[Attempt]) -> Attempt | None:
    """Return the first attempt that passed: what comes later changes no certificate."""
    return next((one for one in found if one.passed), None)


def last_handed_in(found: Sequence[Attempt]) -> Attempt | None:
    """Return the last attempt that was handed in."""
    return next((one for one in reversed(found) if one.handed_in), None)


def is_of_test(event: Event) -> bool:
    """Whether an answer to an item was given in a course's test: in a course, in no lesson."""
    return event.context.lesson is None and event.context.course is not None


def attempt_object(course: str, attempt: int, item: str = "") -> str:
    """Name an attempt, or a question of it, in the study record: test:xingsu/1/xingsu-003."""
    return f"{TEST}{course}/{attempt}" + (f"/{item}" if item else "")


def derived_id(person: str, attempt: str, what: str) -> str:
    """The id of an event that can happen once in an attempt, whoever sends it how often."""
    return hashlib.sha256(f"{person}\n{attempt}\n{what}".encode()).hexdigest()[:32]


def mark(questions: Sequence[Question], given: Mapping[str, Given]) -> dict[str, bool]:
    """Say of each question whether it was answered right; what was not answered is not."""
    marks: dict[str, bool] = {}
    for question in questions:
        response = fitting(question, given.get(question.id))
        marks[question.id] = response is not None and is_right(question, response)
    return marks


def summed(marks: Mapping[str, bool]) -> Marks:
    """Count what is right."""
    return Marks(sum(marks.values()), len(marks))


def fitting(question: Question, given: Given) -> Response | None:
    """Return an answer of the record as a response that fits the question; None if it does not."""
    return read_response(question, list(given) if isinstance(given, tuple) else given)


def result_of(right: bool, given: Given) -> Result:
    """What a judged answer in the record holds; an answer that was not given is empty."""
    return Result(success=right, score=float(right), response=() if given is None else given)


def judged(events: Iterable[Event], ids: Mapping[str, str]) -> dict[str, Given]:
    """The answers that were marked, by item; ``ids`` are the events' ids by item."""
    wanted = {id_: item for item, id_ in ids.items()}
    return {
        wanted[event.id]: _response(event)
        for event in events
        if event.id in wanted and event.object == ITEM + wanted[event.id]
    }


def _response(event: Event) -> Given:
    return event.result.response if event.result else None


def _parts(name: str, course: str) -> tuple[int, str]:
    """The number and the item of an object of this course's test; 0 for any other object."""
    own, _, rest = name.partition(f"{TEST}{course}/")
    number, _, item = rest.partition("/")
    return (int(number), item) if not own and number.isascii() and number.isdigit() else (0, "")

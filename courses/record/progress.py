"""How far a person is in each lesson, from the events alone. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from courses.record.events import ARTICLE, ITEM, LESSON, Event, Verb, ordered


@dataclass(frozen=True, slots=True)
class Answer:
    """The last answer to an item: right, wrong or not judged (None), when, and its event."""

    item: str
    right: bool | None
    at: dt.datetime
    event: str


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """Where a person stands in one lesson. Times are UTC.

    Attributes:
        place: the last anchor in the lesson that an event names; None if none does.
        answers: item → its last answer within the lesson.
        articles: articles opened, in the order they first were.
        completed: when it was first completed.
    """

    lesson: str
    course: str | None
    started: dt.datetime
    last_seen: dt.datetime
    place: str | None
    answers: Mapping[str, Answer]
    articles: tuple[str, ...]
    completed: dt.datetime | None

    @property
    def right(self) -> int:
        """Items whose last answer is right."""
        return sum(answer.right is True for answer in self.answers.values())

    @property
    def wrong(self) -> int:
        """Items whose last answer is wrong."""
        return sum(answer.right is False for answer in self.answers.values())


def progress(events: Iterable[Event]) -> dict[str, LessonProgress]:
    """Return the progress in every lesson begun, by the lesson's name.

    Events outside lessons, as practice from the wrong-question book, belong to none.
    """
    return {lesson: _progress(lesson, own) for lesson, own in by_lesson(ordered(events)).items()}


def by_lesson(events: Iterable[Event]) -> dict[str, list[Event]]:
    """Split events by lesson, sorted by name; those outside lessons are left out."""
    lessons: dict[str, list[Event]] = {}
    for event in events:
        if event.lesson is not None:
            lessons.setdefault(event.lesson, []).append(event)
    return dict(sorted(lessons.items()))


def last_answers(events: Iterable[Event]) -> dict[str, Answer]:
    """Return the last answer to every item, by the item's id, in the order of first answers."""
    answers: dict[str, Answer] = {}
    for event in ordered(events):
        if event.verb == Verb.ANSWERED and event.object.startswith(ITEM):
            item = event.object.removeprefix(ITEM)
            right = event.result.success if event.result else None
            answers[item] = Answer(item, right, event.timestamp, event.id)
    return answers


def _progress(lesson: str, events: list[Event]) -> LessonProgress:
    places = [event.context.place for event in events if event.context.place]
    articles = (e.object for e in events if e.verb == Verb.READ and e.object.startswith(ARTICLE))
    done = (e.timestamp for e in events if e.verb == Verb.COMPLETED and e.object.startswith(LESSON))
    return LessonProgress(
        lesson=lesson,
        course=events[-1].course,
        started=events[0].timestamp,
        last_seen=events[-1].timestamp,
        place=places[-1] if places else None,
        answers=last_answers(events),
        articles=tuple(dict.fromkeys(one.removeprefix(ARTICLE) for one in articles)),
        completed=next(done, None),
    )

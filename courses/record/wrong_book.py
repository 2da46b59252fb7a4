"""The wrong-question book (错题本): which items a person should do again. Pure.

An item enters when it is answered wrong and leaves when it has since been answered right twice in
a row on different days (China time); one right answer, or several on one day, may be memory of the
answer just shown. A wrong answer in between begins the count anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from courses.record.events import ITEM, Event, Verb, ordered

DAYS_TO_LEAVE = 2


@dataclass(frozen=True, slots=True)
class WrongItem:
    """An item in the book.

    Attributes:
        lesson: the lesson it was last answered wrong in; None outside lessons.
        wrong: how often it has been answered wrong.
        last_wrong: when it last was, in UTC, and ``event`` that says so.
        days_right: different days it has been answered right since: 0 or 1.
    """

    item: str
    lesson: str | None
    wrong: int
    last_wrong: dt.datetime
    event: str
    days_right: int


def wrong_items(events: Iterable[Event]) -> tuple[WrongItem, ...]:
    """Return the items in the book, the one answered wrong last first."""
    judged: dict[str, list[Event]] = {}
    for event in ordered(events):
        if (
            event.verb == Verb.ANSWERED
            and event.object.startswith(ITEM)
            and _success(event) is not None
        ):
            judged.setdefault(event.object.removeprefix(ITEM), []).append(event)
    found = [_wrong_item(item, answers) for item, answers in judged.items()]
    book = [one for one in found if one and one.days_right < DAYS_TO_LEAVE]
    return tuple(sorted(book, key=lambda one: (one.last_wrong, one.item), reverse=True))


def _success(event: Event) -> bool | None:
    return event.result.success if event.result else None


def _wrong_item(item: str, answers: list[Event]) -> WrongItem | None:
    wrong = [index for index, answer in enumerate(answers) if not _success(answer)]
    if not wrong:
        return None
    last = answers[wrong[-1]]
    days = {answer.day for answer in answers[wrong[-1] + 1 :]}
    return WrongItem(item, last.lesson, len(wrong), last.timestamp, last.id, len(days))

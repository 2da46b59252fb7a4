"""What a person has to do next, for the home page. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from courses.record import Event, Verb, progress, wrong_items
from courses.study.schedule import DeckCard, due_cards, schedule

CARDS_PAGE = "pages/cards.ipynb"
WRONG_BOOK_PAGE = "pages/wrong-book.ipynb"

Kind = Literal["cards", "wrong-book", "lesson"]


@dataclass(frozen=True, slots=True)
class Duty:
    """Something to do: a ``title`` and a ``note`` in Chinese, and the ``path`` of its notebook."""

    kind: Kind
    title: str
    note: str
    path: str


def duties(
    events: Sequence[Event],
    decks: Iterable[DeckCard],
    pool_ids: Collection[str],
    now: dt.datetime,
    titles: Mapping[str, str],
) -> tuple[Duty, ...]:
    """Return what to do next: due cards, the wrong-question book, a lesson to go on with.

    Args:
        events: all events of the person.
        decks: the cards of all lessons.
        pool_ids: the ids of the practice pool; questions no longer in it cannot be done again.
        now: the moment cards are due at.
        titles: the lessons there are, course/lesson → title; others are not to go on with.
    """
    found = (_cards(events, decks, now), _wrong_book(events, pool_ids), _lesson(events, titles))
    return tuple(duty for duty in found if duty)


def _cards(events: Sequence[Event], decks: Iterable[DeckCard], now: dt.datetime) -> Duty | None:
    due = due_cards(events, decks, now)
    if not due:
        return None
    known = schedule(events)
    new = sum(card.object not in known for card in due)
    note = f"其中新卡片 {new} 张" if new else "先想答案，再看背面"
    return Duty("cards", f"有 {len(due)} 张记忆卡到期", note, CARDS_PAGE)


def _wrong_book(events: Sequence[Event], pool_ids: Collection[str]) -> Duty | None:
    count = sum(one.item in pool_ids for one in wrong_items(events))
    if not count:
        return None
    note = "在不同的两天各答对一次即移出"
    return Duty("wrong-book", f"错题本里有 {count} 道题", note, WRONG_BOOK_PAGE)


def _lesson(events: Sequence[Event], titles: Mapping[str, str]) -> Duty | None:
    """The lesson to go on with: the one opened last of those that are not completed."""
    reached = progress(events)
    opened = sorted(_openings(events, titles), reverse=True)
    name = next((name for _, name in opened if not reached[name].completed), None)
    if name is None:
        return None
    place = reached[name].place
    note = f"上次学到“{place}”" if place else "已经开始，还没有学完"
    return Duty("lesson", f"接着学：{titles[name]}", note, f"{name}.ipynb")


def _openings(
    events: Iterable[Event], titles: Mapping[str, str]
) -> Iterator[tuple[dt.datetime, str]]:
    """When each lesson was opened. Reviewing its cards elsewhere is no opening."""
    for event in events:
        if event.verb == Verb.OPENED and event.lesson and event.lesson in titles:
            yield event.timestamp, event.lesson

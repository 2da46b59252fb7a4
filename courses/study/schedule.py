"""When flash cards come back: fsrs replayed over the study record. Pure.

Equal events give equal schedules, in whatever order they are given. fsrs counts in whole days;
here these are days in China: a card put off by days is due from the beginning of its day, so that
who learnt in the afternoon and comes back in the morning finds it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from fsrs import Card as Memory
from fsrs import Rating, Scheduler, State

from courses.catalogue.content import Card
from courses.record.events import CHINA, LESSON, Event, Verb, ordered

CARD = "card:"
RATINGS: Mapping[str, Rating] = MappingProxyType(
    {"again": Rating.Again, "hard": Rating.Hard, "good": Rating.Good, "easy": Rating.Easy}
)
"""How well a card was known, as the study record writes it."""

NEW_PER_DAY = 20
"""Each new card comes back about twice within a fortnight: 20 new ones a day already make some 60
cards, ten minutes, of every working day. More would pile up and be given up."""

_SCHEDULER = Scheduler(
    # One short step: only what was not known comes back on the same day.
    learning_steps=(dt.timedelta(minutes=10),),
    relearning_steps=(dt.timedelta(minutes=10),),
    # Law is examined every year: no card stays away from one examination to the next.
    maximum_interval=180,
    enable_fuzzing=False,
)
_DAY = dt.timedelta(days=1)
# Late in the evening tomorrow is minutes away; what was known is still due after what was not.
_LEAST = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class DeckCard:
    """A flash card with the lesson (course/lesson) it belongs to."""

    lesson: str
    card: Card

    @property
    def object(self) -> str:
        """Its name in the study record: card:xingsu/evidence/reply."""
        return f"{CARD}{self.lesson}/{self.card.id}"


@dataclass(frozen=True, slots=True)
class Scheduled:
    """Where a card stands after its last review. Times are UTC.

    Attributes:
        due: from when on it is due.
        first: its first review, and ``last`` the last of ``reviews``.
        memory: what fsrs knows of it.
    """

    due: dt.datetime
    first: dt.datetime
    last: dt.datetime
    reviews: int
    memory: Memory

    @property
    def unsure(self) -> bool:
        """Whether it was not known well enough to be put off by days."""
        return self.memory.state != State.Review

    def seen_on(self, day: dt.date) -> bool:
        """Whether the last review was on a day in China."""
        return china_day(self.last) == day


Schedule = Mapping[str, Scheduled]
"""Every card ever reviewed, by its name in the study record."""


def china_day(moment: dt.datetime) -> dt.date:
    """Return the day it is in China."""
    return moment.astimezone(CHINA).date()


def schedule(events: Iterable[Event]) -> Schedule:
    """Replay all reviews. What is no rating of a card is passed over."""
    reviews = (e for e in events if e.verb == Verb.REVIEWED and e.object.startswith(CARD))
    found: dict[str, Scheduled] = {}
    for event in ordered(reviews):
        rating = event.result.response if event.result else None
        if isinstance(rating, str) and rating in RATINGS:
            found[event.object] = rated(found.get(event.object), rating, event.timestamp)
    return found


def rated(known: Scheduled | None, rating: str, at: dt.datetime) -> Scheduled:
    """Return where a card stands once it is rated; ``known`` is None before its first review."""
    day = _beginning(china_day(at))
    before = known.memory if known else Memory(card_id=0, due=day)
    memory, _ = _SCHEDULER.review_card(before, RATINGS[rating], day)
    due = at + (memory.due - day)
    if memory.state == State.Review:
        due = max(memory.due, at + _LEAST)
    return Scheduled(
        due=due,
        first=known.first if known else at,
        last=at,
        reviews=known.reviews + 1 if known else 1,
        memory=memory,
    )


def outlook(known: Scheduled | None, at: dt.datetime) -> dict[str, Scheduled]:
    """Return where a card would stand after each rating."""
    return {rating: rated(known, rating, at) for rating in RATINGS}


def due_cards(
    events: Sequence[Event], deck: Iterable[DeckCard], now: dt.datetime
) -> tuple[DeckCard, ...]:
    """Return the cards of a deck that are due: those to repeat first, then new ones.

    A card never reviewed is due once its lesson was opened, up to ``NEW_PER_DAY`` new ones a day.
    """
    known = schedule(events)
    repeated, new = _split(deck, known)
    due = (card for card in repeated if known[card.object].due <= now)
    return (*due, *_offered(new, events, known, now))


def due_today(events: Sequence[Event], deck: Iterable[DeckCard], now: dt.datetime) -> int:
    """Return how many cards of a deck are due by the end of today in China."""
    known = schedule(events)
    repeated, new = _split(deck, known)
    end = _beginning(china_day(now)) + _DAY
    due = sum(known[card.object].due < end for card in repeated)
    return due + len(_offered(new, events, known, now))


def coming(
    known: Schedule, deck: Iterable[DeckCard], now: dt.datetime
) -> tuple[tuple[dt.date, int], ...]:
    """Return when the reviewed cards of a deck that are not due now will be: day and number."""
    repeated, _ = _split(deck, known)
    dues = (known[card.object].due for card in repeated)
    return tuple(sorted(Counter(china_day(due) for due in dues if due > now).items()))


def _split(
    deck: Iterable[DeckCard], known: Schedule
) -> tuple[tuple[DeckCard, ...], tuple[DeckCard, ...]]:
    """The cards reviewed before, and the new ones."""
    cards = tuple(deck)
    repeated = tuple(card for card in cards if card.object in known)
    return repeated, tuple(card for card in cards if card.object not in known)


def _offered(
    new: Sequence[DeckCard], events: Iterable[Event], known: Schedule, now: dt.datetime
) -> list[DeckCard]:
    """The new cards that today still has room for."""
    opened = set(_opened(events))
    begun = sum(china_day(one.first) == china_day(now) for one in known.values())
    return [card for card in new if card.lesson in opened][: max(NEW_PER_DAY - begun, 0)]


def _opened(events: Iterable[Event]) -> Iterator[str]:
    for event in events:
        if event.verb == Verb.OPENED and event.object.startswith(LESSON):
            yield event.object.removeprefix(LESSON)


def _beginning(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), CHINA).astimezone(dt.UTC)

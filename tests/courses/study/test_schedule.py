"""When cards come back: fixed by the events alone, counted in days in China."""

from __future__ import annotations

import datetime as dt
import random

from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.content import Card, Cite
from courses.record import Context, Event, Result, Verb, new_event
from courses.record.events import CHINA
from courses.study.schedule import (
    NEW_PER_DAY,
    RATINGS,
    DeckCard,
    coming,
    due_cards,
    due_today,
    outlook,
    schedule,
)

LESSON = "xingsu/evidence"
QUOTE = "被告应当在收到起诉状副本之日起十五日内"
CITE = Cite(law="行政诉讼法", article="67", quote=QUOTE)


def deck(cards: int, lesson: str = LESSON) -> list[DeckCard]:
    return [
        DeckCard(lesson, Card(id=f"c{n}", front="几日内举证？", back="十五日。", cite=CITE))
        for n in range(1, cards + 1)
    ]


(CARD,) = deck(1)


def china(text: str) -> dt.datetime:
    """A moment by the clocks of China."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=CHINA).astimezone(dt.UTC)


def review(rating: str, at: dt.datetime | str, card: DeckCard = CARD) -> Event:
    return new_event(
        "P00001",
        Verb.REVIEWED,
        card.object,
        result=Result(response=rating),
        context=Context(lesson=card.lesson),
        at=china(at) if isinstance(at, str) else at,
    )


def opening(at: str = "2026-03-02 09:00", lesson: str = LESSON) -> Event:
    return new_event("P00001", Verb.OPENED, f"lesson:{lesson}", at=china(at))


def due(*events: Event, card: DeckCard = CARD) -> dt.datetime:
    return schedule(events)[card.object].due


# Worked examples. Expected days are those of FSRS-6 with its published default weights, worked out
# by hand: w0..w3 = 0.212, 1.2931, 2.3065, 8.2956 are the first stabilities, and at a retention of
# 0.9 the interval is the stability. After good twice, two days apart: D = 6.4133 - e^(2*0.8334) + 1
# = 2.118, R = 0.9095, S = 2.3065 * (1 + e^1.8722 * (11 - D) * 2.3065^-0.1666 *
# (e^(0.796 * (1 - R)) - 1)) = 10.96, that is 11 days.


def test_a_first_good_comes_back_after_two_days_from_the_beginning_of_the_day() -> None:
    assert due(review("good", "2026-03-02 15:20")) == china("2026-03-04 00:00")


def test_a_first_easy_comes_back_after_eight_days() -> None:
    assert due(review("easy", "2026-03-02 15:20")) == china("2026-03-10 00:00")


def test_what_was_forgotten_comes_back_in_ten_minutes() -> None:
    assert due(review("again", "2026-03-02 15:20")) == china("2026-03-02 15:30")


def test_what_was_hard_at_first_comes_back_the_same_day_but_later() -> None:
    assert due(review("hard", "2026-03-02 15:20")) == china("2026-03-02 15:35")


def test_good_twice_two_days_apart_comes_back_after_eleven_days_more() -> None:
    first = review("good", "2026-03-02 15:20")
    assert due(first, review("good", "2026-03-04 16:00")) == china("2026-03-15 00:00")
    morning = review("good", "2026-03-04 08:00")
    assert due(first, morning) == china("2026-03-15 00:00"), "the time of day makes no difference"


def test_forgotten_and_then_known_is_tomorrow() -> None:
    events = [review("again", "2026-03-02 15:20"), review("good", "2026-03-02 15:40")]
    assert due(*events) == china("2026-03-03 00:00")


def test_no_card_stays_away_for_more_than_half_a_year() -> None:
    events, at = [], china("2026-03-02 09:00")
    for _ in range(6):
        events.append(review("easy", at))
        last, at = at, due(*events)
    assert at.astimezone(CHINA).date() - last.astimezone(CHINA).date() == dt.timedelta(days=180)


def test_the_day_is_that_of_china() -> None:
    late_in_utc = review("good", dt.datetime(2026, 3, 2, 17, tzinfo=dt.UTC))
    assert due(late_in_utc) == china("2026-03-05 00:00"), "in China it was the third already"


def test_what_is_no_rating_of_a_card_is_passed_over() -> None:
    other = [
        review("perfect", "2026-03-02 15:20"),
        new_event("P00001", Verb.REVIEWED, CARD.object),
        new_event("P00001", Verb.REVIEWED, f"cell:{LESSON}/c1/1/1", result=Result(response="good")),
        new_event("P00001", Verb.ANSWERED, "item:xingsu-003", result=Result(response="good")),
        new_event("P00001", Verb.REVIEWED, CARD.object, result=Result(response=("good",))),
    ]
    assert schedule(other) == {}


def test_a_new_card_is_due_once_its_lesson_was_opened() -> None:
    now = china("2026-03-02 10:00")
    assert due_cards([], [CARD], now) == ()
    assert due_cards([opening(lesson="fuyi/priority")], [CARD], now) == ()
    assert due_cards([opening()], [CARD], now) == (CARD,)


def test_a_card_is_due_at_its_time_and_not_before() -> None:
    events = [opening(), review("good", "2026-03-02 15:20")]
    assert due_cards(events, [CARD], china("2026-03-03 23:59")) == ()
    assert due_cards(events, [CARD], china("2026-03-04 00:00")) == (CARD,)


def test_cards_to_repeat_come_before_new_ones_in_the_order_of_the_deck() -> None:
    one, two, three, four = cards = deck(4)
    events = [
        opening(),
        review("easy", "2026-03-02 09:00", one),
        review("good", "2026-03-02 09:01", four),
        review("good", "2026-03-02 09:02", three),
    ]
    assert due_cards(events, cards, china("2026-03-05 09:00")) == (three, four, two)


def test_a_card_that_is_no_longer_in_the_deck_is_not_due() -> None:
    events = [opening(), review("good", "2026-03-02 15:20")]
    assert due_cards(events, [], china("2026-03-09 09:00")) == ()


def test_twenty_new_cards_a_day_and_no_more() -> None:
    cards = deck(30)
    begun = [review("good", "2026-03-02 09:10", card) for card in cards[:8]]
    events = [opening(), *begun]
    now = china("2026-03-02 10:00")
    assert due_cards(events, cards, now) == tuple(cards[8:NEW_PER_DAY])
    full = [opening(), *(review("good", "2026-03-02 09:10", card) for card in cards[:NEW_PER_DAY])]
    assert due_cards(full, cards, now) == ()
    tomorrow = china("2026-03-03 00:10")
    assert due_cards(full, cards, tomorrow) == tuple(cards[NEW_PER_DAY:])


def test_a_card_begun_another_day_takes_no_room_from_new_ones() -> None:
    cards = deck(NEW_PER_DAY + 1)
    events = [
        opening(),
        review("again", "2026-03-02 09:10", cards[0]),
        review("good", "2026-03-03 09:10", cards[0]),
    ]
    assert len(due_cards(events, cards, china("2026-03-03 10:00"))) == NEW_PER_DAY


def test_due_today_counts_what_comes_back_before_midnight_in_china() -> None:
    one, two, three = cards = deck(3)
    events = [
        opening(),
        review("good", "2026-02-27 09:00", one),
        review("again", "2026-03-02 09:58", two),
        review("good", "2026-03-02 09:59", three),
    ]
    now = china("2026-03-02 10:00")
    assert due_cards(events, cards, now) == (one,)
    assert due_today(events, cards, now) == 2
    assert due_today([opening()], deck(30), now) == NEW_PER_DAY


def test_what_is_coming_is_told_by_day() -> None:
    one, two, three, four, _new = cards = deck(5)
    events = [
        opening(),
        review("good", "2026-03-02 09:00", one),
        review("easy", "2026-03-02 09:01", two),
        review("good", "2026-03-02 09:02", three),
        review("good", "2026-02-01 09:00", four),
    ]
    expected = ((dt.date(2026, 3, 4), 2), (dt.date(2026, 3, 10), 1))
    assert coming(schedule(events), cards, china("2026-03-02 10:00")) == expected


START = china("2026-03-02 09:00")
DAY = 24 * 60
RATING = st.sampled_from(sorted(RATINGS))
GAP = st.integers(1, 30) | st.integers(1, 200 * DAY)
HISTORIES = st.lists(st.tuples(RATING, GAP), max_size=12)
TIED = st.lists(st.tuples(RATING, st.just(0) | GAP), max_size=12)


def reviews(history: list[tuple[str, int]], card: DeckCard = CARD) -> list[Event]:
    """Reviews so many minutes after one another."""
    at, events = START, []
    for rating, minutes in history:
        at += dt.timedelta(minutes=minutes)
        events.append(review(rating, at, card))
    return events


@given(TIED, TIED, st.randoms(use_true_random=False))
def test_the_order_events_are_given_in_makes_no_difference(
    one: list[tuple[str, int]], two: list[tuple[str, int]], chance: random.Random
) -> None:
    cards = deck(2)
    events = [opening(), *reviews(one, cards[0]), *reviews(two, cards[1])]
    mixed = chance.sample(events, len(events))
    assert schedule(mixed) == schedule(events)
    assert schedule([*mixed, *events]) == schedule(events), "an event counts once"
    now = START + dt.timedelta(days=3)
    assert due_cards(mixed, cards, now) == due_cards(events, cards, now)


@given(HISTORIES, GAP)
def test_the_better_a_card_was_known_the_later_it_comes_back(
    history: list[tuple[str, int]], minutes: int
) -> None:
    events = reviews(history)
    at = (events[-1].timestamp if events else START) + dt.timedelta(minutes=minutes)
    again, hard, good, easy = (due(*events, review(rating, at)) for rating in RATINGS)
    assert at < again < good <= easy
    assert again <= hard <= good


@given(HISTORIES.filter(bool))
def test_no_card_is_due_before_its_last_review(history: list[tuple[str, int]]) -> None:
    events = reviews(history)
    found = schedule(events)[CARD.object]
    assert found.last == events[-1].timestamp
    assert found.first == events[0].timestamp
    assert found.reviews == len(events)
    assert found.due > found.last
    assert due_cards(events, [CARD], found.last) == ()


@given(HISTORIES, RATING, GAP)
def test_the_outlook_is_what_a_rating_then_brings(
    history: list[tuple[str, int]], rating: str, minutes: int
) -> None:
    events = reviews(history)
    at = (events[-1].timestamp if events else START) + dt.timedelta(minutes=minutes)
    told = outlook(schedule(events).get(CARD.object), at)
    assert told[rating] == schedule([*events, review(rating, at)])[CARD.object]

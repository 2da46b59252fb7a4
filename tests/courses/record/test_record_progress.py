"""Progress and the wrong-question book follow from the events alone, in whatever order."""

from __future__ import annotations

import datetime as dt
import random

from hypothesis import given
from hypothesis import strategies as st

from courses.record import Verb, last_answers, progress, wrong_items
from tests.courses.record.conftest import MORNING, Make

DAY = 86_400.0
ITEM = "item:xingsu-003"


def test_a_lesson_is_told_as_far_as_it_went(make: Make) -> None:
    events = [
        make(Verb.OPENED, questions=3),
        make(Verb.READ, "article:行政诉讼法/34", after=10, place="reader"),
        make(Verb.ANSWERED, "item:a-001", after=20, success=False, place="q1"),
        make(Verb.ANSWERED, "item:a-001", after=25, success=True),
        make(Verb.ANSWERED, "item:a-002", after=30, success=False),
        make(Verb.ANSWERED, "item:a-003", after=31, response="问答"),
        make(Verb.READ, "article:行政诉讼法/67", after=40),
        make(Verb.READ, "article:行政诉讼法/34", after=41),
        make(Verb.COMPLETED, after=50),
        make(Verb.COMPLETED, after=60),
    ]
    one = progress(events)["xingsu/evidence"]
    assert (one.started, one.last_seen) == (MORNING, MORNING + dt.timedelta(seconds=60))
    assert (one.course, one.place) == ("xingsu", "q1")
    assert {item: answer.right for item, answer in one.answers.items()} == {
        "a-001": True,
        "a-002": False,
        "a-003": None,
    }
    assert one.answers["a-001"].event == events[3].id
    assert (one.right, one.wrong) == (1, 1)
    assert one.articles == ("行政诉讼法/34", "行政诉讼法/67")
    assert one.completed == MORNING + dt.timedelta(seconds=50)


def test_lessons_are_told_apart_and_practice_outside_is_none(make: Make) -> None:
    events = [
        make(Verb.OPENED),
        make(Verb.OPENED, "lesson:fuyi/a", after=1, lesson=None),
        make(Verb.ANSWERED, ITEM, after=2, lesson=None, success=True),
    ]
    found = progress(events)
    assert list(found) == ["fuyi/a", "xingsu/evidence"]
    assert not any(one.answers or one.completed or one.place for one in found.values())
    assert list(last_answers(events)) == ["xingsu-003"]


@given(seed=st.integers(0, 1000))
def test_order_does_not_matter(make: Make, seed: int) -> None:
    events = [
        make(
            Verb.ANSWERED, f"item:a-{n % 4:03}", after=n * 7_000, success=n % 3 == 0, place=f"q{n}"
        )
        for n in range(12)
    ]
    shuffled = random.Random(seed).sample(events, len(events))  # noqa: S311
    assert progress(shuffled) == progress(events)
    assert wrong_items(shuffled) == wrong_items(events)


def book(make: Make, *answers: tuple[float, bool]) -> list[str]:
    events = [make(Verb.ANSWERED, ITEM, after=day * DAY, success=right) for day, right in answers]
    return [one.item for one in wrong_items(events)]


def test_an_item_enters_when_wrong_and_stays_after_one_right_answer(make: Make) -> None:
    assert book(make, (0, True)) == []
    assert book(make, (0, False)) == ["xingsu-003"]
    assert book(make, (0, False), (1, True)) == ["xingsu-003"]


def test_it_leaves_after_two_right_answers_in_a_row_on_different_days(make: Make) -> None:
    assert book(make, (0, False), (1, True), (1.1, True)) == ["xingsu-003"]
    assert book(make, (0, False), (1, True), (2, True)) == []
    assert book(make, (0, False), (0.1, True), (1, True)) == []
    assert book(make, (0, False), (1, True), (1.1, True), (5, True)) == []


def test_a_wrong_answer_in_between_begins_anew(make: Make) -> None:
    assert book(make, (0, False), (1, True), (2, False), (3, True)) == ["xingsu-003"]
    assert book(make, (0, False), (1, True), (2, True), (3, False)) == ["xingsu-003"]


def test_days_are_those_of_china(make: Make) -> None:
    before_midnight = (14 + 0.9) * 3600 / DAY  # 23:54 in China, 15:54 UTC
    after_midnight = (14 + 1.1) * 3600 / DAY  # 00:06, the same day in UTC
    assert book(make, (0, False), (before_midnight, True), (after_midnight, True)) == []


def test_the_book_says_what_is_known_of_an_item(make: Make) -> None:
    events = [
        make(Verb.ANSWERED, ITEM, after=0, success=False),
        make(Verb.ANSWERED, ITEM, after=5, success=False),
        make(Verb.ANSWERED, ITEM, after=9, success=True),
        make(Verb.ANSWERED, "item:a-001", after=20, success=False, lesson=None),
        make(Verb.ANSWERED, "item:a-002", after=30, response="未判"),
    ]
    last, first = wrong_items(events)
    assert (last.item, last.lesson, last.wrong, last.days_right) == ("a-001", None, 1, 0)
    assert (first.item, first.lesson, first.wrong, first.days_right) == (
        "xingsu-003",
        "xingsu/evidence",
        2,
        1,
    )
    assert (first.event, first.last_wrong) == (events[1].id, events[1].timestamp)

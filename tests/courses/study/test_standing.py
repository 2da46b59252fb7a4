"""How far one has come: questions, cases and the end weigh the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.record import Context, Event, Result, Verb, new_event
from courses.study.standing import standing
from tests.support.lessons import ITEMS, NAME, lesson


def event(
    verb: Verb, object_: str, lesson_: str = NAME, response: tuple[str, ...] | None = None
) -> Event:
    return new_event(
        "P00001",
        verb,
        object_,
        result=Result(response=response),
        context=Context(lesson=lesson_),
    )


def answered(item: str) -> Event:
    return event(Verb.ANSWERED, f"item:{item}")


def decided(*path: str, lesson_: str = NAME) -> Event:
    return event(Verb.DECIDED, f"case:{lesson_}/late", lesson_, path)


def test_nothing_done_is_nothing() -> None:
    found = standing(NAME, lesson(), [])
    assert (found.done, found.ready) == (0, False)
    assert found.unanswered == ITEMS
    assert found.unfinished == ("late",)


def test_half_the_questions_are_four_of_ten_parts() -> None:
    found = standing(NAME, lesson(), map(answered, ITEMS[:4]))
    assert found.done == pytest.approx(4 / 10)
    assert found.unanswered == ITEMS[4:]


def walk(lesson_: str = NAME) -> list[Event]:
    """The case taken to an end."""
    path = (("first", "now"), ("second", "later"))
    return [decided(*step, lesson_=lesson_) for step in path]


def test_a_case_is_finished_by_a_walk_to_an_end_of_it_only() -> None:
    assert standing(NAME, lesson(), walk()[:1]).unfinished == ("late",)
    assert standing(NAME, lesson(), walk()[1:]).unfinished == ("late",)
    assert standing(NAME, lesson(), walk()).unfinished == ()


def test_everything_but_the_confirmation_leaves_a_last_part() -> None:
    events = [*map(answered, ITEMS), *walk()]
    found = standing(NAME, lesson(), events)
    assert found.ready
    assert found.done == pytest.approx(9 / 10)
    found = standing(NAME, lesson(), [*events, event(Verb.COMPLETED, f"lesson:{NAME}")])
    assert (found.done, found.completed) == (1, True)


def test_what_was_done_in_another_lesson_does_not_count() -> None:
    other = [
        event(Verb.ANSWERED, f"item:{ITEMS[0]}", "fuyi/priority"),
        *walk("fuyi/priority"),
        event(Verb.COMPLETED, "lesson:fuyi/priority", "fuyi/priority"),
    ]
    assert standing(NAME, lesson(), other).done == 0


@given(st.lists(st.sampled_from(ITEMS)), st.booleans())
def test_more_events_never_take_progress_away(items: list[str], finish: bool) -> None:
    events = [*map(answered, items), *(walk() if finish else [])]
    shares = [standing(NAME, lesson(), events[:n]).done for n in range(len(events) + 1)]
    assert shares == sorted(shares)
    assert all(0 <= share < 1 for share in shares)

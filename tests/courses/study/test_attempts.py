"""The attempts at a test, and what they leave alone: progress and credit of the lessons."""

from __future__ import annotations

import datetime as dt
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.record import (
    Context,
    Event,
    Result,
    Verb,
    credit,
    last_answers,
    load_rules,
    new_event,
    progress,
    wrong_items,
)
from courses.study.attempts import (
    Marks,
    attempt_object,
    attempts,
    derived_id,
    is_of_test,
    judged,
    last_handed_in,
    mark,
    passing,
    result_of,
    summed,
)
from courses.study.standing import standing
from tests.support.lessons import ITEMS, NAME, lesson, question

PERSON, COURSE = "P00001", "xingsu"
MORNING = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
OF_TEST = Context(course=COURSE)


def event(
    verb: Verb, name: str, after: int = 0, context: Context = OF_TEST, **result: Any
) -> Event:
    at = MORNING + dt.timedelta(minutes=after)
    told = Result(**result) if result else None
    return new_event(PERSON, verb, name, result=told, context=context, at=at)


def begun(number: int = 1, after: int = 0, items: tuple[str, ...] = ITEMS[:2]) -> Event:
    return event(Verb.OPENED, attempt_object(COURSE, number), after, response=items)


def answered(item: str, response: Any, number: int = 1, after: int = 1) -> Event:
    return event(Verb.ANSWERED, attempt_object(COURSE, number, item), after, response=response)


def handed_in(score: float, number: int = 1, after: int = 9) -> Event:
    name = attempt_object(COURSE, number)
    return event(Verb.COMPLETED, name, after, score=score, success=score >= 0.6)


def test_an_attempt_keeps_its_questions_and_the_last_answer_to_each() -> None:
    rows = [
        begun(),
        answered(ITEMS[0], ("a",), after=1),
        answered(ITEMS[0], ("b",), after=2),
        answered(ITEMS[1], (), after=3),
    ]
    (found,) = attempts(rows, COURSE)
    assert (found.number, found.items, found.handed_in) == (1, ITEMS[:2], None)
    assert found.given == {ITEMS[0]: ("b",), ITEMS[1]: ()}
    assert (found.points, found.passed) == (0, False)


def test_attempts_come_by_number_each_with_its_own_answers() -> None:
    rows = [
        *(begun(2, 20), answered(ITEMS[0], ("c",), 2, 21)),
        *(begun(), answered(ITEMS[0], ("a",)), handed_in(0.45)),
    ]
    first, second = attempts(rows, COURSE)
    assert (first.points, first.passed, second.handed_in) == (45, False, None)
    assert (first.given[ITEMS[0]], second.given[ITEMS[0]]) == (("a",), ("c",))
    assert last_handed_in((first, second)) == first
    assert passing((first, second)) is None


def test_the_first_that_passed_counts_and_later_ones_change_nothing() -> None:
    rows = [handed_in(score, n, 9 * n) for n, score in enumerate((0.55, 0.6, 0.95, 0.1), start=1)]
    found = attempts(rows, COURSE)
    first = passing(found)
    assert first is not None
    assert (first.number, first.points) == (2, 60)
    last = last_handed_in(found)
    assert last is not None
    assert last.points == 10


@pytest.mark.parametrize(
    "name",
    [
        "test:fuyi/1",
        "test:xingsu/0",
        "test:xingsu/x",
        "test:xingsu/-1",
        "test:xingsu/٣",
        "test:xingsu2/1",
        "lesson:xingsu/1",
        "lesson:test:xingsu/1",
    ],
)
def test_what_is_no_attempt_at_this_test_is_none(name: str) -> None:
    assert attempts([event(Verb.COMPLETED, name, score=1, success=True)], COURSE) == ()


@given(st.randoms(use_true_random=False))
def test_the_order_in_which_events_are_read_does_not_matter(chance: random.Random) -> None:
    rows = [begun(), *(answered(ITEMS[0], (x,), after=n) for n, x in enumerate("abc", start=1))]
    rows += [handed_in(0.5), begun(2, 10), handed_in(1, 2, 12)]
    mixed = [*rows, rows[2]]
    chance.shuffle(mixed)
    assert attempts(mixed, COURSE) == attempts(rows, COURSE)


@pytest.mark.parametrize(
    ("right", "total", "passed"),
    [(12, 20, True), (11, 20, False), (0, 0, False), (3, 5, True), (10, 17, False), (20, 20, True)],
)
def test_sixty_points_pass_by_whole_numbers(right: int, total: int, passed: bool) -> None:
    assert Marks(right, total).passed is passed


@given(st.lists(st.sampled_from([None, ("a",), ("c",), True, "c"]), max_size=8))
def test_only_right_answers_score_and_the_score_is_their_share(given_: list[Any]) -> None:
    questions = [question(ITEMS[n]) for n in range(len(given_))]
    marks = mark(questions, dict(zip(ITEMS, given_, strict=False)))
    found = summed(marks)
    assert found.right == given_.count(("c",))
    assert found.total == len(given_)
    assert 0 <= found.score <= 1


def test_an_answer_that_was_not_given_is_judged_wrong_and_empty() -> None:
    assert mark([question()], {}) == {ITEMS[0]: False}
    assert result_of(False, None) == Result(success=False, score=0, response=())


def test_an_id_follows_from_person_attempt_and_what_it_is_of() -> None:
    name = attempt_object(COURSE, 1)
    ids = {
        derived_id(person, own, what)
        for person in ("P00001", "P00002")
        for own in (name, attempt_object(COURSE, 2))
        for what in ("completed", ITEMS[0])
    }
    assert len(ids) == 8
    assert derived_id(PERSON, name, "completed") == derived_id(PERSON, name, "completed")


def judged_answers(number: int = 1) -> list[Event]:
    """Both questions of an attempt, the first right."""
    name = attempt_object(COURSE, number)
    rows = []
    for item, right, response in ((ITEMS[0], True, ("c",)), (ITEMS[1], False, ("a",))):
        own = event(Verb.ANSWERED, f"item:{item}", 9, success=right, response=response)
        rows.append(own.model_copy(update={"id": derived_id(PERSON, name, item)}))
    return rows


def test_what_was_marked_is_found_by_its_ids_whatever_was_answered_since() -> None:
    rows = judged_answers()
    later = event(Verb.ANSWERED, f"item:{ITEMS[0]}", 99, success=False, response=("d",))
    ids = {item: derived_id(PERSON, attempt_object(COURSE, 1), item) for item in ITEMS}
    assert judged([*rows, later], ids) == {ITEMS[0]: ("c",), ITEMS[1]: ("a",)}


WHOLE = [begun(), answered(ITEMS[0], ("a",)), *judged_answers(), handed_in(0.5)]


def test_a_test_takes_wrong_answers_to_the_wrong_question_book() -> None:
    assert [one.item for one in wrong_items(WHOLE)] == [ITEMS[1]]


def test_a_test_moves_no_lesson_on_and_completes_none() -> None:
    assert standing(NAME, lesson(), WHOLE).done == 0
    assert progress(WHOLE) == {}


def studied() -> list[Event]:
    """A lesson with all its questions answered, a minute apart."""
    here = Context(lesson=NAME, course=COURSE)
    opened = event(Verb.OPENED, f"lesson:{NAME}", 0, here, questions=len(ITEMS))
    answers = [
        event(Verb.ANSWERED, f"item:{item}", n, here, success=True)
        for n, item in enumerate(ITEMS, start=1)
    ]
    return [opened, *answers]


def test_a_test_earns_no_credit_and_takes_none() -> None:
    rules = load_rules()
    lessons = studied()
    before = credit(lessons, rules)
    assert before.hours > 0
    assert credit([*lessons, *WHOLE], rules).lessons == before.lessons
    assert credit(WHOLE, rules).lessons == ()


def test_an_unjudged_answer_of_a_test_is_no_answer_to_an_item() -> None:
    assert last_answers([answered(ITEMS[0], ("a",))]) == {}


def test_an_answer_is_of_a_test_in_a_course_and_in_no_lesson() -> None:
    in_lesson = event(Verb.ANSWERED, "item:xingsu-901", context=Context(lesson=NAME))
    in_book = event(Verb.ANSWERED, "item:xingsu-901", context=Context())
    assert [is_of_test(one) for one in (judged_answers()[0], in_lesson, in_book)] == [
        True,
        False,
        False,
    ]

"""A course's test under way: begun once, every answer kept, no key told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from courses.record import Verb, last_answers, wrong_items
from courses.widgets.course_test import CourseTest
from tests.courses.widgets.conftest import new_id, say
from tests.courses.widgets.course_test.conftest import (
    RIGHT,
    WRONG,
    Open,
    answer,
    begin,
    groups,
    stored,
)
from tests.support.lessons import question


def sent(test: CourseTest) -> str:
    """All that the browser receives."""
    return json.dumps(test.get_state(), ensure_ascii=False, default=str)


def test_the_cover_says_what_is_to_come_and_stores_nothing(open_test: Open, tmp_path: Path) -> None:
    test = open_test()
    assert test.standing == {
        "phase": "cover",
        "attempt": 1,
        "next": 1,
        "size": 20,
        "last": None,
        "passed": False,
    }
    assert (test.questions, test.verdicts, test.shown["pass"]) == ([], {}, 60)
    assert stored(tmp_path) == ()


def test_an_attempt_is_begun_once_and_is_the_same_after_a_restart(
    open_test: Open, tmp_path: Path
) -> None:
    test, id_ = open_test(), new_id()
    for _ in range(2):
        say(test, "start", id=id_, attempt=1)
    say(open_test(), "start", attempt=1)
    (opened,) = stored(tmp_path)
    assert (opened.verb, opened.object) == (Verb.OPENED, "test:xingsu/1")
    assert (opened.context.lesson, opened.context.course) == (None, "xingsu")
    again = open_test()
    assert again.standing["phase"] == "sitting"
    assert again.questions == test.questions
    assert len(test.questions) == 20


def test_before_the_hand_in_nothing_sent_tells_a_key(open_test: Open, tmp_path: Path) -> None:
    test = open_test()
    for shown in begin(test):
        answer(test, shown, WRONG[shown["kind"]])
    other_keys = {"single": ("a",), "multiple": ("b", "d"), "true_false": False}
    changed = [
        [
            one.model_copy(
                update={
                    "key": other_keys.get(one.kind, (("三",), ("发出",))),
                    "explanation": "别的解析",
                    "citations": (),
                }
            )
            for one in own
        ]
        for own in groups()
    ]
    other = open_test(changed)
    names = ("shown", "standing", "questions", "answers", "verdicts")
    assert [getattr(test, n) for n in names] == [getattr(other, n) for n in names]
    assert question().explanation not in sent(test)


def test_every_answer_is_stored_as_it_is_given_and_not_judged(
    open_test: Open, tmp_path: Path
) -> None:
    test = open_test()
    first = begin(test)[0]
    response = RIGHT[first["kind"]]
    assert answer(test, first, response)["type"] == "saved"
    event = stored(tmp_path)[-1]
    assert (event.verb, event.object) == (Verb.ANSWERED, f"test:xingsu/1/{first['item']}")
    assert event.result is not None
    assert (event.result.success, event.result.score) == (None, None)
    assert wrong_items(stored(tmp_path)) == ()
    assert last_answers(stored(tmp_path)) == {}


def test_answers_come_back_after_a_restart_and_in_another_window(open_test: Open) -> None:
    test = open_test()
    asked = begin(test)
    other = open_test()
    for shown in asked:
        answer(test, shown, WRONG[shown["kind"]])
        answer(test, shown, RIGHT[shown["kind"]])
    assert open_test().answers == {one["item"]: RIGHT[one["kind"]] for one in asked}
    other.study.refresh()
    assert other.answers == test.answers


def test_an_answer_can_be_taken_back(open_test: Open) -> None:
    test = open_test()
    shown = next(one for one in begin(test) if one["kind"] == "multiple")
    answer(test, shown, ["a", "c"])
    answer(test, shown, None)
    assert test.answers == open_test().answers == {}


def test_an_answer_sent_again_is_stored_once(open_test: Open, tmp_path: Path) -> None:
    test, id_ = open_test(), new_id()
    shown = begin(test)[0]
    for window in (test, test, open_test()):
        assert answer(window, shown, RIGHT[shown["kind"]], id_)["type"] == "saved"
    assert [e.verb for e in stored(tmp_path)] == [Verb.OPENED, Verb.ANSWERED]


@pytest.mark.parametrize(
    "message",
    [
        {"attempt": 2},
        {"attempt": "1"},
        {"item": "xingsu-999"},
        {"item": None},
        {"response": ["z"]},
        {"response": {"a": 1}},
        {"response": 5},
    ],
)
def test_what_is_no_answer_is_acknowledged_and_forgotten(
    open_test: Open, tmp_path: Path, message: dict[str, Any]
) -> None:
    test = open_test()
    item = next(one["item"] for one in begin(test) if one["kind"] == "single")
    whole = {"attempt": 1, "item": item, "response": ["a"], **message}
    assert say(test, "answer", **whole)["type"] == "saved"
    assert len(stored(tmp_path)) == 1
    assert test.answers == {}

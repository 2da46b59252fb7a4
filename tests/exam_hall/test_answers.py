"""Answers: what fits the paper, and what a candidate hands in."""

from __future__ import annotations

import json

import pytest

from exam_hall.answers import hand_in_of, handed_in, marked, present, require_fitting, slot_of
from exam_hall.contract import parse_hand_in
from exam_hall.errors import RefusedError, Why
from exam_hall.events import Value
from exam_hall.record import Attempt, Given
from tests.exam_hall.conftest import EXAM, OPENS, PAPER, begun


def attempt(**answers: Value) -> Attempt:
    started = begun()
    assert started.kind == "started"
    given = {name: Given(v, seq, "page", seq) for seq, (name, v) in enumerate(answers.items(), 5)}
    return Attempt(started, started.deadline, ("page",), given)


@pytest.mark.parametrize(
    ("grade_id", "value"),
    [
        ("q01", False),
        ("q02", ("D",)),
        ("q02", ()),
        ("q04", ("A", "B", "C", "D")),
        ("q05", ("十五", "")),
        ("q06", "二十个字以内"),
        *((f"q0{n}", None) for n in range(1, 7)),
    ],
)
def test_an_answer_that_fits_is_taken(grade_id: str, value: Value) -> None:
    require_fitting(PAPER, grade_id, value)


@pytest.mark.parametrize(
    ("grade_id", "value", "said"),
    [
        ("q99", ("A",), "试卷里没有这道题"),
        ("q01", ("A",), "判断题的答案须为 true 或 false，没有保存"),
        ("q01", "true", "判断题的答案须为"),
        ("q02", True, "答案须为文字的列表"),
        ("q02", ("E",), "没有选项 “E”"),
        ("q02", ("A", "B"), "单选题选了多项"),
        ("q04", ("A", "A"), "同一选项重复"),
        ("q05", ("一", "二", "三"), "填空的答案多于空格"),
        ("q05", ("长" * 201,), "答案共 201 字，超过 200 字"),
        ("q06", ("一",), "论述的答案须为文字"),
        ("q06", "长" * 21, "答案共 21 字，超过 20 字，这次修改没有保存。请删减后再试"),
        ("q06", "长" * 10_000_000, "超过 20 字"),
        ("q04", ("A",) * 1000, "项数太多"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused_in_chinese(
    grade_id: str, value: Value, said: str
) -> None:
    with pytest.raises(RefusedError, match=said) as caught:
        require_fitting(PAPER, grade_id, value)
    assert len(str(caught.value)) < 100
    assert caught.value.why in (Why.MALFORMED, Why.TOO_LARGE)


def test_a_question_is_found_by_its_name() -> None:
    assert slot_of(PAPER, "q06").max_chars == 20


def test_blank_answers_and_those_taken_back_are_not_handed_in() -> None:
    sat = attempt(q02=("A",), q01=False, q03=None, q04=(), q05=("", " "), q06=" \n")
    assert present(sat) == {"q01": False, "q02": ["A"]}


def test_marked_questions_are_listed_in_order() -> None:
    marks = {name: Given(on, 9, "page", 9) for name, on in (("q04", True), ("q01", True))}
    marks["q02"] = Given(False, 9, "page", 9)
    started = begun()
    assert started.kind == "started"
    assert marked(Attempt(started, OPENS, ("page",), marks=marks)) == ("q01", "q04")


def test_what_is_handed_in_keeps_the_contract() -> None:
    hand_in = hand_in_of(EXAM, "P1", attempt(q02=("A",), q06="应当告知"), OPENS)
    assert parse_hand_in(json.loads(hand_in.to_json())) == hand_in
    assert (hand_in.form, hand_in.paper_sha256, hand_in.seq) == ("A", PAPER.sha256, 6)
    assert hand_in.started == hand_in.submitted == "2026-09-18T01:00:00+00:00"


def test_a_blank_paper_can_be_handed_in() -> None:
    assert (hand_in_of(EXAM, "P1", attempt(), OPENS).answers, attempt().last_seq) == ({}, 0)


def test_an_attempt_that_goes_on_was_not_handed_in() -> None:
    with pytest.raises(ValueError, match="not handed in"):
        handed_in(EXAM, "P1", attempt())

"""Sitting in the exam room: starting, answering, and who may."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from exam_hall.answers import handed_in
from exam_hall.errors import RefusedError, Why
from exam_hall.events import By
from exam_hall.receipt import is_sealed
from exam_hall.requests import MarkRequest
from exam_hall.room import ExamRoom
from exam_hall.standing import State
from tests.exam_hall.conftest import (
    EXAM,
    OPENS,
    PAPERS,
    Clock,
    saying,
)
from tests.exam_hall.room.conftest import why


def marking(client_seq: int, *, on: bool = True, grade_id: str = "q02") -> MarkRequest:
    return MarkRequest(client="page", client_seq=client_seq, attempt=1, grade_id=grade_id, on=on)


def test_a_whole_sitting(room: ExamRoom, clock: Clock) -> None:
    assert room.standing("P1").state is State.OPEN
    started = room.start("P1", "page").result()
    assert (started.attempt, started.form, started.paper_sha256) == (1, "A", PAPERS["A"].sha256)
    assert started.deadline == OPENS + dt.timedelta(hours=1)
    assert room.standing("P1").state is State.SITTING
    clock.forward(5)
    room.answer("P1", saying(["B"], 1)).result()
    room.answer("P1", saying(False, 2, grade_id="q01")).result()
    room.answer("P1", saying(["A"], 3)).result()
    room.mark("P1", marking(4)).result()
    assert room.kept("P1") == ({"q01": False, "q02": ["A"]}, ("q02",))
    clock.forward(5)
    end = room.hand_in("P1", 1).result()
    assert (end.by, end.answered, end.submitted) == (By.CANDIDATE, 2, clock.now)
    assert room.standing("P1").state is State.HANDED_IN
    (attempt,) = room.journal.record("P1").attempts
    assert is_sealed(handed_in(EXAM, "P1", attempt), room.rules.secret)


def test_the_paper_is_shown_during_an_attempt_only(room: ExamRoom) -> None:
    for look in (room.paper, room.kept):
        with pytest.raises(RefusedError, match="没有正在进行的作答"):
            look("P2")
    room.start("P2", "page").result()
    paper = room.paper("P2")
    assert (paper.form, paper) == ("B", room.paper("P2"))
    room.hand_in("P2", 1).result()
    with pytest.raises(RefusedError, match="不能查看试卷"):
        room.paper("P2")


def test_who_is_not_on_the_list_gets_nowhere(room: ExamRoom) -> None:
    for ask in (
        lambda: room.start("P9", "page"),
        lambda: room.answer("P9", saying(["A"])),
        lambda: room.mark("P9", marking(1)),
        lambda: room.contact("P9", "page"),
        lambda: room.hand_in("P9", 1),
    ):
        assert why(ask) is Why.NOT_ALLOTTED
    for look in (room.standing, room.paper, room.kept):
        with pytest.raises(RefusedError, match="不在本场考试的名单中"):
            look("../P1")
    assert room.journal.records() == ()


def test_nobody_reaches_anothers_attempt(room: ExamRoom) -> None:
    room.start("P1", "page").result()
    assert why(lambda: room.answer("P2", saying(["A"]))) is Why.NOT_STARTED
    assert why(lambda: room.hand_in("P2", 1)) is Why.NOT_STARTED
    room.start("P2", "page").result()
    room.answer("P2", saying(["B"])).result()
    assert room.kept("P1") == ({}, ())


def test_starting_twice_is_starting_once(room: ExamRoom, clock: Clock) -> None:
    first = room.start("P1", "page").result()
    clock.forward(3)
    assert room.start("P1", "phone").result() == first


def test_starting_is_refused_outside_the_time(room: ExamRoom, clock: Clock) -> None:
    clock.forward(-1)
    assert why(lambda: room.start("P1", "page")) is Why.NOT_OPEN
    clock.forward(100)
    assert why(lambda: room.start("P1", "page")) is Why.CLOSED
    with pytest.raises(RefusedError, match="编号"):
        room.start("P1", "../page")


def test_an_answer_that_does_not_fit_is_refused_before_the_journal(room: ExamRoom) -> None:
    room.start("P1", "page").result()
    for asked in (saying(["Z"]), saying(["A"], grade_id="q99"), saying("长" * 21, grade_id="q06")):
        with pytest.raises(RefusedError):
            room.answer("P1", asked)
    with pytest.raises(RefusedError, match="没有这道题"):
        room.mark("P1", marking(1, grade_id="q99"))
    assert room.answer("P1", saying(["A"])).result().seq == 2


def test_a_repeated_answer_is_kept_once(room: ExamRoom) -> None:
    room.start("P1", "page").result()
    first = room.answer("P1", saying(["A"], 7)).result()
    assert room.answer("P1", saying(["A"], 7)).result() == first
    assert room.mark("P1", marking(8)).result() == room.mark("P1", marking(8)).result()


@pytest.mark.parametrize("change", [{"value": ["B"]}, {"grade_id": "q03"}, {"attempt": 2}])
def test_a_number_used_for_something_else_is_refused_not_swallowed(
    room: ExamRoom, change: dict[str, Any]
) -> None:
    room.start("P1", "page").result()
    room.answer("P1", saying(["A"], 7)).result()
    other = saying(**{"value": ["A"], "client_seq": 7, **change})
    assert why(lambda: room.answer("P1", other)) is Why.CONFLICT
    assert why(lambda: room.mark("P1", marking(7))) is Why.CONFLICT


def test_answers_count_until_grace_is_over_and_are_kept_after(room: ExamRoom, clock: Clock) -> None:
    room.start("P1", "page").result()
    clock.forward(60, seconds=60)
    assert room.standing("P1").state is State.EXPIRED
    assert room.answer("P1", saying(["A"], 1)).result().kind == "answer"
    clock.forward(seconds=0.1)
    late = room.answer("P1", saying(["B"], 2)).result()
    assert late.kind == "late"
    assert room.answer("P1", saying(["B"], 2)).result() == late
    assert why(lambda: room.mark("P1", marking(3))) is Why.OVER
    assert room.hand_in("P1", 1).result().answered == 1
    (attempt,) = room.journal.record("P1").attempts
    assert (attempt.answers["q02"].value, attempt.late) == (("A",), 1)


def test_answers_after_the_hand_in_are_kept_and_change_nothing(room: ExamRoom) -> None:
    room.start("P1", "page").result()
    room.answer("P1", saying(["A"], 1)).result()
    end = room.hand_in("P1", 1).result()
    assert room.answer("P1", saying(["B"], 2)).result().kind == "late"
    assert room.hand_in("P1", 1).result() == end
    assert handed_in(EXAM, "P1", room.journal.record("P1").attempts[0]).answers == {"q02": ["A"]}

"""Ending an attempt: handed in, collected, out of time, annulled."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from exam_hall.errors import RefusedError, Why
from exam_hall.events import By
from exam_hall.opening import open_room
from exam_hall.requests import GrantRequest, NoteRequest, VoidRequest
from exam_hall.room import ExamRoom
from exam_hall.standing import State
from tests.exam_hall.conftest import (
    ALLOTMENT,
    INVIGILATOR,
    OPENS,
    Clock,
    make_sitting,
    saying,
)
from tests.exam_hall.room.conftest import why


def granting(client_seq: int = 1, seconds: int = 300, attempt: int = 1) -> GrantRequest:
    return GrantRequest(
        client="desk",
        client_seq=client_seq,
        candidate="P1",
        attempt=attempt,
        seconds=seconds,
        reason="停电",
    )


def voiding(*, again: bool, attempt: int = 1) -> VoidRequest:
    return VoidRequest(
        client="desk", candidate="P1", attempt=attempt, reason="设备故障", again=again
    )


def test_an_answer_and_a_hand_in_at_the_same_moment_agree(room: ExamRoom) -> None:
    room.start("P1", "page").result()
    told = [room.answer("P1", saying([letter], n)) for n, letter in enumerate("ABC", start=1)]
    end = room.hand_in("P1", 1)
    late = room.answer("P1", saying(["D"], 4))
    assert [one.result().kind for one in told] == ["answer"] * 3
    assert end.result().answered == 1
    assert late.result().kind == "late"


def test_handing_in_twice_at_once_gives_one_receipt(room: ExamRoom) -> None:
    room.start("P1", "page").result()
    told = [room.hand_in("P1", 1) for _ in range(5)]
    assert len({one.result().receipt for one in told}) == 1


def test_who_comes_after_time_is_handed_in_at_the_deadline(room: ExamRoom, clock: Clock) -> None:
    deadline = room.start("P1", "page").result().deadline
    clock.forward(60, seconds=30)
    assert room.sweep() == []
    clock.forward(seconds=31)
    (told,) = room.sweep()
    end = told.result()
    assert (end.by, end.submitted, end.at) == (By.TIME, deadline, clock.now)
    assert room.sweep() == []
    assert room.standing("P1").state is State.HANDED_IN


def test_an_invigilator_collects_under_their_name(room: ExamRoom) -> None:
    room.start("P1", "page").result()
    end = room.collect(INVIGILATOR, "P1", 1).result()
    assert (end.by, end.collector) == (By.INVIGILATOR, INVIGILATOR)
    assert room.hand_in("P1", 1).result() == end
    assert room.start("P2", "page").result().attempt == 1
    assert room.hand_in("P2", 1).result().collector is None


@pytest.mark.parametrize(("seconds", "by"), [(-1, By.CANDIDATE), (0, By.TIME), (30, By.TIME)])
def test_a_page_that_hands_in_when_time_is_up_does_so_for_time(
    room: ExamRoom, clock: Clock, seconds: int, by: By
) -> None:
    deadline = room.start("P1", "page").result().deadline
    clock.forward(60, seconds=seconds)
    end = room.hand_in("P1", 1).result()
    assert (end.by, end.submitted) == (by, min(clock.now, deadline))


def test_an_invigilator_who_collects_within_grace_is_named(room: ExamRoom, clock: Clock) -> None:
    deadline = room.start("P1", "page").result().deadline
    clock.forward(60, seconds=30)
    end = room.collect(INVIGILATOR, "P1", 1).result()
    assert (end.by, end.collector, end.submitted) == (By.INVIGILATOR, INVIGILATOR, deadline)


def test_a_grant_that_comes_before_the_sweep_is_honoured(room: ExamRoom, clock: Clock) -> None:
    room.start("P1", "page").result()
    clock.forward(62)
    granted = room.grant(INVIGILATOR, granting())
    swept = room.sweep()
    assert granted.result().seconds == 300
    for told in swept:
        with pytest.raises(RefusedError, match="作答时间未到"):
            told.result()
    assert room.standing("P1").state is State.SITTING


def test_a_grant_moves_the_deadline_once(room: ExamRoom) -> None:
    deadline = room.start("P1", "page").result().deadline
    for _ in range(2):
        room.grant(INVIGILATOR, granting()).result()
    assert room.standing("P1").deadline == deadline + dt.timedelta(minutes=5)
    assert why(lambda: room.grant(INVIGILATOR, granting(seconds=60))) is Why.CONFLICT
    room.hand_in("P1", 1).result()
    assert why(lambda: room.grant(INVIGILATOR, granting(2))) is Why.OVER
    assert why(lambda: room.grant(INVIGILATOR, granting(3, attempt=2))) is Why.NOT_STARTED


def test_extra_time_is_in_the_deadline(hall_course: Path, home: Path, clock: Clock) -> None:
    sitting = make_sitting(hall_course, extra_minutes={"P1": 20})
    room = open_room(sitting, home, clock=clock)
    assert room.start("P1", "page").result().deadline == OPENS + dt.timedelta(minutes=80)
    assert room.start("P2", "page").result().deadline == OPENS + dt.timedelta(minutes=60)
    room.close()


def test_a_voided_attempt_is_over_and_may_be_given_back(room: ExamRoom) -> None:
    room.start("P1", "page").result()
    voided = room.void(INVIGILATOR, voiding(again=True)).result()
    assert room.void(INVIGILATOR, voiding(again=False)).result() == voided
    assert room.answer("P1", saying(["A"])).result().kind == "late"
    assert why(lambda: room.hand_in("P1", 1)) is Why.VOIDED
    assert room.start("P1", "page").result().attempt == 2
    room.void(INVIGILATOR, voiding(again=False, attempt=2)).result()
    assert room.standing("P1").state is State.VOIDED
    assert why(lambda: room.start("P1", "page")) is Why.VOIDED


def test_a_page_of_the_first_attempt_cannot_write_into_the_second(
    hall_course: Path, home: Path, clock: Clock
) -> None:
    room = open_room(make_sitting(hall_course, attempts=2), home, clock=clock)
    room.start("P1", "page").result()
    room.hand_in("P1", 1).result()
    assert room.start("P1", "phone").result().attempt == 2
    assert room.answer("P1", saying(["A"])).result().kind == "late"
    assert room.kept("P1") == ({}, ())
    assert why(lambda: room.answer("P1", saying(["A"], 2, attempt=3))) is Why.NOT_STARTED
    room.close()


def test_notes_and_contacts_are_kept(room: ExamRoom, clock: Clock) -> None:
    room.contact("P1", "page").result()
    room.start("P1", "page").result()
    clock.forward(1)
    assert room.contact("P1", "phone").result().attempt == 1
    record = room.journal.record("P1")
    assert (record.contact, record.attempts[0].clients) == (clock.now, ("page", "phone"))
    asked = NoteRequest(client="desk", client_seq=1, candidate="P1", text="换座位")
    note = room.note(INVIGILATOR, asked).result()
    assert room.note(INVIGILATOR, asked).result() == note
    whole = NoteRequest(client="desk", client_seq=2, text="停电五分钟")
    assert room.note(INVIGILATOR, whole).result().candidate is None
    other = whole.model_copy(update={"text": "别的"})
    assert why(lambda: room.note(INVIGILATOR, other)) is Why.CONFLICT
    assert len(room.journal.record("P1").notes) == len(room.journal.room_notes) == 1


def test_one_look_shows_everybody_on_the_list(room: ExamRoom) -> None:
    room.start("P1", "page").result()
    states = {who: found.state for who, found in room.standings().items()}
    assert states == {"P1": State.SITTING, "P2": State.OPEN, "P3": State.OPEN}
    assert states.keys() == ALLOTMENT.keys()

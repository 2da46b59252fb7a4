"""Sitting an exam: from the start to the receipt, by the rules, whatever arrives when."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from exam_hall import deciding
from exam_hall.answers import handed_in
from exam_hall.errors import HallError, RefusedError, StorageError, Why
from exam_hall.events import By
from exam_hall.journal import read_events
from exam_hall.opening import journal_file, open_room
from exam_hall.receipt import is_sealed, short_code
from exam_hall.requests import GrantRequest, MarkRequest, NoteRequest, VoidRequest
from exam_hall.room import ExamRoom
from exam_hall.sitting import Sitting
from exam_hall.standing import State
from tests.exam_hall.conftest import (
    ALLOTMENT,
    EXAM,
    INVIGILATOR,
    OPENS,
    PAPERS,
    Clock,
    make_sitting,
    saying,
)
from tests.exam_hall.disks import FailingDisk


def why(told: Callable[[], Future[Any]]) -> Why:
    with pytest.raises(RefusedError) as caught:
        told().result()
    return caught.value.why


def marking(client_seq: int, *, on: bool = True, grade_id: str = "q02") -> MarkRequest:
    return MarkRequest(client="page", client_seq=client_seq, attempt=1, grade_id=grade_id, on=on)


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


def test_a_hostile_page_cannot_fill_the_disk(
    room: ExamRoom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding, "MAX_SENT", 3)
    monkeypatch.setattr(deciding, "MAX_CLIENTS", 2)
    room.start("P1", "page").result()
    room.answer("P1", saying(["A"], 1, client="phone")).result()
    assert why(lambda: room.answer("P1", saying(["A"], 1, client="third"))) is Why.TOO_MANY
    assert why(lambda: room.contact("P1", "third")) is Why.TOO_MANY
    for n in (1, 2):
        room.answer("P1", saying(["A"], n)).result()
    assert why(lambda: room.answer("P1", saying(["A"], 3))) is Why.TOO_MANY


def test_a_restarted_hall_goes_on_where_it_was(sitting: Sitting, home: Path, clock: Clock) -> None:
    room = open_room(sitting, home, clock=clock)
    room.start("P1", "page").result()
    room.answer("P1", saying(["A"], 1)).result()
    paper, before = room.paper("P1"), room.standing("P1")
    room.close()
    clock.forward(1)
    room = open_room(sitting, home, clock=clock)
    assert (room.paper("P1"), room.standing("P1")) == (paper, before)
    assert room.kept("P1") == ({"q02": ["A"]}, ())
    clock.forward(99)
    (told,) = room.sweep()
    assert told.result().answered == 1
    room.close()


def test_a_full_disk_is_told_and_the_attempt_goes_on(
    sitting: Sitting, home: Path, clock: Clock
) -> None:
    disk = FailingDisk()
    room = open_room(sitting, home, clock=clock, disk=disk)
    room.start("P1", "page").result()
    disk.left = 100
    for told in (room.answer("P1", saying(["A"], 1)), room.hand_in("P1", 1)):
        with pytest.raises(StorageError, match="磁盘空间或配额已满"):
            told.result()
    assert room.standing("P1").state is State.SITTING
    disk.mend()
    room.answer("P1", saying(["A"], 1)).result()
    assert room.hand_in("P1", 1).result().answered == 1
    room.close()


def test_no_refusal_names_a_person_or_quotes_an_answer(room: ExamRoom, clock: Clock) -> None:
    said: list[str] = []
    room.start("P1", "page").result()
    for ask in (
        lambda: room.start("P777", "page"),
        lambda: room.answer("P1", saying("机密" * 20, grade_id="q06")),
        lambda: room.answer("P1", saying(["机密"])),
        lambda: room.hand_in("P1", 2),
    ):
        with pytest.raises(HallError) as caught:
            ask().result()
        said.append(str(caught.value))
    assert not [text for text in said if "P1" in text or "P777" in text or "机密机密" in text]


def test_the_journal_tells_the_whole_story(room: ExamRoom, home: Path) -> None:
    room.start("P1", "page").result()
    room.answer("P1", saying("应当先告知", 1, grade_id="q06")).result()
    end = room.hand_in("P1", 1).result()
    path = journal_file(home, EXAM)
    assert [event.kind for event in read_events(path, "P1")] == ["started", "answer", "handed_in"]
    line = json.loads(path.read_bytes().splitlines()[1])
    assert line.keys() == {
        *("seq", "at", "candidate", "attempt", "client", "client_seq"),
        *("grade_id", "kind", "value"),
    }
    assert line["value"] == "应当先告知"
    assert room.verify(short_code(end.receipt)) is not None

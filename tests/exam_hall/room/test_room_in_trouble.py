"""The exam room under attack, after a restart, on a full disk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from exam_hall import deciding
from exam_hall.errors import HallError, StorageError, Why
from exam_hall.journal import read_events
from exam_hall.opening import journal_file, open_room
from exam_hall.receipt import short_code
from exam_hall.room import ExamRoom
from exam_hall.sitting import Sitting
from exam_hall.standing import State
from tests.exam_hall.conftest import (
    EXAM,
    Clock,
    saying,
)
from tests.exam_hall.disks import FailingDisk
from tests.exam_hall.room.conftest import why


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

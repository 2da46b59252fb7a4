"""Handing in: the folder is there as a whole or not at all, and says what the journal says."""

from __future__ import annotations

import datetime as dt
import errno
import json
import multiprocessing
import os
import random
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from exam_hall.contract import HandIn, parse_hand_in, render_notebook
from exam_hall.errors import StorageError
from exam_hall.handing_in import Outbox, timestamp
from exam_hall.opening import open_room
from exam_hall.receipt import is_sealed
from exam_hall.record import Record
from exam_hall.released import load_released
from exam_hall.requests import VoidRequest
from exam_hall.room import ExamRoom
from exam_hall.sitting import Sitting
from exam_hall.storage import SystemDisk
from tests.exam_hall.conftest import (
    EXAM,
    INVIGILATOR,
    OPENS,
    PAPERS,
    Clock,
    make_sitting,
    notebook,
    saying,
)
from tests.exam_hall.disks import FailingDisk

FORK = multiprocessing.get_context("fork")
NAMES = {"answers.json", "exam.ipynb", "timestamp.txt"}


class PowerCut(BaseException):
    """Nothing runs after it, no cleaning up either."""


class DyingDisk(SystemDisk):
    """Lives for so many calls."""

    def __init__(self, calls: int) -> None:
        self.calls = calls

    def write(self, descriptor: int, data: memoryview) -> int:
        self._live()
        return super().write(descriptor, data[: max(1, len(data) // 2)])

    def sync(self, descriptor: int) -> None:
        self._live()
        super().sync(descriptor)

    def _live(self) -> None:
        self.calls -= 1
        if self.calls < 0:
            raise PowerCut


def sit(room: ExamRoom, candidate: str = "P1", letter: str = "A", attempt: int = 1) -> Record:
    """Start, answer, hand in; nothing is delivered yet."""
    room.start(candidate, "page").result()
    room.answer(candidate, saying([letter], attempt, attempt=attempt)).result()
    room.hand_in(candidate, attempt).result()
    return room.journal.record(candidate)


def place(course: Path, candidate: str = "P1") -> Path:
    return course / "submitted" / candidate / EXAM


def read(folder: Path) -> HandIn:
    return parse_hand_in(json.loads((folder / "answers.json").read_bytes()))


def outbox(course: Path, disk: SystemDisk | None = None) -> Outbox:
    return Outbox(course, EXAM, load_released(course / "release" / EXAM, EXAM), disk)


def annul(room: ExamRoom, attempt: int) -> None:
    """Annul an attempt of P1 for good."""
    asked = VoidRequest(client="desk", candidate="P1", attempt=attempt, reason="替考", again=False)
    room.void(INVIGILATOR, asked).result()


def test_what_is_handed_in_is_what_nbgrader_expects(
    room: ExamRoom, hall_course: Path, clock: Clock
) -> None:
    clock.forward(70.5)
    sit(room)
    assert room.deliver("P1")
    folder = place(hall_course)
    assert {path.name for path in folder.iterdir()} == NAMES
    hand_in = read(folder)
    assert (hand_in.candidate, hand_in.answers) == ("P1", {"q02": ["A"]})
    assert is_sealed(hand_in, room.rules.secret)
    assert (folder / "timestamp.txt").read_text() == "2026-09-18 02:10:30.000000 UTC"
    assert (folder / "exam.ipynb").read_bytes() == render_notebook(notebook(), PAPERS["A"], hand_in)


def test_only_the_sources_of_answer_cells_change(room: ExamRoom, hall_course: Path) -> None:
    sit(room)
    room.deliver("P1")
    written = json.loads((place(hall_course) / "exam.ipynb").read_bytes())
    changed = [
        after["metadata"]["nbgrader"]["grade_id"]
        for before, after in zip(notebook()["cells"], written["cells"], strict=True)
        if before != after
    ]
    assert changed == ["q02"]
    assert written.keys() == notebook().keys()


def test_delivering_again_changes_nothing(room: ExamRoom, hall_course: Path) -> None:
    sit(room)
    room.deliver("P1")
    before = place(hall_course).stat()
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(room.deliver, ["P1"] * 8)) == [True] * 8
    after = place(hall_course).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert not (hall_course / "attempts").exists()


def test_who_has_not_handed_in_has_no_folder(room: ExamRoom, hall_course: Path) -> None:
    assert not room.deliver("P1")
    room.start("P1", "page").result()
    assert not room.deliver("P1")
    assert not (hall_course / "submitted").exists()


def test_a_blank_paper_is_handed_in_when_time_is_up(
    room: ExamRoom, hall_course: Path, clock: Clock
) -> None:
    room.start("P1", "page").result()
    clock.forward(62)
    for told in room.sweep():
        told.result()
    assert room.deliver_all() == (1, [])
    hand_in = read(place(hall_course))
    assert hand_in.answers == {}
    assert dt.datetime.fromisoformat(hand_in.submitted) == OPENS + dt.timedelta(hours=1)


def test_a_later_attempt_takes_the_place_of_an_earlier_one_which_is_kept(
    hall_course: Path, home: Path, clock: Clock
) -> None:
    room = open_room(make_sitting(hall_course, attempts=3), home, clock=clock)
    for number, letter in enumerate("ABC", start=1):
        clock.forward(5)
        sit(room, letter=letter, attempt=number)
        room.deliver("P1")
        assert read(place(hall_course)).answers == {"q02": [letter]}
    kept = hall_course / "attempts" / EXAM / "P1"
    assert {path.name: read(path).answers["q02"] for path in kept.iterdir()} == {
        "1": ["A"],
        "2": ["B"],
    }
    room.close()


def test_what_somebody_put_there_by_hand_is_moved_not_overwritten(
    room: ExamRoom, hall_course: Path
) -> None:
    place(hall_course).mkdir(parents=True)
    (place(hall_course) / "exam.ipynb").write_text("手写")
    sit(room)
    room.deliver("P1")
    assert read(place(hall_course)).answers
    kept = hall_course / "attempts" / EXAM / "P1" / "other-1" / "exam.ipynb"
    assert kept.read_text() == "手写"


def test_an_annulled_hand_in_is_taken_back_and_kept(room: ExamRoom, hall_course: Path) -> None:
    sit(room)
    room.deliver("P1")
    annul(room, 1)
    assert not room.deliver("P1")
    assert not room.deliver("P1")
    assert not place(hall_course).exists()
    assert read(hall_course / "voided" / EXAM / "P1" / "1").answers == {"q02": ["A"]}
    assert not (hall_course / "attempts").exists()


@pytest.mark.parametrize(("annulled", "counted"), [(2, "A"), (1, "B")])
def test_of_two_attempts_the_one_that_was_not_annulled_counts(
    hall_course: Path, home: Path, clock: Clock, annulled: int, counted: str
) -> None:
    room = open_room(make_sitting(hall_course, attempts=2), home, clock=clock)
    for number, letter in enumerate("AB", start=1):
        sit(room, letter=letter, attempt=number)
        room.deliver("P1")
    annul(room, annulled)
    assert room.deliver("P1")
    assert read(place(hall_course)).answers == {"q02": [counted]}
    taken_back = hall_course / "voided" / EXAM / "P1" / str(annulled)
    assert read(taken_back).answers == {"q02": ["AB"[annulled - 1]]}
    assert not any((hall_course / "attempts" / EXAM / "P1").iterdir())
    room.close()


def test_attempts_whose_folders_were_never_written_are_written_where_they_belong(
    hall_course: Path, home: Path, clock: Clock
) -> None:
    room = open_room(make_sitting(hall_course, attempts=3), home, clock=clock)
    for number, letter in enumerate("ABC", start=1):
        sit(room, letter=letter, attempt=number)
    annul(room, 2)
    assert room.deliver("P1")
    found = (
        hall_course / "attempts" / EXAM / "P1" / "1",
        hall_course / "voided" / EXAM / "P1" / "2",
        place(hall_course),
    )
    assert [read(folder).answers["q02"] for folder in found] == [["A"], ["B"], ["C"]]
    room.close()


def test_what_is_missing_or_damaged_is_delivered_again(room: ExamRoom, hall_course: Path) -> None:
    sit(room)
    for name in NAMES:
        room.deliver("P1")
        (place(hall_course) / name).unlink()
        room.deliver("P1")
        assert {path.name for path in place(hall_course).iterdir()} == NAMES
    (place(hall_course) / "answers.json").write_bytes(b"")
    room.deliver("P1")
    assert read(place(hall_course)).answers


@pytest.mark.parametrize("left", [0, 10, 500])
def test_a_full_disk_leaves_what_was_there_and_says_so(
    room: ExamRoom, hall_course: Path, left: int
) -> None:
    record = sit(room)
    disk = FailingDisk(errno.ENOSPC)
    disk.left = left
    box = outbox(hall_course, disk)
    with pytest.raises(StorageError, match="磁盘空间或配额已满"):
        box.deliver(record)
    assert not any((hall_course / "submitted").iterdir())
    disk.mend()
    assert box.deliver(record) == place(hall_course)


def test_one_that_cannot_be_written_stops_nobody_else(room: ExamRoom, hall_course: Path) -> None:
    sit(room, "P1")
    sit(room, "P2")
    (hall_course / "submitted").mkdir()
    (hall_course / "submitted" / "P1").touch()
    done, failed = room.deliver_all()
    assert (done, len(failed)) == (1, 1)
    assert read(place(hall_course, "P2")).candidate == "P2"


@pytest.mark.parametrize("calls", range(0, 40, 3))
@pytest.mark.parametrize("earlier", [False, True])
def test_a_crash_in_the_middle_leaves_nothing_or_all(
    hall_course: Path, home: Path, clock: Clock, calls: int, earlier: bool
) -> None:
    sitting = make_sitting(hall_course, attempts=2)
    room = open_room(sitting, home, clock=clock)
    record = sit(room)
    if earlier:
        room.deliver("P1")
        record = sit(room, letter="B", attempt=2)
    room.close()
    try:
        outbox(hall_course, DyingDisk(calls)).deliver(record)
    except PowerCut:
        assert place(hall_course).exists() == earlier
    if place(hall_course).exists():
        assert {path.name for path in place(hall_course).iterdir()} == NAMES
    room = open_room(sitting, home, clock=clock)
    assert room.deliver_all() == (1, [])
    assert read(place(hall_course)).answers == {"q02": ["B" if earlier else "A"]}
    assert [path.name for path in (hall_course / "submitted").iterdir()] == ["P1"]
    room.close()


def test_drafts_of_another_exam_are_left_alone(sitting: Sitting, home: Path) -> None:
    submitted = sitting.course / "submitted"
    for exam in (EXAM, "exam-10"):
        (submitted / f".handing-in.{exam}.0123").mkdir(parents=True)
    open_room(sitting, home).close()
    assert [path.name for path in submitted.iterdir()] == [".handing-in.exam-10.0123"]


def hand_in_until_killed(sitting: Sitting, home: Path, pipe: int) -> None:
    """Everybody hands in again and again, attempt after attempt; receipts go down the pipe."""
    room = open_room(sitting, home, clock=Clock())
    room.sweep()
    room.deliver_all()
    while True:
        for candidate in ("P1", "P2", "P3"):
            started = room.start(candidate, "page").result()
            end = room.hand_in(candidate, started.attempt).result()
            os.write(pipe, f"{candidate} {started.attempt} {end.receipt}\n".encode())
            room.deliver(candidate)


def test_a_hall_killed_while_handing_in_keeps_every_receipt_and_no_half_folder(
    hall_course: Path, home: Path
) -> None:
    sitting = make_sitting(hall_course).model_copy(update={"attempts": 100_000})
    chance = random.Random(4)  # noqa: S311
    heard = b""
    for _ in range(5):
        reading, writing = os.pipe()
        hall = FORK.Process(target=hand_in_until_killed, args=(sitting, home, writing))
        hall.start()
        os.close(writing)
        heard += os.read(reading, 65536)
        time.sleep(chance.uniform(0, 0.1))
        assert hall.pid is not None
        os.kill(hall.pid, signal.SIGKILL)
        hall.join()
        while more := os.read(reading, 65536):
            heard += more
        os.close(reading)
        for folder in (hall_course / "submitted").glob("[!.]*/*"):
            assert {path.name for path in folder.iterdir()} == NAMES
    room = open_room(sitting, home, clock=Clock())
    done, failed = room.deliver_all()
    receipts = dict[str, str]()
    for line in heard.decode().splitlines():
        candidate, number, receipt = line.split()
        attempt = room.journal.record(candidate).attempt(int(number))
        assert attempt is not None
        assert attempt.handed_in is not None
        assert attempt.handed_in.receipt == receipt
        receipts[candidate] = receipt
    assert (done, failed) == (len({r.candidate for r in room.journal.records() if r.counted}), [])
    for candidate in receipts:
        counted = room.journal.record(candidate).counted
        assert counted is not None
        assert counted.handed_in is not None
        assert read(place(hall_course, candidate)).receipt == counted.handed_in.receipt
    room.close()


def test_a_time_is_written_as_nbgrader_does() -> None:
    moment = dt.datetime(2026, 9, 18, 10, 10, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    assert timestamp(moment) == "2026-09-18 02:10:00.000000 UTC"

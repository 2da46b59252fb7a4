"""The journal: on disk before it is told, decided in the order of arrival, flushed in groups."""

from __future__ import annotations

import datetime as dt
import errno
import json
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from exam_hall import journal as journal_module
from exam_hall.errors import HallError, RefusedError, StorageError, Why
from exam_hall.events import Answered, Contact, Event, Note, Started, decode
from exam_hall.journal import Journal, read_events, read_journal
from exam_hall.ledger import Batch
from exam_hall.storage import SystemDisk
from exam_hall.torn import read_torn, torn_file
from tests.exam_hall.conftest import INVIGILATOR, OPENS, PAPER, Clock
from tests.exam_hall.disks import FailingDisk

Decide = Callable[[Batch], Event]


def starting(candidate: str = "P1") -> Callable[[Batch], Started]:
    def decide(batch: Batch) -> Started:
        return Started(
            seq=batch.seq,
            at=batch.at,
            candidate=candidate,
            attempt=1,
            form="A",
            paper_sha256=PAPER.sha256,
            deadline=OPENS + dt.timedelta(hours=1),
            client="page",
        )

    return decide


def answering(
    client_seq: int, value: str = "A", candidate: str = "P1", grade_id: str = "q02"
) -> Callable[[Batch], Event]:
    """Save once: a number sent before leads to the event it led to then."""

    def decide(batch: Batch) -> Event:
        return batch.sent(candidate, "page", client_seq) or Answered(
            seq=batch.seq,
            at=batch.at,
            candidate=candidate,
            attempt=1,
            client="page",
            client_seq=client_seq,
            grade_id=grade_id,
            value=(value,),
        )

    return decide


def noting(text: str) -> Callable[[Batch], Note]:
    def decide(batch: Batch) -> Note:
        return Note(
            seq=batch.seq,
            at=batch.at,
            candidate=None,
            by=INVIGILATOR,
            client="desk",
            client_seq=batch.seq,
            text=text,
        )

    return decide


def refusing(_batch: Batch) -> Started:
    raise RefusedError(Why.NOT_OPEN, "考试尚未开放。")


class GatedDisk(SystemDisk):
    """Flushes only once the gate is open."""

    def __init__(self) -> None:
        self.gate, self.flushing, self.flushes = threading.Event(), threading.Event(), 0
        self.gate.set()

    def sync(self, descriptor: int) -> None:
        self.flushing.set()
        self.gate.wait(10)
        self.flushes += 1
        super().sync(descriptor)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "exam-1" / "journal.jsonl"


@pytest.fixture
def journal(path: Path, clock: Clock) -> Iterator[Journal]:
    with Journal(path, clock=clock) as found:
        yield found


def test_what_is_told_is_on_disk_one_line_each(journal: Journal, path: Path) -> None:
    for decide in (starting(), answering(1)):
        event = journal.propose(decide).result()
        assert decode(path.read_bytes().splitlines()[-1]) == event
    lines = [json.loads(line) for line in path.read_bytes().splitlines()]
    assert [(line["seq"], line["kind"]) for line in lines] == [(1, "started"), (2, "answer")]
    assert lines[1]["at"] == "2026-09-18T01:00:00Z"


def test_nothing_is_told_before_it_is_flushed(path: Path) -> None:
    disk = GatedDisk()
    with Journal(path, disk=disk) as journal:
        disk.gate.clear()
        disk.flushing.clear()
        told = journal.propose(starting())
        assert disk.flushing.wait(10)
        assert not told.done()
        assert journal.record("P1").attempts == ()
        disk.gate.set()
        assert told.result().seq == 1
        assert journal.record("P1").attempts


def test_what_arrives_during_one_flush_shares_the_next(path: Path) -> None:
    disk = GatedDisk()
    with Journal(path, disk=disk) as journal:
        disk.gate.clear()
        disk.flushing.clear()
        first = journal.propose(starting())
        assert disk.flushing.wait(10)
        before = disk.flushes
        many = [journal.propose(answering(n)) for n in range(1, 101)]
        disk.gate.set()
        told: list[Future[Any]] = [first, *many]
        assert [one.result().seq for one in told] == list(range(1, 102))
        assert disk.flushes - before == 2


def test_each_decision_sees_those_before_it_even_in_one_group(path: Path) -> None:
    with Journal(path, gather_s=0.05) as journal:
        seen: list[int] = []

        def look(batch: Batch) -> Started:
            seen.append(len(batch.record("P1").attempts))
            return batch.record("P1").attempts[0].started

        decisions: tuple[Decide, ...] = (starting(), look, answering(1))
        told = [journal.propose(decide) for decide in decisions]
        assert told[1].result() == told[0].result()
        assert seen == [1]
        assert len(path.read_bytes().splitlines()) == 2


def test_a_number_sent_again_leads_to_the_same_event(journal: Journal, path: Path) -> None:
    journal.propose(starting()).result()
    first = journal.propose(answering(7)).result()
    again = [journal.propose(answering(7)) for _ in range(3)]
    assert {told.result().seq for told in again} == {first.seq}
    assert len(path.read_bytes().splitlines()) == 2


def test_a_number_sent_twice_at_once_is_written_once(path: Path) -> None:
    with Journal(path, gather_s=0.05) as journal:
        decisions: list[Decide] = [starting(), *[answering(7)] * 3]
        told = [journal.propose(decide) for decide in decisions]
        assert [one.result().seq for one in told] == [1, 2, 2, 2]
    assert len(path.read_bytes().splitlines()) == 2


def test_a_number_sent_before_a_restart_is_still_known(path: Path) -> None:
    with Journal(path) as journal:
        journal.propose(starting()).result()
        first = journal.propose(answering(7, "B")).result()
    with Journal(path) as journal:
        assert journal.propose(answering(7, "B")).result() == first
        assert journal.record("P1").attempts[0].answers["q02"].value == ("B",)


def test_a_refusal_is_told_and_not_written(journal: Journal, path: Path) -> None:
    with pytest.raises(RefusedError, match="尚未开放"):
        journal.propose(refusing).result()
    assert path.read_bytes() == b""


def test_a_fault_in_a_decision_stops_nobody_else(journal: Journal) -> None:
    def broken(_batch: Batch) -> Started:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        journal.propose(broken).result()
    assert journal.propose(starting()).result().seq == 1


def test_a_fault_in_writing_stops_nobody_else(
    journal: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_self: Batch) -> list[bytes]:
        raise ZeroDivisionError

    with monkeypatch.context() as patch:
        patch.setattr(Batch, "lines", broken)
        with pytest.raises(ZeroDivisionError):
            journal.propose(starting()).result()
    assert journal.propose(starting()).result().seq == 1


def test_whoever_gave_up_waiting_is_not_written(path: Path) -> None:
    with Journal(path, gather_s=0.05) as journal:
        given_up, kept = journal.propose(starting("P1")), journal.propose(starting("P2"))
        assert given_up.cancel()
        assert kept.result().seq == 1
        assert journal.record("P1").attempts == ()


def test_times_never_go_back_whatever_the_clock_does(journal: Journal, clock: Clock) -> None:
    first = journal.propose(starting()).result()
    clock.forward(minutes=-30)
    assert journal.propose(answering(1)).result().at == first.at == journal.now()
    clock.forward(minutes=31)
    assert journal.propose(answering(2)).result().at == OPENS + dt.timedelta(minutes=1)


def test_times_go_not_back_over_a_restart_either(path: Path) -> None:
    with Journal(path, clock=Clock()) as journal:
        journal.propose(starting()).result()
    with Journal(path, clock=Clock(OPENS - dt.timedelta(hours=1))) as journal:
        assert journal.propose(answering(1)).result().at == OPENS


def test_an_answer_is_dated_when_it_arrived_not_when_it_was_written(path: Path) -> None:
    clock, disk = Clock(), GatedDisk()
    with Journal(path, clock=clock, disk=disk) as journal:
        disk.gate.clear()
        disk.flushing.clear()
        journal.propose(starting())
        assert disk.flushing.wait(10)
        told = journal.propose(answering(1))
        clock.forward(minutes=5)
        disk.gate.set()
        assert told.result().at == OPENS


def test_the_room_has_notes_of_its_own(journal: Journal, path: Path) -> None:
    note = journal.propose(noting("停电五分钟")).result()
    assert journal.room_notes == (note,)
    assert journal.records() == ()
    assert read_journal(path).room_notes == (note,)


def test_the_events_of_one_candidate_can_be_told_apart(journal: Journal, path: Path) -> None:
    for who in ("P1", "P2"):
        journal.propose(starting(who)).result()
    journal.propose(answering(1, candidate="P2")).result()
    assert [event.seq for event in read_events(path)] == [1, 2, 3]
    assert [event.seq for event in read_events(path, "P2")] == [2, 3]
    assert {record.candidate for record in journal.records()} == {"P1", "P2"}


def test_a_journal_that_is_being_written_can_be_read(journal: Journal, path: Path) -> None:
    assert read_journal(path.with_name("none")).records == {}
    journal.propose(starting()).result()
    with path.open("ab") as stream:
        stream.write(b'{"seq":2,"at')
    assert read_journal(path).last_seq == 1
    with pytest.raises(HallError, match="读不出来"):
        read_journal(path.parent)


def test_a_full_disk_keeps_nothing_tells_so_and_goes_on_later(path: Path) -> None:
    disk = FailingDisk()
    with Journal(path, disk=disk) as journal:
        journal.propose(starting()).result()
        before = path.read_bytes()
        disk.left = 40
        for n in range(1, 4):
            with pytest.raises(StorageError, match="没有保存：考场服务器的磁盘空间或配额已满"):
                journal.propose(answering(n)).result()
            assert path.read_bytes() == before
            assert journal.record("P1").attempts[0].answers == {}
        disk.mend()
        assert journal.propose(answering(1)).result().seq == 2
    assert [event.seq for event in read_events(path)] == [1, 2]


def test_what_was_on_disk_before_a_failing_group_is_still_acknowledged(path: Path) -> None:
    disk = FailingDisk(errno.EIO)
    with Journal(path, disk=disk, gather_s=0.05) as journal:
        journal.propose(starting()).result()
        first = journal.propose(answering(1)).result()
        disk.flushes = False
        told: list[Future[Event]] = [journal.propose(answering(n)) for n in (1, 2)]
        refused = journal.propose(refusing)
        assert told[0].result() == first
        for failed in (told[1], refused):
            with pytest.raises(StorageError, match="错误号 5"):
                failed.result()


def test_a_closing_journal_writes_what_is_waiting_and_takes_no_more(path: Path) -> None:
    journal = Journal(path, gather_s=0.02)
    decisions: list[Decide] = [starting(), *(answering(n) for n in (1, 2, 3))]
    told = [journal.propose(decide) for decide in decisions]
    journal.close()
    journal.close()
    assert [one.result().seq for one in told] == [1, 2, 3, 4]
    with pytest.raises(StorageError, match="正在关闭"):
        journal.propose(answering(4)).result()


def test_a_hall_that_cannot_keep_up_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journal_module, "MAX_WAITING", 2)
    with Journal(path, gather_s=0.1) as journal:
        told = [journal.propose(starting(who)) for who in ("P1", "P2", "P3")]
        with pytest.raises(StorageError, match="繁忙"):
            told[2].result()
        assert [one.result().seq for one in told[:2]] == [1, 2]


def test_two_writers_in_two_halls_are_one_too_many(journal: Journal, path: Path) -> None:
    with pytest.raises(StorageError, match="已由另一个考场程序开设"):
        Journal(path)
    assert journal.propose(starting()).result().seq == 1


def test_two_threads_interleave_whole_lines(journal: Journal, path: Path) -> None:
    def write(candidate: str) -> None:
        journal.propose(starting(candidate)).result()
        for n in range(1, 41):
            journal.propose(answering(n, candidate=candidate)).result()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, ("P1", "P2", "P3", "P4")))
    events = list(read_events(path))
    assert [event.seq for event in events] == list(range(1, 165))
    assert len(path.read_bytes().splitlines()) == 164


def test_a_torn_end_is_moved_with_a_report(path: Path) -> None:
    with Journal(path) as journal:
        journal.propose(starting()).result()
    whole = path.stat().st_size
    with path.open("ab") as stream:
        stream.write(b'{"seq":2,"at":"20')
    with Journal(path) as journal:
        assert journal.recovery.events == 1
        torn = journal.recovery.torn
        assert torn is not None
        assert (torn.raw, torn.offset) == (b'{"seq":2,"at":"20', whole)
        assert journal.propose(answering(1)).result().seq == 2
    assert read_torn(path) == (torn,)
    assert [event.seq for event in read_events(path)] == [1, 2]


def test_half_a_report_is_followed_by_a_whole_one(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b"\x00\x00")
    torn_file(path).write_bytes(b'{"moved": "20')
    with Journal(path):
        pass
    assert [torn.raw for torn in read_torn(path)] == [b"\x00\x00"]


def test_a_last_line_that_lacks_only_its_break_is_kept(path: Path) -> None:
    with Journal(path) as journal:
        journal.propose(starting()).result()
    path.write_bytes(path.read_bytes().rstrip(b"\n"))
    with Journal(path) as journal:
        assert journal.recovery.torn is None
        assert journal.propose(answering(1)).result().seq == 2
    assert [event.seq for event in read_events(path)] == [1, 2]


def test_a_broken_line_in_the_middle_stays_and_is_reported(path: Path) -> None:
    with Journal(path) as journal:
        for decide in (starting(), answering(1), answering(2)):
            journal.propose(decide).result()
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + lines[1][:30] + b"\n" + lines[2] + lines[2])
    with Journal(path) as journal:
        assert journal.recovery.faults == (2, 4)
        assert journal.propose(answering(3)).result().seq == 4
    assert lines[1][:30] in path.read_bytes()


def test_a_full_disk_at_opening_is_told_and_lets_go_of_the_file(path: Path) -> None:
    path.parent.mkdir()
    path.write_bytes(b'{"seq"')
    disk = FailingDisk()
    disk.cuts = False
    with pytest.raises(StorageError, match="没有保存"):
        Journal(path, disk=disk)
    with Journal(path) as journal:
        assert journal.recovery.torn is not None


def test_a_contact_before_the_start_belongs_to_no_attempt(journal: Journal) -> None:
    def decide(batch: Batch) -> Contact:
        return Contact(seq=batch.seq, at=batch.at, candidate="P1", attempt=0, client="page")

    journal.propose(decide).result()
    assert journal.record("P1").contact == OPENS
    assert journal.record("P1").attempts == ()


def test_no_message_of_the_disk_is_english(path: Path) -> None:
    disk = FailingDisk()
    with Journal(path, disk=disk) as journal:
        disk.left = 0
        with pytest.raises(StorageError) as caught:
            journal.propose(starting()).result()
    assert not re.search("[A-Za-z]{2}", str(caught.value))

"""Full disks, torn ends, and who may write."""

from __future__ import annotations

import errno
import re
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest

from exam_hall import journal as journal_module
from exam_hall.errors import HallError, StorageError
from exam_hall.events import Contact, Event
from exam_hall.journal import Journal, read_events, read_journal
from exam_hall.ledger import Batch
from exam_hall.torn import read_torn, torn_file
from tests.exam_hall.conftest import OPENS
from tests.exam_hall.disks import FailingDisk
from tests.exam_hall.journal.conftest import Decide, answering, refusing, starting


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

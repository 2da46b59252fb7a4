"""What is told is on disk, in order, once."""

from __future__ import annotations

import datetime as dt
import json
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from exam_hall.errors import RefusedError
from exam_hall.events import Started, decode
from exam_hall.journal import Journal, read_events, read_journal
from exam_hall.ledger import Batch
from exam_hall.storage import SystemDisk
from tests.exam_hall.conftest import OPENS, Clock
from tests.exam_hall.journal.conftest import Decide, answering, noting, refusing, starting


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

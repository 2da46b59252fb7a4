"""What was acknowledged survives a crash at any byte, a power cut, and kill -9 at any moment."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import tempfile
import threading
import time
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exam_hall.events import Event
from exam_hall.journal import Journal, read_events, read_journal
from exam_hall.ledger import replay
from exam_hall.torn import read_torn
from tests.exam_hall.disks import MemoryDisk
from tests.exam_hall.journal.conftest import answering, noting, starting

FORK = multiprocessing.get_context("fork")


@pytest.fixture(scope="module")
def written() -> bytes:
    """A journal of two candidates, as the writer leaves it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "journal.jsonl")
        with Journal(path) as journal:
            for decide in (
                starting("P1"),
                answering(1, "十五日\n“工作日”", "P1"),
                starting("P2"),
                answering(1, "B", "P2"),
                answering(2, "C", "P1"),
                noting("第三排\u2028停电"),
            ):
                journal.propose(decide).result()
        return path.read_bytes()


def ends(data: bytes) -> list[int]:
    """Where each line ends, its line break included: acknowledged not before."""
    return [n + 1 for n, byte in enumerate(data) if byte == ord("\n")]


def test_any_prefix_of_the_bytes_recovers_every_acknowledged_event(written: bytes) -> None:
    lines = written.splitlines(keepends=True)
    after = [replay(lines[:count]).ledger for count in range(len(lines) + 1)]
    for cut in range(len(written) + 1):
        found = replay(BytesIO(written[:cut]))
        acknowledged = sum(end <= cut for end in ends(written))
        # a line that lacks only its break is whole, though nobody was told
        whole = acknowledged + (cut + 1 in ends(written))
        assert found.ledger == after[whole]
        assert found.faults == ()
        assert found.ledger.last_seq == whole


@settings(max_examples=40)
@given(length=st.integers(0, 10_000))
def test_a_hall_opened_after_a_crash_at_any_byte_goes_on_as_if_nothing_was(
    written: bytes, length: int
) -> None:
    cut = length % (len(written) + 1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "journal.jsonl")
        path.write_bytes(written[:cut])
        before = read_journal(path)
        with Journal(path) as journal:
            assert journal.recovery.events == before.last_seq
            assert {r.candidate: r for r in journal.records()} == before.records
            journal.propose(noting("重新开场")).result()
        kept = path.read_bytes()
        assert [event.seq for event in read_events(path)] == list(range(1, before.last_seq + 2))
        assert written[: max([0, *(end for end in ends(written) if end <= cut)])] in kept
        assert len(read_torn(path)) == (journal.recovery.torn is not None)


@settings(max_examples=30)
@given(groups=st.lists(st.integers(1, 5), max_size=5), more=st.binary(max_size=60))
def test_a_power_cut_leaves_everything_that_was_acknowledged(
    groups: list[int], more: bytes
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "journal.jsonl")
        disk = MemoryDisk(path)
        acknowledged: list[Event] = []
        with Journal(path, disk=disk) as journal:
            acknowledged.append(journal.propose(starting()).result())
            for group in groups:
                told = [journal.propose(answering(len(acknowledged) + n)) for n in range(group)]
                acknowledged += [one.result() for one in told]
            flushed = disk.flushed
        # what a power cut leaves: all that was flushed, and anything or nothing after it
        path.write_bytes(path.read_bytes()[:flushed] + more)
        with Journal(path) as journal:
            again = journal.propose(noting("来电")).result()
        found = {event.seq: event for event in read_events(path)}
        assert all(found[event.seq] == event for event in acknowledged)
        assert again.seq > acknowledged[-1].seq


def save_until_killed(path: Path, pipe: int, run: int) -> None:
    """Four candidates save as fast as they can; what is acknowledged goes down the pipe."""

    def sit(candidate: str) -> None:
        client_seq = run * 1_000_000
        while True:
            client_seq += 1
            value, grade_id = f"{candidate}-{client_seq}", f"q0{client_seq % 5 + 1}"
            event = journal.propose(answering(client_seq, value, candidate, grade_id)).result()
            os.write(
                pipe, json.dumps([candidate, client_seq, grade_id, event.seq]).encode() + b"\n"
            )

    journal = Journal(path, gather_s=0.001)
    people = [f"P{n}" for n in range(4)]
    for person in people:
        if not journal.record(person).attempts:
            journal.propose(starting(person)).result()
    for person in people:
        threading.Thread(target=sit, args=(person,), daemon=True).start()
    time.sleep(30)


def heard_until_killed(path: Path, run: int, patience: float) -> list[bytes]:
    """Run a hall, kill it with -9 after a while, return the acknowledgements heard."""
    reading, writing = os.pipe()
    hall = FORK.Process(target=save_until_killed, args=(path, writing, run))
    hall.start()
    os.close(writing)
    heard = os.read(reading, 65536)  # at least one was acknowledged
    time.sleep(patience)
    assert hall.pid is not None
    os.kill(hall.pid, signal.SIGKILL)
    hall.join()
    while more := os.read(reading, 65536):
        heard += more
    os.close(reading)
    return heard.split(b"\n")[:-1]


def test_a_hall_killed_at_any_moment_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    chance = random.Random(20260918)  # noqa: S311
    heard = [
        json.loads(line)
        for run in range(1, 21)
        for line in heard_until_killed(path, run, chance.uniform(0, 0.05))
    ]
    assert len(heard) >= 100
    with Journal(path) as journal:
        assert journal.recovery.faults == ()
        records = {record.candidate: record for record in journal.records()}
    events: dict[int, Event] = {event.seq: event for event in read_events(path)}
    assert list(events) == list(range(1, len(events) + 1))
    latest: dict[tuple[str, str], int] = {}
    for candidate, client_seq, grade_id, seq in heard:
        event = events[seq]
        assert event.kind == "answer"
        assert (event.candidate, event.client_seq) == (candidate, client_seq)
        assert event.value == (f"{candidate}-{client_seq}",)
        latest[candidate, grade_id] = max(client_seq, latest.get((candidate, grade_id), 0))
    for (candidate, grade_id), client_seq in latest.items():
        attempt = records[candidate].last
        assert attempt is not None
        assert attempt.answers[grade_id].client_seq >= client_seq

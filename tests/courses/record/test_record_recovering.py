"""The study record after a crash, and with two writers."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.record import StudyRecord, Verb, new_event
from courses.record.lines import decode, encode
from courses.record.torn import torn_file
from tests.courses.record.conftest import ACTOR, Make

FORK = multiprocessing.get_context("fork")


def test_a_torn_end_is_moved_with_a_report(record: StudyRecord, root: Path, make: Make) -> None:
    record.append(make(Verb.OPENED))
    whole = record.path.stat().st_size
    tail = encode([make(Verb.COMPLETED)])[:40]
    with record.path.open("ab") as stream:
        stream.write(tail)
    assert [fault.line for fault in record.read().faults] == [2]
    appended = StudyRecord(ACTOR, root).append(make(Verb.READ, "article:宪法/5"))
    assert appended.torn is not None
    assert (appended.torn.raw, appended.torn.offset) == (tail, whole)
    assert record.torn_ends() == (appended.torn,)
    assert [event.verb for event in record.read().events] == ["opened", "read"]
    assert record.read().faults == ()


def test_half_a_report_of_a_torn_end_is_followed_by_a_whole_one(
    record: StudyRecord, make: Make
) -> None:
    record.append(make(Verb.OPENED))
    torn_file(record.path).write_bytes(b'{"moved": "20')
    with record.path.open("ab") as stream:
        stream.write(b"\x00\x00")
    record.append(make(Verb.COMPLETED))
    assert [torn.raw for torn in record.torn_ends()] == [b"\x00\x00"]


@pytest.fixture(scope="session")
def written(make: Make) -> bytes:
    """Three events as a writer leaves them."""
    with tempfile.TemporaryDirectory() as folder:
        record = StudyRecord(ACTOR, Path(folder))
        record.append(
            make(Verb.OPENED, questions=2),
            make(Verb.ANSWERED, "item:a-001", after=3, success=False, response="征求意见\n二"),
            make(Verb.READ, "article:行政复议法/20", after=8),
        )
        return record.path.read_bytes()


@settings(max_examples=120, deadline=None)
@given(length=st.integers(0, 2000))
def test_any_prefix_of_the_bytes_recovers_every_event_written_in_full(
    written: bytes, make: Make, length: int
) -> None:
    cut = written[: length % (len(written) + 1)]
    full: list[bytes] = []
    rest = cut
    for line in written.splitlines():
        if rest.startswith(line):
            full.append(line)
            rest = rest[len(line) + 1 :]
    with tempfile.TemporaryDirectory() as folder:
        record = StudyRecord(ACTOR, Path(folder))
        record.path.parent.mkdir()
        record.path.write_bytes(cut)
        after = record.append(make(Verb.COMPLETED)).events[0]
        assert list(record.read().events) == [*map(decode, full), after]
        assert after.seq == len(full) + 1
        assert [torn.raw for torn in record.torn_ends()] == ([rest] if rest else [])
        assert record.read().faults == ()


def test_a_last_line_without_its_break_is_kept(record: StudyRecord, make: Make) -> None:
    record.append(make(Verb.OPENED))
    record.path.write_bytes(record.path.read_bytes().rstrip(b"\n"))
    assert len(record.read().events) == 1
    assert record.append(make(Verb.COMPLETED)).torn is None
    assert [event.seq for event in record.read().events] == [1, 2]


def _append_many(root: Path, count: int, shared: list[str]) -> None:
    record = StudyRecord(ACTOR, root)
    for n in range(count):
        event = new_event(ACTOR, Verb.EXPERIENCED, "lesson:a/b")
        record.append(event.model_copy(update={"id": shared[n]}) if n < len(shared) else event)


def test_two_processes_lose_nothing_and_interleave_whole_lines(root: Path, make: Make) -> None:
    shared = [make(Verb.OPENED).id for _ in range(20)]
    writers = [FORK.Process(target=_append_many, args=(root, 200, shared)) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
        assert writer.exitcode == 0
    reading = StudyRecord(ACTOR, root).read()
    assert (reading.lines, reading.duplicates, reading.faults) == (380, 0, ())
    assert [event.seq for event in reading.events] == list(range(1, 381))


def _write_until_killed(root: Path, pipe: int) -> None:
    record = StudyRecord(ACTOR, root)
    while True:
        events = [new_event(ACTOR, Verb.EXPERIENCED, "lesson:a/b") for _ in range(3)]
        record.append(*events)
        os.write(pipe, "".join(f"{event.id}\n" for event in events).encode())


def test_a_writer_killed_at_any_moment_loses_nothing_it_acknowledged(root: Path) -> None:
    chance = random.Random(20261122)  # noqa: S311
    acknowledged: list[str] = []
    for _ in range(30):
        reading, writing = os.pipe()
        writer = FORK.Process(target=_write_until_killed, args=(root, writing))
        writer.start()
        os.close(writing)
        heard = os.read(reading, 65536)
        time.sleep(chance.uniform(0, 0.02))
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        while more := os.read(reading, 65536):
            heard += more
        os.close(reading)
        acknowledged += [line for line in heard.decode().split("\n") if len(line) == 32]
    record = StudyRecord(ACTOR, root)
    last = record.append(new_event(ACTOR, Verb.COMPLETED, "lesson:a/b")).events[0]
    found = record.read()
    assert set(acknowledged) <= {event.id for event in found.events}
    assert len(acknowledged) >= 90
    assert found.faults == ()
    assert [event.seq for event in found.events] == list(range(1, last.seq + 1))

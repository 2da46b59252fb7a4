"""What was acknowledged is in the file, whatever happens to its writers."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import random
import resource
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.record import RecordError, StudyRecord, Verb, new_event, record_file, records_folder
from courses.record import locking as lock_module
from courses.record.lines import decode, encode
from courses.record.locking import locked
from courses.record.torn import torn_file
from tests.courses.record.conftest import ACTOR, Make

FORK = multiprocessing.get_context("fork")


def test_what_is_appended_is_read_back_in_order(record: StudyRecord, make: Make) -> None:
    events = [make(Verb.OPENED), make(Verb.ANSWERED, "item:a-001", after=5, success=True)]
    stored = [event for one in events for event in record.append(one).events]
    assert [event.seq for event in stored] == [1, 2]
    assert record.read().events == tuple(stored)
    assert record.append(make(Verb.COMPLETED), make(Verb.READ, "article:宪法/5")).events[1].seq == 4
    assert len(record.path.read_bytes().splitlines()) == 4


def test_a_record_not_begun_is_empty_and_writes_nothing(record: StudyRecord, root: Path) -> None:
    reading = record.read()
    assert (reading.lines, reading.events, record.torn_ends()) == (0, (), ())
    assert not root.exists()


def test_the_record_lies_below_the_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XUEFA_HOME", str(tmp_path))
    assert StudyRecord(ACTOR).path == tmp_path / "records" / ACTOR / "study.jsonl"
    assert records_folder() == tmp_path / "records"


def test_only_its_owner_may_look_into_the_folder(record: StudyRecord, make: Make) -> None:
    record.append(make(Verb.OPENED))
    assert record.path.parent.stat().st_mode & 0o777 == 0o700
    assert record.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("person", ["", "..", "../x", "a/b", "a\\b", "张三", "a\n", "x" * 65, "."])
def test_an_id_that_is_none_is_refused(person: str, root: Path) -> None:
    with pytest.raises(RecordError, match="人员编号只能用"):
        StudyRecord(person, root)


def test_a_folder_that_leads_elsewhere_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    root.mkdir()
    (root / ACTOR).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RecordError, match="链接"):
        record_file(ACTOR, root)


def test_a_file_that_is_a_link_is_not_followed(
    record: StudyRecord, make: Make, tmp_path: Path
) -> None:
    record.path.parent.mkdir(parents=True)
    record.path.symlink_to(tmp_path / "victim")
    with pytest.raises(RecordError, match="没有写入"):
        record.append(make(Verb.OPENED))
    assert not (tmp_path / "victim").exists()


def test_events_of_others_and_unknown_verbs_are_refused(record: StudyRecord, make: Make) -> None:
    event = make(Verb.OPENED)
    with pytest.raises(RecordError, match="不是本人"):
        record.append(event, event.model_copy(update={"actor": "P00002"}))
    with pytest.raises(RecordError, match="不认识的动作 dreamt"):
        record.append(event.model_copy(update={"verb": "dreamt"}))
    assert not record.path.exists()


def test_the_same_event_is_stored_once(record: StudyRecord, root: Path, make: Make) -> None:
    one, two = make(Verb.OPENED), make(Verb.READ, "article:宪法/5")
    first = record.append(one, one)
    assert [event.seq for event in first.events] == [1, 1]
    other = StudyRecord(ACTOR, root)
    assert [event.seq for event in other.append(two, one).events] == [2, 1]
    assert [event.id for event in record.read().events] == [one.id, two.id]
    assert record.read().lines == 2


def test_seq_goes_on_after_what_another_writer_wrote(
    record: StudyRecord, root: Path, make: Make
) -> None:
    other = StudyRecord(ACTOR, root)
    for n, writer in enumerate([record, other, other, record, other], start=1):
        assert writer.append(make(Verb.EXPERIENCED)).events[0].seq == n


def test_a_corrupt_line_in_the_middle_stays_and_is_listed(
    record: StudyRecord, root: Path, make: Make
) -> None:
    record.append(make(Verb.OPENED), make(Verb.EXPERIENCED, after=9), make(Verb.COMPLETED))
    lines = record.path.read_bytes().splitlines(keepends=True)
    record.path.write_bytes(lines[0] + lines[1][:30] + b"\n" + lines[2])
    assert StudyRecord(ACTOR, root).append(make(Verb.OPENED)).events[0].seq == 4
    reading = record.read()
    assert [event.seq for event in reading.events] == [1, 3, 4]
    assert [fault.line for fault in reading.faults] == [2]
    assert lines[1][:30] in record.path.read_bytes()


def test_a_file_replaced_by_a_backup_is_read_anew(record: StudyRecord, make: Make) -> None:
    one = make(Verb.OPENED)
    record.append(one)
    backup = record.path.read_bytes()
    two = make(Verb.COMPLETED)
    record.append(two)
    record.path.unlink()
    record.path.write_bytes(backup)
    assert [event.seq for event in record.append(one, two).events] == [1, 2]
    assert [event.id for event in record.read().events] == [one.id, two.id]


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


def _full_after(written: int, error: int) -> Callable[[int, bytes], int]:
    """``os.write`` as a disk does it that is full after so many bytes."""
    real, left = os.write, [written]

    def write(descriptor: int, data: bytes) -> int:
        if not left[0]:
            raise OSError(error, os.strerror(error))
        done = real(descriptor, data[: left[0]])
        left[0] -= done
        return done

    return write


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (errno.ENOSPC, "磁盘空间或配额已满"),
        (errno.EDQUOT, "磁盘空间或配额已满"),
        (errno.EROFS, "没有写入学习记录文件夹的权限"),
        (errno.EIO, "无法写入（错误号 5）"),
    ],
)
def test_a_disk_that_refuses_half_way_leaves_the_file_as_it_was(
    record: StudyRecord, make: Make, monkeypatch: pytest.MonkeyPatch, error: int, said: str
) -> None:
    record.append(make(Verb.OPENED))
    before = record.path.read_bytes()
    event = make(Verb.COMPLETED)
    with monkeypatch.context() as patch:
        patch.setattr("courses.record.store.os.write", _full_after(25, error))
        with pytest.raises(RecordError, match=said):
            record.append(event)
    assert record.path.read_bytes() == before
    assert record.append(event).events[0].seq == 2
    assert record.torn_ends() == ()


def test_an_event_that_could_not_be_flushed_is_taken_back(
    record: StudyRecord, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    record.append(make(Verb.OPENED))
    before = record.path.read_bytes()

    def fail(_descriptor: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr("courses.record.store.os.fsync", fail)
        with pytest.raises(RecordError, match="无法写入"):
            record.append(make(Verb.COMPLETED))
    assert record.path.read_bytes() == before


def test_a_real_limit_on_the_size_of_files_leaves_nothing_half_written(
    record: StudyRecord, make: Make
) -> None:
    record.append(make(Verb.OPENED))
    before = record.path.read_bytes()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 20, hard))
    try:
        with pytest.raises(RecordError, match="磁盘空间或配额已满"):
            record.append(make(Verb.COMPLETED))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert record.path.read_bytes() == before


def test_a_folder_that_is_read_only_is_said_in_chinese(
    record: StudyRecord, root: Path, make: Make
) -> None:
    root.mkdir()
    root.chmod(0o500)
    me = os.geteuid()
    if me == 0:
        os.seteuid(65534)  # permissions do not bind root
    try:
        with pytest.raises(RecordError, match="没有写入学习记录文件夹的权限"):
            record.append(make(Verb.OPENED))
    finally:
        os.seteuid(me)
        root.chmod(0o700)
    assert list(root.iterdir()) == []


def test_a_file_in_the_folders_place_is_said_in_chinese(
    record: StudyRecord, root: Path, make: Make
) -> None:
    root.mkdir()
    (root / ACTOR).touch()
    with pytest.raises(RecordError, match="无法写入"):
        record.append(make(Verb.OPENED))
    with pytest.raises(RecordError, match="无法读取学习记录"):
        record.read()


def test_without_file_locks_nothing_is_written(
    record: StudyRecord, make: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock_module, "fcntl", None)
    with pytest.raises(RecordError, match="不支持所需的文件锁"):
        record.append(make(Verb.OPENED))
    assert not record.path.exists()


def test_a_lock_kept_too_long_is_given_up_on(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    refused = pytest.raises(RecordError, match="另一个窗口一直在写入")
    with locked(path), refused, locked(path, 0.01):
        pytest.fail("two hold the lock")
    with locked(path, 0):
        assert path.exists()


def test_each_line_is_json_with_no_more_than_was_said(record: StudyRecord, make: Make) -> None:
    record.append(make(Verb.OPENED))
    line = json.loads(record.path.read_bytes())
    assert set(line) == {"id", "actor", "verb", "object", "context", "timestamp", "seq"}
    assert line["context"] == {"lesson": "xingsu/evidence"}

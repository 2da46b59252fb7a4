"""A disk, folder or lock that refuses the study record."""

from __future__ import annotations

import errno
import json
import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from courses.record import RecordError, StudyRecord, Verb
from courses.record import locking as lock_module
from courses.record.locking import locked
from tests.courses.record.conftest import ACTOR, Make


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

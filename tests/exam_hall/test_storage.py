"""A file that is only appended to: all of it or nothing, and one process at a time."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from exam_hall import storage
from exam_hall.errors import StorageError
from exam_hall.storage import AppendFile
from tests.exam_hall.disks import FailingDisk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "folder" / "journal.jsonl"


def test_what_is_appended_is_on_disk_and_only_for_its_owner(path: Path) -> None:
    disk = FailingDisk()
    file = AppendFile(path, disk)
    assert [file.append(b"one\n"), file.append(b"two\n"), file.size] == [0, 4, 8]
    assert disk.synced == 2
    assert path.read_bytes() == b"one\ntwo\n"
    assert (file.line_at(4), list(file.lines())) == (b"two", [b"one\n", b"two\n"])
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    file.close()


def test_a_second_holder_is_refused_until_the_first_lets_go(path: Path) -> None:
    file = AppendFile(path)
    with pytest.raises(StorageError, match="已由另一个考场程序开设"):
        AppendFile(path)
    file.close()
    AppendFile(path).close()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (errno.ENOSPC, "磁盘空间或配额已满"),
        (errno.EDQUOT, "磁盘空间或配额已满"),
        (errno.EROFS, "没有写入考场文件夹的权限"),
        (errno.EIO, "无法写入磁盘（错误号 5）"),
    ],
)
@pytest.mark.parametrize("left", [0, 1, 5])
def test_a_disk_that_refuses_half_way_leaves_nothing(
    path: Path, error: int, said: str, left: int
) -> None:
    disk = FailingDisk(error)
    file = AppendFile(path, disk)
    file.append(b"before\n")
    disk.left = left
    with pytest.raises(StorageError, match=said):
        file.append(b"refused\n")
    assert path.read_bytes() == b"before\n"
    disk.mend()
    assert file.append(b"after\n") == 7
    assert path.read_bytes() == b"before\nafter\n"
    file.close()


def test_what_could_not_be_flushed_is_taken_back(path: Path) -> None:
    disk = FailingDisk(errno.EIO)
    file = AppendFile(path, disk)
    disk.flushes = False
    with pytest.raises(StorageError):
        file.append(b"refused\n")
    assert path.read_bytes() == b""
    file.close()


def test_what_could_not_even_be_taken_back_is_before_the_next_is_written(path: Path) -> None:
    disk = FailingDisk()
    file = AppendFile(path, disk)
    file.append(b"before\n")
    disk.left, disk.cuts = 3, False
    for _ in range(2):
        with pytest.raises(StorageError):
            file.append(b"refused\n")
        assert path.read_bytes() == b"before\nref"
        assert file.size == 7
    disk.mend()
    file.append(b"after\n")
    assert path.read_bytes() == b"before\nafter\n"
    file.close()


def test_a_link_is_not_followed(path: Path, tmp_path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.symlink_to(tmp_path / "victim")
    with pytest.raises(StorageError, match="权限"):
        AppendFile(path)
    assert not (tmp_path / "victim").exists()


def test_without_file_locks_no_hall_opens(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage, "fcntl", None)
    with pytest.raises(StorageError, match="不支持考场所需的文件锁"):
        AppendFile(path)

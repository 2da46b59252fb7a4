"""Bytes on disk: a file that is only appended to, all or nothing, by one process at a time."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol

from exam_hall.errors import StorageError

try:
    import fcntl
except ModuleNotFoundError:  # Windows
    fcntl = None  # type: ignore[assignment]

_FLAGS: Final = (
    os.O_RDWR
    | os.O_APPEND
    | os.O_CREAT
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOFOLLOW", 0)
)
_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN: Final = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ELOOP}


class Disk(Protocol):
    """The calls that can fail for want of space or through a broken disk."""

    def write(self, descriptor: int, data: memoryview) -> int:
        """As ``os.write``."""

    def sync(self, descriptor: int) -> None:
        """As ``os.fsync``."""

    def truncate(self, descriptor: int, size: int) -> None:
        """As ``os.ftruncate``."""


class SystemDisk:
    """The operating system's own."""

    def write(self, descriptor: int, data: memoryview) -> int:
        """As ``os.write``."""
        return os.write(descriptor, data)

    def sync(self, descriptor: int) -> None:
        """As ``os.fsync``."""
        os.fsync(descriptor)

    def truncate(self, descriptor: int, size: int) -> None:
        """As ``os.ftruncate``."""
        os.ftruncate(descriptor, size)


class AppendFile:
    """A file held by one process, from opening to closing or death. Not for several threads."""

    def __init__(self, path: Path, disk: Disk | None = None) -> None:
        """Open or create the file, its folder too, readable by its owner only.

        Raises:
            StorageError: another process holds it, or the disk refuses.
        """
        self.path = path
        self._disk = disk or SystemDisk()
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._descriptor = os.open(path, _FLAGS, 0o600)
        except OSError as error:
            raise StorageError(said(error)) from error
        try:
            self._size = _hold(self._descriptor)
            for folder in (path.parent, path.parent.parent):
                flush_folder(folder)
        except BaseException:
            os.close(self._descriptor)
            raise
        self._is_clean = True

    @property
    def size(self) -> int:
        """How many bytes of it count; what a refused append left behind does not."""
        return self._size

    def append(self, data: bytes) -> int:
        """Append and flush to disk.

        Returns:
            Where it stands, in bytes from the beginning.

        Raises:
            StorageError: the disk refuses; then none of it counts.
        """
        try:
            if not self._is_clean:
                self.cut(self._size)
            self._is_clean = False
            self._write(data)
            self._disk.sync(self._descriptor)
        except OSError as error:
            self._take_back()
            raise StorageError(said(error)) from error
        self._is_clean = True
        begin, self._size = self._size, self._size + len(data)
        return begin

    def cut(self, size: int) -> None:
        """Give up everything after so many bytes.

        Raises:
            OSError: the disk refuses.
        """
        self._disk.truncate(self._descriptor, size)
        self._size, self._is_clean = size, True

    def line_at(self, offset: int) -> bytes:
        """The line that begins there, without its line break."""
        with os.fdopen(os.dup(self._descriptor), "rb") as stream:
            stream.seek(offset)
            return stream.readline().rstrip(b"\n")

    def lines(self) -> Iterator[bytes]:
        """Every line with its line break, which the last may lack."""
        with os.fdopen(os.dup(self._descriptor), "rb") as stream:
            stream.seek(0)
            yield from stream

    def close(self) -> None:
        """Let go of it."""
        os.close(self._descriptor)

    def _write(self, data: bytes) -> None:
        rest = memoryview(data)
        while rest:
            rest = rest[self._disk.write(self._descriptor, rest) :]

    def _take_back(self) -> None:
        """Cut off what a failed flush covered; the next append retries a cut that fails."""
        try:
            self.cut(self._size)
        except OSError:
            self._is_clean = False


def _hold(descriptor: int) -> int:
    """Lock a file; its size in bytes."""
    if fcntl is None:
        raise StorageError("本机系统不支持考场所需的文件锁：请在 Linux 或 macOS 上开设考场。")
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StorageError("这场考试已由另一个考场程序开设：请使用那一个，或先将它关闭。") from None
    return os.fstat(descriptor).st_size


def flush_folder(folder: Path) -> None:
    """Make the names of new or renamed files in a folder outlast a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def said(error: OSError) -> str:
    """Say in Chinese what the disk refused."""
    if error.errno in _FULL:
        return "没有保存：考场服务器的磁盘空间或配额已满。请立即告知监考人员，清理后会自动重试。"
    if error.errno in _FORBIDDEN:
        return "没有保存：考场程序没有写入考场文件夹的权限。请立即告知监考人员。"
    return f"没有保存：考场服务器无法写入磁盘（错误号 {error.errno}）。请立即告知监考人员。"

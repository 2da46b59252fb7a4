"""Disks that fail: full ones, broken ones, and one whose power is cut."""

from __future__ import annotations

import errno
import os
from pathlib import Path

from exam_hall.storage import SystemDisk


class FailingDisk(SystemDisk):
    """Takes so many more bytes, then refuses; ``None`` is no limit. May refuse to flush or cut."""

    def __init__(self, error: int = errno.ENOSPC) -> None:
        self.error = error
        self.left: int | None = None
        self.flushes = self.cuts = True
        self.synced = 0

    def write(self, descriptor: int, data: memoryview) -> int:
        if self.left is None:
            return super().write(descriptor, data)
        if not self.left:
            raise OSError(self.error, os.strerror(self.error))
        done = super().write(descriptor, data[: self.left])
        self.left -= done
        return done

    def sync(self, descriptor: int) -> None:
        if not self.flushes:
            raise OSError(self.error, os.strerror(self.error))
        self.synced += 1
        super().sync(descriptor)

    def truncate(self, descriptor: int, size: int) -> None:
        if not self.cuts:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        super().truncate(descriptor, size)

    def mend(self) -> None:
        self.left, self.flushes, self.cuts = None, True, True


class MemoryDisk(SystemDisk):
    """Knows how much of a file a power cut would leave: what was flushed, and perhaps some more."""

    def __init__(self, path: Path) -> None:
        self.path, self.flushed = path, 0

    def sync(self, descriptor: int) -> None:
        super().sync(descriptor)
        self.flushed = os.fstat(descriptor).st_size

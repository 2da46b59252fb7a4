"""One writer at a time, across threads and processes."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from courses.record.errors import RecordError

try:
    import fcntl
except ModuleNotFoundError:  # Windows
    fcntl = None  # type: ignore[assignment]

PATIENCE_S = 10.0
_POLL_S = 0.002


@contextmanager
def locked(path: Path, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Hold the lock on ``path``; a process that dies lets go of it by itself.

    Raises:
        RecordError: the system has no file locks, or another writer kept it for ``patience_s``.
        OSError: the lock file cannot be opened.
    """
    if fcntl is None:
        raise RecordError(
            "学习记录没有保存：本机系统不支持所需的文件锁。请在 Linux 或 macOS 上使用，"
            "或登录单位的学法服务器。"
        )
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW
    descriptor = os.open(path, flags, 0o600)
    try:
        _acquire(descriptor, time.monotonic() + patience_s)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, deadline: float) -> None:
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() >= deadline:
                raise RecordError(
                    "学习记录没有保存：另一个窗口一直在写入。请关闭同一账号的其他学习窗口后重试。"
                ) from None
            time.sleep(_POLL_S)

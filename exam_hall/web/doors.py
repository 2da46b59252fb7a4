"""Checking passwords: off the event loop, a limited number of tries, and the right one only once.

scrypt is slow on purpose. When two thousand people type the same entry password within a minute,
all but the first are recognised by a keyed hash that lives in memory only.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import os
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from typing import Final

from exam_hall.room import ExamRoom
from exam_hall.web.passwords import Hashed, Passwords, is_right, load_passwords, password_file
from exam_hall.web.refusals import DeniedError, forbidden
from exam_hall.web.tries import Tries

MAX_WAITING: Final = 300
"""Passwords that wait to be checked, some 50 ms each."""


class PasswordBook:
    """The hashes of an exam, read again when the file was renewed."""

    def __init__(self, path: Path) -> None:
        """Of the file at ``path``, which may not be there."""
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._passwords = Passwords()

    @property
    def known(self) -> Passwords:
        """The hashes as read last; asks no file."""
        return self._passwords

    def now(self) -> Passwords:
        """The hashes as they are now. Reads a file: for threads.

        Raises:
            SetupError: the file is damaged.
        """
        try:
            state = self._path.stat()
        except OSError:
            return Passwords()
        stamp = (state.st_mtime_ns, state.st_ino)
        if stamp != self._stamp:
            self._passwords, self._stamp = load_passwords(self._path), stamp
        return self._passwords


class Checker:
    """Checks passwords in threads of its own, on half the cores; asked by one event loop."""

    def __init__(self) -> None:
        """Start without anything known."""
        self._threads = ThreadPoolExecutor(max(1, (os.cpu_count() or 1) // 2), "exam-passwords")
        self._waiting = 0
        self._key = secrets.token_bytes(32)
        self._right: dict[Hashed, bytes] = {}

    async def is_right(self, find: Callable[[], Hashed | None], typed: str) -> bool:
        """Whether that is the password ``find`` finds, which may read files.

        Raises:
            DeniedError: so many wait that answers would suffer.
        """
        if self._waiting >= MAX_WAITING:
            raise DeniedError(
                HTTPStatus.SERVICE_UNAVAILABLE, "busy", "正在登录的人很多，请等十几秒再试。", 15
            )
        self._waiting += 1
        try:
            return await asyncio.wrap_future(self._threads.submit(self._check, find, typed))
        finally:
            self._waiting -= 1

    def close(self) -> None:
        """Let the threads go."""
        self._threads.shutdown()

    def _check(self, find: Callable[[], Hashed | None], typed: str) -> bool:
        kept, seen = find(), hmac.digest(self._key, typed.encode(), hashlib.sha256)
        if kept is not None and hmac.compare_digest(self._right.get(kept, b""), seen):
            return True
        right = is_right(kept, typed)
        if right and kept is not None:
            self._right[kept] = seen
        return right


class EntryDoor:
    """The entry password of a sitting, asked for when an attempt begins."""

    def __init__(self, home: Path, checker: Checker, tries: Tries | None = None) -> None:
        """Passwords lie below ``home``; ``tries`` are counted by exam and candidate."""
        self._home, self._checker, self._tries = home, checker, tries or Tries()
        self._books: dict[str, PasswordBook] = {}

    async def require(self, room: ExamRoom, candidate: str, typed: str | None) -> None:
        """Let a candidate in who knows the entry password.

        Raises:
            DeniedError: it is missing or wrong, or was tried too often.
        """
        exam = room.rules.sitting.exam
        if not typed:
            raise forbidden("请输入入场口令，口令由监考人员当场公布。")
        key = f"{exam}/{candidate}"
        self._tries.begin(key)
        book = self._books.setdefault(exam, PasswordBook(password_file(self._home, exam)))
        if not await self._checker.is_right(lambda: book.now().entry, typed):
            raise forbidden("入场口令不对，请核对后再试。")
        self._tries.passed(key)

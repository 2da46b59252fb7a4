"""The record on disk: ``$XUEFA_HOME/records/<id>/study.jsonl``, appended to and never rewritten.

An event is on the disk before :meth:`StudyRecord.append` returns. Writers of all processes take
turns at a lock beside the file; readers need none.
"""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from courses.record.errors import RecordError
from courses.record.events import PERSON_ID, Event
from courses.record.lines import Reading, decode, encode, parse, split
from courses.record.locking import locked
from courses.record.torn import TornEnd, keep_torn, read_torn

FILE_NAME = "study.jsonl"
_FLAGS = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
_FLAGS |= getattr(os, "O_NOFOLLOW", 0)
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ELOOP}


@dataclass(frozen=True, slots=True)
class Appended:
    """What an append stored.

    Attributes:
        events: those given, with their ``seq``; one stored before keeps its first ``seq``.
        torn: the torn end found before them and moved to ``study.jsonl.torn``, if any.
    """

    events: tuple[Event, ...]
    torn: TornEnd | None = None


@dataclass(slots=True)
class _Index:
    """What this process has seen of the file: up to where, which ids with which seq."""

    inode: int = 0
    size: int = 0
    last_seq: int = 0
    seqs: dict[str, int] = field(default_factory=dict)

    def add(self, events: Sequence[Event]) -> None:
        for event in events:
            self.seqs.setdefault(event.id, event.seq)
            self.last_seq = max(self.last_seq, event.seq)


def records_folder() -> Path:
    """Return the folder of all records: ``$XUEFA_HOME/records``."""
    return Path(os.environ.get("XUEFA_HOME") or Path.home() / ".xuefa").expanduser() / "records"


def record_file(person: str, root: Path | None = None) -> Path:
    """Return where a person's record lies below ``root``, or below :func:`records_folder`.

    Raises:
        RecordError: the id is none, or the folder leads elsewhere through a link.
    """
    if not PERSON_ID.fullmatch(person):
        raise RecordError("人员编号只能用字母、数字、- 和 _，至多 64 个字符。请核对登录账号。")
    root = root or records_folder()
    folder = root / person
    if folder.resolve().parent != root.resolve():
        raise RecordError("学习记录的文件夹是指向别处的链接，不能使用。请联系管理员。")
    return folder / FILE_NAME


class StudyRecord:
    """One person's study record. Any number of instances, threads and processes may share it."""

    def __init__(self, person: str, root: Path | None = None) -> None:
        """Open the record of ``person`` below ``root``; nothing is written before an append.

        Raises:
            RecordError: as :func:`record_file`.
        """
        self.person = person
        self.path = record_file(person, root)
        self._index = _Index()
        self._turn = threading.Lock()

    def append(self, *events: Event) -> Appended:
        """Store events, flushed to disk; an id already stored is not stored again.

        Raises:
            RecordError: an event is another person's or has an unknown verb, or the disk refuses;
                then the file is as it was before.
        """
        for event in events:
            self._refuse(event)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._turn, locked(self.path.with_name(f"{FILE_NAME}.lock")):
                return self._append(events)
        except OSError as error:
            raise RecordError(_said(error)) from error

    def read(self) -> Reading:
        """Read all of it; a record not yet begun is empty.

        Raises:
            RecordError: the file cannot be read.
        """
        try:
            data = self.path.read_bytes()
        except FileNotFoundError:
            data = b""
        except OSError as error:
            raise RecordError(
                f"无法读取学习记录（错误号 {error.errno}）。请联系管理员。"
            ) from error
        return parse(data, self.person)

    def torn_ends(self) -> tuple[TornEnd, ...]:
        """Return the reports on incomplete lines that crashes left, oldest first."""
        return read_torn(self.path)

    def _refuse(self, event: Event) -> None:
        if event.actor != self.person:
            raise RecordError("学习记录没有保存：记录中的人员编号不是本人。请重新登录。")
        if not event.known:
            raise RecordError(f"学习记录没有保存：不认识的动作 {event.verb}。请联系课程制作人员。")

    def _append(self, events: Sequence[Event]) -> Appended:
        first = not self._index.inode
        descriptor = os.open(self.path, _FLAGS, 0o600)
        try:
            torn = self._catch_up(descriptor)
            known = self._index.seqs
            fresh = {event.id: event for event in events if event.id not in known}
            numbered = [
                event.model_copy(update={"seq": seq})
                for seq, event in enumerate(fresh.values(), start=self._index.last_seq + 1)
            ]
            # without fresh events too: a writer that died may have left theirs unflushed
            self._index.size = _write(descriptor, self._index.size, encode(numbered))
            self._index.add(numbered)
        finally:
            os.close(descriptor)
        if first:
            _flush_folder(self.path.parent)
        stored = tuple(event.model_copy(update={"seq": known[event.id]}) for event in events)
        return Appended(stored, torn)

    def _catch_up(self, descriptor: int) -> TornEnd | None:
        """Read what others wrote since, and mend the end a crash left."""
        state = os.fstat(descriptor)
        if state.st_ino != self._index.inode or state.st_size < self._index.size:
            self._index = _Index(inode=state.st_ino)
        begin = self._index.size
        lines, tail = split(_read(descriptor, begin, state.st_size - begin))
        found = [decode(line) for line in [*lines, tail]]
        end = state.st_size - len(tail)
        torn = None
        if tail and found[-1] is not None:
            end = _write(descriptor, state.st_size, b"\n")
        elif tail:
            torn = keep_torn(self.path, end, tail)
            os.ftruncate(descriptor, end)
        self._index.add([one for one in found if one is not None and one.actor == self.person])
        self._index.size = end
        return torn


def _read(descriptor: int, offset: int, length: int) -> bytes:
    with os.fdopen(os.dup(descriptor), "rb") as stream:
        stream.seek(offset)
        return stream.read(length)


def _write(descriptor: int, size: int, data: bytes) -> int:
    """Append to a file of ``size`` bytes, flush, return the new size; all or nothing."""
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    except BaseException:  # an interrupted kernel must not leave half a line either
        os.ftruncate(descriptor, size)
        raise
    return size + len(data)


def _flush_folder(folder: Path) -> None:
    """Make the names of new files, and of the new folder, outlast a power cut."""
    for place in (folder, folder.parent):
        descriptor = os.open(place, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _said(error: OSError) -> str:
    if error.errno in _FULL:
        return "学习记录没有保存：磁盘空间或配额已满。请联系管理员清理后重试。"
    if error.errno in _FORBIDDEN:
        return "学习记录没有保存：没有写入学习记录文件夹的权限。请联系管理员。"
    return f"学习记录没有保存：无法写入（错误号 {error.errno}）。请联系管理员后重试。"

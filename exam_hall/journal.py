"""The journal of a sitting: what every candidate did, one line each, on disk before it is told.

One file holds all candidates, because a flush costs the same for one line as for a thousand: a
thread gathers what arrives within a few milliseconds and flushes it once. Decisions (is time up?
was this sent before?) are taken by that thread too, one after another in the order of arrival, so
two tabs, or a hand-in and an answer at the same moment, cannot contradict each other.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self, TypeVar

from exam_hall.errors import HallError, StorageError
from exam_hall.events import Event, Note, decode
from exam_hall.ids import utc_now
from exam_hall.ledger import Batch, Ledger, replay
from exam_hall.record import Record
from exam_hall.storage import AppendFile, Disk, said
from exam_hall.torn import TornEnd, keep_torn

FILE_NAME: Final = "journal.jsonl"
GATHER_S: Final = 0.003
"""How long the first of a group waits for others."""
MAX_WAITING: Final = 20_000
"""More than this many undecided proposals, and the hall says that it is busy."""

E = TypeVar("E", bound=Event)


@dataclass(frozen=True, slots=True)
class Recovery:
    """What opening the journal found: events, whole lines that hold none, and the torn end."""

    events: int
    faults: tuple[int, ...]
    torn: TornEnd | None


@dataclass(frozen=True, slots=True)
class _Proposal:
    decide: Callable[[Batch], Event]
    told: Future[Any]
    arrived: dt.datetime


class Journal:
    """The one writer of a sitting's journal. Any number of threads may use it."""

    def __init__(
        self,
        path: Path,
        *,
        disk: Disk | None = None,
        clock: Callable[[], dt.datetime] = utc_now,
        gather_s: float = GATHER_S,
    ) -> None:
        """Open the journal, recover what it holds and mend the end a crash left.

        Args:
            path: the file; it and its folder are created if need be.
            disk: where writes go, the operating system unless given.
            clock: the server's clock.
            gather_s: how long the first of a group waits for others, in seconds.

        Raises:
            StorageError: another hall holds it, or the disk refuses.
        """
        self._file = AppendFile(path, disk)
        self._clock, self._gather_s = clock, gather_s
        self._waiting: list[_Proposal] = []
        self._is_closing = False
        self._turn = threading.Condition()
        try:
            self._ledger, self.recovery = _recover(self._file)
        except BaseException:
            self._file.close()
            raise
        self._writer = threading.Thread(target=self._run, name="exam-journal", daemon=True)
        self._writer.start()

    def propose(self, decide: Callable[[Batch], E]) -> Future[E]:
        """Have an event decided upon and written.

        Args:
            decide: called once, in the writer's thread, with everything before. It returns a new
                event numbered ``batch.seq``, or one journalled before, or raises a HallError.

        Returns:
            The event, once it is on disk. Fails with what ``decide`` raised, or with StorageError
            if the disk refused: then nothing of it was kept.
        """
        told: Future[E] = Future()
        with self._turn:
            if self._is_closing:
                told.set_exception(StorageError("没有保存：考场程序正在关闭。"))
            elif len(self._waiting) >= MAX_WAITING:
                told.set_exception(StorageError("没有保存：考场服务器繁忙，稍后会自动重试。"))
            else:
                self._waiting.append(_Proposal(decide, told, self._clock()))
                self._turn.notify()
        return told

    def record(self, candidate: str) -> Record:
        """What is on disk about a candidate."""
        return self._ledger.record(candidate)

    def records(self) -> tuple[Record, ...]:
        """Everybody of whom something is on disk."""
        return tuple(self._ledger.records.copy().values())

    @property
    def room_notes(self) -> tuple[Note, ...]:
        """The notes about nobody in particular."""
        return self._ledger.room_notes

    def now(self) -> dt.datetime:
        """The server's clock, never before the last event."""
        return max(self._clock(), self._ledger.last_at)

    def close(self) -> None:
        """Write what is waiting, then let go of the file."""
        with self._turn:
            if self._is_closing:
                return
            self._is_closing = True
            self._turn.notify()
        self._writer.join()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self) -> None:
        while group := self._gather():
            try:
                self._commit(group)
            except Exception as error:  # the writer must outlive any fault of ours
                for proposal in group:
                    if not proposal.told.done():
                        proposal.told.set_exception(error)

    def _gather(self) -> list[_Proposal]:
        with self._turn:
            self._turn.wait_for(lambda: self._waiting or self._is_closing)
        if not self._is_closing:
            time.sleep(self._gather_s)
        with self._turn:
            group, self._waiting = self._waiting, []
        return group

    def _commit(self, group: list[_Proposal]) -> None:
        asked = [one for one in group if one.told.set_running_or_notify_cancel()]
        batch = Batch(self._ledger, self._file.line_at)
        decided = [(one.told, _decided(batch, one)) for one in asked]
        try:
            self._write(batch)
        except StorageError as error:
            for told, outcome in decided:
                _tell(told, self._unless_old(outcome, error))
        else:
            for told, outcome in decided:
                _tell(told, outcome)

    def _write(self, batch: Batch) -> None:
        if not batch.events:
            return
        lines = batch.lines()
        offset = self._file.append(b"".join(lines))
        for event, line in zip(batch.events, lines, strict=True):
            self._ledger.take(event, offset)
            offset += len(line)

    def _unless_old(self, outcome: Event | Exception, error: StorageError) -> Event | Exception:
        """What was on disk before a failed write still is; all else was decided upon nothing."""
        if not isinstance(outcome, Exception) and outcome.seq <= self._ledger.last_seq:
            return outcome
        return StorageError(str(error))


def _decided(batch: Batch, proposal: _Proposal) -> Event | Exception:
    batch.arrive(proposal.arrived)
    try:
        event = proposal.decide(batch)
    except Exception as error:  # goes to whoever proposed it
        return error
    if event.seq == batch.seq:
        batch.add(event)
    return event


def _tell(told: Future[Any], outcome: Event | Exception) -> None:
    if isinstance(outcome, Exception):
        told.set_exception(outcome)
    else:
        told.set_result(outcome)


def _recover(file: AppendFile) -> tuple[Ledger, Recovery]:
    found = replay(file.lines())
    torn = None
    try:
        if found.tail:
            torn = keep_torn(file.path, found.size, found.tail)
            file.cut(found.size)
        # a writer that died may have left whole lines unflushed
        file.append(b"" if found.is_closed else b"\n")
    except OSError as error:
        raise StorageError(said(error)) from error
    return found.ledger, Recovery(found.ledger.last_seq, found.faults, torn)


def read_journal(path: Path) -> Ledger:
    """Read a journal that a hall may be writing at this moment; an absent one is empty.

    Raises:
        HallError: the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            return replay(stream).ledger
    except FileNotFoundError:
        return Ledger()
    except OSError as error:
        raise HallError(f"考场日志读不出来（错误号 {error.errno}）：请检查权限和磁盘。") from error


def read_events(path: Path, candidate: str | None = None) -> Iterator[Event]:
    """Every event in order, or those about one candidate, for whoever has to look into a case."""
    with path.open("rb") as stream:
        for line in stream:
            event = decode(line)
            if event is not None and candidate in (None, event.candidate):
                yield event

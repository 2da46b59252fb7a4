"""The journal in memory: every candidate's record, and what is about to be written on top of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Final

from exam_hall.events import Event, Note, Numbered, decode, encode
from exam_hall.record import Record, fold

BEGINNING: Final = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(slots=True)
class Ledger:
    """What is on disk.

    Attributes:
        records: by candidate.
        room_notes: notes about nobody in particular.
        last_seq: number of the last event.
        last_at: its time; later events are never dated earlier, whatever the clock says.
        places: (candidate or nothing, client) → number the client gave → where the line begins,
            in bytes.
    """

    records: dict[str, Record] = field(default_factory=dict)
    room_notes: tuple[Note, ...] = ()
    last_seq: int = 0
    last_at: dt.datetime = BEGINNING
    places: dict[tuple[str | None, str], dict[int, int]] = field(default_factory=dict)

    def record(self, candidate: str) -> Record:
        """A candidate's record; an empty one if nothing is known."""
        return self.records.get(candidate) or Record(candidate)

    def take(self, event: Event, offset: int) -> None:
        """Note an event that is on disk, its line beginning at ``offset``."""
        self.last_seq, self.last_at = event.seq, max(self.last_at, event.at)
        if isinstance(event, Numbered):
            self.places.setdefault((event.candidate, event.client), {})[event.client_seq] = offset
        if event.candidate is None:
            self.room_notes = (*self.room_notes, event)
        else:
            self.records[event.candidate] = fold(self.record(event.candidate), event)


class Batch:
    """Events to be written together, each decided in the light of those before it."""

    def __init__(self, ledger: Ledger, line_at: Callable[[int], bytes]) -> None:
        """Begin a batch on top of what is on disk; ``line_at`` reads a line by its place."""
        self._ledger, self._line_at = ledger, line_at
        self._records: dict[str, Record] = {}
        self._sent: dict[tuple[str | None, str, int], Event] = {}
        self._at = ledger.last_at
        self.events: list[Event] = []

    @property
    def seq(self) -> int:
        """The number the next event gets."""
        return self._ledger.last_seq + len(self.events) + 1

    @property
    def at(self) -> dt.datetime:
        """The time the next event gets."""
        return self._at

    def arrive(self, at: dt.datetime) -> None:
        """Go on to what arrived at that time; times never go back."""
        self._at = max(self._at, at)

    def record(self, candidate: str) -> Record:
        """A candidate's record with what this batch adds to it."""
        return self._records.get(candidate) or self._ledger.record(candidate)

    def sent(self, candidate: str | None, client: str, client_seq: int) -> Event | None:
        """What was journalled of that number of that client before."""
        if event := self._sent.get((candidate, client, client_seq)):
            return event
        offset = self._ledger.places.get((candidate, client), {}).get(client_seq)
        return None if offset is None else decode(self._line_at(offset))

    def add(self, event: Event) -> None:
        """Take an event into the batch."""
        self.events.append(event)
        if event.candidate is not None:
            self._records[event.candidate] = fold(self.record(event.candidate), event)
        if isinstance(event, Numbered):
            self._sent[event.candidate, event.client, event.client_seq] = event

    def lines(self) -> list[bytes]:
        """The lines to write."""
        return [encode(event) for event in self.events]


@dataclass(frozen=True, slots=True)
class Replay:
    """What the bytes of a journal held.

    Attributes:
        ledger: all of it in memory.
        faults: numbers (from 1) of whole lines that hold no event, or one out of order; they stay.
        size: where the last whole event ends, in bytes.
        tail: what stands after it: half a line, or nothing.
        is_closed: whether the last line has its line break.
    """

    ledger: Ledger
    faults: tuple[int, ...]
    size: int
    tail: bytes
    is_closed: bool


def replay(lines: Iterable[bytes]) -> Replay:
    """Read a journal from its lines, each with its line break but perhaps the last.

    A last line that lacks nothing but its line break is an event: no strict part of a JSON object
    is one.
    """
    ledger, size = Ledger(), 0
    faults: list[int] = []
    for number, line in enumerate(lines, start=1):
        event = decode(line)
        closed = line.endswith(b"\n")
        if event is None and not closed:
            return Replay(ledger, tuple(faults), size, line, True)
        if event is None or event.seq <= ledger.last_seq:
            faults.append(number)
        else:
            ledger.take(event, size)
        size += len(line)
        if not closed:
            return Replay(ledger, tuple(faults), size, b"", False)
    return Replay(ledger, tuple(faults), size, b"", True)

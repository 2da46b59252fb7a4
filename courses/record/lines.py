"""Bytes of a record to events: what each line says, and which lines say nothing. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import ValidationError

from courses.record.events import Event

CORRUPT = "这一行不是有效的学习记录"
UNFINISHED = "最后一行不完整：正在写入，或写入时中断"
NOT_THEIRS = "这一行的人员编号与所在文件夹不符"


@dataclass(frozen=True, slots=True)
class Fault:
    """A line set aside: its number in the file from 1, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All lines of a record: ``lines`` = events + ``duplicates`` + faults.

    Attributes:
        events: in the order of the file, each id once; verbs of later versions are among them.
        numbers: the line each event stands in, from 1.
        duplicates: lines that repeat the id of an earlier one.
        faults: lines set aside. They stay in the file.
    """

    lines: int
    events: tuple[Event, ...]
    numbers: tuple[int, ...]
    duplicates: int
    faults: tuple[Fault, ...]


def encode(events: Iterable[Event]) -> bytes:
    """Return one line of JSON per event; JSON escapes line breaks within."""
    return b"".join(event.model_dump_json(exclude_none=True).encode() + b"\n" for event in events)


def decode(line: bytes) -> Event | None:
    """Return the event a line holds, or None if it holds none."""
    try:
        return Event.model_validate_json(line)
    except ValidationError:
        return None


def split(data: bytes) -> tuple[list[bytes], bytes]:
    """Return the lines that end in a line break, and what stands after the last one."""
    *lines, tail = data.split(b"\n")
    return lines, tail


def parse(data: bytes, actor: str) -> Reading:
    """Read the bytes of ``actor``'s record.

    A last line that lacks nothing but its line break is an event: no strict part of a JSON object
    is one.
    """
    lines, tail = split(data)
    found: dict[str, tuple[Event, int]] = {}
    faults: list[Fault] = []
    for number, line in enumerate([*lines, tail] if tail else lines, start=1):
        event = decode(line)
        if event is None:
            faults.append(Fault(number, CORRUPT if number <= len(lines) else UNFINISHED))
        elif event.actor != actor:
            faults.append(Fault(number, NOT_THEIRS))
        else:
            found.setdefault(event.id, (event, number))
    total = len(lines) + bool(tail)
    repeated = total - len(found) - len(faults)
    events = tuple(event for event, _ in found.values())
    numbers = tuple(number for _, number in found.values())
    return Reading(total, events, numbers, repeated, tuple(faults))

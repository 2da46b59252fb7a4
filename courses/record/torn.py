"""Torn ends: what a crash left of a line, kept beside the record with a report."""

from __future__ import annotations

import base64
import datetime as dt
import os
from pathlib import Path

from pydantic import ValidationError

from courses.record.events import Record, UtcTime


class TornEnd(Record):
    """The report on an incomplete last line; it was never acknowledged as saved.

    Attributes:
        moved: when it was moved out of the record.
        offset: where it stood, in bytes from the beginning.
        data: its bytes in base64.
    """

    moved: UtcTime
    offset: int
    data: str

    @property
    def raw(self) -> bytes:
        """The bytes themselves."""
        return base64.b64decode(self.data)


def torn_file(record: Path) -> Path:
    """Return where the torn ends of a record are kept: ``study.jsonl.torn``."""
    return record.with_name(f"{record.name}.torn")


def keep_torn(record: Path, offset: int, tail: bytes) -> TornEnd:
    """Append a report to the torn file and flush it to disk.

    A crash in the middle leaves half a report, and the tail in its place: the next writer
    reports it again on a new line.
    """
    torn = TornEnd(
        moved=dt.datetime.now(dt.UTC), offset=offset, data=base64.b64encode(tail).decode()
    )
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
    with os.fdopen(os.open(torn_file(record), flags, 0o600), "ab") as stream:
        stream.write(b"\n" * (stream.tell() > 0) + torn.model_dump_json().encode())
        stream.flush()
        os.fsync(stream.fileno())
    return torn


def read_torn(record: Path) -> tuple[TornEnd, ...]:
    """Return the reports on a record's torn ends, oldest first, each place and content once."""
    path = torn_file(record)
    found: dict[tuple[int, str], TornEnd] = {}
    for line in path.read_bytes().splitlines() if path.is_file() else []:
        try:
            torn = TornEnd.model_validate_json(line)
        except ValidationError:
            continue  # half a report: the whole one follows
        found.setdefault((torn.offset, torn.data), torn)
    return tuple(found.values())

"""Torn ends: what a crash left of a line, kept beside the journal with a report."""

from __future__ import annotations

import base64
import datetime as dt
import os
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from exam_hall.ids import UtcTime, utc_now


class TornEnd(BaseModel):
    """The report on an incomplete last line; it was never acknowledged.

    Attributes:
        moved: when it was moved out of the journal.
        offset: where it stood, in bytes from the beginning.
        data: its bytes in base64.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    moved: UtcTime
    offset: int
    data: str

    @property
    def raw(self) -> bytes:
        """The bytes themselves."""
        return base64.b64decode(self.data)


def torn_file(journal: Path) -> Path:
    """Where the torn ends of a journal are kept."""
    return journal.with_name(f"{journal.name}.torn")


def keep_torn(journal: Path, offset: int, tail: bytes, now: dt.datetime | None = None) -> TornEnd:
    """Append a report and flush it to disk.

    A crash in the middle leaves half a report and the tail in its place, to be reported again.

    Raises:
        OSError: the disk refuses.
    """
    data = base64.b64encode(tail).decode()
    torn = TornEnd(moved=now or utc_now(), offset=offset, data=data)
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW
    with os.fdopen(os.open(torn_file(journal), flags, 0o600), "ab") as stream:
        stream.write(b"\n" * (stream.tell() > 0) + torn.model_dump_json().encode())
        stream.flush()
        os.fsync(stream.fileno())
    return torn


def read_torn(journal: Path) -> tuple[TornEnd, ...]:
    """The reports on a journal's torn ends, oldest first, each place and content once."""
    path = torn_file(journal)
    found: dict[tuple[int, str], TornEnd] = {}
    for line in path.read_bytes().splitlines() if path.is_file() else []:
        try:
            torn = TornEnd.model_validate_json(line)
        except ValidationError:
            continue  # half a report: the whole one follows
        found.setdefault((torn.offset, torn.data), torn)
    return tuple(found.values())

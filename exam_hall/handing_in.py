"""Handing in: ``submitted/<id>/<exam>`` made to say what the journal says.

The journal is where an attempt ends; the folder follows from it, and may be made again at any time.
A folder is written beside its place and renamed into it, so that it is there as a whole or not at
all. What it takes the place of (an earlier attempt, or something put there by hand) is moved to
``attempts/<exam>/<id>/<n>``, never overwritten.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shutil
import threading
from collections.abc import Mapping
from itertools import count
from pathlib import Path
from typing import Final

from exam_hall.answers import handed_in
from exam_hall.contract import NOTEBOOK, HandIn, render_notebook
from exam_hall.errors import StorageError
from exam_hall.record import Record
from exam_hall.released import Released
from exam_hall.storage import Disk, SystemDisk, flush_folder, said

ANSWERS_FILE, NOTEBOOK_FILE, TIMESTAMP_FILE = "answers.json", f"{NOTEBOOK}.ipynb", "timestamp.txt"
_DRAFT: Final = ".handing-in"
"""Begins the names of folders being written; neither nbgrader nor grading looks at hidden ones."""


def timestamp(moment: dt.datetime) -> str:
    """A time as nbgrader writes it."""
    return f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M:%S.%f} UTC"


def light_files(hand_in: HandIn) -> dict[str, bytes]:
    """The files of a hand-in that take no rendering."""
    submitted = timestamp(dt.datetime.fromisoformat(hand_in.submitted))
    return {ANSWERS_FILE: hand_in.to_json(), TIMESTAMP_FILE: submitted.encode()}


class Outbox:
    """Hands in for one exam. Threads take turns."""

    def __init__(
        self, course: Path, exam: str, released: Released, disk: Disk | None = None
    ) -> None:
        """Hand in to a course folder what was sat on ``released``; ``disk`` is where files go."""
        self._submitted, self._attempts = course / "submitted", course / "attempts" / exam
        self._exam, self._released, self._disk = exam, released, disk or SystemDisk()
        self._turn = threading.Lock()

    def place(self, candidate: str) -> Path:
        """Where a candidate's hand-in lies."""
        return self._submitted / candidate / self._exam

    def deliver(self, record: Record) -> Path | None:
        """Make the folder say what the record says; doing so again changes nothing.

        Returns:
            The folder; None if the record has no attempt to be graded. If all were annulled, what
            was handed in has been moved away.

        Raises:
            StorageError: the disk refuses; the folder is as it was.
        """
        try:
            with self._turn:
                return self._deliver(record)
        except OSError as error:
            raise StorageError(said(error)) from error

    def clear_drafts(self) -> None:
        """Remove what a crash left half written."""
        for draft in self._submitted.glob(f"{_DRAFT}.{self._exam}.*"):
            shutil.rmtree(draft, ignore_errors=True)

    def _deliver(self, record: Record) -> Path | None:
        place, attempt = self.place(record.candidate), record.counted
        if attempt is None:
            if any(one.handed_in for one in record.attempts):
                self._put_aside(record.candidate)
            return None
        hand_in = handed_in(self._exam, record.candidate, attempt)
        if not _holds(place, light_files(hand_in)):
            self._write(hand_in)
        return place

    def _write(self, hand_in: HandIn) -> None:
        paper = self._released.papers[hand_in.form]
        notebook = render_notebook(self._released.notebook, paper, hand_in)
        draft = self._submitted / f"{_DRAFT}.{self._exam}.{secrets.token_hex(8)}"
        place = self.place(hand_in.candidate)
        place.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._fill(draft, {**light_files(hand_in), NOTEBOOK_FILE: notebook})
            self._put_aside(hand_in.candidate)
            draft.rename(place)
        except OSError:
            shutil.rmtree(draft, ignore_errors=True)
            raise
        for folder in (place.parent, self._submitted):
            flush_folder(folder)

    def _fill(self, draft: Path, files: Mapping[str, bytes]) -> None:
        draft.mkdir()
        for name, data in files.items():
            descriptor = os.open(draft / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
            try:
                rest = memoryview(data)
                while rest:
                    rest = rest[self._disk.write(descriptor, rest) :]
                self._disk.sync(descriptor)
            finally:
                os.close(descriptor)
        flush_folder(draft)

    def _put_aside(self, candidate: str) -> None:
        place = self.place(candidate)
        if not os.path.lexists(place):
            return
        folder = self._attempts / candidate
        folder.mkdir(parents=True, exist_ok=True)
        free = next(n for n in count(1) if not os.path.lexists(folder / str(n)))
        place.rename(folder / str(free))
        flush_folder(folder)


def _holds(place: Path, files: Mapping[str, bytes]) -> bool:
    """Whether it was delivered: files are on disk before their folder gets its name."""
    try:
        kept = {name: (place / name).read_bytes() for name in files}
    except OSError:
        return False
    return kept == files and (place / NOTEBOOK_FILE).is_file()

"""Handing in: ``submitted/<id>/<exam>`` made to say what the journal says.

The journal is where an attempt ends; the folder follows from it, and may be made again at any time.
A folder is written beside its place and renamed into it, so that it is there as a whole or not at
all. Earlier attempts lie in ``attempts/<exam>/<id>/<n>``, annulled ones in
``voided/<exam>/<id>/<n>``; what somebody put in the way is moved to ``…/other-<n>``, never
overwritten.
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
from exam_hall.contract import ATTEMPTS, NOTEBOOK, VOIDED, HandIn, render_notebook
from exam_hall.errors import StorageError
from exam_hall.record import Attempt, Record
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
        self._course, self._submitted = course, course / "submitted"
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
        ended = [one for one in record.attempts if one.handed_in]
        drafts: list[Path] = []
        try:
            # All is written before anything is moved: whoever grades after a crash finds the old.
            lies = [
                self._found(record, attempt) or self._draft(record, attempt, drafts)
                for attempt in ended
            ]
            moves = zip(ended, lies, strict=True)
            # The one to be graded is moved last: until then another may lie in its place.
            for attempt, place in sorted(moves, key=lambda move: move[0] is record.counted):
                self._move(place, self._home(record, attempt))
        except OSError:
            for draft in drafts:
                shutil.rmtree(draft, ignore_errors=True)
            raise
        return self.place(record.candidate) if record.counted else None

    def _found(self, record: Record, attempt: Attempt) -> Path | None:
        """Where a hand-in lies, at home if it does."""
        files = light_files(handed_in(self._exam, record.candidate, attempt))
        aside = self._aside(record.candidate, attempt)
        places = [self._home(record, attempt), self.place(record.candidate), *aside]
        return next((place for place in places if _holds(place, files)), None)

    def _draft(self, record: Record, attempt: Attempt, drafts: list[Path]) -> Path:
        """Write a hand-in beside its place; ``drafts`` hears of it before it is begun."""
        hand_in = handed_in(self._exam, record.candidate, attempt)
        paper = self._released.papers[hand_in.form]
        notebook = render_notebook(self._released.notebook, paper, hand_in)
        self._submitted.mkdir(parents=True, exist_ok=True)
        draft = self._submitted / f"{_DRAFT}.{self._exam}.{secrets.token_hex(8)}"
        drafts.append(draft)
        self._fill(draft, {**light_files(hand_in), NOTEBOOK_FILE: notebook})
        return draft

    def _home(self, record: Record, attempt: Attempt) -> Path:
        if attempt is record.counted:
            return self.place(record.candidate)
        earlier, voided = self._aside(record.candidate, attempt)
        return voided if attempt.voided else earlier

    def _aside(self, candidate: str, attempt: Attempt) -> tuple[Path, Path]:
        earlier, voided = (
            self._course / name / self._exam / candidate / str(attempt.number)
            for name in (ATTEMPTS, VOIDED)
        )
        return earlier, voided

    def _move(self, lies: Path, home: Path) -> None:
        if lies == home:
            return
        home.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(home):
            folder = self._course / ATTEMPTS / self._exam / home.parent.name
            folder.mkdir(parents=True, exist_ok=True)
            home.rename(_free(folder))
            flush_folder(folder)
        lies.rename(home)
        for folder in (home.parent, lies.parent, self._submitted):
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


def _free(folder: Path) -> Path:
    names = (folder / f"other-{n}" for n in count(1))
    return next(place for place in names if not os.path.lexists(place))


def _holds(place: Path, files: Mapping[str, bytes]) -> bool:
    """Whether it was delivered: files are on disk before their folder gets its name."""
    try:
        kept = {name: (place / name).read_bytes() for name in files}
    except OSError:
        return False
    return kept == files and (place / NOTEBOOK_FILE).is_file()

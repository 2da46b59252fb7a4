"""The folder of what is published to a candidate: reading it, and writing in turn."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from exam_hall.results.records import (
    FEEDBACK_FILE,
    RECHECK_FILE,
    RESULT_FILE,
    Recheck,
    Result,
)
from exam_hall.storage import Disk, SystemDisk, flush_folder

try:
    import fcntl
except ModuleNotFoundError:  # Windows
    fcntl = None  # type: ignore[assignment]

PUBLISHED: Final = "published"
_TRIES: Final = 3
"""How often a reader looks again who came while result and page were being replaced."""


def published_folder(course: Path, candidate: str, exam: str) -> Path:
    """Where what is published to a candidate about an exam lies.

    Raises:
        ValueError: one of the names would lead elsewhere.
    """
    for name in (candidate, exam):
        if not name or name.startswith(".") or "\0" in name or Path(name).name != name:
            raise ValueError("not a name")
    return course / PUBLISHED / candidate / exam


def is_published(course: Path, candidate: str, exam: str) -> bool:
    """Whether a candidate has a published result; cheap, for lists."""
    return (published_folder(course, candidate, exam) / RESULT_FILE).is_file()


def read_result(folder: Path) -> Result | None:
    """The result in a :func:`published_folder`; ``None`` if none is published.

    Raises:
        ContractError: the file is damaged.
        OSError: it cannot be read.
    """
    raw = _bytes(folder / RESULT_FILE)
    return None if raw is None else Result.from_json(raw)


def read_feedback(folder: Path) -> bytes | None:
    """The page that goes with the result; ``None`` if there is none, or it is being replaced.

    Raises:
        ContractError: the result is damaged.
        OSError: a file cannot be read.
    """
    for _ in range(_TRIES):
        result, page = read_result(folder), _bytes(folder / FEEDBACK_FILE)
        if result is None or page is None:
            return None
        if hashlib.sha256(page).hexdigest() == result.feedback_sha256:
            return page
    return None


def read_recheck(folder: Path) -> Recheck | None:
    """The last re-check asked for; ``None`` if there is none.

    Raises:
        ContractError: the file is damaged.
        OSError: it cannot be read.
    """
    raw = _bytes(folder / RECHECK_FILE)
    return None if raw is None else Recheck.from_json(raw)


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Wait until nobody else writes in a folder, in this process or another.

    Raises:
        OSError: there is no such folder, or it cannot be opened.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if fcntl is not None:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def replace_files(folder: Path, files: Mapping[str, bytes], disk: Disk | None = None) -> None:
    """Replace files in the order given; all are on disk before the first gets its name.

    For the :func:`only_writer` of the folder. Others than owner and group may not read them.

    Raises:
        OSError: the disk refuses; unless it did at the renaming, every file is as it was.
    """
    drafts = {name: folder / f".{name}.draft" for name in files}
    try:
        for name, data in files.items():
            _write(drafts[name], data, disk or SystemDisk())
        for name, draft in drafts.items():
            draft.replace(folder / name)
    finally:
        for draft in drafts.values():
            draft.unlink(missing_ok=True)
    flush_folder(folder)


def _write(path: Path, data: bytes, disk: Disk) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o660)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[disk.write(descriptor, rest) :]
        disk.sync(descriptor)
    finally:
        os.close(descriptor)

"""What lies in ``published/<id>/<exam>/``: put there, replaced, taken back, a person at a time.

``history.jsonl`` beside the result is the trainer's: one line for whatever became of it. A line is
on disk before what it tells of happens, so nothing happens untold.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from exam_hall.contract import ContractError
from exam_hall.results import (
    FEEDBACK_FILE,
    PUBLISHED,
    RESULT_FILE,
    Result,
    only_writer,
    published_folder,
    read_feedback,
    read_result,
    replace_files,
)
from grading.publish_terms import RECHECK_DAYS, Terms, recheck_until

HISTORY_FILE = "history.jsonl"


class Change(StrEnum):
    """What publishing did to one person's result."""

    NEW = "published"
    SCORE = "changed"
    PAGE = "page"
    PERIOD = "recheck_period"
    NONE = "none"


def draft(result: Mapping[str, Any], page: bytes, terms: Terms) -> Result:
    """A result as it would be published now for the first time; ``result`` has the other fields."""
    now = terms.now.astimezone(dt.UTC)
    days = RECHECK_DAYS if terms.recheck_days is None else terms.recheck_days
    digest = hashlib.sha256(page).hexdigest()
    until = recheck_until(now, days)
    return Result(**result, published_at=now, recheck_until=until, feedback_sha256=digest)


def put(course: Path, fresh: Result, page: bytes, terms: Terms) -> Change:
    """Publish to one person, or change what was published; the same again changes nothing.

    Raises:
        OSError: the disk refuses; what was published before still is.
    """
    folder = published_folder(course, fresh.candidate, fresh.exam)
    (course / PUBLISHED).mkdir(mode=0o770, exist_ok=True)
    folder.mkdir(parents=True, exist_ok=True)
    with only_writer(folder):
        old = _earlier(folder)
        settled, change = settle(old, fresh, terms)
        if change is Change.NONE and read_feedback(folder) is None:
            change = Change.PAGE
        if change is not Change.NONE:
            note(
                folder, terms.now, change, _scores(old, settled), _why(old, settled, change, terms)
            )
            replace_files(folder, {FEEDBACK_FILE: page, RESULT_FILE: settled.to_json()})
        return change


def settle(old: Result | None, fresh: Result, terms: Terms) -> tuple[Result, Change]:
    """What is to be published now, given what was: a new date only for another score. Pure."""
    if old is None:
        return fresh, Change.NEW
    if _verdict(old) != _verdict(fresh):
        return fresh, Change.SCORE
    until = old.recheck_until
    if terms.recheck_days is not None:
        until = recheck_until(old.published_at, terms.recheck_days)
    kept = replace(fresh, published_at=old.published_at, recheck_until=until)
    if kept.feedback_sha256 != old.feedback_sha256:
        return kept, Change.PAGE
    return kept, Change.NONE if kept == old else Change.PERIOD


def take_back(folder: Path, now: dt.datetime, why: str) -> bool:
    """Take a result and its page back; re-check and history stay.

    Returns:
        Whether anything was published.

    Raises:
        OSError: the disk refuses.
    """
    if not (folder / RESULT_FILE).is_file() and not (folder / FEEDBACK_FILE).is_file():
        return False
    with only_writer(folder):
        old = _earlier(folder)
        note(folder, now, "unpublished", _scores(old, None), why)
        for name in (RESULT_FILE, FEEDBACK_FILE):
            (folder / name).unlink(missing_ok=True)
    return True


def note(folder: Path, now: dt.datetime, event: str, about: Mapping[str, Any], why: str) -> None:
    """Add a line to the history and flush it; for the ``only_writer`` of the folder.

    Raises:
        OSError: the disk refuses.
    """
    moment = now.astimezone(dt.UTC).isoformat(timespec="seconds")
    line = json.dumps({"at": moment, "event": event, **about, "why": why}, ensure_ascii=False)
    with (folder / HISTORY_FILE).open("a+b") as file:
        torn = file.seek(0, os.SEEK_END) and file.seek(-1, os.SEEK_END) and file.read(1) != b"\n"
        file.write(b"\n" * bool(torn) + line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())


def _earlier(folder: Path) -> Result | None:
    """What was published before; a damaged result counts as none, and is replaced."""
    try:
        return read_result(folder)
    except ContractError:
        return None


def _verdict(result: Result) -> tuple[object, ...]:
    return result.title, result.score, result.points, result.band, result.sections


def _scores(old: Result | None, new: Result | None) -> dict[str, float | None]:
    return {"old": old.score if old else None, "new": new.score if new else None}


def _why(old: Result | None, new: Result, change: Change, terms: Terms) -> str:
    match change:
        case Change.SCORE if old is not None:
            return f"{terms.why}：{_differences(old, new)}"
        case Change.PAGE:
            return "反馈页更新，得分未变"
        case Change.PERIOD:
            return "复核期限改变，得分未变"
    return "公布成绩"


def _differences(old: Result, new: Result) -> str:
    before = {part.heading: part.score for part in old.sections}
    parts = [
        f"{part.heading.partition('（')[0]} {before[part.heading]:g}→{part.score:g}"
        for part in new.sections
        if before.get(part.heading, part.score) != part.score
    ]
    return "，".join([*parts, f"总分 {old.score:g}→{new.score:g}"])

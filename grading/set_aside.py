"""What could not be graded: the list of it, and the pages that no longer hold."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from grading.job import Refused

HEADING = ("人员编号", "文件", "原因")
GONE = "答卷文件夹不见了，请放回后再评"
WITHDRAWN = "；原有的机器评分已撤下，人工评分保留"
UNMOVED = "；旧的评阅页面没能移走，请检查权限"
PAGES = ("autograded", "feedback")
"""Folders of a course that hold what was made of a graded paper."""


def gone(exam: str, candidate: str) -> Refused:
    """A paper in the gradebook whose hand-in is no longer there."""
    return Refused(candidate, exam, GONE)


def say_withdrawn(refused: Sequence[Refused], stale: set[str]) -> list[Refused]:
    """Add to the reasons of the ``stale`` that the machine's marks were taken back."""
    return [replace(r, reason=r.reason + WITHDRAWN) if r.candidate in stale else r for r in refused]


def put_pages_away(course: Path, exam: str, refused: Sequence[Refused]) -> list[Refused]:
    """Move what was once made of these papers to ``set_aside/<exam>/withdrawn/<candidate>/``.

    Returns:
        The same papers; where the pages could not be moved the reason says so.
    """
    return [_put_away(course, exam, one) for one in refused]


def _put_away(course: Path, exam: str, one: Refused) -> Refused:
    try:
        for part in PAGES:
            made = course / part / one.candidate / exam
            if made.is_dir():
                _move(made, course / "set_aside" / exam / "withdrawn" / one.candidate, part)
    except OSError:
        return replace(one, reason=one.reason + UNMOVED)
    return one


def _move(made: Path, folder: Path, part: str) -> None:
    """Never over what was moved before: the second goes to ``autograded-2``."""
    folder.mkdir(parents=True, exist_ok=True)
    taken = sum(1 for path in folder.iterdir() if path.name.partition("-")[0] == part)
    shutil.move(made, folder / (f"{part}-{taken + 1}" if taken else part))


def write_list(course: Path, exam: str, refused: Sequence[Refused]) -> Path:
    """List what was set aside in ``set_aside/<exam>.csv``; an empty list replaces an older one."""
    path = course / "set_aside" / f"{exam}.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADING)
        writer.writerows((r.candidate, r.file, r.reason) for r in refused)
    return path

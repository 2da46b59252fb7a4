"""A course whose papers are final, and sittings beside it."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from grading.batch import grade_exam
from grading.publish_terms import Terms
from question_bank.exam import Exam
from tests.support.graded_course import sit

NOW = dt.datetime(2026, 9, 20, 1, tzinfo=dt.UTC)
"""Nine in the morning in China, two days after the exam."""
LATER = NOW + dt.timedelta(hours=3)
TERMS = Terms(NOW)


def mark_essays(course: Path, points: float = 3.0) -> None:
    """Markers finish every essay that waits, each with so many points."""
    with sqlite3.connect(course / "gradebook.db") as connection:
        connection.execute(
            "update grade set manual_score = ?, needs_manual_grade = 0 where needs_manual_grade",
            (points,),
        )


def make_final(course: Path, exam: Exam, count: int = 2) -> list[str]:
    """Candidates sit, are graded, and their essays are marked."""
    people = sit(course, exam, count)
    grade_exam(course, exam.name)
    mark_essays(course)
    return people


def set_score(course: Path, candidate: str, cell: str, points: float) -> None:
    """A marker gives other points for a cell."""
    with sqlite3.connect(course / "gradebook.db") as connection:
        connection.execute(
            "update grade set manual_score = ?, needs_manual_grade = 0 where id in ("
            "select g.id from grade g join base_cell b on b.id = g.cell_id "
            "join submitted_notebook n on n.id = g.notebook_id "
            "join submitted_assignment s on s.id = n.assignment_id "
            "where b.name = ? and s.student_id = ?)",
            (points, cell, candidate),
        )


def history(folder: Path) -> list[dict[str, Any]]:
    """The lines of a person's history."""
    return [json.loads(line) for line in (folder / "history.jsonl").read_text("utf-8").splitlines()]


def write_sitting(folder: Path, exam: str, closes: dt.datetime, **more: Any) -> Path:
    """A sitting file that opened an hour before closing; ``more`` are further lines of TOML."""
    lines = {
        "exam": f'"{exam}"',
        "course": '"."',
        "opens": f'"{(closes - dt.timedelta(hours=1)).isoformat()}"',
        "closes": f'"{closes.isoformat()}"',
    } | {name: str(value) for name, value in more.items()}
    path = folder / "sitting.toml"
    path.write_text("".join(f"{name} = {value}\n" for name, value in lines.items()), "utf-8")
    return path


def copy_exam(course: Path, exam: Exam, name: str, forms: Sequence[str] = ("A",)) -> Exam:
    """The record of another exam made of the same items, in a course."""
    changes = {"name": name, "forms": {form: exam.forms[form] for form in forms}}
    other = exam.model_copy(update=changes)
    path = course / "exams" / name / "exam.json"
    path.parent.mkdir(parents=True)
    path.write_text(other.model_dump_json(exclude_none=True), "utf-8")
    return other

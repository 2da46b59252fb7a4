"""A course in which papers are handed in, graded and looked at again."""

from __future__ import annotations

import csv
import json
import sqlite3
from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

from grading.answer_key import read_answer_key
from grading.gradebook import open_gradebook
from grading.job import Job, load_job
from question_bank.exam import Exam
from tests.support.hand_ins import hand_in, random_answers

GRADES = """
select s.student_id, b.name, g.auto_score, g.manual_score, g.needs_manual_grade
from grade g join submitted_notebook n on n.id = g.notebook_id
join submitted_assignment s on s.id = n.assignment_id
join base_cell b on b.id = g.cell_id order by 1, 2
"""

GOOD = {"q01": True, "q04": ["A"], "q17": ["15", "30"], "q20": "应当告知。"}


def rows(course: Path, query: str = GRADES) -> list[tuple[Any, ...]]:
    with sqlite3.connect(course / "gradebook.db") as connection:
        return connection.execute(query).fetchall()


def total(course: Path, candidate: str) -> float:
    return sum(row[2] or 0 for row in rows(course) if row[0] == candidate)


def listed(course: Path, exam: Exam) -> list[list[str]]:
    path = course / "set_aside" / f"{exam.name}.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    return list(csv.reader(path.read_text("utf-8-sig").splitlines()))


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def sit(course: Path, exam: Exam, count: int) -> list[str]:
    people = [f"P{n:05d}" for n in range(count)]
    for n, person in enumerate(people):
        hand_in(course, exam.name, person, "AB"[n % 2], random_answers(exam, "AB"[n % 2], n))
    return people


def mark_essay(course: Path, exam: Exam, candidate: str) -> None:
    """A marker types a score and a comment in formgrader."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "xuefa") as api:
        grade = api.find_grade("q20", "exam", exam.name, candidate)
        grade.manual_score, grade.needs_manual_grade = 4.0, False
        api.find_comment("q20", "exam", exam.name, candidate).manual_comment = "好"
        api.db.commit()


def essay(course: Path, exam: Exam, candidate: str) -> tuple[Any, ...]:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "xuefa") as api:
        grade = api.find_grade("q20", "exam", exam.name, candidate)
        comment = api.find_comment("q20", "exam", exam.name, candidate).manual_comment
        return grade.manual_score, bool(grade.needs_manual_grade), comment


def make_job(course: Path, exam: Exam, **options: Any) -> Job:
    engine = open_gradebook(course)
    try:
        with engine.connect() as connection:
            key = read_answer_key(connection, exam.name)
    finally:
        engine.dispose()
    return load_job(course, exam.name, key, options.pop("graded", {}), **options)


def typed(released: bytes, **sources: str | list[str]) -> bytes:
    """The released notebook with these sources typed into its cells."""
    notebook = json.loads(released)
    for cell in notebook["cells"]:
        name = cell["metadata"]["nbgrader"]["grade_id"]
        cell["source"] = sources.get(name, cell["source"])
    return json.dumps(notebook).encode()

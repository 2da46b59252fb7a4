"""The floor: what no grading can do without, in the simplest code there is.

Read every ``answers.json``, parse it, and insert as many rows as the batch does into nbgrader's own
tables. Nothing is checked, marked or compared.
"""

from __future__ import annotations

import itertools
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

import orjson

Row = tuple[object, ...]

SUBMISSION = "insert into submitted_assignment(id, assignment_id, student_id) values (?, ?, ?)"
NOTEBOOK = "insert into submitted_notebook(id, assignment_id, notebook_id) values (?, ?, ?)"
GRADE = (
    "insert into grade(id, notebook_id, cell_id, auto_score, needs_manual_grade) "
    "values (?, ?, ?, ?, ?)"
)
COMMENT = "insert into comment(id, notebook_id, cell_id, auto_comment) values (?, ?, ?, ?)"


def insert_floor(course: Path, exam: str) -> None:
    """Read, parse, insert; the course's gradebook must hold no grades yet."""
    files = sorted((course / "submitted").glob(f"*/{exam}/answers.json"))
    candidates = [orjson.loads(file.read_bytes())["candidate"] for file in files]
    connection = sqlite3.connect(course / "gradebook.db")
    try:
        with connection:
            _insert(connection, candidates)
    finally:
        connection.close()


def _insert(connection: sqlite3.Connection, candidates: Sequence[str]) -> None:
    assignment, notebook = connection.execute("select assignment_id, id from notebook").fetchone()
    graded, solved = (
        [row[0] for row in connection.execute(f"select id from {table} order by id")]  # noqa: S608
        for table in ("grade_cells", "solution_cells")
    )
    ids: Iterator[str] = (f"{n:032x}" for n in itertools.count())
    keys = [(next(ids), next(ids), candidate) for candidate in candidates]
    grades: list[Row] = [(next(ids), n, cell, 1.0, False) for _, n, _ in keys for cell in graded]
    comments: list[Row] = [(next(ids), n, cell, None) for _, n, _ in keys for cell in solved]
    connection.executemany("insert into student(id) values (?)", [(c,) for c in candidates])
    connection.executemany(SUBMISSION, [(a, assignment, c) for a, _, c in keys])
    connection.executemany(NOTEBOOK, [(n, a, notebook) for a, n, _ in keys])
    connection.executemany(GRADE, grades)
    connection.executemany(COMMENT, comments)

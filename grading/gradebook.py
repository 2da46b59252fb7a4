"""Bulk writing into nbgrader's real gradebook, in one transaction.

Only ``auto_score``, ``needs_manual_grade`` and ``auto_comment`` are ever overwritten: what a marker
entered survives every regrading.
"""

from __future__ import annotations

import datetime as dt
import itertools
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from nbgrader.utils import parse_utc
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DatabaseError

from grading.answer_key import AnswerKey, GradingError

NO_RESPONSE = "No response."
"""nbgrader's own words for an untouched cell; its pages look for them."""

INDEXES = {
    "xuefa_grade_notebook": "grade(notebook_id)",
    "xuefa_comment_notebook": "comment(notebook_id)",
    "xuefa_submitted_notebook_assignment": "submitted_notebook(assignment_id)",
    "xuefa_submitted_assignment_student": "submitted_assignment(student_id)",
    "xuefa_base_cell_notebook": "base_cell(notebook_id)",
}
"""Indexes nbgrader lacks; its export of 2,000 papers takes 77 s without and 7 s with them."""


@dataclass(frozen=True, slots=True)
class Marked:
    """One graded paper.

    ``scores`` holds points by the gradebook's cell id, ``None`` where a human has to mark;
    ``blank`` the ids of untouched solution cells; ``unchanged`` says that the same answers were
    graded before, so that marks given by hand still stand.
    """

    candidate: str
    scores: Mapping[str, float | None]
    blank: frozenset[str]
    timestamp: str | None
    unchanged: bool


def open_gradebook(course: Path) -> Engine:
    """Open a course's gradebook.

    Raises:
        GradingError: there is none.
    """
    path = course / "gradebook.db"
    if not path.is_file():
        raise GradingError(f"{course} 里没有成绩库 gradebook.db：请先运行 xuefa exam release")
    return create_engine(f"sqlite:///{path}")


@contextmanager
def usable_gradebook(course: Path) -> Iterator[Engine]:
    """Open a course's gradebook, and say in Chinese what is wrong with it.

    Raises:
        GradingError: there is none, or it is locked, read-only or damaged.
    """
    engine = open_gradebook(course)
    try:
        yield engine
    except DatabaseError as error:
        raise GradingError(_trouble(str(error.orig))) from error
    finally:
        engine.dispose()


def _trouble(words: str) -> str:
    if "locked" in words:
        return "成绩库 gradebook.db 正被别的程序占用：请关闭 formgrader，再运行一次"
    if "readonly" in words:
        return "成绩库 gradebook.db 不可写：请检查文件和文件夹的权限"
    if "full" in words:
        return "磁盘已满，成绩没有写进成绩库：请腾出空间，再运行一次"
    return "成绩库 gradebook.db 读写不了，可能已损坏：请关闭 formgrader 再试，仍不行就换回备份"


def prepare(connection: Connection) -> None:
    """Create the indexes nbgrader lacks, once."""
    for name, columns in INDEXES.items():
        connection.execute(text(f"create index if not exists {name} on {columns}"))


def write_marks(connection: Connection, key: AnswerKey, papers: Sequence[Marked]) -> None:
    """Insert or update the rows of all papers. The caller's transaction covers it."""
    notebooks = _submissions(connection, key, papers)
    new_id = _ids()
    for unchanged, statement in _GRADE_SQL.items():
        rows = [
            (next(new_id), notebooks[paper.candidate], cell, score, score is None)
            for paper in papers
            if paper.unchanged is unchanged
            for cell, score in paper.scores.items()
        ]
        _many(connection, statement, rows)
    comments = [
        (
            next(new_id),
            notebooks[paper.candidate],
            cell,
            NO_RESPONSE if cell in paper.blank else None,
        )
        for paper in papers
        for cell in key.solutions.values()
    ]
    _many(connection, _COMMENT_SQL, comments)


def withdraw(connection: Connection, key: AnswerKey, candidates: Sequence[str]) -> list[str]:
    """Take back the automatic scores of papers that can no longer be graded.

    Marks given by hand stay; every cell waits for a human and the paper is flagged.

    Returns:
        The candidates that had a grade.
    """
    held = _held(connection, key)
    stale = [candidate for candidate in candidates if candidate in held]
    rows = [(held[candidate][1],) for candidate in stale]
    _many(
        connection,
        "update grade set auto_score = null, needs_manual_grade = 1 where notebook_id = ?",
        rows,
    )
    _many(connection, "update submitted_notebook set flagged = 1 where id = ?", rows)
    return stale


def submitters(connection: Connection, key: AnswerKey) -> set[str]:
    """The candidates the gradebook has a paper of."""
    return set(_held(connection, key))


def awaiting_marker(connection: Connection, key: AnswerKey) -> set[str]:
    """The candidates with at least one cell a human still has to look at."""
    rows = connection.execute(
        text(
            "select distinct s.student_id from grade g "
            "join submitted_notebook n on n.id = g.notebook_id "
            "join submitted_assignment s on s.id = n.assignment_id "
            "where n.notebook_id = :n and g.needs_manual_grade"
        ),
        {"n": key.notebook_id},
    )
    return set(rows.scalars())


_GRADE_INSERT = (
    "insert into grade(id, notebook_id, cell_id, auto_score, needs_manual_grade) "
    "values (?, ?, ?, ?, ?) on conflict(cell_id, notebook_id) do update "
    "set auto_score = excluded.auto_score, needs_manual_grade = "
)
_GRADE_SQL = {
    # As nbgrader does it: new answers call for a new look at what was marked by hand.
    False: _GRADE_INSERT + "(grade.manual_score is not null or excluded.auto_score is null)",
    True: _GRADE_INSERT + "case when grade.manual_score is null then excluded.auto_score is null "
    "else grade.needs_manual_grade end",
}
_COMMENT_SQL = (
    "insert into comment(id, notebook_id, cell_id, auto_comment) values (?, ?, ?, ?) "
    "on conflict(cell_id, notebook_id) do update set auto_comment = excluded.auto_comment"
)

# Only what was withdrawn: an objective cell without a score. A marker's own flags stay.
_UNFLAG_SQL = (
    "update submitted_notebook set flagged = 0 where id = ? and flagged and exists ("
    "select 1 from grade g join grade_cells c on c.id = g.cell_id "
    "where g.notebook_id = submitted_notebook.id and c.cell_type = 'code' and g.auto_score is null)"
)


def _many(connection: Connection, statement: str, rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        connection.exec_driver_sql(statement, list(rows))


def _ids() -> Iterator[str]:
    """Ascending ids of nbgrader's shape; random ones cost twice the insert time."""
    prefix = f"{time.time_ns():016x}"
    return (f"{prefix}{n:016x}" for n in itertools.count())


def _held(connection: Connection, key: AnswerKey) -> dict[str, tuple[str, str]]:
    """Candidate → ids of submitted assignment and submitted notebook already in the gradebook."""
    rows = connection.execute(
        text(
            "select s.student_id, s.id, n.id from submitted_assignment s "
            "join submitted_notebook n on n.assignment_id = s.id "
            "where s.assignment_id = :a and n.notebook_id = :n"
        ),
        {"a": key.assignment_id, "n": key.notebook_id},
    )
    return {student: (assignment, notebook) for student, assignment, notebook in rows}


def _submissions(
    connection: Connection, key: AnswerKey, papers: Sequence[Marked]
) -> dict[str, str]:
    """Create what is missing of students and submissions; candidate → submitted notebook."""
    _many(
        connection,
        "insert or ignore into student(id) values (?)",
        [(paper.candidate,) for paper in papers],
    )
    held, new_id = _held(connection, key), _ids()
    assignments, notebooks, stamps = [], [], []
    for paper in papers:
        moment = _moment(paper.timestamp)
        if paper.candidate in held:
            stamps.append((moment, held[paper.candidate][0]))
            continue
        ids = next(new_id), next(new_id)
        held[paper.candidate] = ids
        assignments.append((ids[0], key.assignment_id, paper.candidate, moment))
        notebooks.append((ids[1], ids[0], key.notebook_id, False))
    _many(
        connection,
        "insert into submitted_assignment(id, assignment_id, student_id, timestamp) "
        "values (?, ?, ?, ?)",
        assignments,
    )
    _many(
        connection,
        "insert into submitted_notebook(id, assignment_id, notebook_id, flagged) "
        "values (?, ?, ?, ?)",
        notebooks,
    )
    _many(connection, "update submitted_assignment set timestamp = ? where id = ?", stamps)
    regraded = [(held[paper.candidate][1],) for paper in papers]
    _many(connection, _UNFLAG_SQL, regraded)
    return {candidate: ids[1] for candidate, ids in held.items()}


@lru_cache(maxsize=4096)
def _moment(timestamp: str | None) -> str | None:
    """A timestamp of nbgrader as SQLite keeps it (UTC, without zone)."""
    if timestamp is None:
        return None
    try:
        moment: dt.datetime = parse_utc(timestamp)
    except Exception:  # dateutil raises many kinds, and the text is not ours
        return None
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")

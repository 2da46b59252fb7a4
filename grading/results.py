"""Papers as they stand in the nbgrader gradebook, read without changing it.

The sums are nbgrader's own (``nbgrader.api``, 0.9.6): a manual score replaces the automatic one,
extra credit is added, the late penalty of ``nbgrader export`` is taken off, never below zero.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
import sqlalchemy as sa

from grading.tables import PERSON_ID, TableError

SCORE, FULL_MARKS, STATUS = "得分", "满分", "状态"
GRADED, PENDING = "已评定", "待评"

_CELLS = """
SELECT COUNT(*) AS cells, COALESCE(SUM(COALESCE(g.max_score, t.max_score)), 0) AS points
FROM base_cell b
JOIN notebook n ON n.id = b.notebook_id
JOIN assignment a ON a.id = n.assignment_id
LEFT JOIN grade_cells g ON g.id = b.id
LEFT JOIN task_cells t ON t.id = b.id
WHERE a.name = :exam AND (g.id IS NOT NULL OR t.id IS NOT NULL)
"""

_EXAMS = """
SELECT DISTINCT a.name AS name
FROM base_cell b
JOIN notebook n ON n.id = b.notebook_id
JOIN assignment a ON a.id = n.assignment_id
LEFT JOIN grade_cells g ON g.id = b.id
LEFT JOIN task_cells t ON t.id = b.id
WHERE g.id IS NOT NULL OR t.id IS NOT NULL
"""

_PAPERS = """
WITH marks AS (
  SELECT sn.assignment_id AS paper, COUNT(*) AS cells, MAX(g.needs_manual_grade) AS waiting,
    SUM(CASE WHEN g.manual_score IS NULL AND g.auto_score IS NULL THEN 0
             ELSE COALESCE(g.manual_score, g.auto_score) + COALESCE(g.extra_credit, 0) END) AS marks
  FROM grade g JOIN submitted_notebook sn ON sn.id = g.notebook_id GROUP BY sn.assignment_id
), penalties AS (
  SELECT assignment_id AS paper, SUM(COALESCE(late_submission_penalty, 0)) AS penalty
  FROM submitted_notebook GROUP BY assignment_id
)
SELECT s.student_id AS student, COALESCE(m.cells, 0) AS cells, COALESCE(m.waiting, 1) AS waiting,
  COALESCE(m.marks, 0) AS marks, COALESCE(p.penalty, 0) AS penalty
FROM submitted_assignment s
JOIN assignment a ON a.id = s.assignment_id
LEFT JOIN marks m ON m.paper = s.id
LEFT JOIN penalties p ON p.paper = s.id
WHERE a.name = :exam ORDER BY s.student_id
"""


def read_results(gradebook: Path, exam: str) -> pd.DataFrame:
    """Read the papers of one exam.

    Returns:
        人员编号, 得分 (points; missing while 待评), 满分 (points), 状态 (已评定 | 待评). A paper is
        待评 while any cell needs manual grading or has no grade row yet.

    Raises:
        TableError: there is no gradebook, it cannot be read, or it does not know the exam.
    """
    cells, papers = _queried(gradebook, (_CELLS, _PAPERS), {"exam": exam})
    if not int(cells["cells"].iloc[0]):
        remedy = "请核对考试代号；只组了卷的考试请先发布"
        raise TableError(gradebook.name, "", "", f"成绩库里没有考试 {exam}", remedy)
    return _frame(papers, int(cells["cells"].iloc[0]), float(cells["points"].iloc[0]))


def exams_in(gradebook: Path) -> set[str]:
    """Return the exams with questions in the gradebook; none without a gradebook.

    Raises:
        TableError: the gradebook cannot be read.
    """
    if not gradebook.is_file():
        return set()
    (names,) = _queried(gradebook, (_EXAMS,), {})
    return {str(name) for name in names["name"]}


def _queried(
    gradebook: Path, queries: Sequence[str], given: Mapping[str, str]
) -> list[pd.DataFrame]:
    if not gradebook.is_file():
        raise TableError(gradebook.name, "", "", "找不到成绩库", "请先发布考试并阅卷")
    engine = _read_only(gradebook)
    try:
        with engine.connect() as connection:
            return [pd.read_sql(sa.text(q), connection, params=given) for q in queries]
    except (sa.exc.DatabaseError, pd.errors.DatabaseError):
        remedy = "请确认它是 nbgrader 的成绩库，没有损坏"
        raise TableError(gradebook.name, "", "", "无法读出成绩", remedy) from None
    finally:
        engine.dispose()


def _frame(papers: pd.DataFrame, cells: int, points: float) -> pd.DataFrame:
    final = (papers["waiting"] == 0) & (papers["cells"] == cells)
    marks = (papers["marks"] - papers["penalty"]).clip(lower=0).astype("float64").round(6)
    return pd.DataFrame(
        {
            PERSON_ID: papers["student"].astype("str"),
            SCORE: marks.where(final),
            FULL_MARKS: points,
            STATUS: final.map({True: GRADED, False: PENDING}).astype("str"),
        }
    )


def _read_only(gradebook: Path) -> sa.Engine:
    uri = f"{gradebook.resolve().as_uri()}?mode=ro"
    return sa.create_engine("sqlite://", creator=lambda: sqlite3.connect(uri, uri=True))

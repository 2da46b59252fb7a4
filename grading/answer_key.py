"""The answer key of an exam, read as literals from the gradebook nbgrader made at release."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, text

from exam_hall.contract import NOTEBOOK
from question_bank.marking import SlotKey
from question_bank.notebook import read_key

TEST_SUFFIX = "_test"


class GradingError(ValueError):
    """An exam cannot be graded at all; the message is Chinese and says what to do."""


@dataclass(frozen=True, slots=True)
class ObjectiveCell:
    """A slot marked by key. ``cell_id`` is the gradebook's id of its test cell."""

    grade_id: str
    cell_id: str
    key: SlotKey


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """Everything the gradebook knows of an exam's cells.

    ``essays`` and ``solutions`` map a cell's name to its id in the gradebook; essays are graded by
    hand, solutions are all cells a candidate fills in (essays among them).
    """

    assignment_id: str
    notebook_id: str
    objective: tuple[ObjectiveCell, ...]
    essays: Mapping[str, str]
    solutions: Mapping[str, str]


def read_answer_key(connection: Connection, exam: str) -> AnswerKey:
    """Read the key of an exam.

    Raises:
        GradingError: the exam is not in the gradebook, or a test cell's points and its key differ.
    """
    found = connection.execute(
        text(
            "select a.id, n.id from assignment a join notebook n on n.assignment_id = a.id "
            "where a.name = :exam and n.name = :notebook"
        ),
        {"exam": exam, "notebook": NOTEBOOK},
    ).one_or_none()
    if found is None:
        raise GradingError(f"成绩库里没有考试 {exam}：请先运行 xuefa exam release {exam}")
    assignment_id, notebook_id = found
    cells = connection.execute(
        text(
            "select b.name, b.id, g.cell_type, g.max_score, s.source from base_cell b "
            "join grade_cells g on g.id = b.id "
            "join source_cell s on s.notebook_id = b.notebook_id and s.name = b.name "
            "where b.notebook_id = :n order by b.name"
        ),
        {"n": notebook_id},
    ).all()
    solutions = connection.execute(
        text(
            "select b.name, b.id from base_cell b join solution_cells s on s.id = b.id "
            "where b.notebook_id = :n order by b.name"
        ),
        {"n": notebook_id},
    ).all()
    return AnswerKey(
        assignment_id,
        notebook_id,
        tuple(_objective(*row) for row in cells if row.cell_type == "code"),
        {row.name: row.id for row in cells if row.cell_type == "markdown"},
        {row.name: row.id for row in solutions},
    )


def _objective(name: str, cell_id: str, _type: str, points: float, source: str) -> ObjectiveCell:
    try:
        key = read_key(source)
    except ValueError as error:
        raise GradingError(f"成绩库中 {name}：{error}。请重新运行 xuefa exam release") from error
    if key.points != points:
        raise GradingError(f"{name} 的分值 {points:g} 与答案键的 {key.points:g} 不符，请重新发布")
    return ObjectiveCell(name.removesuffix(TEST_SUFFIX), cell_id, key)

"""Simulated markers enter points and comments for essays, as the formgrader would."""

import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from nbgrader.api import BaseCell, Comment, Grade, Gradebook, SubmittedAssignment, SubmittedNotebook
from sqlalchemy import select

from exam_hall.contract import HandIn, parse_hand_in
from question_bank.exam import Exam
from question_bank.release import COURSE_ID
from xuefa.demo.markers import Mark, mark_essay


def mark_essays(
    course: Path, exam: Exam, unmarked: Collection[str], told: Callable[[int, int], None]
) -> int:
    """Mark every essay that waits for a human, except those of the candidates in ``unmarked``.

    Returns:
        How many essays were marked.
    """
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", COURSE_ID) as gradebook:
        rows = [row for row in _waiting(gradebook, exam.name) if row[3] not in unmarked]
        for done, (grade, comment, cell, candidate) in enumerate(rows, start=1):
            hand_in = _read(course, exam.name, candidate)
            mark = _mark(exam, hand_in, cell)
            _enter(grade, comment, mark)
            told(done, len(rows))
        gradebook.db.commit()
    return len(rows)


def _enter(grade: Any, comment: Any, mark: Mark) -> None:
    grade.manual_score, grade.needs_manual_grade = mark.score, False
    comment.manual_comment = mark.comment


def _waiting(gradebook: Gradebook, exam: str) -> list[tuple[Grade, Comment, str, str]]:
    """Grade, comment, cell's name and candidate of every essay not yet marked, in order."""
    query: Any = (
        select(Grade, Comment, BaseCell.name, SubmittedAssignment.student_id)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id)
        .join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .join(_solution := BaseCell.__table__.alias(), _solution.c.name == BaseCell.name)
        .join(
            Comment,
            (Comment.notebook_id == Grade.notebook_id) & (Comment.cell_id == _solution.c.id),
        )
        .where(
            SubmittedAssignment.assignment_id == gradebook.find_assignment(exam).id,
            Grade.needs_manual_grade,
        )
        .order_by(SubmittedAssignment.student_id, BaseCell.name)
    )
    return [tuple(row) for row in gradebook.db.execute(query)]


def _read(course: Path, exam: str, candidate: str) -> HandIn:
    path = course / "submitted" / candidate / exam / "answers.json"
    return parse_hand_in(json.loads(path.read_bytes()))


def _mark(exam: Exam, hand_in: HandIn, cell: str) -> Mark:
    slot = next(slot for slot in exam.slots if slot.grade_id == cell)
    points = exam.form_item(hand_in.form, slot).item.marking_points
    text = hand_in.answers.get(cell, "")
    return mark_essay(str(text), [(point.text, point.points) for point in points])

"""What the hall hands in is graded like any other hand-in, by the batch and by stock nbgrader."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from exam_hall.opening import open_room
from exam_hall.requests import AnswerRequest
from exam_hall.room import ExamRoom
from grading.batch import grade_exam
from question_bank.allot import write_allotment
from question_bank.exam import Exam
from question_bank.release import run_nbgrader
from tests.exam_hall.conftest import Clock, make_sitting
from tests.support.graded_course import rows
from tests.support.hand_ins import hand_in, random_answers

PEOPLE = {f"P{n:05d}": "AB"[n % 2] for n in range(6)}
STOCK_CONFIG = """
from question_bank.release import configure
c = get_config()
configure(c)
"""


def answer_all(room: ExamRoom, candidate: str, answers: Mapping[str, Any]) -> None:
    """Answer in the order this candidate sees, clicking around a little first."""
    sent = 0
    for slot in room.paper(candidate).slots:
        final = answers.get(slot.grade_id)
        for value in (None, final):
            sent += 1
            fields = {"client": "page", "client_seq": sent, "attempt": 1, "value": value}
            body = json.dumps({**fields, "grade_id": slot.grade_id})
            room.answer(candidate, AnswerRequest.model_validate_json(body)).result()


@pytest.fixture
def courses(released_course: Path, exam: Exam, tmp_path: Path) -> tuple[Path, Path]:
    """Twice the same course and answers: through the hall, and written by hand."""
    halls = Path(shutil.copytree(released_course, tmp_path / "hall" / "course"))
    plain = Path(shutil.copytree(released_course, tmp_path / "plain" / "course"))
    for course in (halls, plain):
        write_allotment(course, exam.name, PEOPLE)
    sitting = make_sitting(halls, exam=exam.name)
    room = open_room(sitting, tmp_path / "home", clock=Clock())
    for n, (person, form) in enumerate(PEOPLE.items()):
        answers = random_answers(exam, form, n)
        room.start(person, "page").result()
        answer_all(room, person, answers)
        room.hand_in(person, 1).result()
        hand_in(plain, exam.name, person, form, answers)
    assert room.deliver_all() == (len(PEOPLE), [])
    room.close()
    return halls, plain


def test_the_batch_grades_it_like_a_hand_in_written_by_hand(
    courses: tuple[Path, Path], exam: Exam
) -> None:
    halls, plain = courses
    for course in courses:
        outcome = grade_exam(course, exam.name)
        assert (outcome.graded, outcome.refused) == (len(PEOPLE), ())
    assert rows(halls) == rows(plain)
    assert len(rows(halls)) == len(PEOPLE) * len(exam.slots)
    for person in PEOPLE:
        one, other = (course / "submitted" / person / exam.name for course in courses)
        assert (one / "exam.ipynb").read_bytes() == (other / "exam.ipynb").read_bytes()


@pytest.mark.slow
def test_stock_nbgrader_grades_it_the_same(courses: tuple[Path, Path], exam: Exam) -> None:
    halls, _ = courses
    for person in list(PEOPLE)[2:]:
        shutil.rmtree(halls / "submitted" / person)
    stock = Path(shutil.copytree(halls, halls.with_name("stock")))
    (stock / "nbgrader_config.py").write_text(STOCK_CONFIG, "utf-8")
    grade_exam(halls, exam.name)
    run_nbgrader(stock, "autograde", exam.name)
    assert rows(halls) == rows(stock)
    assert len(rows(halls)) == 2 * len(exam.slots)

"""The published pages are those nbgrader would make."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest

from grading import publish_pages
from grading.batch import grade_exam
from grading.publish_pages import render_pages
from grading.publish_stock import take_stock
from question_bank.exam import Exam
from question_bank.release import run_nbgrader
from tests.support.graded_course import GOOD, mark_essay
from tests.support.hand_ins import hand_in
from tests.support.published_course import make_final, mark_essays, set_score

ODD = {"q20": "<script>alert(1)</script>\n\n**要点** $x$", "q21": "&lt;b&gt;"}


@pytest.mark.slow
def test_pages_are_byte_for_byte_those_of_nbgrader(course: Path, exam: Exam) -> None:
    hand_in(course, exam.name, "P1", "A", GOOD | ODD)
    hand_in(course, exam.name, "P2", "B", GOOD | ODD | {"q17": ["", "30"]})
    grade_exam(course, exam.name)
    mark_essays(course)
    mark_essay(course, exam, "P2")
    set_score(course, "P2", "q04_test", 0.5)
    stock = take_stock(course, exam.name)
    run_nbgrader(course, "generate_feedback", exam.name)
    for paper, page in render_pages(stock.job, stock.final):
        folder = course / "feedback" / paper.response.candidate / exam.name
        assert page == (folder / "exam.html").read_bytes()
        assert b"<script" not in page


def test_a_blank_essay_is_called_unanswered_without_nbgraders_english(
    course: Path, exam: Exam
) -> None:
    hand_in(course, exam.name, "P1", "A", {"q01": True})
    grade_exam(course, exam.name)
    stock = take_stock(course, exam.name)
    ((_, page),) = render_pages(stock.job, stock.final)
    assert "No response" not in page.decode()
    assert page.decode().count("（未作答）") == len(exam.slots) - 1


def test_processes_give_the_same_pages_in_the_same_order(
    course: Path, exam: Exam, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_final(course, exam, 3)
    stock = take_stock(course, exam.name)
    alone = list(render_pages(stock.job, stock.final))
    monkeypatch.setattr(publish_pages, "CHUNK", 2)
    with ProcessPoolExecutor(2) as executor:
        assert list(render_pages(stock.job, stock.final, executor)) == alone
    assert list(render_pages(stock.job, stock.final)) == alone
    assert [paper.response.candidate for paper, _ in alone] == ["P00000", "P00001", "P00002"]

"""Taking stock: a paper is final only if grading it now would say the same."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grading.answer_key import GradingError
from grading.batch import grade_exam
from grading.publish_stock import Stock, take_stock
from grading.results import read_results
from question_bank.exam import Exam
from question_bank.release import release
from tests.support.graded_course import GOOD, files
from tests.support.hand_ins import hand_in
from tests.support.published_course import make_final, mark_essays


def groups(stock: Stock) -> dict[str, list[str]]:
    final = [paper.response.candidate for paper in stock.final]
    others = {n: list(getattr(stock, n)) for n in ("unmarked", "stale", "set_aside", "voided")}
    return {name: people for name, people in {"final": final, **others}.items() if people}


def test_everybody_is_in_one_group(course: Path, exam: Exam) -> None:
    make_final(course, exam, 4)
    (course / "submitted" / "P00001" / exam.name / "answers.json").write_bytes(b"{")
    hand_in(course, exam.name, "P00002", "A", {"q01": True})
    hand_in(course, exam.name, "P9", "A", GOOD)
    assert groups(take_stock(course, exam.name, {"P00003", "P8"})) == {
        "final": ["P00000"],
        "stale": ["P00002", "P9"],
        "set_aside": ["P00001"],
        "voided": ["P00003"],
    }


def test_scores_are_nbgraders_with_extra_credit_and_penalty(course: Path, exam: Exam) -> None:
    first, second = make_final(course, exam)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.find_grade("q01_test", "exam", exam.name, first).extra_credit = 0.5
        book.find_grade("q04_test", "exam", exam.name, first).manual_score = 0.25
        book.find_submission_notebook("exam", exam.name, first).late_submission_penalty = 1.0
        book.find_submission_notebook("exam", exam.name, second).late_submission_penalty = 500.0
        book.db.commit()
    papers = {p.response.candidate: p.score for p in take_stock(course, exam.name).final}
    rows = read_results(course / "gradebook.db", exam.name)
    assert papers == dict(zip(rows["人员编号"], rows["得分"], strict=True))
    assert papers[second] == 0


def test_taking_stock_writes_nothing(course: Path, exam: Exam) -> None:
    make_final(course, exam)
    before = files(course)
    take_stock(course, exam.name)
    assert files(course) == before


def test_another_essay_than_the_one_marked_makes_a_paper_stale(course: Path, exam: Exam) -> None:
    hand_in(course, exam.name, "P1", "A", GOOD)
    grade_exam(course, exam.name)
    mark_essays(course)
    assert groups(take_stock(course, exam.name)) == {"final": ["P1"]}
    hand_in(course, exam.name, "P1", "A", {**GOOD, "q20": "不必告知。"})
    assert groups(take_stock(course, exam.name)) == {"stale": ["P1"]}
    (course / "exams" / exam.name / "graded.json").unlink()
    assert groups(take_stock(course, exam.name)) == {"final": ["P1"]}


def test_a_mended_key_makes_the_papers_stale_until_they_are_graded_again(
    course: Path, exam: Exam
) -> None:
    hand_in(course, exam.name, "P1", "A", {"q01": True})
    grade_exam(course, exam.name)
    first = exam.forms["A"][0]
    item = first.item.model_copy(update={"answer": not first.item.answer})
    forms = {**exam.forms, "A": (first.model_copy(update={"item": item}), *exam.forms["A"][1:])}
    release(course, exam.model_copy(update={"forms": forms}))
    assert groups(take_stock(course, exam.name)) == {"stale": ["P1"]}
    grade_exam(course, exam.name)
    assert groups(take_stock(course, exam.name)) == {"final": ["P1"]}


@pytest.mark.parametrize(
    "damage",
    [
        "update grade set auto_score = null where id = (select min(id) from grade)",
        "delete from grade where id = (select min(id) from grade)",
        "delete from grade",
        "update grade set auto_score = auto_score + 1 where auto_score is not null",
    ],
)
def test_a_gradebook_that_says_otherwise_makes_a_paper_stale(
    course: Path, exam: Exam, damage: str
) -> None:
    hand_in(course, exam.name, "P1", "A", {"q01": True})
    grade_exam(course, exam.name)
    with sqlite3.connect(course / "gradebook.db") as connection:
        connection.execute(damage)
    assert groups(take_stock(course, exam.name)) == {"stale": ["P1"]}


def test_a_cell_a_marker_wants_to_see_again_is_waited_for(course: Path, exam: Exam) -> None:
    hand_in(course, exam.name, "P1", "A", {"q01": True})
    grade_exam(course, exam.name)
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}") as book:
        book.find_grade("q17_test", "exam", exam.name, "P1").needs_manual_grade = True
        book.db.commit()
    stock = take_stock(course, exam.name)
    assert (groups(stock), stock.waiting) == ({"unmarked": ["P1"]}, {"q17": 1})


def test_damaged_files_are_named(course: Path, exam: Exam) -> None:
    digests = course / "exams" / exam.name / "graded.json"
    digests.write_text("[1]", "utf-8")
    with pytest.raises(GradingError, match=r"graded\.json 损坏：请删除它"):
        take_stock(course, exam.name)
    digests.unlink()
    aside = course / "set_aside" / f"{exam.name}.csv"
    aside.parent.mkdir()
    aside.write_text("编号\nP1\n", "utf-8")
    with pytest.raises(GradingError, match=r"set_aside/every-kind\.csv 读不出来"):
        take_stock(course, exam.name)
    aside.write_bytes("人员编号".encode("gbk"))
    with pytest.raises(GradingError, match=r"set_aside/every-kind\.csv 读不出来"):
        take_stock(course, exam.name)

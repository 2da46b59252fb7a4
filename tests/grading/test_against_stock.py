"""Stock nbgrader, which runs a kernel, is the oracle of the kernel-free batch."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from grading.batch import grade_exam
from question_bank.exam import Exam
from question_bank.release import run_nbgrader
from tests.support.hand_ins import hand_in, random_answers

STOCK_CONFIG = """
from question_bank.release import configure
c = get_config()
configure(c)
"""
ROWS = """
select s.student_id, b.name, g.auto_score, g.manual_score, g.needs_manual_grade
from grade g join submitted_notebook n on n.id = g.notebook_id
join submitted_assignment s on s.id = n.assignment_id
join base_cell b on b.id = g.cell_id order by 1, 2
"""
COMMENTS = """
select s.student_id, b.name, c.auto_comment
from comment c join submitted_notebook n on n.id = c.notebook_id
join submitted_assignment s on s.id = n.assignment_id
join base_cell b on b.id = c.cell_id where b.name != 'form' order by 1, 2
"""


def rows(course: Path, query: str) -> list[tuple[object, ...]]:
    with sqlite3.connect(course / "gradebook.db") as connection:
        return connection.execute(query).fetchall()


def stock_copy(course: Path) -> Path:
    """The same course without our preprocessors."""
    copy = Path(shutil.copytree(course, course.with_name("stock")))
    (copy / "nbgrader_config.py").write_text(STOCK_CONFIG, "utf-8")
    return copy


def fill_in_by_hand(course: Path, exam: Exam, candidate: str) -> None:
    """A candidate types answers into the released notebook and saves it in plain Jupyter."""
    notebook = json.loads((course / "release" / exam.name / "exam.ipynb").read_text("utf-8"))
    typed = {"true_false": "True", "single": '"B"', "multiple": '["a", "C"]', "fill": '["15", 30]'}
    kinds = {slot.grade_id: slot.kind for slot in exam.slots}
    for cell in notebook["cells"]:
        name = cell["metadata"]["nbgrader"]["grade_id"]
        if kinds.get(name) in typed:
            cell["source"] = f"{name} = {typed[kinds[name]]}  # 我的答案"
        elif kinds.get(name) == "short":
            cell["source"] = "应当先告知，再决定。"
    folder = course / "submitted" / candidate / exam.name
    folder.mkdir(parents=True)
    (folder / "exam.ipynb").write_text(json.dumps(notebook), "utf-8")


@pytest.mark.slow
def test_every_grade_row_is_the_one_stock_autograde_writes(course: Path, exam: Exam) -> None:
    for number in range(11):
        form = "AB"[number % 2]
        hand_in(course, exam.name, f"P{number:05d}", form, random_answers(exam, form, number))
    hand_in(course, exam.name, "P00011", "B", {})
    fill_in_by_hand(course, exam, "P00012")
    stock = stock_copy(course)

    outcome = grade_exam(course, exam.name)
    run_nbgrader(stock, "autograde", exam.name)

    assert outcome.graded == 13
    assert not outcome.refused
    assert len(rows(course, ROWS)) == 13 * len(exam.slots)
    assert rows(course, ROWS) == rows(stock, ROWS)
    assert rows(course, COMMENTS) == rows(stock, COMMENTS)


@pytest.mark.slow
def test_redefining_the_marking_function_gains_nothing_without_a_kernel(
    course: Path, exam: Exam
) -> None:
    folder = course / "submitted" / "P00001" / exam.name
    folder.mkdir(parents=True)
    notebook = json.loads((course / "release" / exam.name / "exam.ipynb").read_text("utf-8"))
    for cell in notebook["cells"]:
        if cell["metadata"]["nbgrader"]["grade_id"] == "q01":
            cell["source"] = (
                "import question_bank.marking as m\nm.mark_cell = lambda r, f, key: key['points']"
            )
    (folder / "exam.ipynb").write_text(json.dumps(notebook), "utf-8")
    stock = stock_copy(course)

    outcome = grade_exam(course, exam.name)
    run_nbgrader(stock, "autograde", exam.name)

    fooled = sum(row[2] or 0 for row in rows(stock, ROWS))
    assert fooled >= exam.blueprint.points - 15, (
        "the cheat no longer fools stock nbgrader: the test has lost its point"
    )
    assert outcome.graded == 0
    assert "第 1 题" in outcome.refused[0].reason
    assert rows(course, ROWS) == []


@pytest.mark.slow
def test_a_cheat_beside_a_plain_hand_in_gains_nothing(course: Path, exam: Exam) -> None:
    folder = hand_in(course, exam.name, "P00001", "A", {"q01": True})
    notebook = json.loads((folder / "exam.ipynb").read_text("utf-8"))
    cheat = {"cell_type": "code", "id": "cheat", "metadata": {}, "outputs": []}
    cheat |= {"execution_count": None, "source": "import question_bank.marking as m"}
    notebook["cells"].insert(1, cheat)
    (folder / "exam.ipynb").write_text(json.dumps(notebook), "utf-8")

    grade_exam(course, exam.name)

    scores = [row[2] for row in rows(course, ROWS) if row[1] != "q01_test"]
    assert sum(score or 0 for score in scores) == 0

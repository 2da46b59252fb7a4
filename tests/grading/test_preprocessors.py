"""``nbgrader autograde`` with our preprocessors gives what the batch gives."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path
from typing import Any

import nbformat
import pytest
from traitlets.config import Config

from grading.batch import grade_exam
from grading.intake import SetAsideError
from grading.preprocessors import AUTOGRADE, MarkWithoutKernel, configure
from question_bank.exam import Exam, ExamError
from question_bank.release import run_nbgrader
from tests.support.hand_ins import hand_in, random_answers

GRADES = """
select s.student_id, b.name, g.auto_score, g.manual_score, g.needs_manual_grade
from grade g join submitted_notebook n on n.id = g.notebook_id
join submitted_assignment s on s.id = n.assignment_id
join base_cell b on b.id = g.cell_id order by 1, 2
"""
COMMENTS = """
select s.student_id, b.name, c.auto_comment, c.manual_comment
from comment c join submitted_notebook n on n.id = c.notebook_id
join submitted_assignment s on s.id = n.assignment_id
join base_cell b on b.id = c.cell_id order by 1, 2
"""
TIMES = "select student_id, timestamp from submitted_assignment order by 1"


def rows(course: Path, query: str) -> list[tuple[Any, ...]]:
    with sqlite3.connect(course / "gradebook.db") as connection:
        return connection.execute(query).fetchall()


def shown(course: Path, exam: Exam, candidate: str) -> list[tuple[Any, ...]]:
    """What the autograded notebook shows, cell by cell."""
    path = course / "autograded" / candidate / exam.name / "exam.ipynb"
    notebook = nbformat.reads(path.read_text("utf-8"), 4)  # type: ignore[no-untyped-call]
    return [
        (
            cell.metadata.nbgrader.grade_id,
            cell.cell_type,
            cell.source,
            json.dumps([output.data for output in cell.get("outputs", [])]),
        )
        for cell in notebook.cells
    ]


def preprocess(course: Path, exam: Exam, candidate: str) -> Any:
    resources = {
        "nbgrader": {
            "assignment": exam.name,
            "student": candidate,
            "notebook": "exam",
            "db_url": f"sqlite:///{course / 'gradebook.db'}",
        }
    }
    notebook, _ = MarkWithoutKernel().preprocess(nbformat.v4.new_notebook(), resources)  # type: ignore[no-untyped-call]
    return notebook


@pytest.mark.slow
def test_autograding_one_student_gives_the_batchs_rows_and_notebook(
    course: Path, exam: Exam
) -> None:
    answers = random_answers(exam, "A", 5) | {"q20": "</pre><script>x</script>$a$", "q05": []}
    hand_in(course, exam.name, "P1", "A", answers)
    other = Path(shutil.copytree(course, course.with_name("other")))

    grade_exam(course, exam.name)
    run_nbgrader(other, "autograde", exam.name, "--student", "P1")

    assert len(rows(course, GRADES)) == len(exam.slots)
    assert rows(course, GRADES) == rows(other, GRADES)
    assert rows(course, COMMENTS) == rows(other, COMMENTS)
    assert rows(course, TIMES) == rows(other, TIMES)
    assert shown(course, exam, "P1") == shown(other, exam, "P1")
    folder = Path("autograded", "P1", exam.name)
    names = {path.name for path in (other / folder).iterdir()}
    papers = {"paper-A.json", "paper-B.json"}  # nbgrader copies what was released beside
    assert names - papers == {path.name for path in (course / folder).iterdir()}


@pytest.mark.slow
def test_autograding_a_hand_in_the_batch_sets_aside_fails_and_records_no_score(
    course: Path, exam: Exam
) -> None:
    folder = hand_in(course, exam.name, "P1", "A", {"q01": True})
    (folder / "answers.json").write_bytes(b"{")

    with pytest.raises(ExamError, match="autograde 没有成功"):
        run_nbgrader(course, "autograde", exam.name, "--student", "P1")

    assert [row for row in rows(course, GRADES) if row[2]] == []
    assert not (course / "autograded" / "P1" / exam.name / "exam.ipynb").exists()


def test_the_preprocessor_renders_the_batchs_notebook(course: Path, exam: Exam) -> None:
    for n, form in enumerate("AB"):
        hand_in(course, exam.name, f"P{n}", form, random_answers(exam, form, n))
    grade_exam(course, exam.name)

    for candidate in ("P0", "P1"):
        path = course / "autograded" / candidate / exam.name / "exam.ipynb"
        rendered = preprocess(course, exam, candidate)
        nbformat.validate(rendered)  # type: ignore[no-untyped-call]
        assert rendered == nbformat.from_dict(json.loads(path.read_text("utf-8")))  # type: ignore[no-untyped-call]


def test_the_preprocessor_refuses_what_the_batch_sets_aside(course: Path, exam: Exam) -> None:
    folder = hand_in(course, exam.name, "P1", "A", {"q01": True})
    (folder / "answers.json").write_bytes(b"[]")

    with pytest.raises(SetAsideError, match=r"answers\.json：.*不是一个对象"):
        preprocess(course, exam, "P1")


def test_no_step_of_autograding_starts_a_kernel() -> None:
    config = Config()

    configure(config)

    assert config.Autograde.autograde_preprocessors == AUTOGRADE
    assert AUTOGRADE[0] == "grading.preprocessors.MarkWithoutKernel"
    assert not any("Execute" in name for name in AUTOGRADE)

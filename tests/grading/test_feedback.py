"""The page an official reads after publication."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from nbformat import NotebookNode

from grading.batch import grade_exam
from grading.feedback import UNANSWERED, arrange
from grading.job import RUBRIC
from question_bank.exam import Exam
from question_bank.release import run_nbgrader
from tests.support.hand_ins import hand_in


def cell(name: str, source: str, **meta: Any) -> NotebookNode:
    marks = {"grade_id": name, **meta}
    return NotebookNode(metadata=NotebookNode(nbgrader=NotebookNode(marks)), source=source)


def test_the_cells_of_a_slot_become_one_entry_with_key_and_score() -> None:
    note = "# 标准答案：B（本题 1 分）\n# 依据：《宪法》第 1 条\n# 解析：前半句\n# 后半句"
    cells = [
        cell("section1", "## 一、单项选择题"),
        cell("q01_question", "**1.** 题干"),
        cell("q01", "# 作答：A", solution=True),
        cell("q01_test", note, grade=True, score=0.0, points=1.0),
    ]
    heading, entry = arrange(cells)
    assert heading.heading == "## 一、单项选择题"
    assert (entry.question, entry.answer, entry.score, entry.points) == ("**1.** 题干", "A", 0, 1)
    assert entry.notes[1:] == ("依据：《宪法》第 1 条", "解析：前半句后半句")


def test_a_blank_answer_is_called_unanswered_and_marking_points_follow_the_answer() -> None:
    cells = [
        cell("q01_question", "**1.** 题干"),
        cell("q01", "q01 = None", solution=True),
        cell("q01_test", "# 标准答案：A", grade=True, score=0.0, points=1.0),
        cell("q02_question", f"**2.** 案例{RUBRIC}\n\n- 5 分：要点"),
        cell("q02", "（请在此处作答）", grade=True, solution=True, score=None, points=5.0),
    ]
    objective, essay = arrange(cells)
    assert objective.answer == UNANSWERED
    assert essay.essay == UNANSWERED
    assert essay.question == "**2.** 案例"
    assert "要点" in essay.rubric
    assert essay.score is None


@pytest.mark.slow
def test_the_page_is_chinese_complete_and_says_what_still_waits_for_a_marker(
    course: Path, exam: Exam
) -> None:
    essay = next(slot for slot in exam.slots if slot.is_essay)
    hand_in(course, exam.name, "P00001", "B", {"q01": True, essay.grade_id: "应当告知。"})
    grade_exam(course, exam.name)
    run_nbgrader(course, "generate_feedback", exam.name)
    page = (course / "feedback" / "P00001" / exam.name / "exam.html").read_text("utf-8")
    assert page.count("<article>") == len(exam.slots)
    assert page.count("待评</span>") == 1
    assert "以上不是最后得分" in page
    assert exam.form_item("B", essay).item.marking_points[0].text in page
    visible = re.sub(r"(?s)<(style|head).*?</\\1>|<[^>]*>", " ", page)
    assert not re.search(r"Score|Comment|Student|cell", visible)
    assert "<script" not in page
    assert not re.search(r"https?:", page)

    with sqlite3.connect(course / "gradebook.db") as connection:
        connection.execute(
            "update grade set manual_score = 4, needs_manual_grade = 0 where needs_manual_grade"
        )
    run_nbgrader(course, "generate_feedback", exam.name, "--force")
    page = (course / "feedback" / "P00001" / exam.name / "exam.html").read_text("utf-8")
    assert "待评" not in page

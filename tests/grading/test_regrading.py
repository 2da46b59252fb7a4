"""Grading again: what markers entered stays, what no longer holds is withdrawn."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grading.answer_key import GradingError
from grading.batch import grade_exam
from question_bank.exam import Exam
from question_bank.release import release
from tests.support.graded_course import GOOD, essay, mark_essay, rows, total
from tests.support.hand_ins import hand_in


def test_papers_whose_essays_are_marked_no_longer_count_as_unmarked(
    course: Path, exam: Exam
) -> None:
    hand_in(course, exam.name, "P1", "A", GOOD)
    hand_in(course, exam.name, "P2", "A", GOOD)
    assert grade_exam(course, exam.name).unmarked == 2
    mark_essay(course, exam, "P1")

    assert grade_exam(course, exam.name).unmarked == 1


def test_a_marked_essay_stays_marked_until_the_answers_change(course: Path, exam: Exam) -> None:
    hand_in(course, exam.name, "P1", "A", GOOD)
    grade_exam(course, exam.name)
    mark_essay(course, exam, "P1")

    grade_exam(course, exam.name)
    assert essay(course, exam, "P1") == (4.0, False, "好")

    hand_in(course, exam.name, "P1", "A", GOOD | {"q20": "不必告知。"})
    grade_exam(course, exam.name)
    assert essay(course, exam, "P1") == (4.0, True, "好")


def test_a_paper_that_became_bad_keeps_no_stale_grade_and_recovers_when_mended(
    course: Path, exam: Exam
) -> None:
    folder = hand_in(course, exam.name, "P1", "A", GOOD)
    hand_in(course, exam.name, "P2", "A", GOOD)
    grade_exam(course, exam.name)
    mark_essay(course, exam, "P1")
    before = total(course, "P1")
    good = (folder / "answers.json").read_bytes()

    (folder / "answers.json").write_bytes(good[:-20])
    outcome = grade_exam(course, exam.name)

    assert outcome.graded == 1
    assert "原有的机器评分已撤下，人工评分保留" in outcome.refused[0].reason
    assert {row[2:] for row in rows(course) if row[0] == "P1" and row[1] != "q20"} == {
        (None, None, 1)
    }
    assert essay(course, exam, "P1") == (4.0, True, "好")
    assert total(course, "P2") == before
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "xuefa") as api:
        assert api.find_submission_notebook("exam", exam.name, "P1").flagged

    (folder / "answers.json").write_bytes(good)
    assert grade_exam(course, exam.name).refused == ()
    assert total(course, "P1") == before > 0
    assert essay(course, exam, "P1") == (4.0, True, "好")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "xuefa") as api:
        assert not api.find_submission_notebook("exam", exam.name, "P1").flagged


def test_a_paper_refused_from_the_start_is_not_said_to_be_withdrawn(
    course: Path, exam: Exam
) -> None:
    folder = hand_in(course, exam.name, "P1", "A", GOOD)
    (folder / "exam.ipynb").write_bytes(b"{}")

    assert "撤下" not in grade_exam(course, exam.name).refused[0].reason


def test_without_its_memory_of_answers_the_batch_asks_markers_to_look_again(
    course: Path, exam: Exam
) -> None:
    hand_in(course, exam.name, "P1", "A", GOOD)
    grade_exam(course, exam.name)
    mark_essay(course, exam, "P1")
    (course / "exams" / exam.name / "graded.json").unlink()

    grade_exam(course, exam.name)

    assert essay(course, exam, "P1") == (4.0, True, "好")


@pytest.mark.parametrize("content", [b'{"P1": ', b"[1]", b"7", b"\xff"])
def test_a_broken_memory_is_named(course: Path, exam: Exam, content: bytes) -> None:
    (course / "exams" / exam.name / "graded.json").write_bytes(content)

    with pytest.raises(GradingError, match=r"graded\.json 损坏：删除它"):
        grade_exam(course, exam.name)


@pytest.mark.slow
def test_a_key_corrected_and_released_anew_gives_new_scores_and_keeps_manual_ones(
    course: Path, exam: Exam
) -> None:
    slot = exam.slots[0]
    old = bool(exam.form_item("A", slot).key())
    hand_in(course, exam.name, "P1", "A", {"q01": old, "q20": "应当告知。"})
    hand_in(course, exam.name, "P2", "A", {"q01": not old})
    grade_exam(course, exam.name)
    mark_essay(course, exam, "P1")
    assert (total(course, "P1"), total(course, "P2")) == (1.0, 0.0)

    release(course, corrected(exam))
    outcome = grade_exam(course, exam.name)

    assert outcome.refused == ()
    assert (total(course, "P1"), total(course, "P2")) == (0.0, 1.0)
    assert essay(course, exam, "P1") == (4.0, False, "好")
    shown = json.loads((course / "autograded" / "P2" / exam.name / "exam.ipynb").read_text("utf-8"))
    note = next(c for c in shown["cells"] if c["id"] == "q01_test")["source"]
    assert "".join(note).startswith(f"# 标准答案：{'错误' if old else '正确'}")


def corrected(exam: Exam) -> Exam:
    """The exam with the key of form A's first question the other way round."""
    first, *others = exam.forms["A"]
    item = first.item.model_copy(
        update={"answer": not first.item.answer, "checked": dt.date(2026, 9, 20)}
    )
    changed = (first.model_copy(update={"item": item}), *others)
    return exam.model_copy(update={"forms": {**exam.forms, "A": changed}})

"""Gathering a job from a course folder: files that do not fit together are named."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from grading.answer_key import GradingError
from grading.job import mark_candidates
from question_bank.exam import Exam
from tests.support.graded_course import make_job
from tests.support.hand_ins import hand_in


def test_an_exam_without_its_record_is_refused(course: Path, exam: Exam) -> None:
    shutil.rmtree(course / "exams")

    with pytest.raises(GradingError, match="没有考试 every-kind：请先运行 xuefa exam assemble"):
        make_job(course, exam)


@pytest.mark.parametrize("name", ["exam.ipynb", "paper-B.json"])
def test_a_release_with_a_file_missing_is_refused(course: Path, exam: Exam, name: str) -> None:
    (course / "release" / exam.name / name).unlink()

    with pytest.raises(GradingError, match="release/every-kind 不完整：请重新运行"):
        make_job(course, exam)


@pytest.mark.parametrize("name", ["exam.ipynb", "paper-B.json"])
def test_a_release_with_a_broken_file_is_refused(course: Path, exam: Exam, name: str) -> None:
    (course / "release" / exam.name / name).write_text('{"a": ', "utf-8")

    with pytest.raises(GradingError, match=r"不完整|不合格式"):
        make_job(course, exam)


def test_a_key_that_lacks_a_slot_of_the_record_is_refused(course: Path, exam: Exam) -> None:
    with sqlite3.connect(course / "gradebook.db") as connection:
        connection.execute("delete from base_cell where name = 'q03_test'")

    with pytest.raises(GradingError, match="答案键与考试记录不符：请重新运行 xuefa exam release"):
        make_job(course, exam)


@pytest.mark.parametrize(
    "content", ["人员编号,试卷\n张三,A".encode("gbk"), b"id,form\nP1,A\n"], ids=["gbk", "heading"]
)
def test_an_allotment_that_cannot_be_read_is_refused(
    course: Path, exam: Exam, content: bytes
) -> None:
    (course / "exams" / exam.name / "allotment.csv").write_bytes(content)

    with pytest.raises(GradingError, match=r"allotment\.csv 读不出来：须为 UTF-8"):
        make_job(course, exam)


def test_the_allotment_is_obeyed(course: Path, exam: Exam) -> None:
    (course / "exams" / exam.name / "allotment.csv").write_text(
        "人员编号,试卷\nP1,A\nP2,B\n", "utf-8-sig"
    )
    for candidate in ("P1", "P2", "P3"):
        hand_in(course, exam.name, candidate, "B", {"q01": True})

    graded, refused = mark_candidates(make_job(course, exam), ["P1", "P2", "P3"])

    assert [paper.candidate for paper, _ in graded] == ["P2"]
    assert [(r.candidate, r.file, r.reason) for r in refused] == [
        ("P1", "answers.json", "答的是 B 卷，安排的是 A 卷"),
        ("P3", "answers.json", "人员编号不在分配名单中：核对编号，或补充分配后再评"),
    ]


def test_the_allotment_knows_a_number_in_any_width_and_case(course: Path, exam: Exam) -> None:
    (course / "exams" / exam.name / "allotment.csv").write_text(
        "人员编号,试卷\nＰ００1,B\n", "utf-8-sig"
    )
    hand_in(course, exam.name, "p001", "B", {"q01": True})

    graded, refused = mark_candidates(make_job(course, exam), ["p001"])

    assert ([paper.candidate for paper, _ in graded], refused) == (["p001"], [])

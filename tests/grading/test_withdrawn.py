"""Papers whose hand-in went away or cannot be written: withdrawn, listed, and still counted."""

from __future__ import annotations

import csv
import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from grading.answer_key import GradingError
from grading.attendance_matching import Directory
from grading.batch import grade_exam
from grading.results import GRADED, PENDING
from grading.scores import UNGRADABLE, score_exam
from grading.tally_sources import read_exam, read_policies
from question_bank.exam import Exam
from tests.support.graded_course import GOOD, essay, files, listed, mark_essay, rows, sit, total
from tests.support.hand_ins import hand_in
from tests.support.tally_office import PEOPLE, people_frame


def give_feedback(course: Path, exam: Exam, candidate: str, text: str = "<p>得分</p>") -> Path:
    page = course / "feedback" / candidate / exam.name / "exam.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text, "utf-8")
    return page


def test_a_paper_whose_folder_is_gone_is_withdrawn_and_listed(course: Path, exam: Exam) -> None:
    people = sit(course, exam, 3)
    grade_exam(course, exam.name)
    mark_essay(course, exam, people[1])
    kept = total(course, people[0])
    away = course / "submitted" / people[1]
    away.rename(course / "elsewhere")

    outcome = grade_exam(course, exam.name)

    assert (outcome.graded, len(outcome.refused)) == (2, 1)
    (_, line) = listed(course, exam)
    assert line[:2] == [people[1], exam.name]
    assert line[2].startswith("答卷文件夹不见了")
    assert line[2].endswith("原有的机器评分已撤下，人工评分保留")
    assert (total(course, people[0]), total(course, people[1])) == (kept, 0)
    assert {row[4] for row in rows(course) if row[0] == people[1]} == {1}
    assert essay(course, exam, people[1]) == (4.0, True, "好")
    assert grade_exam(course, exam.name).refused == outcome.refused

    (course / "elsewhere").rename(away)
    assert grade_exam(course, exam.name).refused == ()
    assert total(course, people[1]) > 0


@pytest.mark.parametrize("how", ["gone", "bad"])
def test_a_withdrawn_papers_pages_are_moved_and_none_is_lost(
    course: Path, exam: Exam, how: str
) -> None:
    hand_in(course, exam.name, "P2", "A", GOOD)
    other = give_feedback(course, exam, "P2")
    for _ in range(2):
        folder = hand_in(course, exam.name, "P1", "A", GOOD)
        grade_exam(course, exam.name)
        give_feedback(course, exam, "P1")
        made = files(course / "autograded" / "P1")
        if how == "gone":
            shutil.rmtree(folder)
        else:
            (folder / "answers.json").write_bytes(b"{")
        grade_exam(course, exam.name)

    assert not (course / "autograded" / "P1" / exam.name).exists()
    assert not (course / "feedback" / "P1" / exam.name).exists()
    kept = course / "set_aside" / exam.name / "withdrawn" / "P1"
    names = ["autograded", "autograded-2", "feedback", "feedback-2"]
    assert sorted(path.name for path in kept.iterdir()) == names
    moved = files(kept / "autograded")
    assert moved == {Path(name).name: content for name, content in made.items()}
    assert (kept / "feedback" / "exam.html").read_text("utf-8") == "<p>得分</p>"
    assert other.is_file()
    assert (course / "autograded" / "P2" / exam.name / "exam.ipynb").is_file()


def test_pages_that_cannot_be_moved_are_said_to_be_there_still(course: Path, exam: Exam) -> None:
    folder = hand_in(course, exam.name, "P1", "A", GOOD)
    grade_exam(course, exam.name)
    (folder / "answers.json").write_bytes(b"{")
    (course / "set_aside" / exam.name).write_text("不是文件夹", "utf-8")

    outcome = grade_exam(course, exam.name)

    assert "旧的评阅页面没能移走" in outcome.refused[0].reason
    assert "旧的评阅页面没能移走" in listed(course, exam)[1][2]


def test_a_place_that_cannot_be_written_stops_only_its_own_paper(course: Path, exam: Exam) -> None:
    people = sit(course, exam, 3)
    (course / "autograded").mkdir()
    (course / "autograded" / people[1]).write_text("不是文件夹", "utf-8")

    outcome = grade_exam(course, exam.name)

    assert outcome.graded == 2
    assert {row[0] for row in rows(course)} == {people[0], people[2]}
    ((who, _, reason),) = listed(course, exam)[1:]
    assert who == people[1]
    assert "写不进 autograded" in reason


def test_a_paper_withdrawn_for_want_of_its_folder_keeps_the_tallys_sums(
    course: Path, exam: Exam, tmp_path: Path
) -> None:
    ids = [person[0] for person in PEOPLE]
    for person in ids[:3]:
        hand_in(course, exam.name, person, "A", GOOD | {"q20": "", "q21": ""})
    grade_exam(course, exam.name)
    shutil.rmtree(course / "submitted" / ids[1])
    outcome = grade_exam(course, exam.name)
    path = tmp_path / "records" / "registered" / f"{exam.name}.csv"
    path.parent.mkdir(parents=True)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([["人员编号"], *([person] for person in ids[:5])])

    (policy,) = read_policies(course, [exam.name])
    found = read_exam(course, tmp_path / "records", policy, Directory(people_frame()))
    scores = score_exam(policy, found.records, people_frame())

    one = scores.overall
    assert (one["报名"], one["参考"], one["缺考"]) == (5, 3, 2)
    assert (one[GRADED], one[PENDING], one[UNGRADABLE]) == (2, 0, 1)
    assert one["参考"] == outcome.graded + len(outcome.refused)
    assert "答卷文件夹不见了" in scores.doubts["原因"].iloc[0]


def test_a_damaged_gradebook_is_named_in_chinese(course: Path, exam: Exam) -> None:
    (course / "gradebook.db").write_bytes(b"no database at all " * 100)

    with pytest.raises(
        GradingError, match=r"gradebook\.db 读写不了，可能已损坏：请关闭 formgrader"
    ):
        grade_exam(course, exam.name)


def test_a_locked_gradebook_is_named_and_left_as_it_was(course: Path, exam: Exam) -> None:
    hand_in(course, exam.name, "P1", "A", GOOD)
    formgrader = sqlite3.connect(course / "gradebook.db", isolation_level=None)
    formgrader.execute("begin exclusive")
    try:
        with pytest.raises(GradingError, match="正被别的程序占用：请关闭 formgrader，再运行一次"):
            grade_exam(course, exam.name)
    finally:
        formgrader.close()

    assert rows(course) == []
    assert grade_exam(course, exam.name).graded == 1


def test_a_record_that_is_not_the_released_exams_is_refused(course: Path, exam: Exam) -> None:
    hand_in(course, exam.name, "P1", "A", GOOD)
    path = course / "exams" / exam.name / "exam.json"
    record = json.loads(path.read_text("utf-8"))
    record["forms"]["B"][0]["item"]["stem"] = "另一道题"
    path.write_text(json.dumps(record), "utf-8")

    with pytest.raises(GradingError, match="与已发布的 B 卷不是同一份试卷：发布之后考试记录被换过"):
        grade_exam(course, exam.name)

    assert rows(course) == []

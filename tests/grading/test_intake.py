"""Hand-ins are read, checked and, where they cannot be used, refused with a reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from grading.answer_key import read_answer_key
from grading.gradebook import open_gradebook
from grading.intake import MAX_REASON_CHARS, Intake, Response, SetAsideError
from grading.job import load_job
from question_bank.exam import Exam
from tests.support.broken_hand_ins import BROKEN, Broken, edit_notebook
from tests.support.hand_ins import TIMESTAMP, hand_in

GOOD: dict[str, Any] = {
    "q01": True,
    "q04": ["A"],
    "q08": ["C", "A"],
    "q17": ["15", ""],
    "q20": "应当先告知。\n\n再决定。",
    "q21": "要点\u2028一",
}


@pytest.fixture(scope="module")
def intake(released_course: Path, exam: Exam) -> Intake:
    engine = open_gradebook(released_course)
    with engine.connect() as connection:
        key = read_answer_key(connection, exam.name)
    engine.dispose()
    return load_job(released_course, exam.name, key, {}).intake


def refusal(intake: Intake, folder: Path) -> SetAsideError:
    with pytest.raises(SetAsideError) as caught:
        intake.read(folder)
    return caught.value


def test_a_good_hand_in_is_read_without_its_blank_answers(
    course: Path, exam: Exam, intake: Intake
) -> None:
    blank = {"q02": None, "q05": [], "q18": ["", " "], "q09": []}
    folder = hand_in(course, exam.name, "P00001", "B", GOOD | blank)

    response = intake.read(folder)

    assert response == Response("P00001", "B", GOOD, TIMESTAMP)


@pytest.mark.parametrize("broken", BROKEN, ids=str)
def test_a_broken_hand_in_is_refused_naming_file_and_fault(
    course: Path, exam: Exam, intake: Intake, broken: Broken
) -> None:
    folder = hand_in(course, exam.name, "P00001", "B", GOOD)
    broken.break_it(folder, exam)

    error = refusal(intake, folder)

    assert error.file == broken.file
    for word in broken.words:
        assert word in error.reason
    assert any("\u4e00" <= sign <= "\u9fff" for sign in error.reason)
    assert error.reason.isprintable()
    assert str(error) == f"{error.file}：{error.reason}"


@pytest.mark.parametrize("name", ["answers.json", "exam.ipynb"])
def test_an_over_large_file_is_not_read(
    course: Path, exam: Exam, intake: Intake, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    folder = hand_in(course, exam.name, "P00001", "B", GOOD)
    with (folder / name).open("wb") as file:
        file.truncate(50_000_000_000)  # sparse: reading it would take all memory
    read: list[str] = []
    plain = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: read.append(self.name) or plain(self))

    assert "未读取" in refusal(intake, folder).reason
    assert name not in read


@pytest.mark.parametrize("candidate", [".ipynb_checkpoints", "P\n1", " P1", "P\u202e1", "P\udc80"])
def test_a_folder_that_is_no_candidate_is_refused(
    course: Path, exam: Exam, intake: Intake, candidate: str
) -> None:
    folder = course / "submitted" / candidate / exam.name
    folder.mkdir(parents=True)

    assert "不是人员编号" in refusal(intake, folder).reason


@pytest.mark.parametrize("candidate", ["P00001", "张三", "a.b@c-d_e", "O'Brien", "x;drop table"])
def test_unusual_but_printable_candidates_are_read(
    course: Path, exam: Exam, intake: Intake, candidate: str
) -> None:
    folder = hand_in(course, exam.name, candidate, "A", GOOD)

    assert intake.read(folder).candidate == candidate


def test_another_form_than_the_allotted_one_is_refused_naming_the_file_it_was_read_from(
    course: Path, exam: Exam, intake: Intake
) -> None:
    allotted = Intake(intake.exam, intake.papers, intake.templates, {"P00001": "A"}, {})
    folder = hand_in(course, exam.name, "P00001", "B", GOOD)

    error = refusal(allotted, folder)
    assert (error.file, error.reason) == ("answers.json", "答的是 B 卷，安排的是 A 卷")

    (folder / "answers.json").unlink()
    assert refusal(allotted, folder).file == "exam.ipynb"


def test_the_allotted_form_is_read_and_a_candidate_outside_the_allotment_is_not(
    course: Path, exam: Exam, intake: Intake
) -> None:
    allotted = Intake(intake.exam, intake.papers, intake.templates, {"P00001": "B"}, {})

    assert allotted.read(hand_in(course, exam.name, "P00001", "B", GOOD)).form == "B"
    stranger = hand_in(course, exam.name, "P00002", "A", GOOD)
    assert intake.read(stranger).form == "A"
    assert "不在分配名单中" in refusal(allotted, stranger).reason


def test_a_notebook_saved_anew_by_jupyter_still_agrees(
    course: Path, exam: Exam, intake: Intake
) -> None:
    folder = hand_in(course, exam.name, "P00001", "B", GOOD | {"q08": ["A", "C"]})
    path = folder / "exam.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    notebook["metadata"]["widgets"] = {}
    path.write_text(json.dumps(notebook), "utf-8")
    edit_notebook(folder, lambda cell: cell["id"] == "q08").edit(
        lambda cell: cell.update(source='q08 = ["C", "A"]  # 我的答案')
    )

    assert intake.read(folder).answers == GOOD | {"q08": ["A", "C"]}


def test_an_answer_only_the_notebook_has_is_a_difference(
    course: Path, exam: Exam, intake: Intake
) -> None:
    folder = hand_in(course, exam.name, "P00001", "B", GOOD)
    edit_notebook(folder, lambda cell: cell["id"] == "q05").edit(
        lambda cell: cell.update(source='q05 = ["A"]')
    )

    error = refusal(intake, folder)
    assert (error.file, error.reason) == ("exam.ipynb", "与 answers.json 的第 5 题不一致")


def test_without_answers_json_the_notebook_is_read(
    course: Path, exam: Exam, intake: Intake
) -> None:
    folder = hand_in(course, exam.name, "P00001", "B", GOOD | {"q08": ["A", "C"]})
    by_hall = intake.read(folder)
    (folder / "answers.json").unlink()

    assert intake.read(folder) == by_hall


def test_without_a_notebook_answers_json_is_enough(
    course: Path, exam: Exam, intake: Intake
) -> None:
    folder = hand_in(course, exam.name, "P00001", "B", GOOD, notebook=False)

    assert intake.read(folder).answers == GOOD


def test_the_digest_tells_answers_and_forms_apart_and_nothing_else() -> None:
    one = Response("P1", "A", {"q01": True, "q02": False}, "2026-09-18 02:10:00 UTC")

    assert one.digest == Response("P2", "A", {"q02": False, "q01": True}, None).digest
    assert one.digest != Response("P1", "B", {"q01": True, "q02": False}, None).digest
    assert one.digest != Response("P1", "A", {"q01": True}, None).digest


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"2026" * 100])
def test_an_unusable_timestamp_is_no_reason_to_refuse(
    course: Path, exam: Exam, intake: Intake, content: bytes
) -> None:
    folder = hand_in(course, exam.name, "P00001", "B", GOOD)
    (folder / "timestamp.txt").write_bytes(content)

    assert intake.read(folder).timestamp is None


def test_a_timestamp_that_is_missing_or_a_folder_is_no_reason_to_refuse(
    course: Path, exam: Exam, intake: Intake
) -> None:
    folder = hand_in(course, exam.name, "P00001", "B", GOOD)
    (folder / "timestamp.txt").unlink()
    assert intake.read(folder).timestamp is None
    (folder / "timestamp.txt").mkdir()
    assert intake.read(folder).timestamp is None


def test_a_reason_is_one_short_printable_line() -> None:
    error = SetAsideError("answers.json", "有\n不认识的字段：" + "\x1b[31m" * 1000)

    assert error.reason.startswith("有\ufffd不认识的字段：\ufffd[31m")
    assert error.reason.isprintable()
    assert len(error.reason) <= MAX_REASON_CHARS + 2


def test_a_notebook_of_another_exam_is_set_aside(course: Path, exam: Exam, intake: Intake) -> None:
    notebook = json.loads((course / "release" / exam.name / "exam.ipynb").read_text("utf-8"))
    for cell in notebook["cells"]:
        if cell["id"] == "q03_question":
            cell["source"] = "**3.** 另一场考试的第三题"
    folder = course / "submitted" / "P00001" / exam.name
    folder.mkdir(parents=True)
    (folder / "exam.ipynb").write_text(json.dumps(notebook), "utf-8")
    with pytest.raises(SetAsideError, match="第 3 题的题目与发布的不同"):
        intake.read(folder)


def test_a_notebook_without_any_question_is_set_aside(
    course: Path, exam: Exam, intake: Intake
) -> None:
    folder = course / "submitted" / "P00001" / exam.name
    folder.mkdir(parents=True)
    (folder / "exam.ipynb").write_text('{"cells": []}', "utf-8")
    with pytest.raises(SetAsideError, match="没有本场考试的题目"):
        intake.read(folder)

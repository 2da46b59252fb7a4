"""``xuefa exam``, ``grade`` and ``bank`` when something is in the way: named in Chinese, undone."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from courses.masking import mask_id
from grading.job import Refused
from question_bank.exam import Exam
from tests.support.banks import make_item
from tests.support.commands import Xuefa
from tests.support.hand_ins import hand_in
from xuefa.cli_grade import printed

ENGLISH = ("Traceback", "Error", "Errno", "File exists")
BLUEPRINT = """
name = "quiz"
title = "小测验"
duration_minutes = 10
points = 4
forms = ["A", "B"]
overlap = 1.0
[bands]
"合格" = 60
[[sections]]
kind = "single"
count = 4
points_each = 1
"""
CITATION = {"law": "行政复议法", "article": "1", "quote": "防止和纠正违法的或者不当的行政行为"}


@pytest.fixture
def course(released_course: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(released_course, tmp_path / "course"))


def write_bank(folder: Path, count: int = 6, **citation: Any) -> Path:
    folder.mkdir()
    items = [
        make_item(number, "single", citations=[CITATION | citation]).model_dump(
            mode="json", exclude_none=True, exclude_defaults=True
        )
        for number in range(count)
    ]
    data = {"law": "行政复议法", "topic": "测验", "items": items}
    (folder / "quiz.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return folder


def assembling(tmp_path: Path, course: Path, name: str) -> tuple[object, ...]:
    plan = tmp_path / "quiz.toml"
    plan.write_text(BLUEPRINT, "utf-8")
    bank = tmp_path / "bank"
    options = ("--seed", 3, "--on", "2026-09-18", "--name", name, "--course", course)
    return (
        "exam",
        "assemble",
        plan,
        "--bank",
        bank if bank.is_dir() else write_bank(bank),
        *options,
    )


def test_a_released_exam_is_replaced_only_when_told_to_and_never_once_sat(
    xuefa: Xuefa, course: Path, exam: Exam, tmp_path: Path
) -> None:
    record = course / "exams" / exam.name / "exam.json"
    before = record.read_bytes()
    command = assembling(tmp_path, course, exam.name)

    status, said = xuefa(*command)
    assert (status, record.read_bytes()) == (1, before)
    assert "已经发布" in said
    assert "--replace" in said

    folder = hand_in(course, exam.name, "P1", "A", {"q01": True})
    status, said = xuefa(*command, "--replace")
    assert (status, record.read_bytes()) == (1, before)
    assert "已有人交卷" in said

    shutil.rmtree(folder)
    status, said = xuefa(*command, "--replace")
    assert status == 0, said
    assert "已作废原来发布的试卷" in said
    assert json.loads(record.read_bytes())["seed"] == 3
    assert not (course / "release" / exam.name).exists()
    assert not (course / "source" / exam.name).exists()


@pytest.mark.parametrize("name", ["../evil", "a+b", "*", "Autumn"])
def test_a_name_that_is_no_name_is_refused_by_every_command(
    xuefa: Xuefa, tmp_path: Path, name: str
) -> None:
    course = tmp_path / "course"
    for command in (
        assembling(tmp_path, course, name),
        ("exam", "allot", name, "--registered", "x.csv", "--course", course),
        ("exam", "release", name, "--course", course),
        ("grade", name, "--course", course),
    ):
        status, said = xuefa(*command)
        assert status == 2
        assert "不能用：须以小写字母开头，只含小写字母、数字、- 和 _" in said
    assert not course.exists()
    assert not (tmp_path / "evil").exists()


def allot(xuefa: Xuefa, course: Path, exam: Exam, *numbers: str) -> tuple[int, str, str]:
    listed = course / "registered.csv"
    listed.write_text("人员编号,姓名\n" + "".join(f"{n},张某\n" for n in numbers), "utf-8")
    status, said = xuefa("exam", "allot", exam.name, "--registered", listed, "--course", course)
    path = course / "exams" / exam.name / "allotment.csv"
    return status, said, path.read_text("utf-8-sig") if path.is_file() else ""


def test_a_second_allotment_keeps_the_first_and_accounts_for_every_row(
    xuefa: Xuefa, course: Path, exam: Exam
) -> None:
    status, said, first = allot(xuefa, course, exam, "p001", "P002", "Ｐ００1", "", "P003")
    assert status == 0, said
    assert (
        "名单 5 行 = 分配 3 人（保留原分配 0 人，新分配 3 人）+ 重复 1 行 + 没有人员编号 1 行"
    ) in said
    assert [line.split(",")[0] for line in first.split()[1:]] == ["P001", "P002", "P003"]

    status, said, second = allot(xuefa, course, exam, "P002", "p003", "P004", "P005", "P006")
    assert status == 0, said
    assert "分配 5 人（保留原分配 2 人，新分配 3 人）+ 重复 0 行 + 没有人员编号 0 行" in said
    assert "本场考试共分配 6 人：A 卷 3 人，B 卷 3 人" in said
    assert set(first.split()) < set(second.split())


def test_an_empty_list_is_refused(xuefa: Xuefa, course: Path, exam: Exam) -> None:
    status, said, written = allot(xuefa, course, exam, "", "")
    assert (status, written) == (1, "")
    assert "没有一个人员编号" in said


def test_a_damaged_allotment_is_not_dealt_over(xuefa: Xuefa, course: Path, exam: Exam) -> None:
    path = course / "exams" / exam.name / "allotment.csv"
    path.write_text("人员编号,试卷\nP001,C\n", "utf-8-sig")
    status, said, written = allot(xuefa, course, exam, "P001")
    assert (status, written) == (1, "人员编号,试卷\nP001,C\n")
    assert "有本场考试没有的试卷 C" in said


def test_a_file_in_the_place_of_a_folder_is_named(xuefa: Xuefa, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("不是文件夹", "utf-8")
    for command in (
        assembling(tmp_path, taken, "quiz"),
        ("bank", "schema", "--out", taken / "d" / "x.json"),
        ("bank", "schema", "--out", tmp_path / "no" / "d" / "x.json"),
    ):
        status, said = xuefa(*command)
        assert status == 1
        assert "读写不了：请核对路径和权限" in said
        assert not [word for word in ENGLISH if word in said]


@pytest.mark.parametrize("command", ["grade", "release"])
def test_a_damaged_gradebook_is_named_without_english(
    xuefa: Xuefa, course: Path, exam: Exam, command: str
) -> None:
    (course / "gradebook.db").write_bytes(b"no database at all " * 100)
    before = ("grade",) if command == "grade" else ("exam", "release")
    status, said = xuefa(*before, exam.name, "--course", course)
    assert status == 1
    assert "已损坏" in said
    assert not [word for word in (*ENGLISH, "sqlite", str(course)) if word in said]


def test_grading_masks_numbers_and_quotes_nothing_but_the_list_is_full(
    xuefa: Xuefa, course: Path, exam: Exam
) -> None:
    folder = hand_in(course, exam.name, "P000217", "A", {"q01": True})
    data = json.loads((folder / "answers.json").read_text("utf-8"))
    (folder / "answers.json").write_text(json.dumps(data | {"秘密字句": 1}), "utf-8")

    status, said = xuefa("grade", exam.name, "--course", course)

    assert status == 1
    assert "P0***7" in said
    assert "P000217" not in said
    assert "秘密字句" not in said
    full = (course / "set_aside" / f"{exam.name}.csv").read_text("utf-8-sig")
    assert "P000217" in full
    assert "秘密字句" in full


@pytest.mark.parametrize(
    ("number", "shown"), [("P00027", "P0***7"), ("P0027", "P0***7"), ("P027", "P***"), ("", "***")]
)
def test_a_number_is_masked_but_for_its_ends(number: str, shown: str) -> None:
    assert mask_id(number) == shown


def test_a_reason_is_printed_without_number_and_quotation() -> None:
    cut = Refused("P00027", "answers.json", "P00027 写了“字" + "字" * 100)
    assert printed(cut) == "P0***7 answers.json：*** 写了“…”"


def test_a_bank_given_twice_is_counted_once_and_an_empty_one_refused(
    xuefa: Xuefa, tmp_path: Path
) -> None:
    bank = write_bank(tmp_path / "bank")
    status, said = xuefa("bank", "check", "--json", "--bank", bank, "--bank", bank / "..//bank")
    assert status == 0
    assert '"items": 6' in said
    (tmp_path / "empty").mkdir()
    status, said = xuefa("bank", "check", "--bank", tmp_path / "empty")
    assert status == 1
    assert "里没有题目文件" in said


def test_strict_lists_each_item_once_and_says_how_many_more_there_are(
    xuefa: Xuefa, tmp_path: Path
) -> None:
    bank = write_bank(tmp_path / "bank", 43, law="没有收录的条例")
    status, said = xuefa("bank", "check", "--strict", "--bank", bank)
    assert status == 1
    assert said.count("sample-0000") == 1
    assert said.count("quiz.yaml sample-") == 40
    assert "还有 3 条" in said
    status, said = xuefa("bank", "check", "--bank", bank)
    assert status == 0
    assert said.count("未核对") == 41

"""The whole tally of a small office agrees with a count by hand."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from nbgrader.api import Gradebook

from grading.tables import PERSON_ID, TableError
from grading.tally import ExamPolicy, Tally, read_policies, tally
from grading.tally_sources import select_exams
from question_bank.course import handed_in
from question_bank.exam import Exam, save_exam
from tests.support.tally_office import EXAM, Office, build_office, write_csv


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return build_office(tmp_path_factory.mktemp("tally"))


@pytest.fixture(scope="module")
def counted(built: Office) -> Tally:
    return tally(built.records, built.course, read_policies(built.course))


@pytest.fixture
def office(built: Office, tmp_path: Path) -> Office:
    shutil.copytree(built.records.parent, tmp_path, dirs_exist_ok=True)
    return Office(tmp_path / "records", tmp_path / "course")


def test_the_summary_is_what_a_count_by_hand_gives(counted: Tally) -> None:
    assert counted.summary() == {
        "sessions": 2,
        "attendances": 6,
        "people": 5,
        "registered": 6,
        "candidates": 4,
        "absent": 2,
        "graded": 3,
        "set_aside": 1,
        "unfinished": 1,
        "mean_score": 77.5,
        "pass_rate": 1.0,
    }


def test_the_sentences_say_the_same(counted: Tally) -> None:
    study, exam = counted.sentences()
    assert study == "组织会议集体学法 2 次，参与 6 人次（5 人）。"
    assert exam == (
        "领导干部考试（leadership）：报名 6 人，参考 4 人，缺考 2 人；已评定 2 份，平均 77.5 分，"
        "合格率 100.0%，待评 1 份，未能评阅 1 份。"
    )


def test_rows_of_every_list_add_up(counted: Tally) -> None:
    for count in counted.row_counts:
        assert count.rows == count.counted + count.duplicates + count.set_aside
    rows = counted.sign_in_rows()
    assert (rows.rows, rows.counted, rows.duplicates, rows.set_aside) == (9, 6, 1, 2)
    kinds = [(count.kind, count.belongs) for count in counted.row_counts]
    assert kinds[:4] == [("名册", ""), ("应到名单", "S1"), ("签到", "S1"), ("请假", "S1")]
    assert kinds[-1] == ("报名", "领导干部考试（leadership）")
    assert [count.kind for count in counted.kind_rows()] == [
        "名册",
        "应到名单",
        "签到",
        "请假",
        "报名",
    ]
    due = counted.kind_rows()[1]
    assert (due.rows, due.counted, due.duplicates, due.set_aside) == (9, 9, 0, 0)


def test_doubts_say_where_they_come_from(counted: Tally) -> None:
    columns = ["名单", "场次或考试", "姓名", "原因", "来源文件", "工作表", "行号"]
    rows = counted.doubts[columns].astype("object").values.tolist()
    reason = "名册中有 2 人同名，无法认定是哪一位"
    assert rows[0] == ["签到", "S1", "张伟", reason, "sign_in/S1上午.xlsx", "第2页", 3]
    assert rows[1][:4] == ["签到", "S2", "李娜", "编号与姓名对不上"]
    handed = counted.doubts[counted.doubts["名单"] == "交卷"]
    assert handed[PERSON_ID].tolist() == ["P00004", "P00008"]
    assert handed["姓名"].tolist() == ["刘洋", "赵敏"]
    assert handed["来源文件"].tolist() == [f"set_aside/{EXAM}.csv", f"submitted/*/{EXAM}"]
    assert handed["行号"].astype("object").tolist() == [2, pd.NA]


def test_duplicates_name_the_row_that_counted(counted: Tally) -> None:
    assert counted.duplicates["名单"].tolist() == ["签到", "报名"]
    assert counted.duplicates["首次出现"].tolist() == [
        "sign_in/S1上午.xlsx 第 6 行",
        f"registered/{EXAM}.csv 第 2 行",
    ]


def test_every_file_is_named_with_its_hash(counted: Tally, built: Office) -> None:
    hashes = {source.name: source.sha256 for source in counted.sources}
    for name in ("roster.xlsx", "sign_in/S2.csv", f"registered/{EXAM}.csv"):
        data = (built.records / name).read_bytes()
        assert hashes[name] == hashlib.sha256(data).hexdigest()
    assert {f"gradebook.db（{EXAM}）", f"set_aside/{EXAM}.csv"} <= set(hashes)
    folders = next(source for source in counted.sources if source.name.startswith("submitted/"))
    assert folders.rows == 5


def test_the_same_folders_give_the_same_tally(counted: Tally, built: Office) -> None:
    again = tally(built.records, built.course, read_policies(built.course))
    assert again.summary() == counted.summary()
    assert again.doubts.equals(counted.doubts)
    assert again.sources == counted.sources


def test_without_a_course_only_study_is_tallied(built: Office) -> None:
    only = tally(built.records, None, [])
    assert only.summary()["attendances"] == 6
    assert only.summary()["registered"] == 0
    assert only.summary()["mean_score"] is None
    with pytest.raises(ValueError, match="course"):
        tally(built.records, None, [ExamPolicy(EXAM, "考试", 100, {"合格": 60})])


def test_without_set_aside_list_nothing_is_set_aside(office: Office) -> None:
    (office.course / f"set_aside/{EXAM}.csv").unlink()
    summary = tally(office.records, office.course, read_policies(office.course)).summary()
    assert (summary["set_aside"], summary["graded"]) == (0, 4)


def test_policies_are_read_by_name_or_all(built: Office) -> None:
    assert read_policies(built.course, [EXAM, EXAM]) == read_policies(built.course)
    policy = read_policies(built.course)[0]
    assert (policy.name, policy.title, policy.points) == (EXAM, "领导干部考试", 100.0)
    assert policy.bands == {"优秀": 90.0, "良好": 80.0, "合格": 60.0}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", "不是有效的 JSON"),
        ("[]", "缺少其中的内容"),
        ('{"blueprint": {"title": "甲", "points": 100}}', "缺少其中的内容"),
        ('{"blueprint": {"title": "甲", "points": 100, "bands": [1]}}', "缺少其中的内容"),
        ('{"blueprint": {"title": "甲", "points": 9, "bands": {"优秀": 90}}}', "没有“合格”"),
    ],
)
def test_a_policy_that_cannot_be_read_is_refused(office: Office, text: str, words: str) -> None:
    (office.course / f"exams/{EXAM}/exam.json").write_text(text, "utf-8")
    with pytest.raises(TableError, match=words):
        read_policies(office.course)


def test_the_policy_of_an_assembled_exam_is_its_blueprint_s(exam: Exam, tmp_path: Path) -> None:
    save_exam(tmp_path, exam)
    policy = read_policies(tmp_path)[0]
    plan = exam.blueprint
    assert (policy.name, policy.title, policy.points) == (exam.name, plan.title, plan.points)
    assert policy.bands == plan.bands


def test_unknown_exams_and_empty_courses_are_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="找不到这个文件"):
        read_policies(office.course, ["final"])
    with pytest.raises(TableError, match="没有任何考试"):
        read_policies(tmp_path / "empty")


def test_an_exam_named_has_a_hint_if_it_cannot_be_tallied(office: Office) -> None:
    with pytest.raises(TableError, match=f"已组卷的有：{EXAM}"):
        select_exams(office.course, office.records, ["final"])
    (office.records / f"registered/{EXAM}.csv").unlink()
    chosen = select_exams(office.course, office.records, [EXAM])
    with pytest.raises(TableError, match=f"registered/{EXAM}.csv：找不到这个文件.*--exam"):
        tally(office.records, office.course, chosen)


def second_exam(office: Office, name: str) -> None:
    shutil.copytree(office.course / "exams" / EXAM, office.course / "exams" / name)


def test_exams_not_released_or_without_list_are_left_out_and_named(office: Office) -> None:
    second_exam(office, "later")
    chosen = select_exams(office.course, office.records)
    assert [policy.name for policy in chosen.policies] == [EXAM]
    counted = tally(office.records, office.course, chosen)
    assert counted.summary()["registered"] == 6
    (note,) = counted.doubts[counted.doubts["名单"] == "考试"].to_dict("records")
    assert (note["场次或考试"], "成绩库里没有这场考试" in note["原因"]) == ("later", True)
    with Gradebook(f"sqlite:///{office.course}/gradebook.db") as book:
        book.add_assignment("later")
        book.add_notebook("exam", "later")
        book.add_grade_cell("q1", "exam", "later", max_score=100, cell_type="code")
    (skipped,) = select_exams(office.course, office.records).skipped
    assert skipped.reason == "没有统计：没有报名名单 registered/later.csv"


def test_two_sittings_of_one_blueprint_are_told_apart(office: Office) -> None:
    second_exam(office, "again")
    with Gradebook(f"sqlite:///{office.course}/gradebook.db") as book:
        book.add_assignment("again")
        book.add_notebook("exam", "again")
        book.add_grade_cell("q1", "exam", "again", max_score=100, cell_type="code")
    shutil.copy(office.records / f"registered/{EXAM}.csv", office.records / "registered/Again.csv")
    counted = tally(office.records, office.course, select_exams(office.course, office.records))
    assert [exam.papers["考试代号"].unique().tolist() for exam in counted.exams] == [
        ["again"],
        [EXAM],
    ]
    assert [exam.by_unit["考试代号"].iloc[0] for exam in counted.exams] == ["again", EXAM]
    said = counted.sentences()[1:]
    assert [line.split("：")[0] for line in said] == [
        "领导干部考试（again）",
        f"领导干部考试（{EXAM}）",
    ]
    belongs = [count.belongs for count in counted.row_counts if count.kind == "报名"]
    assert len(set(belongs)) == 2
    names = [source.name for source in counted.sources]
    assert len(set(names)) == len(names)


def test_files_that_are_no_list_are_named(office: Office) -> None:
    for name in ("签到/S1.csv", "leave.csv", "registered/zz.csv", "registered/名单.docx"):
        write_csv(office.records / name, [["人员编号"], ["P00001"]])
    counted = tally(office.records, office.course, read_policies(office.course))
    found = counted.doubts[counted.doubts["原因"].str.contains("没有用到")]
    assert found[["名单", "来源文件"]].values.tolist() == [
        ["资料", "leave.csv"],
        ["资料", "签到/"],
        ["报名", "registered/zz.csv"],
        ["报名", "registered/名单.docx"],
    ]


def test_a_sign_in_list_without_a_row_is_a_doubt(office: Office) -> None:
    write_csv(office.records / "sign_in/S2补.csv", [["姓名"]])
    counted = tally(office.records, None, [])
    (note,) = counted.doubts[counted.doubts["来源文件"] == "sign_in/S2补.csv"].to_dict("records")
    assert (note["名单"], note["场次或考试"]) == ("签到", "S2")
    assert "只有表头" in note["原因"]


def test_full_marks_that_differ_from_the_gradebook_are_refused(office: Office) -> None:
    path = office.course / f"exams/{EXAM}/exam.json"
    policy = json.loads(path.read_text("utf-8"))
    policy["blueprint"]["points"] = 120
    path.write_text(json.dumps(policy), "utf-8")
    with pytest.raises(TableError, match="成绩库的满分是 100 分，考试方案写的是 120 分"):
        tally(office.records, office.course, read_policies(office.course))


def test_a_registration_of_nobody_known_is_a_doubt(office: Office) -> None:
    write_csv(office.records / f"registered/{EXAM}.csv", [["人员编号"], ["P00001"], ["P77777"]])
    found = tally(office.records, office.course, read_policies(office.course))
    assert found.summary()["registered"] == 1
    assert "编号不在名册中" in found.doubts["原因"].tolist()


def test_hand_ins_are_those_of_this_exam_even_if_one_is_no_folder(office: Office) -> None:
    submitted = office.course / "submitted"
    (submitted / "P00005" / "other").mkdir(parents=True)
    (submitted / "P00006").mkdir()
    (submitted / "P00006" / EXAM).touch()
    (submitted / ".trash" / EXAM).mkdir(parents=True)
    known = ["P00001", "P00002", "P00003", "P00004", "P00006", "P00008"]
    assert handed_in(office.course, EXAM) == known
    assert handed_in(office.course / "none", EXAM) == []


def test_a_missing_records_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="没有这个文件夹"):
        tally(tmp_path / "none", None, [])

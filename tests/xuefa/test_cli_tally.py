"""``xuefa tally`` writes three files, prints no full name, and refuses bad input in one line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from courses.record import Result as Outcome
from courses.record import StudyRecord, Verb, new_event
from tests.support.tally_office import EXAM, PEOPLE, Office, build_office, write_csv
from xuefa.cli_tally import app

NAMES = {person[1] for person in PEOPLE}
IDS = {person[0] for person in PEOPLE}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return build_office(tmp_path)


def invoke(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_run_writes_workbook_chart_and_json(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = invoke("run", office.records, "--course", office.course, "--out", out)
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in out.iterdir()) == [
        "tally.json",
        "学法统计.png",
        "学法统计.xlsx",
    ]
    assert openpyxl.load_workbook(out / "学法统计.xlsx")["总览"]["A1"].value == "学法统计总览"
    data = json.loads((out / "tally.json").read_text("utf-8"))
    assert data["summary"]["registered"] == 6
    assert data["sessions"][0]["出勤率"] == 0.5
    assert data["sessions"][0]["日期"] == "2026-03-11"
    assert data["exams"][0]["平均分"] == 77.5


def test_run_prints_the_sentence_and_the_balance(office: Office, tmp_path: Path) -> None:
    result = invoke("run", office.records, "--course", office.course, "--out", tmp_path / "out")
    assert "组织会议集体学法 2 次，参与 6 人次" in result.output
    assert "签到 9 行 = 计入 6 + 重复 1 + 待核对 2" in result.output
    assert "平均 77.5 分" in result.output
    for line in (
        "名册 8 行 = 计入 8 + 重复 0 + 待核对 0",
        "应到名单 9 行 = 计入 9 + 重复 0 + 待核对 0",
        "请假 2 行 = 计入 2 + 重复 0 + 待核对 0",
        "报名 7 行 = 计入 6 + 重复 1 + 待核对 0",
    ):
        assert line in result.output


def test_an_exam_only_assembled_is_skipped_by_name(office: Office, tmp_path: Path) -> None:
    shutil.copytree(office.course / "exams" / EXAM, office.course / "exams/later")
    out = tmp_path / "out"
    result = invoke("run", office.records, "--course", office.course, "--out", out)
    assert result.exit_code == 0, result.output
    assert "考试 later 没有统计：成绩库里没有这场考试" in result.output
    refused = invoke("check", office.records, "--course", office.course, "--exam", "later")
    assert (refused.exit_code, "later" in refused.stderr) == (1, True)


def test_an_exam_named_twice_is_counted_once(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ("run", office.records, "--course", office.course, "--out", out)
    result = invoke(*arguments, "--exam", EXAM, "--exam", EXAM)
    assert result.exit_code == 0, result.output
    data = json.loads((out / "tally.json").read_text("utf-8"))
    assert data["summary"]["registered"] == 6


def test_exams_left_out_for_want_of_a_course_are_said(office: Office) -> None:
    assert "没有统计考试：没有给出考试文件夹" in invoke("check", office.records).output


def test_nothing_printed_or_in_the_json_names_anybody(office: Office, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run = invoke("run", office.records, "--course", office.course, "--out", out)
    check = invoke("check", office.records, "--course", office.course)
    for text in (run.output, check.output, (out / "tally.json").read_text("utf-8")):
        assert not [name for name in NAMES | IDS if name in text]
    assert "张*" in check.output


def test_check_lists_the_problems_and_writes_nothing(office: Office, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    result = invoke("check", office.records, "--course", office.course)
    assert result.exit_code == 0
    assert "待核对 4 项" in result.output
    assert "答卷未能评阅" in result.output
    who, why = "　P0***4 刘*", "答卷未能评阅，成绩库里的旧成绩未采用：=不是 JSON"
    assert (
        f"交卷 领导干部考试（leadership）{who}：{why}（set_aside/leadership.csv 第 2 行）"
        in result.output
    )
    assert "签到 S1　张*：名册中有 2 人同名" in result.output
    assert "（sign_in/S1上午.xlsx 工作表“第2页” 第 3 行）" in result.output
    assert sorted(tmp_path.rglob("*")) == before


def test_check_of_clean_records_says_so(office: Office) -> None:
    for session in ("S1上午.xlsx", "S2.csv"):
        (office.records / "sign_in" / session).unlink()
    for session in ("S1", "S2"):
        write_csv(office.records / f"sign_in/{session}.csv", [["编号"], ["P00001"]])
    result = invoke("check", office.records)
    assert "没有需要核对的地方" in result.output
    assert "签到 2 行 = 计入 2 + 重复 0 + 待核对 0" in result.output


def test_an_exam_can_be_chosen(office: Office, tmp_path: Path) -> None:
    arguments = ("run", office.records, "--course", office.course, "--out", tmp_path / "out")
    assert invoke(*arguments, "--exam", EXAM).exit_code == 0
    refused = invoke(*arguments, "--exam", "final")
    assert refused.exit_code == 1
    assert "exams/final/exam.json：找不到这个文件" in refused.stderr


def test_an_exam_without_course_is_refused(office: Office) -> None:
    result = invoke("check", office.records, "--exam", EXAM)
    assert (result.exit_code, "--course" in result.stderr) == (1, True)


def test_bad_input_is_one_chinese_line_and_status_1(office: Office, tmp_path: Path) -> None:
    write_csv(
        office.records / "sessions.csv",
        [["场次编号", "日期", "主题", "学时"], ["S1", "?", "", "2"]],
    )
    result = invoke("run", office.records, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert result.stderr.strip().count("\n") == 0
    assert result.stderr.startswith("sessions.csv，第 2 行，“日期”：")
    assert not (tmp_path / "out").exists()


def test_study_records_beside_the_lists_are_taken_in(office: Office, tmp_path: Path) -> None:
    event = new_event("P00002", Verb.ANSWERED, "item:xf-001", result=Outcome(success=True))
    StudyRecord("P00002", office.records / "study").append(event)
    result = invoke("run", office.records, "--out", tmp_path / "out")
    assert "自主学习 1 人，活跃 0 分钟，认定 0.0 学时，答题 1 道，正确率 100.0%" in result.output
    assert "自主学习 1 行 = 计入 1 + 重复 0 + 待核对 0" in result.output
    text = (tmp_path / "out" / "tally.json").read_text("utf-8")
    assert json.loads(text)["self_study"]["answered"] == 1
    assert not [name for name in NAMES | IDS if name in text + result.output]


def test_without_study_records_the_summary_says_so(office: Office, tmp_path: Path) -> None:
    result = invoke("run", office.records, "--out", tmp_path / "out")
    assert "没有自主学习数据" in result.output
    data = json.loads((tmp_path / "out" / "tally.json").read_text("utf-8"))
    assert data["self_study"] is None


def test_another_folder_and_other_rules_can_be_named(office: Office, tmp_path: Path) -> None:
    missing = invoke("check", office.records, "--study", tmp_path / "none")
    assert (missing.exit_code, "没有这个学习记录文件夹" in missing.stderr) == (1, True)
    (tmp_path / "own.toml").write_text("bonus = 1\n", "utf-8")
    arguments = ("check", office.records, "--credit", tmp_path / "own.toml")
    alone = invoke(*arguments)
    assert (alone.exit_code, "请同时用 --study 指明" in alone.stderr) == (1, True)
    (tmp_path / "study").mkdir()
    wrong = invoke(*arguments, "--study", tmp_path / "study")
    assert (wrong.exit_code, "own.toml，“idle_cutoff_s”" in wrong.stderr) == (1, True)


def test_a_folder_that_cannot_be_written_is_said_in_one_line(
    office: Office, tmp_path: Path
) -> None:
    (tmp_path / "out").touch()
    result = invoke("run", office.records, "--out", tmp_path / "out")
    assert (result.exit_code, "无法写入" in result.stderr) == (1, True)


@pytest.mark.parametrize("command", ["run", "check"])
def test_help_is_chinese(command: str) -> None:
    output = invoke(command, "--help").output
    assert "法制办资料文件夹" in output
    assert "考试代号" in output

"""Self-study in the tally: every line accounted for, hours by the rules, evidence at hand."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

from courses.record import (
    RULES_FILE,
    Context,
    CreditRulesError,
    Event,
    Result,
    StudyRecord,
    Verb,
    new_event,
)
from courses.record.lines import encode
from grading.self_study import SelfStudy, self_study
from grading.tables import TableError
from grading.tally import Tally, tally
from grading.workbook import SHEETS, write_workbook
from tests.support.tally_office import build_office, people_frame

START = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)


def event(
    person: str,
    verb: Verb,
    target: str,
    second: float = 0,
    lesson: str | None = None,
    **result: Any,
) -> Event:
    told = Result(**result) if result else None
    at = START + dt.timedelta(seconds=second)
    return new_event(person, verb, target, result=told, context=Context(lesson=lesson), at=at)


def study(
    folder: Path, person: str, lesson: str, *, right: int, wrong: int, start: int = 0
) -> None:
    """A lesson of five questions, one answered every two minutes."""
    opened = event(person, Verb.OPENED, f"lesson:{lesson}", start, lesson, questions=5)
    answers = [
        event(
            person,
            Verb.ANSWERED,
            f"item:{lesson[:2]}-{n:03}",
            start + 120 * n,
            lesson,
            success=n <= right,
        )
        for n in range(1, right + wrong + 1)
    ]
    StudyRecord(person, folder).append(opened, *answers)


def write_study(folder: Path) -> None:
    study(folder, "P00002", "xingsu/evidence", right=4, wrong=1)
    study(folder, "P00002", "fuyi/first", right=1, wrong=1, start=7200)
    study(folder, "P00001", "xingsu/evidence", right=5, wrong=0)
    StudyRecord("P00003", folder).append(
        event("P00003", Verb.ANSWERED, "item:xf-001", response="甲")
    )
    study(folder, "P99999", "xingsu/evidence", right=5, wrong=0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_study(tmp_path / "study")
    return tmp_path / "study"


def count(folder: Path, rules: Path | None = None) -> SelfStudy:
    return self_study(folder, people_frame(), rules)


def balanced(found: SelfStudy) -> bool:
    return found.lines == found.counted + found.duplicates + found.lines_set_aside


def rows(frame: pd.DataFrame, *columns: str) -> list[list[object]]:
    return frame[list(columns)].astype("object").to_numpy().tolist()


def test_one_row_per_person_and_course_in_the_order_of_the_roster(folder: Path) -> None:
    frame = count(folder).frame
    shown = rows(frame, "人员编号", "姓名", "单位", "课程", "活跃分钟", "学时", "答题数")
    assert shown == [
        ["P00001", "张伟", "司法所", "xingsu", 10.0, 0.2, 5],
        ["P00002", "王芳", "财政所", "fuyi", 4.0, 0.0, 2],
        ["P00002", "王芳", "财政所", "xingsu", 10.0, 0.2, 5],
        ["P00003", "李娜", "司法所", "课外练习", 0.0, 0.0, 1],
    ]
    assert frame["正确率"].tolist()[:3] == [1.0, 0.5, 0.8]
    assert math.isnan(frame["正确率"].iloc[3])
    assert frame["备注"].tolist() == ["", "fuyi/first 答题 2/5，未达到 100%", "", ""]


def test_the_totals_are_of_all_answers_judged(folder: Path) -> None:
    found = count(folder)
    assert found.totals() == {
        "people": 3,
        "minutes": 24.0,
        "hours": 0.4,
        "answered": 13,
        "accuracy": 10 / 12,
    }


def test_the_evidence_of_a_figure_is_at_hand(folder: Path) -> None:
    found = count(folder)
    lesson = found.evidence["P00001"].lessons[0]
    events = StudyRecord("P00001", folder).read().events
    assert [(span.first, span.last) for span in lesson.spans] == [(events[0].id, events[-1].id)]
    assert set(lesson.answered) == {one.id for one in events[1:]}
    assert lesson.credited == dt.timedelta(minutes=10)


def test_lines_of_people_not_on_the_roster_are_set_aside(folder: Path) -> None:
    found = count(folder)
    assert (found.lines, found.counted, found.duplicates, found.lines_set_aside) == (22, 16, 0, 6)
    assert rows(found.set_aside, "人员编号", "姓名", "原因", "来源文件", "行号", "行数") == [
        ["P99999", "", "编号不在名册中（6 行）", "study/P99999/study.jsonl", 1, 6]
    ]


def test_every_damaged_repeated_or_newer_line_is_accounted_for(folder: Path) -> None:
    path = folder / "P00001" / "study.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    newer = encode(
        [event("P00001", Verb.OPENED, "lesson:a/b").model_copy(update={"verb": "dreamt"})]
    )
    path.write_bytes(b"".join([*lines[:2], b"{\n", *lines[1:], b"\n", newer, b'{"id"']))
    torn = StudyRecord("P00001", folder).append(event("P00001", Verb.READ, "article:宪法/5")).torn
    assert torn is not None
    found = count(folder)
    assert balanced(found)
    assert found.duplicates == 1
    own = found.set_aside[found.set_aside["人员编号"] == "P00001"]
    assert rows(own, "姓名", "原因", "来源文件", "行号") == [
        ["张伟", "这一行不是有效的学习记录（2 行）", "study/P00001/study.jsonl", 3],
        [
            "张伟",
            "本版本不认识的记录类型，请升级后再统计（1 行）",
            "study/P00001/study.jsonl",
            10,
        ],
        [
            "张伟",
            "写入时中断留下的半行，当时没有保存成功（1 行）",
            "study/P00001/study.jsonl.torn",
            1,
        ],
    ]
    assert found.frame["学时"].iloc[1] == 0.2


def test_a_record_copied_into_anothers_folder_earns_nothing(folder: Path) -> None:
    (folder / "P00004").mkdir()
    (folder / "P00004" / "study.jsonl").write_bytes(
        (folder / "P00001" / "study.jsonl").read_bytes()
    )
    found = count(folder)
    assert balanced(found)
    assert "P00004" not in found.frame["人员编号"].tolist()
    reasons = found.set_aside.set_index("人员编号")["原因"]
    assert reasons["P00004"] == "这一行的人员编号与所在文件夹不符（6 行）"


def test_folders_that_differ_in_case_are_one_person_and_time_counts_once(folder: Path) -> None:
    study(folder, "p00001", "xingsu/evidence", right=5, wrong=0)
    found = count(folder)
    assert balanced(found)
    assert rows(found.frame.head(1), "活跃分钟", "答题数") == [[10.0, 5]]


def test_days_outside_the_period_are_passed_over(folder: Path, tmp_path: Path) -> None:
    rules = tmp_path / "rules.toml"
    rules.write_text(RULES_FILE.read_text("utf-8") + "[period]\nfirst = 2026-03-03\n", "utf-8")
    late = event("P00001", Verb.READ, "article:宪法/5", 86_400, "xianfa/a")
    StudyRecord("P00001", folder).append(late)
    found = count(folder, rules)
    assert balanced(found)
    assert found.counted == 1
    assert rows(found.frame, "人员编号", "课程") == [["P00001", "xianfa"]]
    records, used = found.sources
    assert (records.rows, records.skipped) == (7, 16)
    assert used.name == "rules.toml（学时规则）"


def test_the_sources_change_with_any_record(folder: Path) -> None:
    before = count(folder).sources
    assert before == count(folder).sources
    assert before[0].name == "study/*/study.jsonl（4 份）"
    StudyRecord("P00003", folder).append(event("P00003", Verb.READ, "article:宪法/5"))
    after = count(folder).sources
    assert after[0].sha256 != before[0].sha256
    assert after[1] == before[1]


def test_an_empty_folder_gives_empty_figures(tmp_path: Path) -> None:
    found = count(tmp_path)
    assert (found.lines, len(found.frame), found.accuracy) == (0, 0, None)
    assert found.totals()["accuracy"] is None


def test_a_folder_or_rules_that_are_missing_are_refused(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(TableError, match="没有这个学习记录文件夹"):
        count(tmp_path / "none")
    with pytest.raises(CreditRulesError, match="找不到这个学时规则文件"):
        count(folder, tmp_path / "none.toml")


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Tally:
    office = build_office(tmp_path_factory.mktemp("self_study"))
    write_study(office.records / "study")
    return tally(office.records, None, [], office.records / "study")


def test_the_tally_takes_self_study_in(counted: Tally) -> None:
    assert counted.sentences()[1] == (
        "自主学习 3 人，活跃 24 分钟，认定 0.4 学时，答题 13 道，正确率 83.3%。"
    )
    last = counted.row_counts[-1]
    assert (last.kind, last.rows) == ("自主学习", 22)
    assert last.rows == last.counted + last.duplicates + last.set_aside
    doubt = counted.doubts[counted.doubts["名单"] == "自主学习"]
    assert rows(doubt, "人员编号", "原因", "行号") == [["P99999", "编号不在名册中（6 行）", 1]]
    assert counted.sources[-1].name == "credit.toml（学时规则）"
    assert counted.sign_in_rows().rows == 9


def test_the_workbook_shows_it(counted: Tally, tmp_path: Path) -> None:
    write_workbook(counted, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert tuple(book.sheetnames) == SHEETS
    sheet = book["自主学习"]
    assert [cell.value for cell in sheet[1]][:8] == [
        "人员编号", "姓名", "单位", "课程", "活跃分钟", "学时", "答题数", "正确率",
    ]  # fmt: skip
    assert sheet["H2"].number_format == "0.0%"
    assert sheet["H5"].value is None
    facts = {(r[0].value, r[1].value): r[2].value for r in book["总览"].iter_rows(min_row=6)}
    assert facts["自主学习", "人数"] == 3
    assert facts["自主学习", "学时"] == 0.4
    assert facts["自主学习", "待核对"] == 6
    cells = [str(c.value) for row in book["指标口径"].iter_rows() for c in row if c.value]
    assert any("每次至多计 180 秒" in cell for cell in cells)
    assert any("达到 100% 才认定" in cell and "至多 90 分钟" in cell for cell in cells)


def test_without_records_the_workbook_says_so_and_shows_no_zero(tmp_path: Path) -> None:
    office = build_office(tmp_path)
    found = tally(office.records, None, [])
    assert found.self_study is None
    write_workbook(found, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book["自主学习"]["A2"].value.startswith("没有自主学习数据")
    facts = {r[0].value: (r[2].value, r[3].value) for r in book["总览"].iter_rows(min_row=5)}
    value, note = facts["自主学习"]
    assert value is None
    assert note.startswith("没有自主学习数据")

"""A small invented office: eight people, two study sessions, one exam, with the usual mess."""

from __future__ import annotations

import csv
import functools
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from nbgrader.api import Gradebook

from grading.attendance_matching import LIST_FIELDS
from grading.roster import ROSTER_FIELDS
from grading.tables import FILE, PROVENANCE, ROW, SHEET

EXAM = "leadership"
PEOPLE = (
    ("P00001", "张伟", "司法所", "所长", "领导干部", "13800000001"),
    ("P00002", "王芳", "财政所", "科员", "机关工作人员", "13800000002"),
    ("P00003", "李娜", "司法所", "科员", "机关工作人员", ""),
    ("P00004", "刘洋", "财政所", "科员", "执法人员", ""),
    ("P00005", "陈静", "高桥村", "网格员", "村（社区）干部", ""),
    ("P00006", "张伟", "高桥村", "主任", "村（社区）干部", ""),
    ("P00007", "阿依古丽·买买提", "财政所", "科员", "编外人员", ""),
    ("P00008", "赵敏", "司法所", "科员", "执法人员", ""),
)


@dataclass(frozen=True, slots=True)
class Office:
    """The two folders a tally reads."""

    records: Path
    course: Path


def build_office(root: Path) -> Office:
    """Write the whole office below ``root``."""
    office = Office(root / "records", root / "course")
    write_records(office.records)
    write_course(office.course)
    return office


def write_records(records: Path) -> None:
    """Write roster, sessions, due lists, sign-ins, leave and registrations."""
    write_xlsx(records / "roster.xlsx", {"名册": [["云溪镇名册"], list(ROSTER_FIELDS), *PEOPLE]})
    head = ["场次编号", "日期", "主题", "主讲", "地点", "学时"]
    sessions = [
        ["S1", "2026-03-11", "宪法", "党校教师", "三楼会议室", "2"],
        ["S2", "2026/5/12", "行政复议法", "司法局", "三楼会议室", "3"],
    ]
    write_csv(records / "sessions.csv", [head, *sessions])
    write_csv(records / "due/S1.csv", [["人员编号"], *([f"P0000{n}"] for n in range(1, 7))])
    write_csv(records / "due/S2.csv", [["人员编号"], ["P00001"], ["P00002"], ["P00008"]])
    write_csv(
        records / "leave/S1.csv", [["人员编号", "请假类型"], ["P00003", "公务"], ["P00004", "病假"]]
    )
    write_xlsx(
        records / "sign_in/S1上午.xlsx", {"第1页": _SHEET_ONE, "第2页": _SHEET_TWO, "空": []}
    )
    rows = [["工号", "名字"], ["P00001", "张伟"], ["P00008", ""], ["P00002", "李娜"]]
    write_csv(records / "sign_in/S2.csv", rows, encoding="gb18030")
    registered = [[f"P0000{n}"] for n in (1, 2, 3, 4, 5, 6, 1)]
    write_csv(records / f"registered/{EXAM}.csv", [["人员编号"], *registered])


_SHEET_ONE: list[list[object]] = [
    ["第一次集体学法签到表"],
    [],
    ["序号", "工 号", "姓 名", "所在单位"],
    [1, "Ｐ００００１", "张　伟", "司法所"],
    [2, None, "王芳", "财政所"],
    [3, "P00003", "李娜", None],
    [],
    ["合 计", None, 3],
]
_SHEET_TWO: list[list[object]] = [
    ["姓名", "编号"],
    ["李 娜", None],
    ["张伟", None],
    ["阿依古丽•买买提", None],
]


def write_course(course: Path) -> None:
    """Write gradebook, hand-in folders, set-aside list and policy of the exam."""
    bands = {"优秀": 90, "良好": 80, "合格": 60}
    policy = {"blueprint": {"title": "领导干部考试", "points": 100, "bands": bands}, "seed": 7}
    path = course / "exams" / EXAM / "exam.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(policy, ensure_ascii=False), "utf-8")
    for person in ("P00001", "P00002", "P00003", "P00004", "P00008"):
        (course / "submitted" / person / EXAM).mkdir(parents=True)
    rows = [["人员编号", "文件", "原因"], ["P00004", "answers.json", "=不是 JSON"]]
    write_csv(course / f"set_aside/{EXAM}.csv", rows)
    papers = {
        "P00001": (60.0, 35.0),
        "P00002": (30.0, 30.0),
        "P00003": (50.0, None),
        "P00004": (10.0, 10.0),
        "P00008": (1.0, 1.0),
    }
    write_gradebook(course / "gradebook.db", papers)


def write_gradebook(path: Path, papers: Mapping[str, tuple[float, float | None]]) -> None:
    """Make a real nbgrader gradebook: an automatic cell of 60 points, a manual one of 40."""
    path.write_bytes(_empty_gradebook())
    with Gradebook(f"sqlite:///{path}") as book:
        book.add_assignment(EXAM)
        book.add_notebook("exam", EXAM)
        book.add_grade_cell("q1", "exam", EXAM, max_score=60, cell_type="code")
        book.add_grade_cell("q2", "exam", EXAM, max_score=40, cell_type="markdown")
        for person, (auto, manual) in papers.items():
            book.add_student(person)
            book.add_submission(EXAM, person)
            first = book.find_grade("q1", "exam", EXAM, person)
            first.auto_score, first.needs_manual_grade = auto, False
            second = book.find_grade("q2", "exam", EXAM, person)
            second.manual_score, second.needs_manual_grade = manual, manual is None
        book.db.commit()


@functools.cache
def _empty_gradebook() -> bytes:
    """A new gradebook, made once: nbgrader runs alembic for each, which takes seconds."""
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        # nbgrader looks alembic up on PATH, where a virtual environment need not be
        patch.setenv("PATH", str(Path(sys.executable).parent), prepend=os.pathsep)
        Gradebook(f"sqlite:///{folder}/gradebook.db").close()
        return (Path(folder) / "gradebook.db").read_bytes()


def write_csv(path: Path, rows: Iterable[Sequence[object]], encoding: str = "utf-8-sig") -> None:
    """Write rows as csv, folders included."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as stream:
        csv.writer(stream).writerows(rows)


def write_xlsx(path: Path, sheets: Mapping[str, Iterable[Sequence[object]]]) -> None:
    """Write sheets of rows as xlsx, folders included."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)


def people_frame() -> pd.DataFrame:
    """The roster as :mod:`grading.roster` returns it."""
    rows = [(*person, "roster.xlsx", "", n) for n, person in enumerate(PEOPLE, start=2)]
    return pd.DataFrame(rows, columns=[*ROSTER_FIELDS, *PROVENANCE])


def list_rows(*rows: Mapping[str, str]) -> pd.DataFrame:
    """Rows of a list as :func:`grading.tables.read_table` returns them, numbered from 2."""
    columns = list(dict.fromkeys([*LIST_FIELDS, *(key for row in rows for key in row)]))
    frame = pd.DataFrame(list(rows), columns=columns).fillna("")
    return frame.assign(**{FILE: "list.csv", SHEET: "", ROW: range(2, len(rows) + 2)})

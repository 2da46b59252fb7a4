"""The records folder is read session by session; what fits nowhere is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from grading.attendance import attend
from grading.attendance_marks import NO_COLUMN
from grading.attendance_matching import Directory
from grading.attendance_sources import read_study_records
from grading.tables import NAME, TableError
from tests.support.tally_office import people_frame, write_csv, write_records, write_xlsx


@pytest.fixture
def records(tmp_path: Path) -> Path:
    write_records(tmp_path / "records")
    return tmp_path / "records"


def test_sessions_come_by_date_with_their_lists(records: Path) -> None:
    study = read_study_records(records)
    assert [(one.session.id, one.session.hours) for one in study.sessions] == [("S1", 2), ("S2", 3)]
    assert [len(one.sign_in) for one in study.sessions] == [6, 3]
    assert [len(one.leave) for one in study.sessions] == [2, 0]
    assert study.sessions[1].session.date.isoformat() == "2026-05-12"
    assert {source.name for source in study.sources} >= {"sessions.csv", "sign_in/S1上午.xlsx"}


def test_several_files_of_one_session_are_read_together(records: Path) -> None:
    write_xlsx(
        records / "sign_in/S2补.xlsx", {"一": [["姓名", "签到"], ["李娜", "√"], ["刘洋", None]]}
    )
    second = read_study_records(records).sessions[1].sign_in
    assert second[NAME].tolist()[-2:] == ["李娜", "刘洋"]
    assert second["签名"].tolist() == [*[NO_COLUMN] * 3, "√", ""]
    assert second["签到时间"].tolist() == [NO_COLUMN] * 5


@pytest.mark.parametrize("folder", ["due", "sign_in", "leave"])
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("X.csv", "不以任何一个场次编号开头.*请改文件名"),
        ("S12.csv", "不以任何一个场次编号开头"),
        ("S1村.docx", "不支持 .docx 文件.*另存为"),
        ("S1村.et", "不支持 .et 文件.*另存为"),
        ("S1村.xls", "不支持 .xls 文件.*另存为"),
        ("sub/S1.csv", "是文件夹，里面的文件不会被读取.*请把里面的文件移到"),
    ],
)
def test_a_file_that_is_no_list_of_a_session_is_refused(
    records: Path, folder: str, name: str, words: str
) -> None:
    write_csv(records / folder / name, [["人员编号"], ["P00001"]])
    with pytest.raises(TableError, match=f"^{folder}/{name.partition('/')[0]}.*{words}"):
        read_study_records(records)


def test_leave_and_due_files_are_found_by_the_session_they_begin_with(records: Path) -> None:
    write_csv(records / "leave/S2请假.csv", [["人员编号"], ["P00001"]])
    write_csv(records / "leave/s2.csv", [["人员编号"], ["P00002"]])
    write_csv(records / "due/s2村.csv", [["人员编号"], ["P00005"]])
    second = read_study_records(records).sessions[1]
    assert sorted(second.leave["人员编号"]) == ["P00001", "P00002"]
    assert second.due["人员编号"].tolist() == ["P00001", "P00002", "P00008", "P00005"]


@pytest.mark.parametrize(
    ("header", "rows", "attending"),
    [
        (
            ["姓名", "签到"],
            [["李娜", "√"], ["刘洋", "病假"], ["王芳", "-"], ["陈静", ""]],
            ["李娜"],
        ),
        (["姓名", "是否参加"], [["李娜", "是"], ["刘洋", "否"]], ["李娜"]),
        (["姓名", "签到时间"], [["李娜", "8:31"], ["刘洋", ""], ["王芳", "未打卡"]], ["李娜"]),
        (["姓名", "签名", "时间"], [["李娜", "李娜", ""], ["刘洋", "", "8:31"]], ["李娜"]),
        (["姓名"], [["李娜"], ["刘洋"]], ["李娜", "刘洋"]),
    ],
)
def test_only_a_mark_or_a_time_shows_that_somebody_came(
    records: Path, header: list[str], rows: list[list[str]], attending: list[str]
) -> None:
    write_csv(records / "sign_in/S2.csv", [header, *rows])
    attendance = attend(read_study_records(records).sessions[1], Directory(people_frame()))
    assert attendance.sign_in.counted[NAME].tolist() == attending
    assert len(attendance.sign_in.set_aside) == len(rows) - len(attending)


def test_a_list_with_a_header_alone_is_noted(records: Path) -> None:
    write_csv(records / "sign_in/S2晚到.csv", [["姓名"]])
    (note,) = read_study_records(records).notes
    assert (note.kind, note.belongs, note.file) == ("签到", "S2", "sign_in/S2晚到.csv")


def test_session_numbers_that_differ_in_case_alone_are_refused(records: Path) -> None:
    rows = [["S1", "2026-03-11", "宪法", "2"], ["s1", "2026-03-12", "宪法", "2"]]
    write_csv(records / "sessions.csv", [["场次编号", "日期", "主题", "学时"], *rows])
    with pytest.raises(TableError, match="与前面的场次重复"):
        read_study_records(records)


def test_a_session_without_sign_in_is_refused(records: Path) -> None:
    (records / "sign_in/S2.csv").unlink()
    with pytest.raises(TableError, match="场次 S2 没有签到表"):
        read_study_records(records)


def test_a_session_without_due_list_is_refused(records: Path) -> None:
    (records / "due/S2.csv").unlink()
    with pytest.raises(TableError, match="场次 S2 没有应到名单"):
        read_study_records(records)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (["S1", "某日", "宪法", "2"], "第 2 行，“日期”"),
        (["S1", "2026-03-11", "宪法", "两小时"], "第 2 行，“学时”"),
        (["S1", "2026-03-11", "宪法", "0"], "第 2 行，“学时”"),
        (["", "2026-03-11", "宪法", "2"], "第 2 行，“场次编号”"),
    ],
)
def test_a_session_that_cannot_be_read_is_refused(
    records: Path, row: list[str], words: str
) -> None:
    write_csv(records / "sessions.csv", [["场次编号", "日期", "主题", "学时"], row])
    with pytest.raises(TableError, match=words):
        read_study_records(records)


def test_a_session_entered_twice_is_refused(records: Path) -> None:
    row = ["S1", "2026年3月11日", "宪法", "2学时"]
    write_csv(records / "sessions.csv", [["场次编号", "日期", "主题", "学时"], row, row])
    with pytest.raises(TableError, match="第 3 行，“场次编号”：与前面的场次重复"):
        read_study_records(records)


def test_no_session_at_all_is_refused(records: Path) -> None:
    write_csv(records / "sessions.csv", [["场次编号", "日期", "主题", "学时"]])
    with pytest.raises(TableError, match="没有一场学习"):
        read_study_records(records)

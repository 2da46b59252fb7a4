"""The records folder is read session by session; what fits nowhere is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from grading.attendance_sources import assign_files, read_study_records
from grading.tables import NAME, TableError
from tests.support.tally_office import write_csv, write_records, write_xlsx


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
    assert second["签名"].tolist() == ["有", "有", "有", "√", ""]


def test_a_longer_session_number_keeps_its_own_files() -> None:
    names = ["S1.csv", "S10.csv", "S1a.csv", "s1上午.xlsx", "S1-2.csv"]
    files = assign_files([Path(name) for name in names], ["S1", "S10"])
    assert [path.name for path in files["S10"]] == ["S10.csv"]
    assert len(files["S1"]) == 4


@pytest.mark.parametrize(
    ("name", "words"), [("X.csv", "不以任何一个场次编号开头"), ("S12.csv", "不以任何一个")]
)
def test_a_sign_in_file_of_no_session_is_refused(records: Path, name: str, words: str) -> None:
    write_csv(records / "sign_in" / name, [["姓名"], ["张伟"]])
    with pytest.raises(TableError, match=words):
        read_study_records(records)


def test_a_session_without_sign_in_is_refused(records: Path) -> None:
    (records / "sign_in/S2.csv").unlink()
    with pytest.raises(TableError, match="场次 S2 没有签到表"):
        read_study_records(records)


def test_a_session_without_due_list_is_refused(records: Path) -> None:
    (records / "due/S2.csv").unlink()
    with pytest.raises(TableError, match=r"due/S2\.csv"):
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

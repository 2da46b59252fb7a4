import csv
from pathlib import Path

from openpyxl import load_workbook

from xuefa.demo.sessions import SESSIONS
from xuefa.demo.sheets import LAYOUTS


def test_every_session_has_a_layout() -> None:
    assert list(LAYOUTS) == [session.id for session in SESSIONS]


def test_the_first_session_has_title_rows_above_the_header(records: Path) -> None:
    book = load_workbook(records / "sign_in" / "S1_签到表.xlsx")
    rows = list(book["签到表"].values)
    assert rows[3] == (None,) * 5
    assert rows[4] == ("序号", "姓名", "所在单位", "工号", "签到时间")
    assert rows[-1][0] == "合计"
    assert rows.count((None,) * 5) > 1


def test_the_second_session_is_a_csv_that_only_gbk_reads(records: Path) -> None:
    content = (records / "sign_in" / "S2.csv").read_bytes()
    rows = list(csv.reader(content.decode("gbk").splitlines()))
    assert rows[1] == ["编号", "名字", "部门", "时间"]
    assert rows[-1][0] == "合计"
    assert b"\xef\xbb\xbf" not in content
    assert "\ufffd" in content.decode("utf-8", "replace")


def test_the_third_session_has_a_sheet_per_desk_and_an_empty_one(records: Path) -> None:
    book = load_workbook(records / "sign_in" / "S3-签到.xlsx")
    headers = {sheet.title: next(iter(sheet.values), None) for sheet in book}
    assert headers == {
        "机关": ("人员编号", "姓名", "单位", "签到时间"),
        "执法队伍": ("部门", "名字", "工号", "时间"),
        "村和社区": ("姓名", "所在单位", "编号"),
        "Sheet4": None,
    }
    assert all(sheet.max_row > 20 for sheet in book if sheet.title != "Sheet4")


def test_the_fourth_session_has_several_files(records: Path) -> None:
    folder = records / "sign_in"
    assert sorted(path.name for path in folder.glob("S4*")) == [
        "S4_村社区.csv",
        "S4_现场.xlsx",
        "S4_补签.csv",
    ]
    late = (folder / "S4_补签.csv").read_text("utf-8").splitlines()
    assert late[0] == "名字,所在单位,签到时间"
    assert len(late) > 100

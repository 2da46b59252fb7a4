import zipfile
from pathlib import Path

from openpyxl import load_workbook

from xuefa.demo.files import Sheet, write_csv, write_xlsx

SHEET = Sheet((("标题", "", ""), ("姓名", "单位", "工号"), ("张三", "", "P1")), titles=1)


def test_a_workbook_reads_back_as_written_with_its_title_merged(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "new" / "a.xlsx", {"一": SHEET, "空": Sheet(())})
    book = load_workbook(path)
    assert book.sheetnames == ["一", "空"]
    assert list(book["一"].values) == [
        ("标题", None, None),
        ("姓名", "单位", "工号"),
        ("张三", None, "P1"),
    ]
    assert [str(merged) for merged in book["一"].merged_cells.ranges] == ["A1:C1"]
    assert list(book["空"].values) == []


def test_a_workbook_holds_no_trace_of_the_clock(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "a.xlsx", {"一": SHEET})
    properties = load_workbook(path).properties
    assert properties.created == properties.modified
    assert properties.created.year == 2026
    with zipfile.ZipFile(path) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2026, 1, 5, 9, 0, 0)}
        assert archive.testzip() is None


def test_csv_is_written_in_the_encoding_asked_for(tmp_path: Path) -> None:
    rows = [("姓名", "单位"), ("张 三", "甲,乙")]
    gbk = write_csv(tmp_path / "new" / "g.csv", rows, encoding="gbk")
    assert gbk.read_bytes().decode("gbk") == '姓名,单位\r\n张 三,"甲,乙"\r\n'
    assert write_csv(tmp_path / "u.csv", rows).read_bytes().startswith(b"\xef\xbb\xbf")

"""Messy tables are read whole, or refused with a line that says where and what to do."""

from __future__ import annotations

import hashlib
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.tables import (
    FILE,
    NAME,
    PERSON_ID,
    ROW,
    SHEET,
    SIGNATURE,
    UNIT,
    TableError,
    id_key,
    name_key,
    read_table,
    read_tables,
    squeeze,
)
from tests.support.tally_office import write_csv, write_xlsx

FIELDS = (PERSON_ID, NAME, UNIT)
NEED = ("人员编号|姓名",)


def test_title_rows_blank_rows_and_totals_are_no_data(tmp_path: Path) -> None:
    rows = [["签到表"], [], ["序号", "工号", "姓名"], [1, "P1", "张某"], [], [2, "P2", "李某"]]
    write_xlsx(tmp_path / "a.xlsx", {"一": [*rows, ["合计：2 人"]]})
    table = read_table(tmp_path / "a.xlsx", FIELDS, need=NEED)
    assert table.rows[PERSON_ID].tolist() == ["P1", "P2"]
    assert table.rows[ROW].tolist() == [4, 6]
    assert table.rows[UNIT].tolist() == ["", ""]
    assert (table.sources[0].rows, table.sources[0].skipped) == (2, 1)


def test_every_sheet_is_read_and_named(tmp_path: Path) -> None:
    write_xlsx(
        tmp_path / "a.xlsx", {"上午": [["姓名"], ["张某"]], "下午": [["名字"], ["李某"]], "空": []}
    )
    rows = read_table(tmp_path / "a.xlsx", FIELDS, need=NEED).rows
    assert list(zip(rows[SHEET], rows[NAME], rows[ROW], strict=True)) == [
        ("上午", "张某", 2),
        ("下午", "李某", 2),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_encodings_are_recognised(tmp_path: Path, encoding: str) -> None:
    write_csv(tmp_path / "a.csv", [["姓名", "部门"], ["张某", "司法所"]], encoding)
    rows = read_table(tmp_path / "a.csv", FIELDS, need=NEED).rows
    assert rows.loc[0, [NAME, UNIT, FILE, ROW]].tolist() == ["张某", "司法所", "a.csv", 2]


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_delimiters_are_recognised(tmp_path: Path, delimiter: str) -> None:
    text = "\n".join(delimiter.join(row) for row in [("姓名", "单位"), ("张某", "司法所")])
    (tmp_path / "a.csv").write_text(text, "utf-8")
    assert read_table(tmp_path / "a.csv", FIELDS, need=NEED).rows[UNIT].tolist() == ["司法所"]


def test_csv_row_numbers_are_lines_even_after_a_cell_of_two_lines(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text('姓名,单位\n张某,"甲\n乙"\n李某,丙\n', "utf-8")
    assert read_table(tmp_path / "a.csv", FIELDS, need=NEED).rows[ROW].tolist() == [2, 4]


@pytest.mark.parametrize("header", ["人员编号", "工 号", "编号（必填）", "＊员工编号", "编号:"])
def test_header_variants_name_the_same_field(tmp_path: Path, header: str) -> None:
    write_csv(tmp_path / "a.csv", [[header], ["P1"]])
    assert read_table(tmp_path / "a.csv", FIELDS, need=NEED).rows[PERSON_ID].tolist() == ["P1"]


def test_a_header_repeated_on_the_next_printed_page_is_no_row(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", [["姓名", "单位"], ["张某", ""], ["姓名", "单位"], ["李某", ""]])
    assert read_table(tmp_path / "a.csv", FIELDS, need=NEED).rows[NAME].tolist() == ["张某", "李某"]


def test_a_line_numbered_beforehand_and_left_empty_is_no_row(tmp_path: Path) -> None:
    write_csv(tmp_path / "a.csv", [["序号", "姓名"], ["1", "张某"], ["2", ""], ["记录人：甲", ""]])
    table = read_table(tmp_path / "a.csv", FIELDS, need=NEED)
    assert table.rows[ROW].tolist() == [2, 4]
    assert table.sources[0].skipped == 1


def test_a_unit_merged_downwards_belongs_to_each_row(tmp_path: Path) -> None:
    rows = [["单位", "姓名"], ["司法所", "张某"], [None, "李某"], ["财政所", "王某"]]
    write_xlsx(tmp_path / "a.xlsx", {"一": rows})
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    book["一"].merge_cells("A2:A3")
    book.save(tmp_path / "a.xlsx")
    units = read_table(tmp_path / "a.xlsx", FIELDS, need=NEED).rows[UNIT].tolist()
    assert units == ["司法所", "司法所", "财政所"]


def test_numbers_typed_as_numbers_read_as_written(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", {"一": [["编号", "姓名"], [1001.0, "张某"]]})
    assert read_table(tmp_path / "a.xlsx", FIELDS, need=NEED).rows[PERSON_ID].tolist() == ["1001"]


def test_a_column_the_sheet_lacks_holds_what_was_asked_for(tmp_path: Path) -> None:
    write_xlsx(
        tmp_path / "a.xlsx", {"一": [["姓名"], ["张某"]], "二": [["姓名", "签名"], ["李某"]]}
    )
    fields = (NAME, SIGNATURE)
    rows = read_table(tmp_path / "a.xlsx", fields, need=NEED, lacking={SIGNATURE: "有"}).rows
    assert rows[SIGNATURE].tolist() == ["有", ""]


def test_the_source_carries_hash_and_name_within_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "due" / "S1.csv"
    write_csv(path, [["姓名"], ["张某"]])
    source = read_table(path, FIELDS, need=NEED, root=tmp_path).sources[0]
    assert source.name == "due/S1.csv"
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.csv", b"", "没有任何内容"),
        ("a.csv", "主题,地点\n甲,乙\n".encode(), "找不到含有这些栏目的表头"),
        ("a.csv", b"\x00\x81\xff\xff\x00", "编码"),
        ("a.xlsx", b"no zip", "不是能打开的 xlsx"),
        ("a.xls", b"\xd0\xcf", "不支持 .xls"),
        ("a.csv", "姓名,单位,姓名\n甲,乙,丙\n".encode(), "出现了不止一次"),
    ],
)
def test_a_bad_file_is_refused_in_one_chinese_line(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(TableError) as error:
        read_table(tmp_path / name, FIELDS, need=NEED)
    assert words in str(error.value)
    assert str(error.value).startswith(name)
    assert "请" in str(error.value)
    assert "\n" not in str(error.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="找不到这个文件"):
        read_table(tmp_path / "a.csv", FIELDS, need=NEED)


def test_a_sheet_without_header_is_refused_rather_than_skipped(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", {"一": [["姓名"], ["张某"]], "二": [["李某"]]})
    with pytest.raises(TableError, match="二"):
        read_table(tmp_path / "a.xlsx", FIELDS, need=NEED)


def test_a_header_without_rows_is_told(tmp_path: Path) -> None:
    write_xlsx(tmp_path / "a.xlsx", {"一": [["姓名"], ["张某"]], "二": [["姓名"]], "三": []})
    write_csv(tmp_path / "b.csv", [["姓名"]])
    table = read_tables(
        [tmp_path / n for n in ("a.xlsx", "b.csv")], FIELDS, need=NEED, root=tmp_path
    )
    assert table.unfilled == (("a.xlsx", "二"), ("b.csv", ""))


def test_a_formula_saved_without_its_result_is_refused(tmp_path: Path) -> None:
    rows = [["编号", "姓名"], ["P1", "张某"], ["P2", '=A2&"某"']]
    write_xlsx(tmp_path / "a.xlsx", {"一": [["姓名"], ["李某"]], "二": rows})
    with pytest.raises(TableError, match=r"^a\.xlsx，工作表“二”：单元格 B3 是公式.*请用 Excel"):
        read_table(tmp_path / "a.xlsx", FIELDS, need=NEED)


@pytest.mark.parametrize(
    ("result", "names"), [("<v>王某</v>", ["张某", "王某"]), ("<v></v>", ["张某", ""])]
)
def test_a_formula_saved_with_its_result_reads_as_it(
    tmp_path: Path, result: str, names: list[str]
) -> None:
    write_xlsx(tmp_path / "a.xlsx", {"一": [["编号", "姓名"], ["P1", "张某"], ["P2", "=B2"]]})
    with (
        zipfile.ZipFile(tmp_path / "a.xlsx") as old,
        zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new,
    ):
        for name in old.namelist():
            data = old.read(name).decode()
            data = data.replace('<c r="B3"><f>B2</f><v />', f'<c r="B3" t="str"><f>B2</f>{result}')
            new.writestr(name, data)
    assert read_table(tmp_path / "b.xlsx", FIELDS, need=NEED).rows[NAME].tolist() == names


def test_files_are_read_one_below_the_other(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_csv(tmp_path / f"{name}.csv", [["姓名"], [name]])
    paths = [tmp_path / "a.csv", tmp_path / "b.csv"]
    table = read_tables(paths, FIELDS, need=NEED, root=tmp_path)
    assert table.rows[NAME].tolist() == ["a", "b"]
    assert [source.name for source in table.sources] == ["a.csv", "b.csv"]


def test_keys_ignore_width_case_and_spaces() -> None:
    assert id_key(" ｐ０００１\u200b") == "P0001"
    assert name_key("张　三 丰") == name_key("张三丰") == "张三丰"
    assert name_key("阿依古丽•买买提") == name_key("阿依古丽·买买提")


@given(st.text("Pp0９Ｐ-_ \u3000\t\u200b", max_size=20))
def test_a_number_has_one_key_however_it_is_typed(text: str) -> None:
    assert set(id_key(text)) <= set("P09-_")
    assert id_key(id_key(text)) == id_key(f" {text.lower()}\u3000") == id_key(text)


@given(st.text())
def test_no_white_space_is_left(text: str) -> None:
    assert not any(char.isspace() for char in squeeze(text))

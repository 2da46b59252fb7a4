"""The workbook holds the figures of the tally, formatted, and runs nothing."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from openpyxl import Workbook

from grading.tally import Tally, read_policies, tally
from grading.workbook import SHEETS, write_workbook
from grading.workbook_style import put, width_of
from tests.support.tally_office import build_office


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Tally:
    office = build_office(tmp_path_factory.mktemp("workbook"))
    return tally(office.records, office.course, read_policies(office.course))


@pytest.fixture(scope="module")
def path(counted: Tally, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("out") / "new" / "学法统计.xlsx"
    write_workbook(counted, path)
    return path


@pytest.fixture(scope="module")
def book(path: Path) -> Workbook:
    return openpyxl.load_workbook(path)


TABLES = SHEETS[1:-1]


def test_the_sheets_come_in_order(book: Workbook) -> None:
    assert tuple(book.sheetnames) == SHEETS


@pytest.mark.parametrize("name", TABLES)
def test_each_table_is_frozen_filtered_and_set_up_for_print(book: Workbook, name: str) -> None:
    sheet = book[name]
    assert sheet.freeze_panes.endswith("2")
    assert sheet.auto_filter.ref.startswith("A1:")
    assert sheet.oddHeader.center.text == name
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert {cell.font.name for cell in sheet[1]} == {"微软雅黑"}
    assert all(sheet.column_dimensions[cell.column_letter].width >= 7 for cell in sheet[1])


def test_frames_can_be_read_back(counted: Tally, path: Path) -> None:
    read = pd.read_excel(path, sheet_name="学法（按人员）", dtype={"人员编号": str})
    frame = counted.participation.by_person
    for column in ("人员编号", "应到", "实到", "学时"):
        assert read[column].tolist() == frame[column].tolist()
    papers = pd.read_excel(path, sheet_name="考试（按人员）")
    assert papers["得分"].isna().tolist() == [False, False, True, True, True, True]


def test_rates_and_scores_have_formats(book: Workbook) -> None:
    sessions = book["集体学法场次"]
    columns = {cell.value: cell.column for cell in sessions[1]}
    assert sessions.cell(2, columns["出勤率"]).number_format == "0.0%"
    assert sessions.cell(2, columns["日期"]).number_format == "yyyy-mm-dd"
    exam = book["考试总览"]
    columns = {cell.value: cell.column for cell in exam[1]}
    assert exam.cell(2, columns["平均分"]).number_format == "#,##0.0"
    assert exam.cell(2, columns["合格率"]).value == 1


def test_what_is_missing_is_blank_and_not_zero(book: Workbook) -> None:
    sheet = book["考试（按人员）"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    absent = [row for row in range(2, 8) if sheet.cell(row, columns["状态"]).value == "缺考"]
    assert len(absent) == 2
    assert [sheet.cell(row, columns["得分"]).value for row in absent] == [None, None]


def test_no_cell_is_a_formula(book: Workbook) -> None:
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    assert any(cell.value == "=不是 JSON" for cell in cells)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "#N/A"])
def test_text_stays_text_whatever_it_begins_with(tmp_path: Path, text: str) -> None:
    book = Workbook()
    put(book.worksheets[0]["A1"], text)
    book.save(tmp_path / "a.xlsx")
    cell = openpyxl.load_workbook(tmp_path / "a.xlsx").worksheets[0]["A1"]
    assert (cell.value, cell.data_type) == (text, "s")
    assert cell.quotePrefix == (text != "#N/A")


def test_characters_no_workbook_may_hold_are_dropped() -> None:
    cell = Workbook().worksheets[0]["A1"]
    put(cell, "甲\x00乙")
    assert cell.value == "甲乙"


@pytest.mark.parametrize("value", [None, float("nan"), pd.NaT, pd.NA])
def test_a_missing_value_leaves_the_cell_empty(value: object) -> None:
    cell = Workbook().worksheets[0]["A1"]
    put(cell, value)
    assert cell.value is None


def test_an_object_no_cell_can_hold_is_an_error() -> None:
    with pytest.raises(TypeError, match="list"):
        put(Workbook().worksheets[0]["A1"], [1])


def test_the_overview_says_the_headline(counted: Tally, book: Workbook) -> None:
    sheet = book["总览"]
    column = [sheet.cell(row, 1).value for row in range(1, 5)]
    assert column[1] == "统计期间：2026-03-11 至 2026-05-12（以学习场次为准）"
    assert column[2:4] == counted.sentences()
    facts = {(row[0].value, row[1].value): row[2].value for row in sheet.iter_rows(min_row=7)}
    assert facts["集体学法", "人次"] == 6
    assert facts["签到表", "待核对"] == 2
    assert facts["领导干部考试（leadership）", "平均分"] == 77.5


def test_definitions_cover_every_figure_and_every_file(counted: Tally, book: Workbook) -> None:
    cells = {str(cell.value) for row in book["指标口径"].iter_rows() for cell in row if cell.value}
    defined = "、".join(cells)
    figures = [*counted.participation.by_session.columns[6:], *counted.exams[0].overall]
    for figure in figures:
        assert figure in defined or figure.endswith("人数") or figure in ("最高分", "最低分")
    for source in counted.sources:
        assert {source.name, source.sha256} <= cells


def test_the_same_tally_gives_the_same_cells(counted: Tally, path: Path, tmp_path: Path) -> None:
    write_workbook(counted, tmp_path / "again.xlsx")
    again = openpyxl.load_workbook(tmp_path / "again.xlsx")
    for sheet in openpyxl.load_workbook(path):
        assert list(sheet.values) == list(again[sheet.title].values)


def test_without_exams_the_exam_sheets_say_so(tmp_path: Path) -> None:
    office = build_office(tmp_path)
    write_workbook(tally(office.records, None, []), tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert tuple(book.sheetnames) == SHEETS
    assert book["考试总览"]["A2"].value == "（无）"


def test_a_chinese_character_is_two_columns_wide() -> None:
    assert width_of("张a，") == 5

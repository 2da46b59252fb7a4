"""The tally as one workbook that can be handed up: Chinese sheets, formatted for print.

Nothing in it depends on the clock or on the order of a set: the same records give the same cells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from grading.scores import CODE, EXAM
from grading.self_study import COLUMNS
from grading.tally import SELF_STUDY, Tally
from grading.workbook_definitions import DEFINITIONS, self_study_definitions
from grading.workbook_overview import NO_RECORDS, Fact, exam_overview, facts, period
from grading.workbook_style import (
    FONT_NAME,
    INK,
    WHOLE,
    body,
    fit_height,
    fit_widths,
    heading,
    number_format,
    print_setup,
    put,
    title,
)

SHEETS = (
    "总览",
    "集体学法场次",
    "学法（按单位）",
    "学法（按人员）",
    "自主学习",
    "考试总览",
    "考试（按单位）",
    "考试（按人员）",
    "待核对",
    "重复签到",
    "指标口径",
)
Spans = Mapping[str, tuple[int, int]]
"""Heading → first and last column of the definitions sheet's grid it covers."""

_OVERVIEW_WIDTHS = (34, 14, 14, 56)
_GRID = (34, 32, 12, 12, 12, 12, 62)
_DEFINITION_SPANS: Spans = {"指标": (1, 1), "算法": (2, 5), "说明": (6, 7)}
_ROW_COUNT_SPANS: Spans = {
    "名单": (1, 1),
    "场次或考试": (2, 2),
    **{name: (i, i) for i, name in enumerate(("行数", "计入", "重复", "待核对"), start=3)},
}
_SOURCE_SPANS: Spans = {
    "来源文件": (1, 1),
    "SHA-256": (2, 5),
    "数据行数": (6, 6),
    "略去的行（合计、重复的表头、只有序号、不在统计期内）": (7, 7),
}


def write_workbook(tally: Tally, path: Path) -> None:
    """Write the tally to ``path`` as xlsx, with the sheets :data:`SHEETS` in this order."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheets = {name: book.create_sheet(name) for name in SHEETS}
    _overview(sheets["总览"], tally)
    for name, (frame, has_total) in _tables(tally).items():
        _table_sheet(sheets[name], frame, has_total=has_total)
    if tally.self_study is None:
        _say_no_records(sheets[SELF_STUDY])
    _definitions(sheets["指标口径"], tally)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)


def _tables(tally: Tally) -> dict[str, tuple[pd.DataFrame, bool]]:
    study = tally.participation
    empty = pd.DataFrame(columns=[CODE, EXAM])
    exams = [exam.by_unit for exam in tally.exams]
    papers = [exam.papers for exam in tally.exams]
    return {
        "集体学法场次": (study.by_session, True),
        "学法（按单位）": (study.by_unit, True),
        "学法（按人员）": (study.by_person, False),
        SELF_STUDY: (_self_study(tally), False),
        "考试总览": (exam_overview(tally), False),
        "考试（按单位）": (pd.concat(exams, ignore_index=True) if exams else empty, True),
        "考试（按人员）": (pd.concat(papers, ignore_index=True) if papers else empty, False),
        "待核对": (tally.doubts, False),
        "重复签到": (tally.duplicates, False),
    }


def _self_study(tally: Tally) -> pd.DataFrame:
    return tally.self_study.frame if tally.self_study else pd.DataFrame(columns=list(COLUMNS))


def _say_no_records(sheet: Worksheet) -> None:
    put(sheet.cell(2, 1), NO_RECORDS)
    sheet.merge_cells(None, 2, 1, 2, len(COLUMNS))


def _table_sheet(sheet: Worksheet, frame: pd.DataFrame, *, has_total: bool) -> None:
    columns = [str(column) for column in frame.columns]
    _heading_row(sheet, 1, columns)
    for number, row in enumerate(frame.astype("object").to_numpy().tolist(), start=2):
        _body_row(sheet, number, columns, row, total=has_total and "合计" in row[:3])
    sheet.freeze_panes = sheet.cell(2, _frozen(columns) + 1).coordinate
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(frame) + 1}"
    widths = fit_widths(sheet, columns, frame)
    for number, row in enumerate(frame.to_numpy().tolist(), start=2):
        fit_height(sheet, number, list(zip(row, widths, strict=True)))
    if frame.empty:
        put(sheet.cell(2, 1), "（无）")
        body(sheet.cell(2, 1))
    sheet.row_dimensions[1].height = 34
    print_setup(sheet, sheet.title)


def _heading_row(sheet: Worksheet, number: int, columns: Sequence[str]) -> None:
    for index, column in enumerate(columns, start=1):
        heading(sheet.cell(number, index), column)


def _body_row(
    sheet: Worksheet,
    number: int,
    columns: Sequence[str],
    values: Sequence[object],
    *,
    total: bool = False,
) -> None:
    for index, (column, value) in enumerate(zip(columns, values, strict=True), start=1):
        cell = sheet.cell(number, index)
        put(cell, value, form=number_format(column, value))
        body(cell, total=total)


def _frozen(columns: Sequence[str]) -> int:
    """Columns that stay in sight when scrolling sideways: up to and with the name or unit."""
    known = [columns.index(name) for name in ("姓名", "单位", "场次编号") if name in columns[:4]]
    return min(known, default=0) + 1


def _overview(sheet: Worksheet, tally: Tally) -> None:
    for letter, width in zip("ABCD", _OVERVIEW_WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    title(sheet["A1"], "学法统计总览")
    sheet.row_dimensions[1].height = 34
    lines = (period(tally), *tally.sentences())
    for number, line in enumerate(lines, start=2):
        cell = sheet.cell(number, 1)
        put(cell, line)
        cell.font = Font(name=FONT_NAME, size=11, color=INK)
        sheet.row_dimensions[number].height = 20
    start = len(lines) + 3
    shown = facts(tally)
    _facts_table(sheet, start, shown)
    sheet.freeze_panes = sheet.cell(start + 1, 1).coordinate
    print_setup(sheet, "", repeat=None, pages_high=1 + len(shown) // 45)


def _facts_table(sheet: Worksheet, start: int, shown: Sequence[Fact]) -> None:
    _heading_row(sheet, start, ("类别", "指标", "数值", "说明"))
    for number, (block, name, value, form, note) in enumerate(shown, start=start + 1):
        for index, item in enumerate((block, name, value, note), start=1):
            cell = sheet.cell(number, index)
            put(cell, item, form=form)
            body(cell)
        fit_height(sheet, number, list(zip((block, name, 0, note), _OVERVIEW_WIDTHS, strict=True)))


def _definitions(sheet: Worksheet, tally: Tally) -> None:
    for letter, width in zip("ABCDEFG", _GRID, strict=True):
        sheet.column_dimensions[letter].width = width
    title(sheet["A1"], "指标口径与数据来源")
    sheet.row_dimensions[1].height = 34
    own = self_study_definitions(tally.self_study.rules) if tally.self_study else ()
    row = _block(sheet, 3, "一、指标怎样计算", _DEFINITION_SPANS, (*DEFINITIONS, *own))
    counts = [
        (c.kind, c.belongs, c.rows, c.counted, c.duplicates, c.set_aside) for c in tally.row_counts
    ]
    name = "二、每张名单的行数：行数 = 计入 + 重复 + 待核对"
    row = _block(sheet, row, name, _ROW_COUNT_SPANS, counts)
    sources = [(s.name, s.sha256, s.rows, s.skipped) for s in tally.sources]
    _block(sheet, row, "三、数据来源", _SOURCE_SPANS, sources)
    print_setup(sheet, "", repeat=None)


def _block(
    sheet: Worksheet, row: int, name: str, spans: Spans, values: Sequence[Sequence[object]]
) -> int:
    """Write a titled block on the sheet's grid and return the row after it, one left free."""
    title(sheet.cell(row, 1), name, size=12)
    sheet.row_dimensions[row].height = 24
    for column, (first, last) in spans.items():
        for index in range(first, last + 1):
            heading(sheet.cell(row + 1, index), column if index == first else "")
        sheet.merge_cells(None, row + 1, first, row + 1, last)
    for number, record in enumerate(values, start=row + 2):
        texts: list[tuple[object, float]] = []
        for value, (first, last) in zip(record, spans.values(), strict=True):
            for index in range(first, last + 1):
                body(sheet.cell(number, index))
            put(sheet.cell(number, first), value, form=WHOLE)
            body(sheet.cell(number, first))
            sheet.merge_cells(None, number, first, number, last)
            texts.append((value, sum(_GRID[first - 1 : last])))
        fit_height(sheet, number, texts)
    return row + len(values) + 3

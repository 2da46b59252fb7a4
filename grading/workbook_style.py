"""How the workbook's cells look and print: widths for Chinese, formats, safe text."""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Sequence

import pandas as pd
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

FONT_NAME = "微软雅黑"
INK, ACCENT, PALE, RULE = "1F2937", "1F4E79", "EAF1F8", "C9D3DF"
PERCENT, ONE_DECIMAL, WHOLE, DATE = "0.0%", "#,##0.0", "#,##0", "yyyy-mm-dd"

_FORMATS = {
    **dict.fromkeys(("出勤率", "参考率", "合格率", "优秀率", "正确率"), PERCENT),
    **dict.fromkeys(("平均分", "中位数", "标准差", "最高分", "最低分"), ONE_DECIMAL),
    **dict.fromkeys(("得分", "学时", "每场学时", "活跃分钟"), ONE_DECIMAL),
    "日期": DATE,
    "行号": "0",
}
_WIDEST, _NARROWEST = 46, 7
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_thin = Side(style="thin", color=RULE)
_EDGES = Border(bottom=_thin)
# made once: openpyxl hashes a style each time a cell gets one
_PLAIN = Font(name=FONT_NAME, size=10, color=INK)
_BOLD = Font(name=FONT_NAME, size=10, bold=True, color=INK)
_TEXT = Alignment(horizontal="left", vertical="center", wrap_text=True, indent=1)
_FIGURE = Alignment(horizontal="right", vertical="center", indent=1)
_PALE_FILL = PatternFill("solid", fgColor=PALE)
_TOTAL_EDGES = Border(top=Side(style="thin", color=ACCENT), bottom=Side(style="thin", color=ACCENT))


def number_format(column: str, value: object) -> str:
    """Return the number format of a value under a column heading."""
    if column in _FORMATS:
        return _FORMATS[column]
    return WHOLE if isinstance(value, int) else "General"


def put(cell: Cell | MergedCell, value: object, *, form: str = "General") -> None:
    """Write a value: missing is blank, text stays text whatever it begins with."""
    if isinstance(cell, MergedCell) or _is_missing(value):
        return
    if isinstance(value, str):
        text = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.value = text
        cell.data_type = "s"
        cell.quotePrefix = text.startswith(_FORMULA_STARTS)
        return
    cell.value = _number(value)
    cell.number_format = form


def heading(cell: Cell | MergedCell, text: str) -> None:
    """Write a column heading."""
    put(cell, text)
    cell.font = Font(name=FONT_NAME, size=10, bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor=ACCENT)
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)


def body(cell: Cell | MergedCell, *, total: bool = False) -> None:
    """Dress a cell of a table: numbers to the right, long text wrapped."""
    cell.font = _BOLD if total else _PLAIN
    cell.alignment = _TEXT if isinstance(cell.value, str) else _FIGURE
    cell.border = _TOTAL_EDGES if total else _EDGES
    if total:
        cell.fill = _PALE_FILL


def title(cell: Cell | MergedCell, text: str, *, size: int = 18) -> None:
    """Write a title above a block."""
    put(cell, text)
    cell.font = Font(name=FONT_NAME, size=size, bold=True, color=ACCENT)
    cell.alignment = Alignment(vertical="center")


def width_of(text: str) -> int:
    """Return the columns a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(char) in "WFA" else 1 for char in text)


def fit_widths(sheet: Worksheet, columns: Sequence[str], frame: pd.DataFrame) -> list[float]:
    """Set widths from headings and contents, within bounds, and return them."""
    widths: list[float] = []
    for index, column in enumerate(columns, start=1):
        shown = (width_of(_shown(value)) for value in frame[column])
        # a heading may wrap onto two lines, and the filter button needs room
        widest = max(max(shown, default=0) + 3, math.ceil(width_of(column) / 2) + 4)
        widths.append(min(max(widest, _NARROWEST), _WIDEST))
        sheet.column_dimensions[get_column_letter(index)].width = widths[-1]
    return widths


def fit_height(sheet: Worksheet, row: int, texts: Sequence[tuple[object, float]]) -> None:
    """Make a row as high as its longest text needs, given (value, width in columns) pairs."""
    lines = max((math.ceil((width_of(_shown(v)) + 2) / width) for v, width in texts), default=1)
    sheet.row_dimensions[row].height = 4.5 + 13.5 * max(lines, 1)


def print_setup(
    sheet: Worksheet, name: str, *, repeat: int | None = 1, pages_high: int = 0
) -> None:
    """Set A4 landscape, one page wide, as many high as needed (0), heading row repeated."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = pages_high
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top, sheet.page_margins.bottom = 0.8, 0.7
    sheet.page_margins.header = sheet.page_margins.footer = 0.35
    if name:
        _running_text(sheet.oddHeader, name, "Bold", 13)
    _running_text(sheet.oddFooter, "第 &P 页，共 &N 页", "Regular", 9)
    if repeat:
        sheet.print_title_rows = f"1:{repeat}"


def _running_text(item: HeaderFooterItem | None, text: str, style: str, size: int) -> None:
    if item is not None:
        item.center.text, item.center.font, item.center.size = text, f"{FONT_NAME},{style}", size


def _shown(value: object) -> str:
    if _is_missing(value):
        return ""
    return "100.0%" if isinstance(value, float) else str(value)


def _is_missing(value: object) -> bool:
    return (
        value is None
        or value is pd.NaT
        or value is pd.NA
        or (isinstance(value, float) and math.isnan(value))
    )


def _number(value: object) -> int | float | dt.date:
    if isinstance(value, int | float | dt.date):
        return value
    raise TypeError(f"no cell holds a {type(value).__name__}")

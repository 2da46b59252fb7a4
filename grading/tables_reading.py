"""Bytes to rows of cells: encodings, delimiters, workbooks, merged cells."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

_ENCODINGS = ("utf-8-sig", "gb18030")
_CSV_SUFFIXES = (".csv", ".txt")
_XLSX_SUFFIXES = (".xlsx", ".xlsm")
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_CELL = f"{{{SHEET_MAIN_NS}}}c"


class TableError(Exception):
    """A table that cannot be used, told in one Chinese line: where, which field, what, remedy."""

    def __init__(self, file: str, place: str, field: str, what: str, remedy: str) -> None:
        """Compose the message from file, place (sheet or row), field, what is wrong and remedy."""
        where = "，".join(part for part in (file, place, f"“{field}”" if field else "") if part)
        super().__init__(f"{where}：{what}。{remedy}。")


@dataclass(frozen=True, slots=True)
class RawRow:
    """The cells of one row that is not blank and its number in the file, from 1."""

    number: int
    cells: tuple[object, ...]


def raw_sheets(path: Path, label: str) -> list[tuple[str, list[RawRow]]]:
    """Return (sheet name, rows) for each sheet; a csv file has one sheet named "".

    Raises:
        TableError: the file is missing, unreadable or of another kind.
    """
    if not path.is_file():
        raise TableError(label, "", "", "找不到这个文件", "请核对文件名和所在文件夹")
    suffix = path.suffix.lower()
    if suffix in _CSV_SUFFIXES:
        return [("", _csv_rows(path.read_bytes(), label))]
    if suffix in _XLSX_SUFFIXES:
        return _workbook_rows(path, label)
    remedy = "请在 Excel 或 WPS 中另存为 xlsx 后再导入"
    raise TableError(label, "", "", f"不支持 {suffix or '没有扩展名的'} 文件", remedy)


def _csv_rows(data: bytes, label: str) -> list[RawRow]:
    text = _decode(data, label)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    rows: list[RawRow] = []
    first_line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append(RawRow(first_line, tuple(cells)))
            first_line = reader.line_num + 1
    except csv.Error:
        what = f"第 {first_line} 行起无法按 csv 读出"
        raise TableError(label, "", "", what, "请检查引号是否成对，或另存为 xlsx") from None
    return rows


def _decode(data: bytes, label: str) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _ENCODINGS
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TableError(label, "", "", "文件编码认不出来", "请另存为“CSV UTF-8”或 xlsx")


def _delimiter(text: str) -> str:
    head = "\n".join(text.splitlines()[:20])
    return max(",\t;", key=head.count)


def _workbook_rows(path: Path, label: str) -> list[tuple[str, list[RawRow]]]:
    try:
        book = openpyxl.load_workbook(path, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError, EOFError):
        remedy = "请用 Excel 或 WPS 打开，确认没有加密，另存为 xlsx 后再导入"
        raise TableError(label, "", "", "不是能打开的 xlsx 文件", remedy) from None
    _refuse_uncomputed(path, book, label)
    return [(sheet.title, _sheet_rows(sheet)) for sheet in book.worksheets]


def _refuse_uncomputed(path: Path, book: openpyxl.Workbook, label: str) -> None:
    """A formula saved without its result reads as a blank cell, and its row may vanish."""
    with zipfile.ZipFile(path) as archive:
        parts = [name for name in archive.namelist() if _SHEET_PART.fullmatch(name)]
        places = {place for part in parts for place in _uncomputed(archive.read(part))}
    if not places:
        return
    written = openpyxl.load_workbook(path)
    for sheet in written.worksheets:
        for place in sorted(places, key=lambda cell: (len(cell), cell)):
            if sheet[place].data_type == "f" and book[sheet.title][place].value is None:
                what = f"单元格 {place} 是公式，文件里没有保存它的结果"
                remedy = "请用 Excel 或 WPS 打开并保存一次，或把公式粘贴成数值，再导入"
                raise TableError(label, f"工作表“{sheet.title}”", "", what, remedy)


def _uncomputed(part: bytes) -> Iterator[str]:
    """Places of formulas without a result in a sheet's XML; an empty text (t="str") is one."""
    for _, cell in iterparse(io.BytesIO(part)):
        if cell.tag == _CELL:
            result = cell.findtext(f"{{{SHEET_MAIN_NS}}}v") or cell.get("t") == "str"
            if cell.find(f"{{{SHEET_MAIN_NS}}}f") is not None and not result:
                yield str(cell.get("r"))
            cell.clear()


def _sheet_rows(sheet: Worksheet) -> list[RawRow]:
    merged = _merged_down(sheet)
    rows: list[RawRow] = []
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        if not _is_blank(values):
            cells = (merged.get((number, i), value) for i, value in enumerate(values))
            rows.append(RawRow(number, tuple(cells)))
    return rows


def _is_blank(values: Sequence[object]) -> bool:
    return not any(value is not None and str(value).strip() for value in values)


def _merged_down(sheet: Worksheet) -> dict[tuple[int, int], object]:
    """Values of cells merged downwards (a unit written once beside its people), by row, column."""
    values: dict[tuple[int, int], object] = {}
    for area in sheet.merged_cells.ranges:
        if area.min_col == area.max_col:
            value = sheet.cell(area.min_row, area.min_col).value
            for row in range(area.min_row, area.max_row + 1):
                values[row, area.min_col - 1] = value
    return values

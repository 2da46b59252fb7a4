"""Writing of csv and xlsx files that come out byte for byte the same each time."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

_STAMP = "2026-01-05T01:00:00Z"
_ZIP_STAMP = (2026, 1, 5, 9, 0, 0)
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_CORE = "docProps/core.xml"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet: ``titles`` rows above the header are merged across it and centred."""

    rows: tuple[Sequence[str], ...]
    titles: int = 0
    frozen: bool = False


def write_csv(path: Path, rows: Iterable[Sequence[str]], *, encoding: str = "utf-8-sig") -> Path:
    """Write rows as csv with the line ends of Excel; returns the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def write_xlsx(path: Path, sheets: Mapping[str, Sheet]) -> Path:
    """Write sheets, named by the keys, as an xlsx workbook of text cells; returns the path."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, sheet in sheets.items():
        _fill(book.create_sheet(name), sheet)
    saved = io.BytesIO()
    book.save(saved)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_without_clock(saved))
    return path


def _fill(worksheet: Worksheet, sheet: Sheet) -> None:
    for row in sheet.rows:
        worksheet.append([cell or None for cell in row])
    width = max((len(row) for row in sheet.rows), default=0)
    for number in range(1, sheet.titles + 1):
        worksheet.merge_cells(start_row=number, end_row=number, start_column=1, end_column=width)
        title = worksheet.cell(number, 1)
        title.alignment, title.font = Alignment(horizontal="center"), Font(bold=True)
    for column in range(1, width + 1):
        worksheet.column_dimensions[get_column_letter(column)].width = 18
    if sheet.frozen:
        worksheet.freeze_panes = "A2"


def _without_clock(saved: io.BytesIO) -> bytes:
    """Put a fixed date where openpyxl and zip have put the present one."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == _CORE:
                content = _DATES.sub(rb"\g<1>" + _STAMP.encode(), content)
            entry = zipfile.ZipInfo(name, _ZIP_STAMP)
            target.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return fixed.getvalue()

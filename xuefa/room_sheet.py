"""The tables of an exam room: the sign-in sheet as a workbook, the seats as csv."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from grading.tables import NAME, PERSON_ID, UNIT
from grading.workbook_style import FONT_NAME, INK, heading, print_setup, put, title, width_of
from xuefa.room_papers import Guest, Occasion, sign_in_columns
from xuefa.room_roster import SEAT, TICKET

SEATS_HEADER: Final = (SEAT, "排", "座", PERSON_ID, NAME, UNIT, TICKET)
_SIGNED: Final = (("入场签名", 16), ("交卷签名", 16))
_SIDE = Side(style="thin", color="808080")
_BOX = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_HEADER_ROW: Final = 3


def write_sign_in(path: Path, occasion: Occasion, people: Sequence[Guest]) -> None:
    """Write the sign-in sheet as xlsx, ready to be printed on upright A4."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "考场签到表"
    columns = (("序号", "order"), *sign_in_columns(people))
    headings = [name for name, _ in columns] + [name for name, _ in _SIGNED]
    _head(sheet, occasion, len(people), headings)
    for number, guest in enumerate(people, start=1):
        values = [number, *(getattr(guest, field) for _, field in columns[1:])]
        _line(sheet, _HEADER_ROW + number, [*values, *("" for _ in _SIGNED)])
    _set_up(sheet, columns, people)
    book.save(path)


def write_seats(path: Path, people: Sequence[Guest]) -> None:
    """Write who sits where, whole or not at all: a list of names that may be read back."""
    draft = path.with_name(f".{path.name}~")
    with draft.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(SEATS_HEADER)
        for one in people:
            writer.writerow((one.seat, one.row, one.place, one.id, one.name, one.unit, one.ticket))
    draft.replace(path)


def _head(sheet: Worksheet, occasion: Occasion, people: int, headings: Sequence[str]) -> None:
    title(sheet.cell(1, 1), f"{occasion.title}　考场签到表", size=14)
    place = f"　　地点：{occasion.place}" if occasion.place else ""
    put(sheet.cell(2, 1), f"考试时间：{occasion.when}{place}　　应到 {people} 人")
    sheet.cell(2, 1).font = Font(name=FONT_NAME, size=10, color=INK)
    for row in (1, 2):
        sheet.merge_cells(None, row, 1, row, len(headings))
        sheet.cell(row, 1).alignment = Alignment(
            horizontal="center", vertical="center", wrap_text=True
        )
    for index, text in enumerate(headings, start=1):
        heading(sheet.cell(_HEADER_ROW, index), text)
    sheet.row_dimensions[1].height = 44 if width_of(occasion.title) > 40 else 28
    sheet.row_dimensions[2].height = 34


def _line(sheet: Worksheet, row: int, values: Sequence[object]) -> None:
    for index, value in enumerate(values, start=1):
        cell = sheet.cell(row, index)
        put(cell, value)
        cell.font = Font(name=FONT_NAME, size=10, color=INK)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _BOX
    sheet.row_dimensions[row].height = 26


def _set_up(sheet: Worksheet, columns: Sequence[tuple[str, str]], people: Sequence[Guest]) -> None:
    widths = [6.0] + [
        min(28.0, max(width_of(text) for text in (name, *(getattr(p, field) for p in people))) + 3)
        for name, field in columns[1:]
    ]
    for index, width in enumerate([*widths, *(w for _, w in _SIGNED)], start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = sheet.cell(_HEADER_ROW + 1, 1).coordinate
    print_setup(sheet, "", repeat=_HEADER_ROW)
    sheet.page_setup.orientation = "portrait"

"""Who comes to an exam room: the allotment, the list of names, and seats given before."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from courses.masking import mask_id
from grading.tables import NAME, PERSON_ID, ROW, SHEET, UNIT, id_key, read_table

TICKET: Final = "准考证号"
SEAT: Final = "座位号"
FIELDS: Final = (PERSON_ID, NAME, UNIT, TICKET, SEAT)
HIGHEST_SEAT: Final = 9_999


class RosterError(Exception):
    """A list of names that does not fit.

    Attributes:
        faults: one Chinese line each: file, row, field, what is wrong, what to do.
    """

    def __init__(self, *faults: str) -> None:
        self.faults = faults
        super().__init__("\n".join(faults))


@dataclass(frozen=True, slots=True)
class Listed:
    """What a list says of somebody; blank where it says nothing, no seat where it gives none."""

    name: str = ""
    unit: str = ""
    ticket: str = ""
    seat: int | None = None


@dataclass(frozen=True, slots=True)
class Roster:
    """A list of names.

    Attributes:
        people: what it says, by 人员编号 as the allotment writes it.
        strangers: how many rows name somebody who is not allotted; they are not printed.
    """

    people: Mapping[str, Listed]
    strangers: int


@dataclass(frozen=True, slots=True)
class _Row:
    file: str
    line: str
    id: str
    listed: Listed
    seat: str


def read_roster(path: Path, allotment: Mapping[str, str], *, ids_only: bool = False) -> Roster:
    """Read a list of names (csv in UTF-8 or GBK, or xlsx).

    Args:
        path: the list; its columns are :data:`FIELDS`, of which 人员编号 must be there.
        allotment: form by candidate, in the order of its file.
        ids_only: whether somebody may stand in it without a name, or not at all.

    Raises:
        TableError: the file cannot be read or has no such columns.
        RosterError: rows do not fit, all of them listed.
    """
    known = {id_key(who): who for who in allotment}
    need = (PERSON_ID,) if ids_only else (PERSON_ID, NAME)
    rows = [_row(path.name, row) for row in _records(path, need)]
    ours = [row for row in rows if not row.id or row.id in known]
    faults = list(_faults(ours, ids_only=ids_only))
    found = {known[row.id]: row.listed for row in ours if row.id}
    if not ids_only:
        faults += missing(allotment, found, path.name)
    if faults:
        raise RosterError(*faults)
    return Roster(found, len(rows) - len(ours))


def missing(allotment: Mapping[str, str], found: Mapping[str, Listed], file: str) -> Iterator[str]:
    """Whoever is allotted and not listed, by the row of the allotment."""
    for line, who in enumerate(allotment, start=2):
        if who not in found:
            yield (
                f"分配名单第 {line} 行（{mask_id(who)}）：{file} 里没有这个人员编号，"
                "请补上；只印编号的，请加 --ids-only"
            )


def merged_seats(before: Mapping[str, int], listed: Mapping[str, Listed]) -> dict[str, int]:
    """Seats that stay: the list's, and those given before unless the list gives them away."""
    chosen = {who: one.seat for who, one in listed.items() if one.seat is not None}
    taken = set(chosen.values())
    return chosen | {
        who: seat for who, seat in before.items() if who not in chosen and seat not in taken
    }


def _records(path: Path, need: tuple[str, ...]) -> list[dict[str, Any]]:
    frame = read_table(path, FIELDS, need=need).rows
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _row(file: str, row: Mapping[str, Any]) -> _Row:
    sheet = f"工作表“{row[SHEET]}”" if row[SHEET] else ""
    seat = unicodedata.normalize("NFKC", row[SEAT]).strip()
    listed = Listed(row[NAME], row[UNIT], row[TICKET], _seat(seat))
    return _Row(file, f"{sheet}第 {row[ROW]} 行", id_key(row[PERSON_ID]), listed, seat)


def _seat(text: str) -> int | None:
    return int(text) if re.fullmatch("0*[1-9][0-9]{0,3}", text) else None


def _faults(rows: list[_Row], *, ids_only: bool) -> Iterator[str]:
    first: dict[tuple[str, object], str] = {}
    for row in rows:
        where = f"{row.file} {row.line}的"
        if not row.id:
            yield f"{where}{PERSON_ID}：空着，请补上，或删去这一行"
            continue
        if not row.listed.name and not ids_only:
            yield f"{where}{NAME}：空着，请补上；只印编号的，请加 --ids-only"
        if row.seat and row.listed.seat is None:
            yield f"{where}{SEAT}：须是 1 到 {HIGHEST_SEAT} 的整数，请改正；由系统排座的空着"
        unique = ((PERSON_ID, row.id), (TICKET, row.listed.ticket), (SEAT, row.listed.seat))
        for field, value in unique:
            if value and (field, value) in first:
                yield f"{where}{field}：与{first[field, value]}重复，请改正"
            first.setdefault((field, value), row.line)

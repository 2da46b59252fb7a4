"""Messy office tables (csv, xlsx) read into frames that remember where every row came from.

The tables come from many hands: title rows stand above the header, headers have variants, numbers
are typed full width, totals stand below. A row is dropped only if it is blank, repeats the header,
is a total or has nothing but a serial number; anything else reaches the caller with its file,
sheet and row number.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from grading.ids import INVISIBLE, id_key, squeeze
from grading.tables_reading import RawRow, TableError, raw_sheets

__all__ = [
    "CATEGORY",
    "FILE",
    "NAME",
    "PERSON_ID",
    "PHONE",
    "POST",
    "PROVENANCE",
    "ROW",
    "SHEET",
    "SIGNATURE",
    "SIGNED_AT",
    "UNIT",
    "VARIANTS",
    "Source",
    "Table",
    "TableError",
    "id_key",
    "name_key",
    "read_table",
    "read_tables",
    "sha256_of",
    "squeeze",
]

PERSON_ID, NAME, UNIT, PHONE = "人员编号", "姓名", "单位", "手机"
POST, CATEGORY, SIGNATURE, SIGNED_AT = "职务", "类别", "签名", "签到时间"
FILE, SHEET, ROW = "来源文件", "工作表", "行号"
PROVENANCE = (FILE, SHEET, ROW)

VARIANTS: Mapping[str, tuple[str, ...]] = {
    PERSON_ID: (PERSON_ID, "工号", "员工编号", "职工编号", "人员代码", "编号"),
    NAME: (NAME, "名字", "人员姓名", "参会人员", "参加人员", "参学人员", "签到人"),
    UNIT: (UNIT, "单位名称", "所在单位", "工作单位", "所属单位", "部门", "所在部门", "科室"),
    PHONE: (PHONE, "手机号", "手机号码", "联系电话", "电话", "联系方式"),
    POST: (POST, "职务职级", "岗位"),
    CATEGORY: (CATEGORY, "人员类别", "人员类型"),
    SIGNED_AT: (SIGNED_AT, "时间", "打卡时间", "扫码时间", "到会时间", "签到日期", "登记时间"),
    SIGNATURE: (
        *(SIGNATURE, "签字", "签到", "签到情况", "签到状态", "签到结果", "签到签名", "签名确认"),
        *("本人签名", "本人签字", "打卡", "打卡状态", "打卡结果", "到会", "到会情况", "参会情况"),
        *("出席", "出席情况", "出勤", "出勤情况", "考勤", "考勤情况", "考勤状态", "考勤结果"),
        *("参加情况", "是否签到", "是否到会", "是否参会", "是否参加", "是否出席", "状态"),
    ),
    "场次编号": ("场次编号", "场次"),
    "日期": ("日期", "学习日期"),
    "主题": ("主题", "学习主题", "学习内容"),
    "主讲": ("主讲", "主讲人"),
    "地点": ("地点", "学习地点"),
    "学时": ("学时", "学时数"),
    "请假类型": ("请假类型", "请假类别", "请假事由", "请假原因"),
    "批准人": ("批准人", "审批人"),
    "文件": ("文件", "文件名"),
    "原因": ("原因", "未能评阅原因"),
}
"""Canonical field → headers accepted for it; of two columns for one field the earlier wins."""

_TOTAL = re.compile(
    r"(合计|总计|小计|共计|总人数|签到人数|实到人数|应到人数|人数合计)([:：].*|\d.*)?"
)
_HEADER_NOISE = re.compile(r"\(.*?\)|[*:：]")
_NAME_DOTS = re.compile(r"[•‧・∙⋅.]")
_HEADER_DEPTH = 20


@dataclass(frozen=True, slots=True)
class Source:
    """One file a figure rests on: its name within its folder, SHA-256 and rows of data."""

    name: str
    sha256: str
    rows: int
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one or more files: one text column per field asked for, then :data:`PROVENANCE`."""

    rows: pd.DataFrame
    sources: tuple[Source, ...]
    unfilled: tuple[tuple[str, str], ...] = ()
    """File and sheet of each header that has no row below it."""


def name_key(text: str) -> str:
    """Return a name as compared: no inner spaces, one kind of middle dot."""
    return _NAME_DOTS.sub("·", squeeze(text)).upper()


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_table(
    path: Path,
    fields: Sequence[str],
    *,
    need: Sequence[str] = (),
    root: Path | None = None,
    lacking: Mapping[str, str] | None = None,
) -> Table:
    """Read every sheet of a csv or xlsx file.

    Args:
        path: the file.
        fields: canonical fields to return.
        need: fields the header must have; ``"人员编号|姓名"`` asks for at least one of two.
        root: the folder that file names are given relative to.
        lacking: what a field holds in every row if the sheet has no such column; otherwise "".

    Returns:
        A table with ``fields`` and :data:`PROVENANCE` as columns, one row per data row.

    Raises:
        TableError: the file cannot be read, has no recognisable header, or one used twice.
    """
    label = path.relative_to(root).as_posix() if root else path.name
    records: list[dict[str, object]] = []
    unfilled: list[tuple[str, str]] = []
    skipped = 0
    sheets = raw_sheets(path, label)
    if not any(rows for _, rows in sheets):
        raise TableError(label, "", "", "文件里没有任何内容", "请核对是否导错了文件")
    for sheet, rows in sheets:
        if rows:
            found, dropped = _read_sheet(rows, fields, need, (label, sheet))
            records += [{**(lacking or {}), **record} for record in found]
            skipped += dropped
            unfilled += [] if found else [(label, sheet)]
    frame = pd.DataFrame.from_records(records, columns=[*fields, *PROVENANCE])
    frame = frame.fillna("").astype({**dict.fromkeys([*fields, FILE, SHEET], "str"), ROW: "int64"})
    source = Source(label, sha256_of(path), len(frame), skipped)
    return Table(frame, (source,), tuple(unfilled))


def read_tables(
    paths: Iterable[Path],
    fields: Sequence[str],
    *,
    need: Sequence[str],
    root: Path,
    lacking: Mapping[str, str] | None = None,
) -> Table:
    """Read several files with :func:`read_table` into one table, in the order given.

    Raises:
        TableError: as :func:`read_table`.
    """
    tables = [read_table(path, fields, need=need, root=root, lacking=lacking) for path in paths]
    empty = pd.DataFrame(columns=[*fields, *PROVENANCE])
    rows = pd.concat([t.rows for t in tables], ignore_index=True) if tables else empty
    sources = tuple(source for table in tables for source in table.sources)
    return Table(rows, sources, tuple(place for table in tables for place in table.unfilled))


def _read_sheet(
    rows: Sequence[RawRow], fields: Sequence[str], need: Sequence[str], place: tuple[str, str]
) -> tuple[list[dict[str, object]], int]:
    start, columns = _find_header(rows, fields, need, place)
    header = [squeeze(_text(cell)) for cell in rows[start].cells]
    records: list[dict[str, object]] = []
    dropped = 0
    for row in rows[start + 1 :]:
        cells = [_text(cell) for cell in row.cells]
        if _is_total(cells) or [squeeze(cell) for cell in cells] == header:
            dropped += 1
            continue
        values = {field: _pick(cells, column) for field, column in columns.items()}
        if not any(values.values()) and all(cell.isdigit() for cell in cells if cell):
            dropped += 1  # a line numbered beforehand that nobody filled in
            continue
        records.append({**values, FILE: place[0], SHEET: place[1], ROW: row.number})
    return records, dropped


def _find_header(
    rows: Sequence[RawRow], fields: Sequence[str], need: Sequence[str], place: tuple[str, str]
) -> tuple[int, dict[str, int]]:
    best: tuple[int, dict[str, int]] | None = None
    for index, row in enumerate(rows[:_HEADER_DEPTH]):
        labels = [_header_key(cell) for cell in row.cells]
        columns = dict(_columns(labels, fields))
        if _missing(columns, need) is None and (best is None or len(columns) > len(best[1])):
            best = (index, columns)
    if best is None:
        raise TableError(
            place[0],
            place[1],
            "、".join(part.replace("|", "或") for part in need),
            f"前 {_HEADER_DEPTH} 行里找不到含有这些栏目的表头",
            "请补上表头；若这张工作表不是数据，请删去",
        )
    _refuse_twice(rows[best[0]], best[1], place)
    return best


def _columns(labels: Sequence[str], fields: Sequence[str]) -> Iterator[tuple[str, int]]:
    for field in fields:
        for variant in VARIANTS.get(field, (field,)):
            if variant in labels:
                yield field, labels.index(variant)
                break


def _refuse_twice(row: RawRow, columns: Mapping[str, int], place: tuple[str, str]) -> None:
    labels = [_header_key(cell) for cell in row.cells]
    for field, column in columns.items():
        if labels.count(labels[column]) > 1:
            what = f"第 {row.number} 行表头中“{labels[column]}”出现了不止一次"
            raise TableError(place[0], place[1], field, what, "请把并排的几栏改成上下接排")


def _missing(columns: Mapping[str, int], need: Sequence[str]) -> str | None:
    return next((part for part in need if not any(f in columns for f in part.split("|"))), None)


def _header_key(cell: object) -> str:
    return _HEADER_NOISE.sub("", squeeze(_text(cell)))


def _is_total(cells: Sequence[str]) -> bool:
    first = next((cell for cell in cells if cell), "")
    return bool(_TOTAL.fullmatch(squeeze(first)))


def _pick(cells: Sequence[str], column: int) -> str:
    return cells[column] if column < len(cells) else ""


def _text(cell: object) -> str:
    """Spreadsheet values as people see them: 1001.0 is 1001, midnight is only a date."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(" ") if cell.time() != dt.time() else cell.date().isoformat()
    return INVISIBLE.sub("", str(cell)).strip()

"""The records folder read: sessions, who was due, who signed in, who had leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from grading.attendance import SESSION, Session, SessionLists
from grading.attendance_marks import NO_COLUMN
from grading.attendance_matching import LIST_FIELDS
from grading.record_files import Note, assign_files, one_table_file
from grading.roster import place_of
from grading.tables import (
    FILE,
    PERSON_ID,
    SIGNATURE,
    SIGNED_AT,
    Source,
    Table,
    TableError,
    read_table,
    read_tables,
    squeeze,
)

SESSION_FIELDS = (SESSION, "日期", "主题", "主讲", "地点", "学时")
_LISTS = ("due", "sign_in", "leave")
_SOMEBODY = "人员编号|姓名|手机"
_DATE_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")


@dataclass(frozen=True, slots=True)
class StudyRecords:
    """All sessions of the folder by date, the files they were read from, and what looks wrong."""

    sessions: tuple[SessionLists, ...]
    sources: tuple[Source, ...]
    notes: tuple[Note, ...] = ()


def read_study_records(folder: Path) -> StudyRecords:
    """Read sessions.csv and, for each session, due/, sign_in/ and leave/.

    Raises:
        TableError: a list is missing or unusable, or a file belongs to no session.
    """
    path = one_table_file(folder, "sessions") or folder / "sessions.csv"
    table = read_table(path, SESSION_FIELDS, need=(SESSION, "日期", "主题", "学时"), root=folder)
    sessions = parse_sessions(table.rows)
    ids = [one.id for one in sessions]
    files = {name: assign_files(folder / name, ids) for name in _LISTS}
    sources = list(table.sources)
    lists: list[SessionLists] = []
    notes: list[Note] = []
    for session in sessions:
        own = {name: found[session.id] for name, found in files.items()}
        read, tables = _session_lists(folder, session, own)
        lists.append(read)
        sources += [source for one in tables for source in one.sources]
        notes += _unfilled("应到名单", session.id, tables[0])
        notes += _unfilled("签到", session.id, tables[1])
    return StudyRecords(tuple(lists), tuple(sources), tuple(notes))


def parse_sessions(rows: pd.DataFrame) -> list[Session]:
    """Return the sessions of a table, earliest first.

    Raises:
        TableError: no session, a number used twice, or a date or 学时 that cannot be read.
    """
    sessions = [_session(row) for _, row in rows.iterrows()]
    if not sessions:
        raise TableError("sessions.csv", "", "", "没有一场学习", "请登记场次后再统计")
    ids = [one.id.upper() for one in sessions]
    for position, (_, row) in enumerate(rows.iterrows()):
        if ids[position] in ids[:position]:
            raise TableError(
                row[FILE], place_of(row), SESSION, "与前面的场次重复", "每场只能登记一行"
            )
    return sorted(sessions, key=lambda one: (one.date, one.id))


def _session_lists(
    folder: Path, session: Session, files: Mapping[str, Sequence[Path]]
) -> tuple[SessionLists, tuple[Table, Table, Table]]:
    for name, missing in (("sign_in", "签到表"), ("due", "应到名单")):
        if not files[name]:
            remedy = (
                f"请放入以 {session.id} 开头的{missing}；尚未举行的场次请先从 sessions.csv 中去掉"
            )
            raise TableError(f"{name}/", "", "", f"场次 {session.id} 没有{missing}", remedy)
    fields = (*LIST_FIELDS, SIGNATURE, SIGNED_AT)
    lacking = {SIGNATURE: NO_COLUMN, SIGNED_AT: NO_COLUMN}
    due = read_tables(files["due"], LIST_FIELDS, need=(PERSON_ID,), root=folder)
    signed = read_tables(files["sign_in"], fields, need=(_SOMEBODY,), root=folder, lacking=lacking)
    leave = read_tables(
        files["leave"], (*LIST_FIELDS, "请假类型", "批准人"), need=(_SOMEBODY,), root=folder
    )
    return SessionLists(session, due.rows, signed.rows, leave.rows), (due, signed, leave)


def _unfilled(kind: str, session: str, table: Table) -> list[Note]:
    reason = "只有表头，没有一行名单，请核对是否导错了文件"
    return [Note(kind, session, reason, file, sheet) for file, sheet in table.unfilled]


def _session(row: pd.Series) -> Session:
    session = squeeze(row[SESSION])
    if not session:
        raise TableError(row[FILE], place_of(row), SESSION, "没有填写", "请填写场次编号，如 S1")
    return Session(
        session,
        _date(row),
        row["主题"],
        row["主讲"],
        row["地点"],
        _hours(row, squeeze(row["学时"])),
    )


def _date(row: pd.Series) -> dt.date:
    text = squeeze(row["日期"])
    for pattern in _DATE_FORMATS:
        try:
            return dt.datetime.strptime(text, pattern).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    raise TableError(row[FILE], place_of(row), "日期", "认不出是哪一天", "请写成 2026-03-12 的样子")


def _hours(row: pd.Series, text: str) -> float:
    try:
        hours = float(text.removesuffix("学时"))
    except ValueError:
        hours = -1.0
    if not 0 < hours <= 24:
        raise TableError(row[FILE], place_of(row), "学时", "不是 0 到 24 之间的数", "请改正学时")
    return hours

"""The records folder read: sessions, who was due, who signed in, who had leave."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from grading.attendance import SESSION, Session, SessionLists
from grading.attendance_matching import LIST_FIELDS
from grading.roster import place_of
from grading.tables import (
    FILE,
    PERSON_ID,
    PROVENANCE,
    SIGNATURE,
    SIGNED_AT,
    Source,
    Table,
    TableError,
    one_table_file,
    read_table,
    read_tables,
    squeeze,
    table_files,
)

SESSION_FIELDS = (SESSION, "日期", "主题", "主讲", "地点", "学时")
_SOMEBODY = "人员编号|姓名|手机"
_DATE_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y%m%d")


@dataclass(frozen=True, slots=True)
class StudyRecords:
    """All sessions of the folder by date, and the files they were read from."""

    sessions: tuple[SessionLists, ...]
    sources: tuple[Source, ...]


def read_study_records(folder: Path) -> StudyRecords:
    """Read sessions.csv and, for each session, due/, sign_in/ and leave/.

    Raises:
        TableError: a list is missing or unusable, or a sign-in file belongs to no session.
    """
    path = one_table_file(folder, "sessions") or folder / "sessions.csv"
    table = read_table(path, SESSION_FIELDS, need=(SESSION, "日期", "主题", "学时"), root=folder)
    sessions = parse_sessions(table.rows)
    files = assign_files(table_files(folder / "sign_in"), [one.id for one in sessions])
    sources = list(table.sources)
    lists: list[SessionLists] = []
    for session in sessions:
        due, sign_in, leave = _session_tables(folder, session.id, files[session.id])
        lists.append(SessionLists(session, due.rows, sign_in.rows, leave.rows))
        sources += [*due.sources, *sign_in.sources, *leave.sources]
    return StudyRecords(tuple(lists), tuple(sources))


def parse_sessions(rows: pd.DataFrame) -> list[Session]:
    """Return the sessions of a table, earliest first.

    Raises:
        TableError: no session, a number used twice, or a date or 学时 that cannot be read.
    """
    sessions = [_session(row) for _, row in rows.iterrows()]
    if not sessions:
        raise TableError("sessions.csv", "", "", "没有一场学习", "请登记场次后再统计")
    ids = [one.id for one in sessions]
    for position, (_, row) in enumerate(rows.iterrows()):
        if ids[position] in ids[:position]:
            raise TableError(
                row[FILE], place_of(row), SESSION, "与前面的场次重复", "每场只能登记一行"
            )
    return sorted(sessions, key=lambda one: (one.date, one.id))


def assign_files(paths: Sequence[Path], sessions: Sequence[str]) -> dict[str, list[Path]]:
    """Return the sign-in files of each session: those whose name begins with its number.

    The longest number wins, and a digit may not follow (``S10.csv`` is none of S1's files).

    Raises:
        TableError: a file belongs to no session, or a session has no file.
    """
    files: dict[str, list[Path]] = {session: [] for session in sessions}
    for path in paths:
        owners = [s for s in sessions if _belongs(path.stem, s)]
        if not owners:
            what = "文件名不以任何一个场次编号开头，不知是哪一场的签到表"
            raise TableError(f"sign_in/{path.name}", "", "", what, "请改文件名，如 S1上午.xlsx")
        files[max(owners, key=len)].append(path)
    for session, found in files.items():
        if not found:
            remedy = f"请放入以 {session} 开头的签到表；尚未举行的场次请先从 sessions.csv 中去掉"
            raise TableError("sign_in/", "", "", f"场次 {session} 没有签到表", remedy)
    return files


def _belongs(stem: str, session: str) -> bool:
    rest = stem[len(session) :]
    return stem.upper().startswith(session.upper()) and not rest[:1].isdigit()


def _session_tables(folder: Path, session: str, sign_in: list[Path]) -> tuple[Table, Table, Table]:
    due_path = one_table_file(folder / "due", session) or folder / "due" / f"{session}.csv"
    leave_path = one_table_file(folder / "leave", session)
    need = (_SOMEBODY,)
    fields = (*LIST_FIELDS, SIGNATURE, SIGNED_AT)
    signed = read_tables(sign_in, fields, need=need, root=folder, lacking={SIGNATURE: "有"})
    leave = (
        read_table(leave_path, (*LIST_FIELDS, "请假类型", "批准人"), need=need, root=folder)
        if leave_path
        else Table(pd.DataFrame(columns=[*LIST_FIELDS, *PROVENANCE]), ())
    )
    return read_table(due_path, LIST_FIELDS, need=(PERSON_ID,), root=folder), signed, leave


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

"""The four ways in which the town's sign-in sheets are laid out, one for each session."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from xuefa.demo.files import Sheet, write_csv, write_xlsx
from xuefa.demo.sessions import Session
from xuefa.demo.sign_in import SignIn
from xuefa.demo.town import TOWN_NAME
from xuefa.demo.units import UnitKind

Layout = Callable[[Path, Session, Sequence[SignIn]], tuple[Path, ...]]
"""Writes the sign-in files of a session into a folder and returns their paths."""

_VILLAGE_DESK = (UnitKind.VILLAGE, UnitKind.COMMUNITY)
_OFFICE_DESK = (UnitKind.LEADERSHIP, UnitKind.DEPARTMENT)


def _one_workbook(folder: Path, session: Session, rows: Sequence[SignIn]) -> tuple[Path, ...]:
    """One sheet with title rows, a blank row, a running number and a total."""
    blank = ("",) * 5
    lines = [
        (f"{TOWN_NAME}集体学法签到表", *blank[1:]),
        (f"主题：{session.topic}  主讲：{session.lecturer}", *blank[1:]),
        (f"时间：{session.day.isoformat()}  地点：{session.place}", *blank[1:]),
        blank,
        ("序号", "姓名", "所在单位", "工号", "签到时间"),
    ]
    for number, row in enumerate(rows, start=1):
        lines.append((str(number), row.name, row.unit, row.number, f"{row.at:%H:%M}"))
        if number % 200 == 0:  # the sheets were printed page by page
            lines.append(blank)
    lines.append(("合计", f"{len(rows)}人", "", "", ""))
    sheet = Sheet(tuple(lines), titles=3)
    return (write_xlsx(folder / f"{session.id}_签到表.xlsx", {"签到表": sheet}),)


def _old_csv(folder: Path, session: Session, rows: Sequence[SignIn]) -> tuple[Path, ...]:
    """A GBK csv from the machine at the door, with a title line and a total."""
    lines = [
        (f"{session.day.isoformat()} {session.topic} 签到导出", "", "", ""),
        ("编号", "名字", "部门", "时间"),
        *((row.number, row.name, row.unit, f"{row.at:%Y-%m-%d %H:%M:%S}") for row in rows),
        ("合计", str(len(rows)), "", ""),
    ]
    return (write_csv(folder / f"{session.id}.csv", lines, encoding="gbk"),)


def _sheet(
    header: Sequence[str], rows: Iterable[SignIn], cells: Callable[[SignIn], Sequence[str]]
) -> Sheet:
    body = [cells(row) for row in rows]
    total = ("合计", str(len(body)), *("" for _ in header[2:]))
    return Sheet((header, *body, total))


def _sheet_per_desk(folder: Path, session: Session, rows: Sequence[SignIn]) -> tuple[Path, ...]:
    """One workbook, a sheet per desk, each with headers of its own, and an empty sheet."""
    villages = [row for row in rows if row.desk in _VILLAGE_DESK]
    branches = [row for row in rows if row.desk is UnitKind.ENFORCEMENT]
    offices = [row for row in rows if row.desk in _OFFICE_DESK]
    sheets: Mapping[str, Sheet] = {
        "机关": _sheet(
            ("人员编号", "姓名", "单位", "签到时间"),
            offices,
            lambda row: (row.number, row.name, row.unit, f"{row.at:%H:%M:%S}"),
        ),
        "执法队伍": _sheet(
            ("部门", "名字", "工号", "时间"),
            branches,
            lambda row: (row.unit, row.name, row.number, f"{row.at:%H}：{row.at:%M}"),
        ),
        "村和社区": _sheet(
            ("姓名", "所在单位", "编号"),
            villages,
            lambda row: (row.name, row.unit, row.number),
        ),
        "Sheet4": Sheet(()),
    }
    return (write_xlsx(folder / f"{session.id}-签到.xlsx", sheets),)


def _several_files(folder: Path, session: Session, rows: Sequence[SignIn]) -> tuple[Path, ...]:
    """A workbook of the door, a csv of the village desk, a csv of those without a number."""
    late = [row for row in rows if not row.number]
    villages = [row for row in rows if row.number and row.desk in _VILLAGE_DESK]
    door = [row for row in rows if row.number and row.desk not in _VILLAGE_DESK]
    door_sheet = _sheet(
        ("工号", "姓名", "部门", "时间"),
        door,
        lambda row: (row.number, row.name, row.unit, f"{row.at:%H:%M}"),
    )
    title = (f"{TOWN_NAME}{session.topic}集体学法现场签到", "", "", "")
    return (
        write_xlsx(
            folder / f"{session.id}_现场.xlsx",
            {"现场": Sheet((title, *door_sheet.rows), titles=1)},
        ),
        write_csv(
            folder / f"{session.id}_村社区.csv",
            [
                ("单位", "姓名", "人员编号"),
                *((row.unit, row.name, row.number) for row in villages),
                ("", "", ""),
                (f"合计：{len(villages)}人", "", ""),
            ],
        ),
        write_csv(
            folder / f"{session.id}_补签.csv",
            [
                ("名字", "所在单位", "签到时间"),
                *((row.name, row.unit, f"{row.at:%Y/%m/%d %H:%M}") for row in late),
            ],
            encoding="utf-8",
        ),
    )


LAYOUTS: Mapping[str, Layout] = {
    "S1": _one_workbook,
    "S2": _old_csv,
    "S3": _sheet_per_desk,
    "S4": _several_files,
}
"""The layout of each session's sheets, by 场次编号."""

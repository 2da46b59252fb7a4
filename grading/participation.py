"""Figures of collective study: per session, unit and person. Pure.

人次 counts attendances (实到 + 列席), 人数 counts different people; 出勤率 = 实到 / 应到 and is
missing, not zero, where nobody was due. 应到 = 实到 + 请假 + 缺席 always.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from grading.attendance import (
    ABSENT,
    GUEST,
    ON_LEAVE,
    PRESENT,
    SESSION,
    STATE,
    Attendance,
    outcomes,
)
from grading.attendance_matching import REMARK
from grading.tables import CATEGORY, NAME, PERSON_ID, POST, UNIT

DUE, RATE, ATTENDANCES, PEOPLE, HOURS = "应到", "出勤率", "人次", "人数", "学时"
TOTAL = "合计"
_STATES = (PRESENT, ON_LEAVE, ABSENT, GUEST)
_FIGURES = (DUE, PRESENT, ON_LEAVE, ABSENT, RATE, GUEST, ATTENDANCES, PEOPLE, HOURS)


@dataclass(frozen=True, slots=True)
class Participation:
    """Frames of figures; the last row of ``by_session`` and ``by_unit`` is 合计.

    Attributes:
        by_session: 场次编号, 日期, 主题, 主讲, 地点, 每场学时, then the figures.
        by_unit: 单位, 在册人数, then the figures, 应到 and so on summed over the sessions.
        by_person: 人员编号, 姓名, 单位, 职务, 类别, 应到 … 出勤率, 列席, 学时, 备注.
    """

    by_session: pd.DataFrame
    by_unit: pd.DataFrame
    by_person: pd.DataFrame

    @property
    def attendances(self) -> int:
        """人次 over all sessions."""
        return int(self.by_session[ATTENDANCES].iloc[-1])

    @property
    def attendees(self) -> int:
        """人数: different people who attended at least one session."""
        return int(self.by_session[PEOPLE].iloc[-1])


def participate(attendances: Sequence[Attendance], people: pd.DataFrame) -> Participation:
    """Count the outcomes of all sessions for a roster (``grading.roster.ROSTER_SCHEMA``)."""
    events = _events(attendances, people)
    return Participation(
        _by_session(attendances, events), _by_unit(events, people), _by_person(events, people)
    )


def _events(attendances: Sequence[Attendance], people: pd.DataFrame) -> pd.DataFrame:
    """One row per person and session with a 0/1 column per state, the unit and hours earned."""
    events = outcomes(attendances)
    units = people.set_index(PERSON_ID)[UNIT]
    hours = {one.session.id: one.session.hours for one in attendances}
    for state in _STATES:
        events[state] = (events[STATE] == state).astype("int64")
    events[DUE] = (events[STATE] != GUEST).astype("int64")
    events[ATTENDANCES] = events[PRESENT] + events[GUEST]
    events[HOURS] = events[SESSION].map(hours).astype("float64") * events[ATTENDANCES]
    events[UNIT] = events[PERSON_ID].map(units)
    return events


def _figures(events: pd.DataFrame) -> dict[str, float]:
    sums = {
        name: int(events[name].sum())
        for name in (DUE, PRESENT, ON_LEAVE, ABSENT, GUEST, ATTENDANCES)
    }
    people = int(events.loc[events[ATTENDANCES] > 0, PERSON_ID].nunique())
    rate = sums[PRESENT] / sums[DUE] if sums[DUE] else float("nan")
    return {**sums, RATE: rate, PEOPLE: people, HOURS: float(events[HOURS].sum())}


def _by_session(attendances: Sequence[Attendance], events: pd.DataFrame) -> pd.DataFrame:
    rows: list[dict[str, object]] = []
    for one in attendances:
        session = one.session
        head = {SESSION: session.id, "日期": session.date, "主题": session.topic}
        head |= {"主讲": session.speaker, "地点": session.place, "每场学时": session.hours}
        rows.append({**head, **_figures(events[events[SESSION] == session.id])})
    rows.append({SESSION: TOTAL, **_figures(events)})
    columns = [SESSION, "日期", "主题", "主讲", "地点", "每场学时", *_FIGURES]
    return pd.DataFrame(rows, columns=columns)


def _by_unit(events: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    sizes = people.groupby(UNIT, sort=False).size()
    rows: list[dict[str, object]] = [
        {UNIT: unit, "在册人数": int(size), **_figures(events[events[UNIT] == unit])}
        for unit, size in sizes.items()
    ]
    rows.append({UNIT: TOTAL, "在册人数": len(people), **_figures(events)})
    return pd.DataFrame(rows, columns=[UNIT, "在册人数", *_FIGURES])


def _by_person(events: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    summed = (DUE, PRESENT, ON_LEAVE, ABSENT, GUEST, HOURS)
    sums = events.groupby(PERSON_ID)[list(summed)].sum()
    remarks = _remarks(events)
    frame = people[[PERSON_ID, NAME, UNIT, POST, CATEGORY]].copy()
    for name in summed:
        counts = frame[PERSON_ID].map(sums[name]).fillna(0)
        frame[name] = counts.astype("float64" if name == HOURS else "int64")
    frame[RATE] = frame[PRESENT] / frame[DUE].where(frame[DUE] > 0)
    frame[REMARK] = frame[PERSON_ID].map(remarks).fillna("")
    person = [PERSON_ID, NAME, UNIT, POST, CATEGORY]
    return frame[[*person, DUE, PRESENT, ON_LEAVE, ABSENT, RATE, GUEST, HOURS, REMARK]]


def _remarks(events: pd.DataFrame) -> dict[str, str]:
    noted = events[events[REMARK] != ""]
    texts: dict[str, list[str]] = {}
    for _, row in noted.iterrows():
        texts.setdefault(row[PERSON_ID], []).append(f"{row[SESSION]} {row[REMARK]}")
    return {person: "；".join(parts) for person, parts in texts.items()}

"""Who came to a study session (集体学法): sign-ins against the due list and leave. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from grading.attendance_matching import METHOD, REMARK, Directory, Settled, settle, withhold
from grading.tables import PERSON_ID

SESSION, STATE = "场次编号", "状态"
PRESENT, ON_LEAVE, ABSENT, GUEST = "实到", "请假", "缺席", "列席"
OUTCOME_COLUMNS = (SESSION, PERSON_ID, STATE, REMARK)


@dataclass(frozen=True, slots=True)
class Session:
    """One collective study session; ``hours`` is its 学时."""

    id: str
    date: dt.date
    topic: str
    speaker: str
    place: str
    hours: float


@dataclass(frozen=True, slots=True)
class SessionLists:
    """The rows of a session's three lists as read, nothing matched yet."""

    session: Session
    due: pd.DataFrame
    sign_in: pd.DataFrame
    leave: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Attendance:
    """A session with its lists settled and what became of everybody concerned.

    Attributes:
        outcome: one row per person due or attending: 场次编号, 人员编号,
            状态 (实到 | 请假 | 缺席 | 列席), 备注.
    """

    session: Session
    due: Settled
    sign_in: Settled
    leave: Settled
    outcome: pd.DataFrame


def attend(lists: SessionLists, directory: Directory) -> Attendance:
    """Match the three lists of a session and join them.

    A person due who signed in is 实到 even with leave on record (noted); one who signed in without
    being due is 列席. Leave of somebody not due excuses nothing and is set aside.
    """
    due = settle(lists.due, directory)
    sign_in = settle(lists.sign_in, directory)
    leave = withhold(settle(lists.leave, directory), due.people, "请假人不在本场应到名单中")
    return Attendance(
        lists.session, due, sign_in, leave, _outcome(lists.session.id, due, sign_in, leave)
    )


def _outcome(session: str, due: Settled, sign_in: Settled, leave: Settled) -> pd.DataFrame:
    attended, excused = set(sign_in.people), set(leave.people)
    remarks = dict(zip(sign_in.people, sign_in.counted[REMARK], strict=True))
    expected = due.people
    rows = [(session, p, *_state(p, attended, excused, remarks.get(p, ""))) for p in expected]
    guests = sorted(attended - set(expected))
    rows += [(session, p, GUEST, remarks[p]) for p in guests]
    return pd.DataFrame(rows, columns=list(OUTCOME_COLUMNS))


def _state(person: str, attended: set[str], excused: set[str], remark: str) -> tuple[str, str]:
    if person in attended:
        notes = [remark, "请假后到会" if person in excused else ""]
        return PRESENT, "；".join(note for note in notes if note)
    return (ON_LEAVE, "") if person in excused else (ABSENT, "")


def outcomes(attendances: Sequence[Attendance]) -> pd.DataFrame:
    """Return the outcomes of all sessions, one below the other."""
    if not attendances:
        return pd.DataFrame(columns=list(OUTCOME_COLUMNS))
    return pd.concat([one.outcome for one in attendances], ignore_index=True)


def match_counts(attendances: Sequence[Attendance]) -> dict[str, int]:
    """Return how many sign-ins were matched by each method, over all sessions."""
    methods = [str(m) for one in attendances for m in one.sign_in.counted[METHOD]]
    return {method: methods.count(method) for method in sorted(set(methods))}

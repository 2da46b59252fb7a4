"""Sign-ins, due list and leave give each person one outcome."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from grading.attendance import Session, SessionLists, attend, match_counts, outcomes
from grading.attendance_matching import Directory, Settled
from grading.roster import REASON
from grading.tables import NAME, PERSON_ID
from tests.support.tally_office import PEOPLE, list_rows, people_frame

SESSION = Session("S1", dt.date(2026, 3, 11), "宪法", "教师", "会议室", 2.0)
DIRECTORY = Directory(people_frame())
IDS = [person[0] for person in PEOPLE]


def lists_of(due: list[str], sign_in: list[str], leave: list[str]) -> SessionLists:
    frames = [list_rows(*({PERSON_ID: p} for p in part)) for part in (due, sign_in, leave)]
    return SessionLists(SESSION, *frames)


def rows_of(settled: Settled) -> int:
    return len(settled.counted) + len(settled.duplicates) + len(settled.set_aside)


def test_each_person_has_the_outcome_the_lists_say() -> None:
    due = ["P00001", "P00002", "P00003", "P00004"]
    lists = lists_of(due, ["P00001", "P00002", "P00008"], ["P00002", "P00003"])
    outcome = attend(lists, DIRECTORY).outcome
    assert outcome[[PERSON_ID, "状态", "备注"]].values.tolist() == [
        ["P00001", "实到", ""],
        ["P00002", "实到", "请假后到会"],
        ["P00003", "请假", ""],
        ["P00004", "缺席", ""],
        ["P00008", "列席", ""],
    ]


def test_leave_of_somebody_not_due_is_set_aside() -> None:
    attendance = attend(lists_of(["P00001"], [], ["P00002"]), DIRECTORY)
    assert attendance.leave.set_aside[REASON].tolist() == ["请假人不在本场应到名单中"]
    assert attendance.outcome["状态"].tolist() == ["缺席"]


def test_a_remark_of_the_matching_stays_beside_the_leave() -> None:
    lists = SessionLists(
        SESSION,
        list_rows({PERSON_ID: "P00003"}),
        list_rows({NAME: "李娜", "单位": "司法"}),
        list_rows({PERSON_ID: "P00003"}),
    )
    attendance = attend(lists, DIRECTORY)
    assert attendance.outcome["备注"].tolist() == ["单位与名册不同；请假后到会"]
    assert match_counts([attendance]) == {"姓名": 1}


def test_no_session_gives_no_outcome() -> None:
    assert outcomes([]).empty


people = st.lists(st.sampled_from([*IDS, "P99999"]), max_size=12)


@given(people, people, people)
def test_due_is_present_plus_leave_plus_absent(
    due: list[str], sign_in: list[str], leave: list[str]
) -> None:
    attendance = attend(lists_of(due, sign_in, leave), DIRECTORY)
    states = attendance.outcome["状态"].tolist()
    expected = len(set(due) & set(IDS))
    assert sum(states.count(s) for s in ("实到", "请假", "缺席")) == expected
    assert states.count("实到") + states.count("列席") == len(set(sign_in) & set(IDS))
    for settled, rows in ((attendance.due, due), (attendance.sign_in, sign_in)):
        assert rows_of(settled) == len(rows)
    assert rows_of(attendance.leave) == len(leave)

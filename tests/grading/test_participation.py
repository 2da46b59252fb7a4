"""Figures of study sessions agree with a count by hand."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grading.attendance import Attendance, Session, SessionLists, attend
from grading.attendance_matching import Directory
from grading.participation import Participation, participate
from grading.tables import PERSON_ID, UNIT
from tests.support.tally_office import PEOPLE, list_rows, people_frame

IDS = [person[0] for person in PEOPLE]
DIRECTORY = Directory(people_frame())


def attendance(
    name: str, hours: float, due: list[str], sign_in: list[str], leave: list[str]
) -> Attendance:
    session = Session(name, dt.date(2026, 3, 11), "宪法", "教师", "会议室", hours)
    frames = [list_rows(*({PERSON_ID: p} for p in part)) for part in (due, sign_in, leave)]
    return attend(SessionLists(session, *frames), DIRECTORY)


@pytest.fixture
def two_sessions() -> Participation:
    first = attendance("S1", 2, IDS[:4], ["P00001", "P00002", "P00008"], ["P00003"])
    second = attendance("S2", 3, IDS[:2], ["P00001"], [])
    return participate([first, second], people_frame())


def test_sessions_are_counted_and_totalled(two_sessions: Participation) -> None:
    columns = ["场次编号", "应到", "实到", "请假", "缺席", "出勤率", "列席", "人次", "人数", "学时"]
    assert two_sessions.by_session[columns].values.tolist() == [
        ["S1", 4, 2, 1, 1, 0.5, 1, 3, 3, 6.0],
        ["S2", 2, 1, 0, 1, 0.5, 0, 1, 1, 3.0],
        ["合计", 6, 3, 1, 2, 0.5, 1, 4, 3, 9.0],
    ]


def test_attendances_count_visits_and_people_count_heads(two_sessions: Participation) -> None:
    assert (two_sessions.attendances, two_sessions.attendees) == (4, 3)


def test_units_are_counted_in_the_order_of_the_roster(two_sessions: Participation) -> None:
    columns = ["单位", "在册人数", "应到", "实到", "列席", "人次", "人数", "学时"]
    assert two_sessions.by_unit[columns].values.tolist() == [
        ["司法所", 3, 3, 2, 1, 3, 2, 7.0],
        ["财政所", 3, 3, 1, 0, 1, 1, 2.0],
        ["高桥村", 2, 0, 0, 0, 0, 0, 0.0],
        ["合计", 8, 6, 3, 1, 4, 3, 9.0],
    ]


def test_a_rate_of_nobody_due_is_missing_and_not_zero(two_sessions: Participation) -> None:
    assert math.isnan(two_sessions.by_unit["出勤率"].iloc[2])
    guest = two_sessions.by_person.set_index(PERSON_ID).loc["P00008"]
    assert math.isnan(guest["出勤率"])
    assert (guest["列席"], guest["学时"]) == (1, 2.0)


def test_everybody_on_the_roster_has_a_row(two_sessions: Participation) -> None:
    person = two_sessions.by_person.set_index(PERSON_ID)
    assert person.index.tolist() == IDS
    columns = ["应到", "实到", "请假", "缺席", "出勤率", "学时"]
    assert person.loc["P00001", columns].tolist() == [2, 2, 0, 0, 1.0, 5.0]
    assert person.loc["P00003", columns].tolist() == [1, 0, 1, 0, 0.0, 0.0]


def test_remarks_name_their_session() -> None:
    one = attendance("S1", 2, ["P00001"], ["P00001"], ["P00001"])
    person = participate([one], people_frame()).by_person.set_index(PERSON_ID)
    assert person.loc["P00001", "备注"] == "S1 请假后到会"
    assert person.loc["P00002", "备注"] == ""


people = st.lists(st.sampled_from(IDS), max_size=10)


@settings(max_examples=40)
@given(st.lists(st.tuples(people, people, people), min_size=1, max_size=3))
def test_units_persons_and_sessions_add_up_to_the_same_totals(
    sessions: list[tuple[list[str], list[str], list[str]]],
) -> None:
    attended = [attendance(f"S{n}", 1.5, *lists) for n, lists in enumerate(sessions)]
    study = participate(attended, people_frame())
    for column in ("应到", "实到", "请假", "缺席", "列席", "学时"):
        total = study.by_session[column].iloc[-1]
        assert study.by_session[column].iloc[:-1].sum() == total
        assert study.by_unit[column].iloc[:-1].sum() == total
        assert study.by_unit[column].iloc[-1] == total
        assert study.by_person[column].sum() == total
    assert study.attendees == study.by_unit["人数"].iloc[:-1].sum()
    assert study.attendees == (study.by_person["学时"] > 0).sum()
    assert study.by_unit[UNIT].iloc[-1] == "合计"

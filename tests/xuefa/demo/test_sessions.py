from collections import Counter

import pytest

from xuefa.demo.sessions import SESSIONS, Session, turnout
from xuefa.demo.town import Town
from xuefa.demo.units import Category


def test_sessions_are_on_working_days_of_2026_before_the_exam() -> None:
    days = [session.day for session in SESSIONS]
    assert days == sorted(days)
    assert all(day.year == 2026 and day.isoweekday() <= 5 and day.month < 9 for day in days)


def test_sessions_come_to_2000_attendances() -> None:
    assert [sum(session.due.values()) for session in SESSIONS] == [548, 552, 555, 545]
    assert sum(session.attending + session.observers for session in SESSIONS) == 2000


@pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session.id)
def test_turnout_keeps_its_parts_apart(town: Town, session: Session) -> None:
    who = turnout(town, session, 5)
    assert Counter(person.category for person in who.due) == session.due
    assert len(set(who.attending)) == len(who.attending) == session.attending + session.observers
    assert len(set(who.attending) - set(who.due)) == session.observers
    assert set(who.on_leave) <= set(who.due) - set(who.attending)
    assert len(who.on_leave) == session.on_leave
    assert len(set(who.due) - set(who.attending) - set(who.on_leave)) > 0


def test_all_leading_cadres_are_due_at_every_session(town: Town) -> None:
    leaders = {person for person in town.people if person.category is Category.LEADER}
    assert all(leaders <= set(turnout(town, session, 5).due) for session in SESSIONS)


def test_turnout_depends_on_the_seed(town: Town) -> None:
    assert turnout(town, SESSIONS[0], 5) == turnout(town, SESSIONS[0], 5)
    assert turnout(town, SESSIONS[0], 5) != turnout(town, SESSIONS[0], 6)

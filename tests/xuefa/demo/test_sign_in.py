from collections import Counter

import pytest

from xuefa.demo.sessions import SESSIONS, Session, turnout
from xuefa.demo.sign_in import SignIn, sign_in_rows
from xuefa.demo.town import Town

SEED = 11
each_session = pytest.mark.parametrize("session", SESSIONS, ids=lambda session: session.id)


def rows_of(town: Town, session: Session) -> tuple[SignIn, ...]:
    return sign_in_rows(town, session, turnout(town, session, SEED), SEED)


def _plain(name: str) -> str:
    return "".join(name.split())


@each_session
def test_rows_are_those_who_came_and_the_mess(town: Town, session: Session) -> None:
    mess = session.mess
    extra = mess.duplicates + mess.strangers + mess.namesakes + mess.contradictory
    assert len(rows_of(town, session)) == session.attending + session.observers + extra


@each_session
def test_rows_come_in_order_of_arrival_on_the_day(town: Town, session: Session) -> None:
    times = [row.at for row in rows_of(town, session)]
    assert times == sorted(times)
    assert {at.date() for at in times} == {session.day}
    assert times[0].hour == 14
    assert times[-1].hour < 15


@each_session
def test_strangers_are_in_no_roster_and_have_no_number(town: Town, session: Session) -> None:
    known = {person.name for person in town.people}
    strangers = [row for row in rows_of(town, session) if _plain(row.name) not in known]
    assert len(strangers) == session.mess.strangers
    assert {row.number for row in strangers} == {""}


@each_session
def test_contradictory_rows_bear_the_number_of_another_name(town: Town, session: Session) -> None:
    names = {person.id: person.name for person in town.people}
    wrong = [
        row
        for row in rows_of(town, session)
        if names.get(row.number, row.name) != _plain(row.name)
        and row.number.isascii()
        and row.number
    ]
    assert len(wrong) == session.mess.contradictory


@each_session
def test_some_namesakes_cannot_be_told_apart_and_some_by_their_unit(
    town: Town, session: Session
) -> None:
    by_name = Counter(person.name for person in town.people)
    by_unit = Counter((person.name, person.unit.name) for person in town.people)
    shared = [
        row for row in rows_of(town, session) if not row.number and by_name[_plain(row.name)] == 2
    ]
    told = {_plain(row.name) for row in shared if by_unit[_plain(row.name), row.unit] == 1}
    untold = [row for row in shared if by_unit[_plain(row.name), row.unit] != 1]
    assert len(untold) == session.mess.namesakes
    assert any(row.unit for row in untold)
    assert any(not row.unit for row in untold)
    assert told


@each_session
def test_full_width_numbers_and_spaced_names_are_as_many_as_planned(
    town: Town, session: Session
) -> None:
    rows = rows_of(town, session)
    names = {_plain(row.name) for row in rows if row.name != _plain(row.name)}
    wide = {row.number for row in rows if not row.number.isascii()}
    assert len(wide) == session.mess.full_width
    assert session.mess.spaced - 3 <= len(names) <= session.mess.spaced

"""The rows people leave on a sign-in sheet, with all that makes them hard to read."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random

from xuefa.demo.chance import stream
from xuefa.demo.names import draw_names
from xuefa.demo.sessions import Session, Turnout
from xuefa.demo.town import Person, Town
from xuefa.demo.units import UnitKind

_OUTSIDE = ("县司法局", "县融媒体中心", "县人大代表联络站", "镇法律顾问单位", "")
_DOORS_OPEN = time(14, 0)
_DOORS_MINUTES = 40
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class SignIn:
    """A row as written: empty text where nothing was. ``desk`` is where the row was signed."""

    number: str
    name: str
    unit: str
    at: datetime
    desk: UnitKind


@dataclass(frozen=True, slots=True)
class _Roll:
    """How often names occur in the roster: alone, and together with the unit."""

    by_name: Counter[str]
    by_name_and_unit: Counter[tuple[str, str]]

    def unique_name(self, person: Person) -> bool:
        return self.by_name[person.name] == 1

    def unique_in_unit(self, person: Person) -> bool:
        return self.by_name_and_unit[person.name, person.unit.name] == 1

    def told_by_unit(self, person: Person) -> bool:
        """Whether a namesake works in another unit, and none in the same."""
        return self.unique_in_unit(person) and not self.unique_name(person)


def _roll(people: Sequence[Person]) -> _Roll:
    return _Roll(
        Counter(person.name for person in people),
        Counter((person.name, person.unit.name) for person in people),
    )


def _arrival(session: Session, rng: Random) -> datetime:
    seconds = round(rng.triangular(0, _DOORS_MINUTES * 60, 25 * 60))
    return datetime.combine(session.day, _DOORS_OPEN) + timedelta(seconds=seconds)


def _tidy(person: Person, at: datetime) -> SignIn:
    return SignIn(person.id, person.name, person.unit.name, at, person.unit.kind)


def _spaced(row: SignIn, rng: Random) -> SignIn:
    return replace(row, name=row.name[0] + rng.choice((" ", "\u3000", "  ")) + row.name[1:])


def _abbreviated(row: SignIn) -> SignIn:
    """Units shorten on paper; only where the number tells who it is, or a row would be lost."""
    return replace(row, unit=row.unit.replace("办公室", "办").replace("综合行政执法", "综合执法"))


def _change(
    rows: list[SignIn],
    among: Sequence[int],
    count: int,
    change: Callable[[SignIn], SignIn],
    rng: Random,
) -> None:
    """Change ``count`` of the rows at the places ``among``, in place."""
    for index in rng.sample(among, count):
        rows[index] = change(rows[index])


def _without_number(row: SignIn) -> SignIn:
    return replace(row, number="")


def _name_alone(row: SignIn) -> SignIn:
    return replace(row, number="", unit="")


def _full_width(row: SignIn) -> SignIn:
    return replace(row, number=row.number.translate(_FULL_WIDTH))


def _attendance(
    people: Sequence[Person], session: Session, roll: _Roll, rng: Random
) -> list[SignIn]:
    """One row for everyone who came, which the matching rules lead back to that person."""
    rows = [_tidy(person, _arrival(session, rng)) for person in people]
    mess = session.mess

    def untouched(fits: Callable[[Person], bool]) -> list[int]:
        return [i for i, p in enumerate(people) if rows[i].number == p.id and fits(p)]

    # Namesakes told apart by their unit alone are rare, so they lose their numbers first.
    apart = untouched(roll.told_by_unit)[: mess.no_number // 4]
    rest = mess.no_number - len(apart)
    _change(rows, apart, len(apart), _without_number, rng)
    _change(rows, untouched(roll.unique_in_unit), rest, _without_number, rng)
    _change(rows, untouched(roll.unique_name), mess.name_only, _name_alone, rng)
    _change(rows, untouched(lambda _: True), mess.full_width, _full_width, rng)
    _change(rows, untouched(lambda _: True), len(rows) // 6, _abbreviated, rng)
    _change(rows, range(len(rows)), mess.spaced, lambda row: _spaced(row, rng), rng)
    return rows


def _duplicates(rows: Sequence[SignIn], count: int, rng: Random) -> Iterator[SignIn]:
    """The same people once more, some minutes later."""
    for row in rng.sample(list(rows), count):
        yield replace(row, at=row.at + timedelta(minutes=rng.randint(1, 15)))


def _strangers(town: Town, session: Session, rng: Random) -> Iterator[SignIn]:
    known = {person.name for person in town.people}
    for name in draw_names(rng, session.mess.strangers, taken=known):
        unit = rng.choice(_OUTSIDE)
        yield SignIn("", name, unit, _arrival(session, rng), UnitKind.DEPARTMENT)


def _ambiguous(town: Town, session: Session, roll: _Roll, rng: Random) -> Iterator[SignIn]:
    """Names borne by two people: the first with a unit that does not help, the rest with none."""
    in_one_unit = [person for person in town.people if not roll.unique_in_unit(person)]
    apart = [person for person in town.people if roll.told_by_unit(person)]
    same_unit, *others = (rng.choice(in_one_unit), *rng.sample(apart, session.mess.namesakes - 1))
    yield replace(_tidy(same_unit, _arrival(session, rng)), number="")
    for person in others:
        yield replace(_tidy(person, _arrival(session, rng)), number="", unit="")


def _contradictory(people: Sequence[Person], session: Session, rng: Random) -> Iterator[SignIn]:
    """The number of one person beside the name of another."""
    for _ in range(session.mess.contradictory):
        owner, writer = rng.sample(people, 2)
        while owner.name == writer.name:
            owner, writer = rng.sample(people, 2)
        yield replace(_tidy(writer, _arrival(session, rng)), number=owner.id)


def sign_in_rows(town: Town, session: Session, who: Turnout, seed: int) -> tuple[SignIn, ...]:
    """All rows of the session's sheets, in order of arrival."""
    rng = stream(seed, "sign-in", session.id)
    roll = _roll(town.people)
    came = _attendance(who.attending, session, roll, rng)
    rows = (
        *came,
        *_duplicates(came, session.mess.duplicates, rng),
        *_strangers(town, session, rng),
        *_ambiguous(town, session, roll, rng),
        *_contradictory(who.due, session, rng),
    )
    return tuple(sorted(rows, key=lambda row: (row.at, row.number, row.name)))

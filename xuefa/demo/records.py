"""Writes the legal office's records folder of the invented town."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from xuefa.demo.chance import stream
from xuefa.demo.files import Sheet, write_csv, write_xlsx
from xuefa.demo.sessions import SESSIONS, Session, Turnout, turnout
from xuefa.demo.sheets import LAYOUTS
from xuefa.demo.sign_in import sign_in_rows
from xuefa.demo.town import Person, Town
from xuefa.demo.units import Category, UnitKind

REGISTERED = 520
_REGISTERED_OFFICERS = 300
_REGISTERED_PER_VILLAGE = 3
_LEAVE_KINDS = ("公差", "病假", "事假", "年休假", "参加上级会议")
_ENCODINGS = {"S1": "utf-8-sig", "S2": "gbk", "S3": "utf-8", "S4": "utf-8-sig"}
_PERSON = ("人员编号", "姓名", "单位")


def registered_people(town: Town, seed: int) -> tuple[Person, ...]:
    """The 520 registered for the exam, from every unit, in the order of the roster.

    All leading cadres, 300 enforcement officers, three cadres of each village and community (its
    secretary first), and office staff for the rest.
    """
    rng = stream(seed, "registered")
    leaders = [p for p in town.people if p.category is Category.LEADER]
    officers = [p for p in town.people if p.category is Category.ENFORCEMENT]
    office = [p for p in town.people if p.category is Category.OFFICE]
    chosen = [*leaders, *rng.sample(officers, _REGISTERED_OFFICERS), *_village_heads(town)]
    chosen += rng.sample(office, REGISTERED - len(chosen))
    return tuple(sorted(chosen, key=lambda person: person.id))


def _village_heads(town: Town) -> Iterator[Person]:
    for unit in town.units:
        if unit.kind in (UnitKind.VILLAGE, UnitKind.COMMUNITY):
            cadres = [p for p in town.people if p.unit == unit and p.category is Category.VILLAGE]
            yield from cadres[:_REGISTERED_PER_VILLAGE]


def write_records(town: Town, folder: Path, *, seed: int, exam: str) -> tuple[Path, ...]:
    """Write roster, sessions, due, sign-in and leave lists, and who is registered for ``exam``.

    The same town, seed and exam give the same bytes.

    Returns:
        The paths written, in the order of writing.

    Raises:
        OSError: a file cannot be written.
    """
    return (
        _write_roster(town, folder),
        _write_sessions(folder),
        *(path for session in SESSIONS for path in _write_session(town, session, folder, seed)),
        write_csv(
            folder / "registered" / f"{exam}.csv",
            (_PERSON, *_identities(registered_people(town, seed))),
        ),
    )


def _identities(people: Iterable[Person]) -> Iterator[tuple[str, str, str]]:
    return ((person.id, person.name, person.unit.name) for person in people)


def _write_roster(town: Town, folder: Path) -> Path:
    header = (*_PERSON, "职务", "类别")
    rows = ((p.id, p.name, p.unit.name, p.post, p.category.value) for p in town.people)
    return write_xlsx(folder / "roster.xlsx", {"花名册": Sheet((header, *rows), frozen=True)})


def _write_sessions(folder: Path) -> Path:
    header = ("场次编号", "日期", "主题", "主讲", "地点", "学时")
    rows = ((s.id, s.day.isoformat(), s.topic, s.lecturer, s.place, s.hours) for s in SESSIONS)
    return write_csv(folder / "sessions.csv", (header, *rows))


def _write_session(town: Town, session: Session, folder: Path, seed: int) -> Iterator[Path]:
    who = turnout(town, session, seed)
    encoding = _ENCODINGS[session.id]
    due = (_PERSON, *_identities(who.due))
    yield write_csv(folder / "due" / f"{session.id}.csv", due, encoding=encoding)
    leave = _leave_rows(town, session, who, seed)
    yield write_csv(folder / "leave" / f"{session.id}.csv", leave, encoding=encoding)
    rows = sign_in_rows(town, session, who, seed)
    yield from LAYOUTS[session.id](folder / "sign_in", session, rows)


def _leave_rows(town: Town, session: Session, who: Turnout, seed: int) -> Iterator[tuple[str, ...]]:
    rng = stream(seed, "leave", session.id)
    approvers = [p.name for p in town.people if p.unit.kind is UnitKind.LEADERSHIP][:5]
    yield (*_PERSON, "请假类型", "批准人")
    for identity in sorted(_identities(who.on_leave)):
        others = [name for name in approvers if name != identity[1]]
        yield (*identity, rng.choice(_LEAVE_KINDS), rng.choice(others))

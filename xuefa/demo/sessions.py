"""The four collective study sessions: who is due, who comes, who is on leave."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from xuefa.demo.chance import stream
from xuefa.demo.town import Person, Town
from xuefa.demo.units import Category


@dataclass(frozen=True, slots=True)
class Mess:
    """How many rows of a session's sign-in sheets are untidy, and in which way."""

    full_width: int
    """人员编号 in full-width digits."""
    spaced: int
    """A space inside the 姓名."""
    no_number: int
    """No 人员编号, but 姓名 and 单位 that tell who it is."""
    name_only: int
    """Neither 人员编号 nor 单位, but a 姓名 nobody else bears."""
    duplicates: int
    """A second row of somebody already signed in."""
    strangers: int
    """Somebody who is not in the roster."""
    namesakes: int
    """A 姓名 borne by two people, with nothing to tell them apart."""
    contradictory: int
    """A 人员编号 that belongs to somebody of another 姓名."""


@dataclass(frozen=True, slots=True)
class Session:
    """A session as it is announced, and how many take part."""

    id: str
    day: date
    topic: str
    lecturer: str
    place: str
    hours: str
    due: Mapping[Category, int]
    attending: int
    """Of those due."""
    observers: int
    """列席: attending though not due."""
    on_leave: int
    mess: Mess


@dataclass(frozen=True, slots=True)
class Turnout:
    """Who is due at a session and what became of them; ``attending`` includes the observers."""

    due: tuple[Person, ...]
    attending: tuple[Person, ...]
    on_leave: tuple[Person, ...]


def _due(leader: int, office: int, enforcement: int, village: int) -> Mapping[Category, int]:
    return {
        Category.LEADER: leader,
        Category.OFFICE: office,
        Category.ENFORCEMENT: enforcement,
        Category.VILLAGE: village,
    }


SESSIONS = (
    Session(
        id="S1",
        day=date(2026, 3, 12),
        topic="宪法专题",
        lecturer="县委党校讲师 温雨桐",
        place="镇文化中心大礼堂",
        hours="3",
        due=_due(100, 158, 140, 150),
        attending=492,
        observers=6,
        on_leave=31,
        mess=Mess(
            full_width=40,
            spaced=45,
            no_number=20,
            name_only=0,
            duplicates=9,
            strangers=3,
            namesakes=2,
            contradictory=2,
        ),
    ),
    Session(
        id="S2",
        day=date(2026, 4, 16),
        topic="行政复议法",
        lecturer="县司法局行政复议科 晏承舟",
        place="镇政府三楼会议室",
        hours="2",
        due=_due(100, 140, 240, 72),
        attending=495,
        observers=8,
        on_leave=28,
        mess=Mess(
            full_width=0,
            spaced=15,
            no_number=62,
            name_only=12,
            duplicates=14,
            strangers=4,
            namesakes=3,
            contradictory=1,
        ),
    ),
    Session(
        id="S3",
        day=date(2026, 5, 21),
        topic="政府信息公开条例",
        lecturer="镇法律顾问 骆嘉禾",
        place="镇文化中心大礼堂",
        hours="2",
        due=_due(100, 260, 45, 150),
        attending=500,
        observers=7,
        on_leave=30,
        mess=Mess(
            full_width=25,
            spaced=30,
            no_number=35,
            name_only=8,
            duplicates=7,
            strangers=2,
            namesakes=3,
            contradictory=3,
        ),
    ),
    Session(
        id="S4",
        day=date(2026, 7, 9),
        topic="行政诉讼法",
        lecturer="县人民法院行政庭 祁望舒",
        place="镇政府三楼会议室",
        hours="2.5",
        due=_due(100, 110, 260, 75),
        attending=487,
        observers=5,
        on_leave=34,
        mess=Mess(
            full_width=12,
            spaced=20,
            no_number=110,
            name_only=15,
            duplicates=21,
            strangers=5,
            namesakes=2,
            contradictory=2,
        ),
    ),
)
"""Due 548, 552, 555 and 545; attending 498, 503, 507 and 492, together 2,000 人次."""


def _sample_due(people: Sequence[Person], quota: Mapping[Category, int], rng: Random) -> set[str]:
    due: set[str] = set()
    for category, count in quota.items():
        members = [person.id for person in people if person.category is category]
        due.update(rng.sample(members, count))
    return due


def turnout(town: Town, session: Session, seed: int) -> Turnout:
    """Decide who is due, who attends (observers included) and who is on leave."""
    rng = stream(seed, "turnout", session.id)
    chosen = _sample_due(town.people, session.due, rng)
    due = tuple(person for person in town.people if person.id in chosen)
    others = [person for person in town.people if person.id not in chosen]
    shuffled = rng.sample(due, len(due))
    came, stayed = shuffled[: session.attending], shuffled[session.attending :]
    return Turnout(
        due=due,
        attending=(*came, *rng.sample(others, session.observers)),
        on_leave=tuple(stayed[: session.on_leave]),
    )

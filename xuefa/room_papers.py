"""What is printed for an exam room: sign-in sheet, seating plan, slips, record of incidents.

Each is one HTML file that needs nothing beside it: open it in a browser and print it on A4.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from exam_hall.contract import Paper
from exam_hall.ids import CHINA
from exam_hall.seating import Seating
from exam_hall.sitting import Sitting
from xuefa.room_roster import Listed

ROWS_PER_PAGE: Final = 7
"""Rows of seats on a landscape A4 page."""
BLANK_NOTES: Final = 14
"""Empty lines of a record of incidents, which fill one page."""

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "room_templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@dataclass(frozen=True, slots=True)
class Occasion:
    """What stands on every paper of a sitting, in words. ``place`` may be left to be filled in."""

    title: str
    when: str
    last_entry: str
    minutes: int
    place: str
    password_required: bool


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody with a seat. ``seat`` is written with leading noughts."""

    id: str
    form: str
    seat: str
    row: int
    place: int
    name: str
    unit: str
    ticket: str

    @property
    def called(self) -> str:
        """By what they are called: the name, or without one the number."""
        return self.name or self.id

    @property
    def number(self) -> str:
        """The number they are told apart by on paper."""
        return self.ticket or self.id


def occasion_of(sitting: Sitting, paper: Paper, place: str = "") -> Occasion:
    """Say a sitting in words, times in China.

    Args:
        sitting: its rules.
        paper: any form of its paper.
        place: where it is held.
    """
    opens, closes, entry = (
        moment.astimezone(CHINA) for moment in (sitting.opens, sitting.closes, sitting.last_entry)
    )
    return Occasion(
        title=paper.title,
        when=f"{_day(opens)} {opens:%H:%M} 至 {_until(closes, opens)}",
        last_entry=_until(entry, opens) if entry < closes else "",
        minutes=sitting.seconds(paper.duration_s) // 60,
        place=place,
        password_required=sitting.password_required,
    )


def guests(seating: Seating, people: Mapping[str, Listed]) -> tuple[Guest, ...]:
    """Everybody with a seat, in the order of the seats; who is not listed has only a number."""
    width = max(2, len(str(max((seat.number for seat in seating.seats), default=0))))
    return tuple(
        Guest(
            id=seat.candidate,
            form=seat.form,
            seat=f"{seat.number:0{width}}",
            row=seat.row,
            place=seat.place,
            name=listed.name,
            unit=listed.unit,
            ticket=listed.ticket,
        )
        for seat in seating.seats
        for listed in (people.get(seat.candidate, Listed()),)
    )


def sign_in_page(occasion: Occasion, people: Sequence[Guest]) -> str:
    """The sign-in sheet (考场签到表)."""
    columns = sign_in_columns(people)
    return _page("sign_in.html", occasion, people=people, columns=columns)


def seating_page(occasion: Occasion, people: Sequence[Guest], per_row: int) -> str:
    """The seating plan (座位表): once to post, once with the forms for the invigilators."""
    taken = {(guest.row, guest.place): guest for guest in people}
    rows = [
        (row, [taken.get((row, place)) for place in range(1, per_row + 1)])
        for row in range(1, max((guest.row for guest in people), default=0) + 1)
    ]
    pages = _parts(rows, ROWS_PER_PAGE)
    return _page("seating.html", occasion, people=people, pages=pages, per_row=per_row)


def slips_page(occasion: Occasion, people: Sequence[Guest], per_page: int) -> str:
    """Admission slips (准考证), two or four to a page."""
    pages = _parts(people, per_page)
    return _page("slips.html", occasion, pages=pages, per_page=per_page)


def notes_page(occasion: Occasion, people: Sequence[Guest]) -> str:
    """The record of incidents (考场情况记录表), to be filled in by hand."""
    return _page("notes.html", occasion, people=people, lines=BLANK_NOTES)


def sign_in_columns(people: Sequence[Guest]) -> tuple[tuple[str, str], ...]:
    """Heading and :class:`Guest` field of each column a sign-in sheet has something to say in."""
    wanted = (("座位号", "seat"), ("姓名", "name"), ("单位", "unit"), ("准考证号", "ticket"))
    shown = tuple(column for column in wanted if any(getattr(one, column[1]) for one in people))
    has_tickets = all(guest.ticket for guest in people)
    return shown if has_tickets else (*shown, ("人员编号", "id"))


T = TypeVar("T")


def _parts(things: Sequence[T], size: int) -> list[Sequence[T]]:
    return [things[begin : begin + size] for begin in range(0, len(things), size)]


def _page(template: str, occasion: Occasion, **given: Any) -> str:
    return _TEMPLATES.get_template(template).render(occasion=occasion, **given)


def _day(moment: dt.datetime) -> str:
    return f"{moment.year}年{moment.month}月{moment.day}日"


def _until(moment: dt.datetime, since: dt.datetime) -> str:
    """A time after another: the day is named if it is a later one."""
    hour = f"{moment:%H:%M}"
    return hour if moment.date() == since.date() else f"{_day(moment)} {hour}"

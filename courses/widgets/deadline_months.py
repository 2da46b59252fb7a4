"""A calculation on the months of a calendar: which days were counted, which not, and the last."""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from courses.deadlines import Calculation, Calendar, Direction, Unit, YearNotAnnounced
from courses.deadlines.calendars import WEEKEND, worked_weekend
from courses.deadlines.case import LEFT_OUT

MOST_MONTHS = 4
"""Of a longer time only the months in which something happens are shown."""

_WEEKS = Weeks(firstweekday=0)
_MONTHLY = {Unit.MONTHS, Unit.YEARS}

Month = tuple[int, int]
"""Year and month."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What became of a day: a ``kind`` of the legend, a word or number to show, words to say."""

    kind: str
    text: str
    said: str


def shown_months(found: Calculation, calendar: Calendar) -> dict[str, Any]:
    """Return ``months``, the ``legend`` of their marks, and a ``note``; empty where no day is due.

    A month has a ``caption`` and ``weeks`` of seven cells from Monday, None outside the month. A
    cell has ``day``, ``off``, ``kind``, ``mark``, ``badge`` (休, 班) and words to say, ``said``.
    """
    marks = _marks(found)
    months = _months(found) if marks else []
    shown = [_shown_month(*month, marks, calendar) for month in months]
    return {
        "months": shown,
        "legend": [*_legend(found, _used(shown, "kind")), *_badges(_used(shown, "badge"))],
        "note": "".join(_notes(months, calendar)),
    }


def _marks(found: Calculation) -> dict[date, Mark]:
    """What became of each day; none if a longest time had run out before the count began."""
    if not found.due or not found.first:
        return {}
    back = found.rule.direction is Direction.BEFORE
    if not back and found.due < found.first:
        return {}
    marks = dict(_counted(found, found.first, found.due))
    last = ("最晚", "最晚的一日") if back else ("最后", "最后一日")
    marks[found.due] = Mark("due", last[0], f"{last[1]}，{marks[found.due].said}")
    marks[found.start] = Mark("start", "当天", "事件当天，不计入")
    return marks


def _counted(found: Calculation, first: date, due: date) -> Iterator[tuple[date, Mark]]:
    """Every day from the first counted to the last, back in time for a limit that runs back."""
    why = {day: one.reason for one in found.skipped for day in _days(one.first, one.last)}
    number = 0
    for day in _days(first, due):
        if found.moved_from and day > found.moved_from:
            yield day, Mark("moved", "顺延", "顺延")
        elif day in why:
            yield day, _skipped(why[day])
        else:
            number += 1
            yield day, _numbered(found.rule.unit, number)


def _days(first: date, last: date) -> Iterator[date]:
    step = 1 if last >= first else -1
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + step, step))


def _skipped(reason: str) -> Mark:
    if reason == LEFT_OUT:
        return Mark("left-out", "扣除", reason)
    return Mark("skipped", "不计", "不计入")


def _numbered(unit: Unit, number: int) -> Mark:
    if unit in _MONTHLY:
        return Mark("counted", "计", "计入")
    return Mark("counted", str(number), f"第{number}{unit.word}")


def _month_of(day: date) -> Month:
    return day.year, day.month


def _months(found: Calculation) -> list[Month]:
    """The months from the event to the last day; of many only those of the ends."""
    ends = [day for day in (found.start, found.moved_from, found.due) if day]
    every = list(dict.fromkeys(map(_month_of, _days(min(ends), max(ends)))))
    return every if len(every) <= MOST_MONTHS else sorted({_month_of(day) for day in ends})


def _shown_month(
    year: int, month: int, marks: Mapping[date, Mark], calendar: Calendar
) -> dict[str, Any]:
    weeks = _WEEKS.monthdatescalendar(year, month)
    return {
        "caption": f"{year}年{month}月",
        "weeks": [
            [_cell(day, marks.get(day), calendar) if day.month == month else None for day in week]
            for week in weeks
        ],
    }


def _cell(day: date, mark: Mark | None, calendar: Calendar) -> dict[str, Any]:
    badge, why = _off(day, calendar)
    said = [mark.said] if mark else []
    return {
        "day": day.day,
        "off": bool(why) and badge != "班",
        "kind": mark.kind if mark else "",
        "mark": mark.text if mark else "",
        "badge": badge,
        "said": "，".join([*said, why] if why else said),
    }


def _off(day: date, calendar: Calendar) -> tuple[str, str]:
    """The badge of a day and why it is off, or worked although a weekend; empty if ordinary."""
    weekend = ("", WEEKEND) if day.weekday() >= 5 else ("", "")
    try:
        reason = calendar.why_off(day)
        worked = worked_weekend(day, calendar)
    except YearNotAnnounced:
        return weekend
    if worked:
        return "班", "调休上班"
    return weekend if reason in (None, WEEKEND) else ("休", reason or "")


def _used(months: Iterable[Mapping[str, Any]], name: str) -> set[str]:
    return {cell[name] for month in months for week in month["weeks"] for cell in week if cell}


def _badges(used: Collection[str]) -> Iterator[dict[str, str]]:
    words = {"休": "放假", "班": "调休上班"}
    return ({"kind": "", "mark": mark, "text": t} for mark, t in words.items() if mark in used)


def _legend(found: Calculation, used: Collection[str]) -> Iterator[dict[str, str]]:
    monthly = found.rule.unit in _MONTHLY
    back = found.rule.direction is Direction.BEFORE
    words = {
        "start": ("当天", "事件当天，不计入"),
        "counted": ("计", "计入的日子") if monthly else ("1", f"第几{found.rule.unit.word}"),
        "skipped": ("不计", "周末和节假日"),
        "left-out": ("扣除", "依法扣除的日子"),
        "moved": ("顺延", "最后一日遇到节假日，往后顺延"),
        "due": ("最晚", "最晚的一日") if back else ("最后", "期限的最后一日"),
    }
    return ({"kind": kind, "mark": m, "text": t} for kind, (m, t) in words.items() if kind in used)


def _notes(months: list[Month], calendar: Calendar) -> Iterator[str]:
    if months and _span(months) > len(months):
        yield "中间的月份没有列出。"
    for year in dict.fromkeys(year for year, _ in months):
        try:
            calendar.why_off(date(year, 1, 1))
        except YearNotAnnounced as error:
            yield f"{error}，表里没有标出。"


def _span(months: list[Month]) -> int:
    (first, begin), (last, end) = months[0], months[-1]
    return (last - first) * 12 + end - begin + 1

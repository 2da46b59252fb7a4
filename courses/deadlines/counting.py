"""Counting days, working days, months and years; which days are skipped is the caller's affair."""

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from courses.deadlines.errors import BadRequest
from courses.deadlines.records import Unit

LAST_YEAR = 2200
"""A later year is a slip of the pen."""

Skip = Callable[[date], str | None]
"""Why a day is not counted, in Chinese; None if it is."""


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included.

    Raises:
        BadRequest: it ends before it begins, or beyond ``LAST_YEAR``.
    """

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise BadRequest(f"期间写反了：{self.first}在{self.last}之后，请把较早的日期写在前面")
        if self.last.year > LAST_YEAR:
            raise BadRequest(f"日期{self.last}太晚，请核对年份")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Skipped:
    """Days in a row that were not counted, both ends included, and why."""

    first: date
    last: date
    reason: str

    @property
    def days(self) -> int:
        """How many days they are."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Count:
    """From the first day counted to the last, with the days skipped between, earliest first."""

    first: date
    last: date
    skipped: tuple[Skipped, ...]


def add_months(start: date, months: int) -> date:
    """Return the corresponding day, or the last day of a month that has none."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def days_in(start: date, length: int, unit: Unit) -> int:
    """Return how many days are to be counted from the day after ``start``."""
    if unit in (Unit.DAYS, Unit.WORKING_DAYS):
        return length
    months = length * 12 if unit is Unit.YEARS else length
    return (add_months(start, months) - start).days


def count(first: date, days: int, skip: Skip, step: int = 1) -> Count:
    """Count ``days`` days from ``first`` on (``step`` 1) or back (-1), leaving out the skipped.

    Raises:
        YearNotAnnounced: ``skip`` asked a calendar about a year it does not know.
    """
    day, left, skipped = first, days, list[tuple[date, str]]()
    while True:
        reason = skip(day)
        if reason is None:
            left -= 1
        else:
            skipped.append((day, reason))
        if left == 0:
            return Count(first, day, _grouped(skipped))
        day += timedelta(days=step)


def _grouped(days: list[tuple[date, str]]) -> tuple[Skipped, ...]:
    """Join days in a row that have the same reason."""
    groups: list[Skipped] = []
    for day, reason in sorted(days):
        last = groups[-1] if groups else None
        if last and last.reason == reason and (day - last.last).days == 1:
            groups[-1] = Skipped(last.first, day, reason)
        else:
            groups.append(Skipped(day, day, reason))
    return tuple(groups)

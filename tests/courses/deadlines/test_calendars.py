"""The announced holidays."""

from __future__ import annotations

from datetime import date

import pytest

from courses.deadlines import ChineseCalendar, YearNotAnnounced
from courses.deadlines.calendars import worked_weekend

CALENDAR = ChineseCalendar()


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 10, 1), "国庆节假期"),
        (date(2026, 2, 17), "春节假期"),
        (date(2026, 4, 6), "清明假期"),
        (date(2026, 10, 11), "周末"),
        (date(2026, 10, 8), None),
        (date(2026, 10, 10), None),  # a Saturday worked for National Day
    ],
)
def test_a_day_is_off_for_a_reason_or_worked(day: date, reason: str | None) -> None:
    assert CALENDAR.why_off(day) == reason


def test_only_a_weekend_day_that_is_worked_is_called_so() -> None:
    assert worked_weekend(date(2026, 9, 20), CALENDAR)
    assert not worked_weekend(date(2026, 9, 19), CALENDAR)
    assert not worked_weekend(date(2026, 9, 21), CALENDAR)


@pytest.mark.parametrize("year", [2003, 2100])
def test_a_year_without_announced_holidays_is_named(year: int) -> None:
    with pytest.raises(YearNotAnnounced, match=f"{year}年的节假日安排尚未公布") as caught:
        CALENDAR.why_off(date(year, 5, 1))
    assert caught.value.year == year

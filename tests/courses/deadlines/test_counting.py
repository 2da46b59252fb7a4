"""Days, months, years and what is skipped."""

from __future__ import annotations

from datetime import date

import pytest

from courses.deadlines import BadRequest, Period, Skipped, Unit
from courses.deadlines.counting import Count, add_months, count, days_in


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 12, 31), 2, date(2026, 2, 28)),
        (date(2025, 11, 30), 1, date(2025, 12, 30)),
        (date(2025, 12, 1), 12, date(2026, 12, 1)),
    ],
)
def test_months_end_on_the_corresponding_day_or_the_last_of_the_month(
    start: date, months: int, end: date
) -> None:
    assert add_months(start, months) == end


def test_a_year_is_twelve_months_and_days_are_what_they_are() -> None:
    start = date(2024, 2, 29)
    assert days_in(start, 1, Unit.YEARS) == 365
    assert days_in(start, 12, Unit.MONTHS) == 365
    assert days_in(start, 7, Unit.DAYS) == days_in(start, 7, Unit.WORKING_DAYS) == 7


def test_the_first_day_counted_is_the_first() -> None:
    found = count(date(2026, 3, 2), 1, lambda _: None)
    assert found == Count(date(2026, 3, 2), date(2026, 3, 2), ())


def test_skipped_days_in_a_row_are_joined_while_the_reason_is_one() -> None:
    reasons = {3: "病", 4: "病", 5: "雨", 8: "雨"}
    found = count(date(2026, 3, 2), 4, lambda day: reasons.get(day.day))
    assert found.last == date(2026, 3, 9)
    assert found.skipped == (
        Skipped(date(2026, 3, 3), date(2026, 3, 4), "病"),
        Skipped(date(2026, 3, 5), date(2026, 3, 5), "雨"),
        Skipped(date(2026, 3, 8), date(2026, 3, 8), "雨"),
    )
    assert [one.days for one in found.skipped] == [2, 1, 1]


def test_counting_back_lists_the_skipped_days_earliest_first() -> None:
    reasons = {6: "雨", 7: "雨", 3: "雨"}
    found = count(date(2026, 3, 8), 3, lambda day: reasons.get(day.day), -1)
    assert (found.first, found.last) == (date(2026, 3, 8), date(2026, 3, 4))
    assert found.skipped == (Skipped(date(2026, 3, 6), date(2026, 3, 7), "雨"),)


def test_a_period_holds_both_its_ends() -> None:
    period = Period(date(2026, 3, 2), date(2026, 3, 4))
    inside = [day for day in range(1, 7) if date(2026, 3, day) in period]
    assert inside == [2, 3, 4]


def test_a_period_written_the_wrong_way_round_is_refused() -> None:
    with pytest.raises(BadRequest, match="期间写反了：2026-03-04在2026-03-02之后"):
        Period(date(2026, 3, 4), date(2026, 3, 2))


def test_a_period_that_ends_beyond_reason_is_refused() -> None:
    with pytest.raises(BadRequest, match="请核对年份"):
        Period(date(2026, 3, 4), date(2926, 3, 2))

"""A calculation on the calendar: each day's mark, its words, and the months shown."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from courses.deadlines import (
    Direction,
    Period,
    Rule,
    Unit,
    calculate,
    rules,
)
from courses.widgets.deadline_months import shown_months
from tests.support.calendars import Until2026

IN_DAYS = [own for own in rules() if own.unit in (Unit.DAYS, Unit.WORKING_DAYS)]


def months_of(rule_id: str, start: date, **facts: Any) -> dict[str, Any]:
    calendar = Until2026()
    return shown_months(calculate(rule_id, start, calendar=calendar, **facts), calendar)


def cells(shown: dict[str, Any], caption: str) -> dict[int, dict[str, Any]]:
    """The cells of a month by their day."""
    (month,) = (one for one in shown["months"] if one["caption"] == caption)
    return {cell["day"]: cell for week in month["weeks"] for cell in week if cell}


def marks(shown: dict[str, Any], caption: str) -> str:
    """What stands below each day of a month that bears a mark."""
    return " ".join(f"{day}:{c['mark']}" for day, c in cells(shown, caption).items() if c["mark"])


def test_a_month_is_weeks_from_monday_to_sunday() -> None:
    shown = months_of("punishment.ask_hearing", date(2026, 11, 25))
    november, december = shown["months"]
    assert (november["caption"], december["caption"]) == ("2026年11月", "2026年12月")
    assert [cell and cell["day"] for cell in november["weeks"][0]] == [None] * 6 + [1]
    assert [cell and cell["day"] for cell in november["weeks"][5]] == [30] + [None] * 6


def test_working_days_are_numbered_and_days_off_are_not() -> None:
    shown = months_of("punishment.ask_hearing", date(2026, 11, 25))
    assert marks(shown, "2026年11月") == "25:当天 26:1 27:2 28:不计 29:不计 30:3"
    assert marks(shown, "2026年12月") == "1:4 2:最后"


def test_calendar_days_are_numbered_through_and_a_last_day_that_is_off_moves() -> None:
    shown = months_of("litigation.answer", date(2026, 9, 16))
    assert marks(shown, "2026年9月").startswith("16:当天 17:1 18:2 19:3 20:4")
    assert marks(shown, "2026年10月") == ("1:15 2:顺延 3:顺延 4:顺延 5:顺延 6:顺延 7:顺延 8:最后")


def test_time_left_out_is_told_from_days_off() -> None:
    stay = Period(date(2026, 9, 7), date(2026, 9, 9))
    shown = months_of("disclosure.answer", date(2026, 9, 3), left_out=[stay])
    assert marks(shown, "2026年9月").startswith(
        "3:当天 4:1 5:不计 6:不计 7:扣除 8:扣除 9:扣除 10:2"
    )
    assert cells(shown, "2026年9月")[7]["said"] == "依法扣除的时间"


def test_a_limit_that_runs_back_is_numbered_backwards() -> None:
    shown = months_of("punishment.hearing_notice", date(2026, 10, 15))
    assert marks(shown, "2026年9月") == "30:最晚"
    assert marks(shown, "2026年10月").endswith("8:6 9:5 10:4 11:不计 12:3 13:2 14:1 15:当天")


def test_every_mark_is_told_in_words_too() -> None:
    october = cells(months_of("litigation.answer", date(2026, 9, 16)), "2026年10月")
    said = {day: october[day]["said"] for day in (1, 2, 8, 9, 10, 11)}
    assert said == {
        1: "第15日，国庆节假期",
        2: "顺延，国庆节假期",
        8: "最后一日，顺延",
        9: "",
        10: "调休上班",
        11: "周末",
    }
    assert (october[1]["badge"], october[10]["badge"], october[11]["badge"]) == ("休", "班", "")
    assert (october[10]["off"], october[11]["off"]) == (False, True)


def test_the_key_explains_the_marks_that_are_there_and_no_others() -> None:
    keys = months_of("punishment.ask_hearing", date(2026, 11, 25))["legend"]
    assert [key["mark"] for key in keys] == ["当天", "1", "不计", "最后"]
    moved = months_of("litigation.answer", date(2026, 9, 16))["legend"]
    assert [key["mark"] for key in moved] == ["当天", "1", "顺延", "最后", "休", "班"]


def test_of_a_long_time_only_the_months_of_its_ends_are_shown() -> None:
    # 行政诉讼法 81: six months from May 15 end on Sunday, Nov 15, and move to Monday.
    shown = months_of("litigation.judge", date(2026, 5, 15))
    assert [month["caption"] for month in shown["months"]] == ["2026年5月", "2026年11月"]
    assert shown["note"] == "中间的月份没有列出。"
    assert marks(shown, "2026年11月").endswith("14:计 15:计 16:最后")


def test_a_month_that_the_last_day_moves_from_is_shown_too() -> None:
    # Six months from May 31 end on Nov 30, 2025, a Sunday: Monday.
    shown = months_of("litigation.judge", date(2025, 5, 31))
    captions = [month["caption"] for month in shown["months"]]
    assert captions == ["2025年5月", "2025年11月", "2025年12月"]
    assert marks(shown, "2025年12月") == "1:最后"


def test_up_to_four_months_are_shown_whole() -> None:
    shown = months_of("review.decide", date(2026, 2, 5), extended=True)
    assert [month["caption"] for month in shown["months"]] == [
        f"2026年{number}月" for number in (2, 3, 4, 5)
    ]
    assert shown["note"] == ""


def test_a_year_not_announced_is_named_and_has_only_its_weekends_marked() -> None:
    shown = months_of("litigation.answer", date(2026, 12, 20))
    assert shown["note"].startswith("2027年的节假日安排尚未公布")
    january = cells(shown, "2027年1月")
    assert marks(shown, "2027年1月") == "1:12 2:13 3:14 4:最后"
    assert (january[1]["badge"], january[2]["said"]) == ("", "第13日，周末")


def test_a_longest_time_that_had_run_out_before_is_not_drawn() -> None:
    found = months_of("review.apply_untold", date(2026, 3, 2), cap_from=date(2024, 6, 3))
    assert found == {"months": [], "legend": [], "note": ""}


@pytest.mark.parametrize("start", [date(2026, 1, 15), date(2026, 8, 4), date(2025, 9, 25)])
@pytest.mark.parametrize("own", IN_DAYS, ids=lambda own: own.id)
def test_as_many_days_are_numbered_as_the_law_gives(own: Rule, start: date) -> None:
    shown = months_of(own.id, start)
    every = [c for m in shown["months"] for week in m["weeks"] for c in week if c]
    numbers = sorted(int(c["mark"]) for c in every if c["kind"] == "counted")
    moved = calculate(own.id, start).moved_from is not None
    assert numbers == list(range(1, own.length + moved))
    (last,) = (c for c in every if c["kind"] == "due")
    assert last["mark"] == ("最晚" if own.direction is Direction.BEFORE else "最后")

"""The calculator's form: what a rule offers to fill in, and what is wrong with what was."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from courses.deadlines import Period, Rule, rule, rules
from courses.widgets.deadline_form import Asked, how_counted, latest_day, read_form, shown_rule

TODAY = date(2026, 11, 25)
ANSWER = "disclosure.answer"
UNTOLD = "review.apply_untold"


def read(rule_id: str, **form: Any) -> Asked | list[dict[str, str]]:
    return read_form(rule(rule_id), {"start": "2026-09-01", **form}, TODAY)


def wrong(rule_id: str, **form: Any) -> dict[str, str]:
    """What is wrong, by field."""
    problems = read(rule_id, **form)
    assert isinstance(problems, list)
    return {one["field"]: one["text"] for one in problems}


def taken(rule_id: str, **form: Any) -> Asked:
    asked = read(rule_id, **form)
    assert isinstance(asked, Asked)
    return asked


# --- what a rule offers


def test_only_what_the_law_provides_for_is_offered() -> None:
    parts = ("left_out", "extension", "cap")
    offered = {
        name: [part for part in parts if shown_rule(rule(name))[part]]
        for name in (ANSWER, UNTOLD, "litigation.answer", "review.decide_summary")
    }
    assert offered == {
        ANSWER: ["left_out", "extension"],
        UNTOLD: ["left_out", "cap"],
        "litigation.answer": [],
        "review.decide_summary": ["left_out"],
    }


def test_an_extension_names_who_approves_when_how_long_and_the_article() -> None:
    extension = shown_rule(rule("review.decide"))["extension"]
    assert extension["who"] == "行政复议机构的负责人"
    assert extension["when"].startswith("情况复杂")
    assert extension["length"] == ("最长延长30日，这里按最长的算（《行政复议法》第六十二条第一款）")


def test_an_extension_of_unknown_length_says_so() -> None:
    length = shown_rule(rule("litigation.judge"))["extension"]["length"]
    assert length == "延长多久，法条没有写，算不出日期（《行政诉讼法》第八十一条）"


def test_what_may_be_left_out_is_named_with_the_article() -> None:
    assert shown_rule(rule(ANSWER))["left_out"] == [
        "征求第三方和其他机关意见所需的时间（《政府信息公开条例》第三十三条第三款）"
    ]


def test_working_days_and_calendar_days_are_told_apart_in_words() -> None:
    working, calendar = shown_rule(rule("review.answer")), shown_rule(rule("litigation.answer"))
    assert (working["unit"], calendar["unit"]) == ("工作日", "日历日")
    assert working["counted"].startswith("按工作日计算：周末和节假日不计入")
    assert calendar["counted"].startswith("按日历日计算：中间的周末和节假日照常计入")


def test_what_becomes_of_a_last_day_that_is_off_depends_on_the_law() -> None:
    assert "顺延到节假日后的第一日" in how_counted(rule("litigation.answer"))
    assert "《行政处罚法》没有写明，这里不顺延" in how_counted(rule("punishment.decide"))


def test_a_limit_that_runs_back_says_so() -> None:
    assert shown_rule(rule("review.apply"))["length"].startswith("自知道")
    assert shown_rule(rule("punishment.hearing_notice"))["length"] == (
        "在举行听证之日以前，提前7个工作日"
    )


@pytest.mark.parametrize("own", rules(), ids=lambda own: own.id)
def test_every_rule_of_the_book_can_be_filled_in(own: Rule) -> None:
    start = max(own.valid_from, date(2026, 1, 5)).isoformat()
    form = {"start": start, "cap_from": start, "extended": True, "left_out": []}
    asked = read_form(own, form, TODAY)
    assert isinstance(asked, Asked)
    assert (asked.extended, bool(asked.cap_from)) == (bool(own.extension), bool(own.cap))


# --- what is filled in


def test_periods_extension_and_longest_time_are_read() -> None:
    row = {"first": "2026-09-07", "last": "2026-09-07"}
    asked = taken(ANSWER, left_out=[row], extended=True)
    assert asked.start == date(2026, 9, 1)
    assert asked.left_out == (Period(date(2026, 9, 7), date(2026, 9, 7)),)
    assert asked.extended
    assert taken(UNTOLD, cap_from="2026-03-01").cap_from == date(2026, 3, 1)


def test_a_longest_time_need_not_be_filled_in_and_an_empty_row_is_no_period() -> None:
    assert taken(UNTOLD, cap_from="").cap_from is None
    assert taken(ANSWER, left_out=[{"first": "", "last": ""}]).left_out == ()


def test_what_the_rule_does_not_provide_for_is_passed_over() -> None:
    row = {"first": "2026-09-09", "last": "2026-09-07"}
    asked = taken("litigation.answer", left_out=[row], extended=True, cap_from="2026-01-01")
    assert (asked.left_out, asked.extended, asked.cap_from) == ((), False, None)


def test_a_day_that_is_missing_is_asked_for_by_its_name() -> None:
    assert wrong(ANSWER, start="") == {"start": "请填写日期：收到申请之日。"}


@pytest.mark.parametrize("typed", ["?", "2026-02-30", "2026-13-01", "九月一日", "12026-01-01"])
def test_a_day_that_does_not_exist_is_said_to_be_none(typed: str) -> None:
    assert "没有这一天" in wrong(ANSWER, start=typed)["start"]


def test_a_day_beyond_reason_is_a_slip_of_the_pen() -> None:
    assert latest_day(TODAY) == date(2036, 12, 31)
    assert wrong(ANSWER, start="2037-01-01") == {"start": "2037年太晚了，请核对年份。"}
    assert wrong(ANSWER, start="0026-09-01") == {"start": "26年太早了，请核对年份。"}
    assert taken(ANSWER, start="2036-12-31").start == date(2036, 12, 31)


def test_a_day_before_the_law_was_in_force_is_said_to_be_so_at_its_field() -> None:
    problems = wrong(UNTOLD, start="2023-12-31", cap_from="2023-12-30")
    assert problems["start"].startswith("2023-12-31不在本规则的适用范围内")
    assert problems["cap_from"].startswith("2023-12-30不在本规则的适用范围内")
    assert taken(UNTOLD, start="2024-01-01").start == date(2024, 1, 1)


def test_a_period_needs_both_its_ends_in_order() -> None:
    rows = [
        {"first": "2026-09-07", "last": ""},
        {"first": "", "last": "2026-09-07"},
        {"first": "2026-09-08", "last": "2026-09-07"},
        {"first": "2026-09-31", "last": "2099-09-07"},
    ]
    assert wrong(ANSWER, left_out=rows) == {
        "left_out.0.last": "请填写到哪一天止。",
        "left_out.1.first": "请填写从哪一天起。",
        "left_out.2.last": "止的一天早于起的一天，请核对。",
        "left_out.3.first": "日期没有填完整，或者没有这一天，请核对。",
        "left_out.3.last": "2099年太晚了，请核对年份。",
    }


def test_everything_wrong_is_said_at_once() -> None:
    rows = [{"first": "2026-09-07", "last": ""}]
    assert set(wrong(ANSWER, start="", left_out=rows)) == {"start", "left_out.0.last"}


@pytest.mark.parametrize("nonsense", [7, "2026", [None, 3, "x"], {"first": "2026-09-07"}, None])
def test_nonsense_in_place_of_periods_is_no_exception(nonsense: object) -> None:
    assert taken(ANSWER, left_out=nonsense).left_out == ()


@pytest.mark.parametrize("nonsense", [7, ["2026-09-01"], {"day": 1}, True])
def test_nonsense_in_place_of_a_day_is_no_exception(nonsense: object) -> None:
    assert "没有这一天" in wrong(ANSWER, start=nonsense)["start"]

"""What holds of every calculation, what a calendar does not know, and what is refused."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from chinese_calendar import is_workday
from hypothesis import given
from hypothesis import strategies as st

from courses.deadlines import (
    BadRequest,
    Calculation,
    ChineseCalendar,
    Direction,
    Period,
    Rule,
    Unit,
    YearNotAnnounced,
    calculate,
    rule,
    rules,
)

ANNOUNCED = st.dates(date(2024, 1, 1), date(2026, 6, 30))
"""Starts from which every limit in working days ends within the years announced."""

RULES = st.sampled_from(rules())
WITH_LEFT_OUT = st.sampled_from([own for own in rules() if own.left_out])
IN_WORKING_DAYS = st.sampled_from([own for own in rules() if own.unit is Unit.WORKING_DAYS])


class NoHolidays:
    """A calendar of weekends only, of the years up to 2026."""

    def why_off(self, day: date) -> str | None:
        if day.year > 2026:
            raise YearNotAnnounced(day.year)
        return "周末" if day.weekday() >= 5 else None


@st.composite
def periods(draw: st.DrawFn) -> list[Period]:
    spans = draw(st.lists(st.tuples(ANNOUNCED, st.integers(0, 20)), max_size=3))
    return [Period(first, first + timedelta(days=length)) for first, length in spans]


def due(own: Rule, start: date, left_out: list[Period] | None = None) -> date:
    found = calculate(own.id, start, left_out=left_out or []).due
    assert found
    return found


# --- properties


@given(RULES, ANNOUNCED)
def test_a_limit_ends_after_it_starts_and_one_that_runs_back_before(own: Rule, start: date) -> None:
    if own.direction is Direction.BEFORE:
        assert due(own, start) < start
    else:
        assert due(own, start) > start


@given(RULES, ANNOUNCED, st.integers(0, 40))
def test_a_later_start_never_ends_earlier(own: Rule, start: date, later: int) -> None:
    assert due(own, start) <= due(own, start + timedelta(days=later))


@given(WITH_LEFT_OUT, ANNOUNCED, periods())
def test_time_left_out_never_shortens_a_limit(
    own: Rule, start: date, left_out: list[Period]
) -> None:
    assert due(own, start, left_out) >= due(own, start)


@given(st.sampled_from([o for o in rules() if o.extension and o.extension.length]), ANNOUNCED)
def test_an_extension_lengthens_a_limit(own: Rule, start: date) -> None:
    extended = calculate(own.id, start, extended=True).due
    assert extended
    assert extended > due(own, start)


@given(IN_WORKING_DAYS, ANNOUNCED, periods())
def test_working_days_recounted_one_by_one_are_as_many_as_the_law_gives(
    own: Rule, start: date, left_out: list[Period]
) -> None:
    end = due(own, start, left_out if own.left_out else None)
    low, high = sorted((start, end))
    between = [low + timedelta(days=n) for n in range((high - low).days + 1)]
    left = [d for p in left_out if own.left_out for d in between if p.first <= d <= p.last]
    counted = [d for d in between if d != start and is_workday(d) and d not in left]
    assert len(counted) == own.length
    assert end in counted


@given(RULES, ANNOUNCED)
def test_a_last_day_moves_only_where_the_law_says_so_and_then_onto_a_working_day(
    own: Rule, start: date
) -> None:
    found = calculate(own.id, start)
    assert found.due
    if found.moved_from:
        assert own.regime.last_day
        assert not is_workday(found.moved_from)
        assert is_workday(found.due)
        off = range(1, (found.due - found.moved_from).days)
        assert not any(is_workday(found.moved_from + timedelta(days=n)) for n in off)


# --- years not announced, laws not in force


def unannounced(rule_id: str, start: date) -> Calculation:
    return calculate(rule_id, start, calendar=NoHolidays())


def test_working_days_of_a_year_not_announced_get_no_date() -> None:
    found = unannounced("review.examine", date(2026, 12, 30))
    assert found.due is None
    assert found.warnings == (
        "2027年的节假日安排尚未公布，或者日历里还没有收入，工作日无从计算，因此不给出日期；"
        "公布后请更新日历再算。",
    )
    assert found.steps[-1].startswith("期限5个工作日")


def test_working_days_that_end_with_the_last_year_announced_get_a_date() -> None:
    assert unannounced("review.examine", date(2026, 12, 24)).due == date(2026, 12, 31)


def test_calendar_days_of_a_year_not_announced_get_a_date_and_a_warning() -> None:
    found = unannounced("litigation.answer", date(2026, 12, 20))
    assert found.due == date(2027, 1, 4)
    (said,) = found.warnings
    assert said.startswith("2027年的节假日安排尚未公布")
    assert "如果是节假日，要顺延到节假日后的第一日（《行政诉讼法解释》第四十八条第三款）" in said


def test_where_nothing_moves_the_warning_does_not_promise_it() -> None:
    said = unannounced("punishment.pay", date(2026, 12, 20)).warnings[-1]
    assert "《行政处罚法》没有写明是否顺延" in said


def test_the_real_calendar_is_the_default() -> None:
    start = date(2026, 9, 16)
    assert calculate("litigation.answer", start) == calculate(
        "litigation.answer", start, calendar=ChineseCalendar()
    )
    assert unannounced("litigation.answer", start).due == date(2026, 10, 1)


def test_a_longest_time_that_ends_in_a_year_not_announced_is_warned_of() -> None:
    sooner = calculate(
        "litigation.sue_untold",
        date(2026, 12, 1),
        cap_from=date(2026, 2, 1),
        calendar=NoHolidays(),
    )
    assert sooner.due == date(2027, 2, 1)
    assert any("2027年2月1日（星期一）如果是节假日" in said for said in sooner.warnings)


@pytest.mark.parametrize("own", rules(), ids=lambda own: own.id)
def test_the_day_before_a_law_was_in_force_is_not_covered(own: Rule) -> None:
    before = calculate(own.id, own.valid_from - timedelta(days=1))
    assert (before.due, before.steps) == (None, ())
    assert re.match(rf".*不在本规则的适用范围内.*自{own.valid_from}起全部施行", before.warnings[0])
    assert calculate(own.id, own.valid_from).due


def test_a_date_before_2024_is_not_covered_by_the_review_law_of_2023() -> None:
    found = calculate("review.apply", date(2023, 12, 31))
    assert found.due is None
    assert found.warnings[0].startswith("2023-12-31不在本规则的适用范围内")


def test_the_longest_time_cannot_begin_before_the_law_either() -> None:
    found = calculate("review.apply_untold", date(2024, 2, 1), cap_from=date(2023, 12, 1))
    assert found.due is None
    assert found.warnings[0].startswith("2023-12-01不在")


def test_a_rule_that_has_ended_covers_its_last_day() -> None:
    ended = rule("review.apply").model_copy(update={"valid_to": date(2026, 5, 31)})
    assert ended.covers(date(2026, 5, 31))
    assert not ended.covers(date(2026, 6, 1))


# --- what is refused


def test_time_cannot_be_left_out_where_the_law_names_none() -> None:
    stay = Period(date(2026, 3, 1), date(2026, 3, 5))
    with pytest.raises(BadRequest, match=r"“缴纳罚款”.*没有规定可以扣除的时间"):
        calculate("punishment.pay", date(2026, 3, 1), left_out=[stay])


def test_a_limit_without_extension_cannot_be_extended() -> None:
    with pytest.raises(BadRequest, match="第六十二条第二款）没有规定可以延长"):
        calculate("review.decide_summary", date(2026, 3, 1), extended=True)


def test_a_longest_time_is_refused_where_there_is_none() -> None:
    with pytest.raises(BadRequest, match="没有另外规定最长期限"):
        calculate("review.apply", date(2026, 3, 1), cap_from=date(2026, 1, 1))


def test_a_date_beyond_reason_is_refused() -> None:
    with pytest.raises(BadRequest, match="请核对年份"):
        calculate("review.apply", date(9999, 12, 31))

"""The form of the calculator: what can be filled in for a rule, and what was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from courses.deadlines import Cap, Direction, Extension, LeftOut, Period, Rule, Unit
from courses.deadlines.cautions import not_covered
from courses.deadlines.wording import cited, length_of

YEARS_AHEAD = 10
"""Nobody counts from an event later than that: a slip of the pen, as 2062 for 2026."""
EARLIEST = date(1949, 10, 1)
MOST_PERIODS = 30

UNIT_NAMES = {
    Unit.WORKING_DAYS: "工作日",
    Unit.DAYS: "日历日",
    Unit.MONTHS: "按月",
    Unit.YEARS: "按年",
}
_UNIT_WORDS = {
    Unit.WORKING_DAYS: "按工作日计算：周末和节假日不计入，调休上班的日子照常计入。",
    Unit.DAYS: "按日历日计算：中间的周末和节假日照常计入。",
    Unit.MONTHS: "按月计算：到期月的对应日为最后一日，中间的节假日照常计入。",
    Unit.YEARS: "按年计算：到期年的对应日为最后一日，中间的节假日照常计入。",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A form that can be calculated."""

    rule: Rule
    start: date
    left_out: tuple[Period, ...]
    extended: bool
    cap_from: date | None


Problem = dict[str, str]
"""What is wrong with a field: ``field`` (start, cap_from, left_out.0.first …) and ``text``."""


def problem(field: str, text: str) -> Problem:
    """Say what is wrong with a field."""
    return {"field": field, "text": text}


def latest_day(today: date) -> date:
    """Return the last day that is taken for meant."""
    return date(today.year + YEARS_AHEAD, 12, 31)


def how_counted(rule: Rule) -> str:
    """Say in words what is counted, and what becomes of a last day that is off."""
    words = _UNIT_WORDS[rule.unit]
    if rule.unit is Unit.WORKING_DAYS:
        return words
    if rule.regime.last_day:
        return f"{words}最后一日遇到节假日的，顺延到节假日后的第一日。"
    return f"{words}最后一日遇到节假日怎么办，《{rule.regime.law}》没有写明，这里不顺延。"


def shown_rule(rule: Rule) -> dict[str, Any]:
    """A time limit for the browser; ``left_out``, ``extension``, ``cap`` only where provided for.

    All others are texts in Chinese, but ``id``.
    """
    back = rule.direction is Direction.BEFORE
    length = length_of(rule.length, rule.unit)
    return {
        "id": rule.id,
        "label": rule.label,
        "event": rule.event,
        "length": f"在{rule.event}以前，提前{length}" if back else f"自{rule.event}起，{length}",
        "unit": UNIT_NAMES[rule.unit],
        "counted": how_counted(rule),
        "left_out": [_shown_ground(one) for one in rule.left_out],
        "extension": _shown_extension(rule.extension, rule.unit) if rule.extension else None,
        "cap": _shown_cap(rule.cap) if rule.cap else None,
    }


def _shown_ground(ground: LeftOut) -> str:
    return f"{ground.what}（{cited(ground.basis)}）"


def _shown_extension(extension: Extension, unit: Unit) -> dict[str, str]:
    length = "延长多久，法条没有写，算不出日期"
    if extension.length:
        length = f"最长延长{length_of(extension.length, unit)}，这里按最长的算"
    return {
        "who": extension.approver,
        "when": extension.condition,
        "length": f"{length}（{cited(extension.basis)}）",
    }


def _shown_cap(cap: Cap) -> dict[str, str]:
    length = length_of(cap.length, cap.unit)
    return {"event": cap.event, "length": f"自这一天起最长{length}（{cited(cap.basis)}）"}


def read_form(rule: Rule, form: Mapping[str, Any], today: date) -> Asked | list[Problem]:
    """Read what was filled in for a rule; what the rule does not provide for is passed over.

    Args:
        rule: the time limit.
        form: ``start`` and ``cap_from`` as YYYY-MM-DD, ``extended``, and ``left_out``, a list of
            ``first`` and ``last``. Nothing is taken for granted about it.
        today: the day it is.
    """
    reader = _Reader(rule, today)
    start = reader.day("start", form.get("start"), f"请填写日期：{rule.event}。")
    left_out = reader.periods(form.get("left_out")) if rule.left_out else ()
    cap_from = reader.day("cap_from", form.get("cap_from")) if rule.cap else None
    if start is None or reader.problems:
        return reader.problems
    extended = rule.extension is not None and form.get("extended") is True
    return Asked(rule, start, left_out, extended, cap_from)


class _DayError(ValueError):
    """A day that cannot be counted with; the text says why."""


class _Reader:
    """Reads one field after another and keeps what is wrong with each."""

    def __init__(self, rule: Rule, today: date) -> None:
        self.problems: list[Problem] = []
        self._rule = rule
        self._latest = latest_day(today)

    def day(self, field: str, raw: object, missing: str = "") -> date | None:
        """A day on which the rule was in force; it must be given if ``missing`` says otherwise."""
        return self._read(field, raw, missing, self._rule)

    def periods(self, raw: object) -> tuple[Period, ...]:
        """The periods; a row with nothing in it is none."""
        rows = raw[:MOST_PERIODS] if isinstance(raw, list) else []
        found = (self._period(f"left_out.{index}", row) for index, row in enumerate(rows))
        return tuple(period for period in found if period)

    def _period(self, field: str, row: object) -> Period | None:
        ends = row if isinstance(row, dict) else {}
        if not (ends.get("first") or ends.get("last")):
            return None
        first = self._read(f"{field}.first", ends.get("first"), "请填写从哪一天起。")
        last = self._read(f"{field}.last", ends.get("last"), "请填写到哪一天止。")
        if first is None or last is None:
            return None
        if last < first:
            self.problems.append(problem(f"{field}.last", "止的一天早于起的一天，请核对。"))
            return None
        return Period(first, last)

    def _read(
        self, field: str, raw: object, missing: str, covering: Rule | None = None
    ) -> date | None:
        text = str(raw or "").strip()
        if not text and not missing:
            return None
        try:
            return self._day(text, missing, covering)
        except _DayError as wrong:
            self.problems.append(problem(field, str(wrong)))
            return None

    def _day(self, text: str, missing: str, covering: Rule | None) -> date:
        if not text:
            raise _DayError(missing)
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise _DayError("日期没有填完整，或者没有这一天，请核对。") from None
        if day > self._latest:
            raise _DayError(f"{day.year}年太晚了，请核对年份。")
        if day < EARLIEST:
            raise _DayError(f"{day.year}年太早了，请核对年份。")
        if covering and not covering.covers(day):
            raise _DayError(not_covered(covering, day))
        return day

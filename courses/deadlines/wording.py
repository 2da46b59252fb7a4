"""How a calculation is put into Chinese."""

from collections.abc import Iterable
from datetime import date

from courses.deadlines.case import Case
from courses.deadlines.counting import Count, Skipped, add_months
from courses.deadlines.records import Cap, Direction, Provision, Rule, Unit
from courses.deadlines.rulebook import month_end
from courses.statutes.numerals import to_chinese

_WEEKDAYS = "一二三四五六日"
_MONTHLY = {Unit.MONTHS, Unit.YEARS}


def dated(day: date) -> str:
    """Write a day: 2026年3月3日（星期二）."""
    return f"{day.year}年{day.month}月{day.day}日（星期{_WEEKDAYS[day.weekday()]}）"


def cited(provisions: Iterable[Provision]) -> str:
    """Write the provisions in a row."""
    return "、".join(dict.fromkeys(one.citation for one in provisions))


def length_of(length: int, unit: Unit) -> str:
    """Write a length: 60日, 5个工作日."""
    return f"{length}{unit.word}"


def event_step(case: Case) -> str:
    """The event and its day."""
    return f"起算事件：{case.rule.event}，即{dated(case.start)}。"


def first_day_step(case: Case, first: date) -> str:
    """Why the counting begins on that day."""
    regime = case.rule.regime
    if case.rule.direction is Direction.BEFORE:
        return f"往前数：当日不计入，从前一日{dated(first)}数起。"
    if regime.first_day:
        return f"开始的当日不计入（{cited(regime.first_day)}），从次日{dated(first)}起算。"
    return f"《{regime.law}》没有写明开始的当日是否计入，这里从次日{dated(first)}起算。"


def length_step(rule: Rule) -> str:
    """How long the limit is, in what, and who says so."""
    text = f"期限{length_of(rule.length, rule.unit)}（{cited(rule.basis)}）"
    if rule.unit is Unit.DAYS:
        return f"{text}，按日历日连续计算，中间的节假日照算。"
    if rule.unit is Unit.WORKING_DAYS and rule.regime.working_day:
        said = f"条文的“{to_chinese(rule.length)}日”指工作日（{cited(rule.regime.working_day)}）"
        return f"{text}，{said}。"
    return f"{text}。"


def extension_steps(case: Case) -> list[str]:
    """By how much the limit is extended, if it is and the law says."""
    extension = case.rule.extension
    if not extension or not case.added:
        return []
    total = length_of(case.rule.length + case.added, case.rule.unit)
    added = length_of(case.added, case.rule.unit)
    return [f"按最长延长{added}计（{cited(extension.basis)}），合计{total}。"]


def month_steps(unit: Unit, start: date, length: int, law: str) -> list[str]:
    """Which day corresponds, for months and years."""
    if unit not in _MONTHLY:
        return []
    months = length * 12 if unit is Unit.YEARS else length
    day = add_months(start, months)
    source = f"参照{month_end().citation}，《{law}》没有写明"
    if day.day == start.day:
        return [f"到期月的对应日是{dated(day)}（{source}）。"]
    return [f"到期月没有对应日，取月末日{dated(day)}（{source}）。"]


def skipped_steps(skipped: Iterable[Skipped]) -> list[str]:
    """Which days were not counted."""
    return [f"不计入：{_span(one)}，{one.reason}。" for one in skipped]


def _span(days: Skipped) -> str:
    if days.days == 1:
        return dated(days.first)
    return f"{dated(days.first)}至{dated(days.last)}，共{days.days}天"


def worked_steps(days: Iterable[date]) -> list[str]:
    """Which weekend days were counted."""
    return [f"照常计入：{dated(day)}，调休上班。" for day in days]


def reached_step(case: Case, found: Count) -> str:
    """The day on which the count ends."""
    rule = case.rule
    if rule.unit in _MONTHLY:
        return f"期限数到{dated(found.last)}。"
    unit = "个工作日" if rule.unit is Unit.WORKING_DAYS else "日"
    return f"{dated(found.last)}为第{rule.length + case.added}{unit}。"


def moved_step(basis: Iterable[Provision], last: date, reason: str, due: date) -> str:
    """Why the last day moves."""
    return (
        f"最后一日{dated(last)}是{reason}，顺延到节假日后的第一日{dated(due)}（{cited(basis)}）。"
    )


def cap_step(cap: Cap, due: date, cap_due: date) -> str:
    """What the longest time makes of it."""
    length = length_of(cap.length, cap.unit)
    text = f"最长期限：自{cap.event}起{length}（{cited(cap.basis)}），到{dated(cap_due)}止"
    return f"{text}，先到，以它为准。" if cap_due < due else f"{text}，没有超过。"


def due_step(case: Case, due: date) -> str:
    """The result."""
    if case.rule.direction is Direction.BEFORE:
        return f"最晚在{dated(due)}通知。"
    return f"期限的最后一日：{dated(due)}。"

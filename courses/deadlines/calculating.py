"""``calculate``: the last day of a time limit, with the count step by step."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from courses.deadlines import cautions, wording
from courses.deadlines.calendars import Calendar, ChineseCalendar, worked_weekend
from courses.deadlines.case import Case, next_day
from courses.deadlines.counting import Count, Period, Skipped
from courses.deadlines.errors import YearNotAnnounced
from courses.deadlines.records import Provision, Rule, Unit
from courses.deadlines.rulebook import month_end, rule

_HOLIDAYS = ChineseCalendar()


@dataclass(frozen=True, slots=True)
class Calculation:
    """What a rule makes of a date.

    ``due`` is the last day of the limit (the latest day to act, for one that runs back); None if
    there is none to give, and then ``warnings`` say why. ``first`` is the first day counted,
    ``moved_from`` the last day before a holiday moved it. ``steps`` show the count, in Chinese.
    ``citations`` are the provisions that took effect.
    """

    rule: Rule
    start: date
    due: date | None
    first: date | None
    moved_from: date | None
    skipped: tuple[Skipped, ...]
    steps: tuple[str, ...]
    warnings: tuple[str, ...]
    citations: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class _End:
    """A last day looked at: where it moves to, how to say so, what is not known."""

    due: date
    moved_from: date | None = None
    steps: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def calculate(  # noqa: PLR0913  the facts of a case
    rule_id: str,
    start: date,
    *,
    left_out: Sequence[Period] = (),
    extended: bool = False,
    cap_from: date | None = None,
    calendar: Calendar = _HOLIDAYS,
) -> Calculation:
    """Calculate the last day of a time limit.

    Args:
        rule_id: a rule of ``rules.toml``.
        start: the day of the event the limit runs from (for a limit that runs back: to).
        left_out: periods that the law does not count; overlapping ones count once.
        extended: whether the limit was extended, by the longest time the law allows.
        cap_from: the day from which the longest time runs, for a rule that has one.
        calendar: the holidays.

    Raises:
        UnknownRule: there is no such rule.
        BadRequest: the rule does not provide for what is asked, or a date is out of range.
    """
    own = rule(rule_id)
    case = Case(own, start, tuple(left_out), extended, cap_from, calendar)
    for day in (start, cap_from):
        if day and not own.covers(day):
            return _without_date(case, (), cautions.not_covered(own, day))
    try:
        found = case.counted()
    except YearNotAnnounced as error:
        return _without_date(case, _opening(case), cautions.unknown_working_days(error))
    return _with_date(case, found)


def _with_date(case: Case, found: Count) -> Calculation:
    end = _settled(case, found.last)
    capped = _capped(case, end.due)
    steps = [
        *_opening(case),
        *wording.skipped_steps(found.skipped),
        *wording.worked_steps(_worked_weekends(case, found)),
        wording.reached_step(case, found),
        *end.steps,
        *capped.steps,
    ]
    due = None if case.open_ended else capped.due
    if due:
        steps.append(wording.due_step(case, due))
    return Calculation(
        rule=case.rule,
        start=case.start,
        due=due,
        first=found.first,
        moved_from=end.moved_from if capped.due == end.due else capped.moved_from,
        skipped=found.skipped,
        steps=tuple(steps),
        warnings=(*_warnings(case, found, end.due), *end.warnings, *capped.warnings),
        citations=_citations(case, moved=bool(end.moved_from or capped.moved_from)),
    )


def _without_date(case: Case, steps: Sequence[str], *why: str) -> Calculation:
    return Calculation(
        rule=case.rule,
        start=case.start,
        due=None,
        first=None,
        moved_from=None,
        skipped=(),
        steps=tuple(steps),
        warnings=why,
        citations=_citations(case, moved=False),
    )


def _opening(case: Case) -> list[str]:
    """The steps that need no calendar."""
    own = case.rule
    length = own.length + case.added
    return [
        wording.event_step(case),
        wording.first_day_step(case, next_day(case.start, case.step)),
        wording.length_step(own),
        *wording.extension_steps(case),
        *wording.month_steps(own.unit, case.start, length, own.regime.law),
    ]


def _worked_weekends(case: Case, found: Count) -> list[date]:
    """The weekend days counted as working days."""
    if case.rule.unit is not Unit.WORKING_DAYS:
        return []
    first, last = sorted((found.first, found.last))
    days = map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))
    return [day for day in days if not case.leaves_out(day) and worked_weekend(day, case.calendar)]


def _settled(case: Case, last: date) -> _End:
    """Look whether the last day is off, and move it if the law says so."""
    own = case.rule
    if own.unit is Unit.WORKING_DAYS:
        return _End(last)
    try:
        reason = case.calendar.why_off(last)
        if reason is None:
            return _End(last)
        if not own.regime.last_day:
            return _End(last, warnings=(cautions.last_day_off(own, last, reason),))
        due = _first_working_day(case, last)
    except YearNotAnnounced as error:
        return _End(last, warnings=(cautions.unknown_last_day(own, error, last),))
    step = wording.moved_step(own.regime.last_day, last, reason, due)
    return _End(due, moved_from=last, steps=(step,))


def _first_working_day(case: Case, day: date) -> date:
    while case.calendar.why_off(day) or case.leaves_out(day):
        day = next_day(day)
    return day


def _capped(case: Case, due: date) -> _End:
    """Hold the due date to the longest time, where one is set."""
    cap = case.rule.cap
    if not cap or not case.cap_from:
        return _End(due)
    unmoved = case.counted_cap(cap, case.cap_from).last
    end = _settled(replace(case, left_out=()), unmoved)
    step = wording.cap_step(cap, due, end.due)
    if end.due < due:
        return replace(end, steps=(*end.steps, step))
    return _End(due, steps=(step,))


def _warnings(case: Case, found: Count, last: date) -> list[str]:
    return [
        *cautions.about_extension(case, last),
        *cautions.about_left_out(case, found.first, last),
        *cautions.about_first_day(case, found),
        *cautions.about_notice(case),
        *cautions.about_cap(case),
    ]


def _citations(case: Case, *, moved: bool) -> tuple[Provision, ...]:
    own = case.rule
    regime = own.regime
    parts: list[tuple[Provision, ...]] = [own.basis]
    if own.unit is Unit.WORKING_DAYS:
        parts.append(regime.working_day)
    if own.unit in (Unit.MONTHS, Unit.YEARS) or own.cap:
        parts.append((month_end(),))
    parts.append(regime.first_day if case.step == 1 else ())
    parts.append(regime.last_day if moved else ())
    parts += [ground.basis for ground in own.left_out if case.left_out]
    parts.append(own.extension.basis if own.extension and case.extended else ())
    parts.append(own.cap.basis if own.cap else ())
    return tuple(dict.fromkeys(one for part in parts for one in part))

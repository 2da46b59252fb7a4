"""One case put to a rule: what is asked, whether the law provides for it, and the bare count."""

from dataclasses import dataclass
from datetime import date

from courses.deadlines.calendars import Calendar
from courses.deadlines.counting import LAST_YEAR, Count, Period, Skip, count, days_in
from courses.deadlines.errors import BadRequest
from courses.deadlines.records import Cap, Direction, Rule, Unit

LEFT_OUT = "依法扣除的时间"


@dataclass(frozen=True, slots=True)
class Case:
    """A rule and what happened: ``start`` is the day of the event the limit runs from.

    Raises:
        BadRequest: the rule has no such extension, no time to leave out, or no longest time.
    """

    rule: Rule
    start: date
    left_out: tuple[Period, ...]
    extended: bool
    cap_from: date | None
    calendar: Calendar

    def __post_init__(self) -> None:
        if self.start.year > LAST_YEAR:
            raise BadRequest(f"日期{self.start}太晚，请核对年份")
        named = f"“{self.rule.label}”（{self.rule.basis[0].citation}）"
        if self.left_out and not self.rule.left_out:
            raise BadRequest(f"{named}没有规定可以扣除的时间，不能填写扣除期间")
        if self.extended and not self.rule.extension:
            raise BadRequest(f"{named}没有规定可以延长")
        if self.cap_from and not self.rule.cap:
            raise BadRequest(f"{named}没有另外规定最长期限，不必填写最长期限的起算日")

    @property
    def step(self) -> int:
        """1 for a limit that runs on, -1 for one that runs back."""
        return -1 if self.rule.direction is Direction.BEFORE else 1

    @property
    def added(self) -> int:
        """By how much the limit is extended; 0 too where the law does not say."""
        extension = self.rule.extension if self.extended else None
        return (extension.length or 0) if extension else 0

    @property
    def open_ended(self) -> bool:
        """Whether it is extended by a time the law does not name."""
        return self.extended and not self.added

    def leaves_out(self, day: date) -> bool:
        """Say whether the day lies in a period left out."""
        return any(day in period for period in self.left_out)

    def counted(self, *, more: int = 0, first_day: bool = False) -> Count:
        """Count the limit, ``more`` units longer, or with the day of the event as its first.

        Raises:
            YearNotAnnounced: working days of a year that is not known.
        """
        length = self.rule.length + self.added + more
        days = days_in(self.start, length, self.rule.unit)
        first = self.start if first_day else next_day(self.start, self.step)
        return count(first, days, self._skip(), self.step)

    def counted_cap(self, cap: Cap, cap_from: date) -> Count:
        """Count the longest time."""
        days = days_in(cap_from, cap.length, cap.unit)
        return count(next_day(cap_from), days, lambda _: None)

    def _skip(self) -> Skip:
        working = self.rule.unit is Unit.WORKING_DAYS

        def why(day: date) -> str | None:
            if self.leaves_out(day):
                return LEFT_OUT
            return self.calendar.why_off(day) if working else None

        return why


def next_day(day: date, step: int = 1) -> date:
    """Return the day after, or (-1) before."""
    return date.fromordinal(day.toordinal() + step)

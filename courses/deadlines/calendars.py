"""Which days are off: an interface, and the calendar of the State Council's arrangements."""

from datetime import date
from typing import Protocol

from chinese_calendar import Holiday, get_holiday_detail

from courses.deadlines.errors import YearNotAnnounced

WEEKEND = "周末"


class Calendar(Protocol):
    """What a calculation asks about a day."""

    def why_off(self, day: date) -> str | None:
        """Return why the day is off, in Chinese (春节假期, 周末); None for a working day.

        Raises:
            YearNotAnnounced: the year's holidays are not known.
        """


class ChineseCalendar:
    """The holidays and shifted working days announced each year, from chinesecalendar."""

    def why_off(self, day: date) -> str | None:
        """Return why the day is off (see ``Calendar``)."""
        try:
            off, name = get_holiday_detail(day)
        except NotImplementedError as error:
            raise YearNotAnnounced(day.year) from error
        if not off:
            return None
        return f"{Holiday(name).chinese}假期" if name else WEEKEND


def worked_weekend(day: date, calendar: Calendar) -> bool:
    """Say whether the day is a Saturday or Sunday on which one works (调休)."""
    return day.weekday() >= 5 and calendar.why_off(day) is None

"""Deadlines: legal time limits as data, and the day on which one ends, shown step by step.

The rules lie in ``rules.toml`` with the words of the statutes that prove them; the holidays come
from a :class:`Calendar`, by default the package chinesecalendar.
"""

from courses.deadlines.calculating import Calculation, calculate
from courses.deadlines.calendars import Calendar, ChineseCalendar
from courses.deadlines.counting import Period, Skipped
from courses.deadlines.errors import BadRequest, DeadlineError, UnknownRule, YearNotAnnounced
from courses.deadlines.records import (
    Cap,
    Caveat,
    Direction,
    Extension,
    LeftOut,
    Provision,
    Regime,
    Rule,
    Unit,
)
from courses.deadlines.rulebook import month_end, rule, rules

__all__ = [
    "BadRequest",
    "Calculation",
    "Calendar",
    "Cap",
    "Caveat",
    "ChineseCalendar",
    "DeadlineError",
    "Direction",
    "Extension",
    "LeftOut",
    "Period",
    "Provision",
    "Regime",
    "Rule",
    "Skipped",
    "Unit",
    "UnknownRule",
    "YearNotAnnounced",
    "calculate",
    "month_end",
    "rule",
    "rules",
]

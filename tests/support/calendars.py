"""Calendars that stay as they are."""

from __future__ import annotations

from datetime import date

from courses.deadlines import ChineseCalendar, YearNotAnnounced


class Until2026:
    """The announced holidays, none of 2027 whenever these come out."""

    def why_off(self, day: date) -> str | None:
        if day.year > 2026:
            raise YearNotAnnounced(day.year)
        return ChineseCalendar().why_off(day)

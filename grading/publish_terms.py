"""On what terms results are published: when, beside which sittings, with which period."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

RECHECK_DAYS = 5
"""How many days a re-check may be asked for, unless the trainer says otherwise."""
CHINA = dt.timezone(dt.timedelta(hours=8))


@dataclass(frozen=True, slots=True)
class SittingEnd:
    """What publishing needs to know of a sitting.

    Attributes:
        file: its name, as told to the trainer.
        exam: the exam that is sat; its record lies in ``course``.
        over: when the last candidate may still answer (UTC).
        voided: whose attempts were annulled, none being left.
    """

    file: str
    exam: str
    course: Path
    over: dt.datetime
    voided: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms results are published.

    Attributes:
        now: the moment of publication, with its zone.
        sittings: all that may use the same items.
        without_set_aside: whether to go on without the papers that could not be graded.
        recheck_days: ``None`` leaves earlier periods as they are, and gives new ones five days.
        why: why a score may differ from the one published before.
    """

    now: dt.datetime
    sittings: tuple[SittingEnd, ...] = ()
    without_set_aside: bool = False
    recheck_days: int | None = None
    why: str = "重新阅卷"

    def voided(self, course: Path, exam: str) -> frozenset[str]:
        """Whose attempts at this exam were annulled."""
        own = [
            sitting.voided
            for sitting in self.sittings
            if sitting.exam == exam and sitting.course.resolve() == course.resolve()
        ]
        return frozenset().union(*own)


def recheck_until(published: dt.datetime, days: int) -> dt.datetime:
    """When the period for re-checks ends: at midnight in China after so many whole days.

    The day of publication does not count; no days means that none may be asked for.
    """
    if not days:
        return published
    first = published.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
    return (first + dt.timedelta(days=days + 1)).astimezone(dt.UTC)

"""What happens on the day of the exam: who stays away, who is late, whose file is broken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from random import Random
from types import MappingProxyType

from xuefa.demo.chance import stream

OPENS = datetime(2026, 9, 18, 1, 0, tzinfo=UTC)
"""2026-09-18 09:00 in China."""
DURATION = timedelta(minutes=90)
GRACE = timedelta(minutes=5)

_ABSENT_SHARE = 0.04
_LATE = 9
_SLOWEST_START = timedelta(minutes=8)


class Broken(StrEnum):
    """The ways in which a handed-in answers.json is broken."""

    TRUNCATED = "truncated_json"
    NOT_AN_OBJECT = "not_an_object"
    UNKNOWN_SLOT = "unknown_slot"
    FOREIGN_OPTION = "foreign_option"
    WRONG_FORM = "wrong_form"
    TOO_LARGE = "too_large"


@dataclass(frozen=True, slots=True)
class Sitting:
    """When a candidate began and handed in (UTC)."""

    started: datetime
    submitted: datetime


@dataclass(frozen=True, slots=True)
class ExamDay:
    """The plan of the day, by 人员编号.

    ``absent``, ``late`` and the keys of ``broken`` have no one in common; ``sittings`` has everyone
    who is not absent, in the order registered. The mappings are read-only.
    """

    absent: frozenset[str]
    late: frozenset[str]
    broken: Mapping[str, Broken]
    sittings: Mapping[str, Sitting]


def plan_exam_day(
    registered: Sequence[str],
    *,
    seed: int,
    opens: datetime = OPENS,
    duration: timedelta = DURATION,
    grace: timedelta = GRACE,
) -> ExamDay:
    """Plan the day for those registered: some 4 % absent, nine late, one broken file of each kind.

    The paper is due ``duration`` after ``opens``, whenever the candidate began; those late hand in
    after that, but within ``grace``. Times are whole seconds.

    Raises:
        ValueError: too few are registered to fill these parts.
    """
    away = round(len(registered) * _ABSENT_SHARE)
    special = away + _LATE + len(Broken)
    if len(registered) < special:
        raise ValueError(f"报名 {len(registered)} 人，至少需要 {special} 人")
    chosen = stream(seed, "exam-day").sample(list(registered), special)
    absent, late = frozenset(chosen[:away]), frozenset(chosen[away : away + _LATE])
    sittings = {
        candidate: _sitting(
            stream(seed, "sitting", candidate),
            opens,
            opens + duration,
            grace if candidate in late else None,
        )
        for candidate in registered
        if candidate not in absent
    }
    broken = dict(zip(chosen[away + _LATE :], Broken, strict=True))
    return ExamDay(absent, late, MappingProxyType(broken), MappingProxyType(sittings))


def _sitting(rng: Random, opens: datetime, due: datetime, grace: timedelta | None) -> Sitting:
    """A candidate's times; ``grace`` is given for those who hand in after the paper is due."""
    started = opens + _whole(rng.triangular(0, 1, 0.15) * _SLOWEST_START)
    if grace is not None:
        return Sitting(started, due + _whole(rng.uniform(0.05, 0.95) * grace))
    # Few leave early; most hand in during the last third.
    share = rng.triangular(0.4, 0.995, 0.85)
    return Sitting(started, started + _whole(share * (due - started)))


def _whole(span: timedelta) -> timedelta:
    return timedelta(seconds=int(span.total_seconds()))

"""How a candidate stands at a moment: a pure function of sitting, record and time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from exam_hall.errors import RefusedError, Why
from exam_hall.record import Attempt, Record
from exam_hall.sitting import Sitting


class State(StrEnum):
    """The states of a candidate; :data:`STATE_NAMES` has them in Chinese."""

    NOT_OPEN = "not_open"
    OPEN = "open"
    SITTING = "sitting"
    HANDED_IN = "handed_in"
    EXPIRED = "expired"
    VOIDED = "voided"


STATE_NAMES: Final = {
    State.NOT_OPEN: "未开考",
    State.OPEN: "可以开始",
    State.SITTING: "正在作答",
    State.HANDED_IN: "已交卷",
    State.EXPIRED: "时间已到",
    State.VOIDED: "已作废",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a candidate stands.

    Attributes:
        state: expired means that time is up for an attempt not yet collected, or, with attempt 0,
            that one can no longer begin.
        attempt: number of the present attempt; 0 before the first.
        deadline: when its time is up (UTC).
        attempts_left: how many more the rules allow, whatever the time.
        may_start: whether another one may begin now.
        counts: whether an answer that arrives now counts.
    """

    state: State
    attempt: int
    deadline: dt.datetime | None
    attempts_left: int
    may_start: bool
    counts: bool


def standing(sitting: Sitting, record: Record, now: dt.datetime) -> Standing:
    """How the candidate of a record stands; whoever is not allotted has no standing to ask for."""
    last, left = record.last, attempts_left(sitting, record)
    is_free = last is None or last.is_over
    may_start = is_free and left > 0 and sitting.opens <= now < _last_entry(sitting, last)
    counts = last is not None and is_counting(sitting, last, now)
    return Standing(
        state=_state(sitting, last, now, may_start),
        attempt=last.number if last else 0,
        deadline=last.deadline if last else None,
        attempts_left=left,
        may_start=may_start,
        counts=counts,
    )


def attempts_left(sitting: Sitting, record: Record) -> int:
    """How many more attempts the rules allow; an annulled one may have been given back."""
    given_back = sum(1 for one in record.attempts if one.voided and one.voided.again)
    return max(0, sitting.attempts - len(record.attempts) + given_back)


def is_counting(sitting: Sitting, attempt: Attempt, now: dt.datetime) -> bool:
    """Whether an answer to this attempt that arrives now counts."""
    return not attempt.is_over and now <= attempt.deadline + sitting.grace


def is_due(sitting: Sitting, attempt: Attempt, now: dt.datetime) -> bool:
    """Whether the hall has to hand in for the candidate: time and grace are over."""
    return not attempt.is_over and now > attempt.deadline + sitting.grace


def _last_entry(sitting: Sitting, last: Attempt | None) -> dt.datetime:
    """Whoever was given an attempt back need not be in time for the others' door."""
    is_given_back = last is not None and last.voided is not None and last.voided.again
    return sitting.closes if is_given_back else sitting.last_entry


def _state(sitting: Sitting, last: Attempt | None, now: dt.datetime, may_start: bool) -> State:
    if last is None and now < sitting.opens:
        return State.NOT_OPEN
    if last is None:
        return State.OPEN if may_start else State.EXPIRED
    if last.voided:
        return State.OPEN if may_start and last.voided.again else State.VOIDED
    if last.handed_in:
        return State.HANDED_IN
    return State.SITTING if now < last.deadline else State.EXPIRED


def require_start(sitting: Sitting, record: Record, now: dt.datetime) -> None:
    """Refuse to begin an attempt unless the rules allow it now.

    Raises:
        RefusedError: saying which rule.
    """
    if standing(sitting, record, now).may_start:
        return
    if now < sitting.opens:
        raise RefusedError(Why.NOT_OPEN, "考试尚未开放，请到开考时间再进入。")
    if record.last and record.last.voided and not attempts_left(sitting, record):
        raise RefusedError(Why.VOIDED, "本次作答已被作废，不能再次开始。请询问监考人员。")
    if not attempts_left(sitting, record):
        raise RefusedError(Why.NO_ATTEMPTS, "允许的作答次数已用完，不能再次开始。")
    raise RefusedError(Why.CLOSED, "已过允许进入考试的时间，不能开始。请询问监考人员。")

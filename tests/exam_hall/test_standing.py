"""How a candidate stands: the six states, from sitting, record and time alone."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from exam_hall.errors import RefusedError, Why
from exam_hall.events import By, Event, HandedIn, TimeGranted, Voided
from exam_hall.record import Record, fold
from exam_hall.sitting import Sitting
from exam_hall.standing import STATE_NAMES, State, is_due, require_start, standing
from tests.exam_hall.conftest import OPENS, begun, make_sitting

S = make_sitting(Path(), late_entry_minutes=30, grace_s=60)


def minute(number: float) -> dt.datetime:
    return OPENS + dt.timedelta(minutes=number)


def record(*events: Event) -> Record:
    found = Record("P1")
    for event in events:
        found = fold(found, event)
    return found


def ended(attempt: int = 1) -> HandedIn:
    return HandedIn(
        seq=9,
        at=minute(20),
        candidate="P1",
        attempt=attempt,
        by=By.CANDIDATE,
        submitted=minute(20),
        answered=0,
        receipt="0" * 64,
    )


def annulled(attempt: int = 1, *, again: bool) -> Voided:
    return Voided(
        seq=10,
        at=minute(21),
        candidate="P1",
        attempt=attempt,
        by="T1",
        reason="设备故障",
        again=again,
    )


def granted(seconds: int) -> TimeGranted:
    return TimeGranted(
        seq=8,
        at=minute(10),
        candidate="P1",
        attempt=1,
        by="T1",
        client="desk",
        client_seq=1,
        seconds=seconds,
        reason="停电",
    )


@pytest.mark.parametrize(
    ("events", "at", "state", "may_start"),
    [
        ([], -1, State.NOT_OPEN, False),
        ([], 0, State.OPEN, True),
        ([], 29.9, State.OPEN, True),
        ([], 30, State.EXPIRED, False),
        ([begun()], 0, State.SITTING, False),
        ([begun()], 59.9, State.SITTING, False),
        ([begun()], 60, State.EXPIRED, False),
        ([begun(), granted(300)], 64, State.SITTING, False),
        ([begun(), granted(300)], 65, State.EXPIRED, False),
        ([begun(), ended()], 25, State.HANDED_IN, False),
        ([begun(), ended()], 300, State.HANDED_IN, False),
        ([begun(), annulled(again=False)], 25, State.VOIDED, False),
        ([begun(), annulled(again=True)], 25, State.OPEN, True),
        ([begun(), annulled(again=True)], 89, State.OPEN, True),
        ([begun(), annulled(again=True)], 90, State.VOIDED, False),
        ([begun(), ended(), annulled(again=False)], 25, State.VOIDED, False),
    ],
)
def test_the_states(events: list[Event], at: float, state: State, may_start: bool) -> None:
    found = standing(S, record(*events), minute(at))
    assert (found.state, found.may_start) == (state, may_start)
    assert STATE_NAMES[found.state]


def test_an_answer_counts_until_grace_is_over() -> None:
    sat = record(begun())
    assert standing(S, sat, minute(61)).counts
    assert not standing(S, sat, minute(61.01)).counts
    assert not standing(S, record(begun(), ended()), minute(30)).counts
    assert not standing(S, record(), minute(1)).counts


def test_the_hall_hands_in_when_an_answer_counts_no_longer() -> None:
    (attempt,) = record(begun()).attempts
    assert not is_due(S, attempt, minute(61))
    assert is_due(S, attempt, minute(61.01))
    assert not is_due(S, record(begun(), ended()).attempts[0], minute(99))


def test_further_attempts_may_begin_while_the_door_is_open() -> None:
    twice = S.model_copy(update={"attempts": 2})
    found = standing(twice, record(begun(), ended()), minute(25))
    assert (found.state, found.may_start, found.attempts_left) == (State.HANDED_IN, True, 1)
    second = record(begun(), ended(), begun(seq=11, attempt=2))
    assert standing(twice, second, minute(25)).attempt == 2
    assert standing(twice, second, minute(25)).attempts_left == 0
    assert not standing(twice, record(begun(), ended()), minute(31)).may_start


def refused(sitting: Sitting, found: Record, at: float) -> Why:
    with pytest.raises(RefusedError) as caught:
        require_start(sitting, found, minute(at))
    assert str(caught.value).endswith("。")
    return caught.value.why


def test_who_may_not_begin_is_told_which_rule_it_is() -> None:
    require_start(S, record(), minute(5))
    assert refused(S, record(), -5) is Why.NOT_OPEN
    assert refused(S, record(), 30) is Why.CLOSED
    assert refused(S, record(begun(), ended()), 25) is Why.NO_ATTEMPTS
    assert refused(S, record(begun(), annulled(again=False)), 25) is Why.VOIDED
    assert refused(S, record(begun(), annulled(again=True)), 90) is Why.CLOSED


def test_nothing_but_sitting_record_and_time_decides() -> None:
    arguments: Any = (S, record(begun()), minute(7))
    assert standing(*arguments) == standing(*arguments)

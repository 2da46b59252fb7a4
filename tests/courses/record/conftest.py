"""Events to test with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from courses.record import (
    Context,
    CreditRules,
    Event,
    Result,
    StudyRecord,
    Verb,
    load_rules,
    new_event,
)

ACTOR = "P00001"
MORNING = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
Make = Callable[..., Event]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "records"


@pytest.fixture
def record(root: Path) -> StudyRecord:
    return StudyRecord(ACTOR, root)


@pytest.fixture
def rules() -> CreditRules:
    return load_rules()


@pytest.fixture(scope="session")
def make() -> Make:
    """Make an event ``after`` seconds past 09:00 of 2026-03-02 in China."""

    def event(
        verb: Verb,
        target: str = "lesson:xingsu/evidence",
        after: float = 0,
        lesson: str | None = "xingsu/evidence",
        place: str | None = None,
        **result: Any,
    ) -> Event:
        context = Context(lesson=lesson, place=place)
        told = Result(**result) if result else None
        at = MORNING + dt.timedelta(seconds=after)
        return new_event(ACTOR, verb, target, result=told, context=context, at=at)

    return event

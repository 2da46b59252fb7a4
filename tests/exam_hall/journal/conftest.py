"""What is proposed to a journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from exam_hall.errors import RefusedError, Why
from exam_hall.events import Answered, Event, Note, Started
from exam_hall.journal import Journal
from exam_hall.ledger import Batch
from tests.exam_hall.conftest import INVIGILATOR, OPENS, PAPER, Clock

Decide = Callable[[Batch], Event]


def starting(candidate: str = "P1") -> Callable[[Batch], Started]:
    def decide(batch: Batch) -> Started:
        return Started(
            seq=batch.seq,
            at=batch.at,
            candidate=candidate,
            attempt=1,
            form="A",
            paper_sha256=PAPER.sha256,
            deadline=OPENS + dt.timedelta(hours=1),
            client="page",
        )

    return decide


def answering(
    client_seq: int, value: str = "A", candidate: str = "P1", grade_id: str = "q02"
) -> Callable[[Batch], Event]:
    """Save once: a number sent before leads to the event it led to then."""

    def decide(batch: Batch) -> Event:
        return batch.sent(candidate, "page", client_seq) or Answered(
            seq=batch.seq,
            at=batch.at,
            candidate=candidate,
            attempt=1,
            client="page",
            client_seq=client_seq,
            grade_id=grade_id,
            value=(value,),
        )

    return decide


def refusing(_batch: Batch) -> Started:
    raise RefusedError(Why.NOT_OPEN, "考试尚未开放。")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "exam-1" / "journal.jsonl"


@pytest.fixture
def journal(path: Path, clock: Clock) -> Iterator[Journal]:
    with Journal(path, clock=clock) as found:
        yield found


def noting(text: str) -> Callable[[Batch], Note]:
    def decide(batch: Batch) -> Note:
        return Note(
            seq=batch.seq,
            at=batch.at,
            candidate=None,
            by=INVIGILATOR,
            client="desk",
            client_seq=batch.seq,
            text=text,
        )

    return decide

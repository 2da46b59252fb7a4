"""What the journal says about one candidate: a pure fold over the events.

Which of several answers to a question counts: the one from the page opened last, and among those of
one page the one it numbered highest. So neither repeats, nor the order of arrival, nor an old
machine that comes back to the network can put an earlier answer over a later one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from exam_hall.events import (
    Answered,
    Contact,
    Event,
    HandedIn,
    Late,
    Marked,
    Note,
    Started,
    TimeGranted,
    Value,
    Voided,
)


@dataclass(frozen=True, slots=True)
class Given:
    """What counts for a question, and where it came from. ``seq`` is the journal's."""

    value: Value
    seq: int
    client: str
    client_seq: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt.

    Attributes:
        started: its first event.
        deadline: when time is up, grants included.
        clients: the pages seen, in order of opening; the last one holds the pen.
        answers: by grade_id, what counts; a value of None was taken back.
        marks: by grade_id; the value says whether the question is marked.
        sent: how many numbered messages were journalled, late ones included.
        late: how many of them came too late.
        handed_in: its end, if it has one.
        voided: its annulment, if annulled.
        grants: the time given beyond its own, in order.
    """

    started: Started
    deadline: dt.datetime
    clients: tuple[str, ...]
    answers: Mapping[str, Given] = field(default_factory=dict)
    marks: Mapping[str, Given] = field(default_factory=dict)
    sent: int = 0
    late: int = 0
    handed_in: HandedIn | None = None
    voided: Voided | None = None
    grants: tuple[TimeGranted, ...] = ()

    @property
    def number(self) -> int:
        """Its number from 1."""
        return self.started.attempt

    @property
    def is_over(self) -> bool:
        """Whether it was handed in or annulled."""
        return self.handed_in is not None or self.voided is not None

    @property
    def last_seq(self) -> int:
        """The journal's number of the last answer that counts; 0 without any."""
        return max((given.seq for given in self.answers.values()), default=0)


@dataclass(frozen=True, slots=True)
class Record:
    """One candidate: attempts in order, notes, and when a page of theirs was last heard of."""

    candidate: str
    attempts: tuple[Attempt, ...] = ()
    notes: tuple[Note, ...] = ()
    contact: dt.datetime | None = None

    def attempt(self, number: int) -> Attempt | None:
        """The attempt of that number."""
        return next((one for one in self.attempts if one.number == number), None)

    @property
    def last(self) -> Attempt | None:
        """The attempt begun last."""
        return self.attempts[-1] if self.attempts else None

    @property
    def counted(self) -> Attempt | None:
        """The last attempt that was handed in and not annulled: the one to be graded."""
        usable = (a for a in reversed(self.attempts) if a.handed_in and not a.voided)
        return next(usable, None)


def fold(record: Record, event: Event) -> Record:
    """The record after one more event; one of an attempt that never began changes no attempt."""
    match event:
        case Answered() | Marked() | Late() | Contact():
            return _changed(record, event, event.at)
        case Note():
            return replace(record, notes=(*record.notes, event))
        case Started():
            return _begun(record, event)
        case _:
            return _changed(record, event, record.contact)


def _begun(record: Record, event: Started) -> Record:
    if record.attempt(event.attempt):
        return record
    begun = Attempt(event, event.deadline, (event.client,))
    return replace(record, attempts=(*record.attempts, begun), contact=event.at)


def _changed(
    record: Record,
    event: Contact | Answered | Late | Marked | HandedIn | Voided | TimeGranted,
    contact: dt.datetime | None,
) -> Record:
    attempts = record.attempts
    for n, attempt in enumerate(attempts):
        if attempt.number == event.attempt:
            attempts = (*attempts[:n], _after(attempt, event), *attempts[n + 1 :])
    return Record(record.candidate, attempts, record.notes, contact)


def _after(
    attempt: Attempt, event: Contact | Answered | Late | Marked | HandedIn | Voided | TimeGranted
) -> Attempt:
    match event:
        case Answered() | Marked():
            return _with_sent(attempt, event)
        case Late():
            return replace(attempt, sent=attempt.sent + 1, late=attempt.late + 1)
        case Contact():
            return replace(attempt, clients=_seen(attempt, event.client))
        case HandedIn():
            return replace(attempt, handed_in=attempt.handed_in or event)
        case Voided():
            return replace(attempt, voided=attempt.voided or event)
        case TimeGranted():
            later = attempt.deadline + dt.timedelta(seconds=event.seconds)
            return replace(attempt, deadline=later, grants=(*attempt.grants, event))


def _with_sent(attempt: Attempt, event: Answered | Marked) -> Attempt:
    # Written out, not replace(): a restarted hall folds some hundred thousand of these.
    clients = _seen(attempt, event.client)
    answers, marks = attempt.answers, attempt.marks
    if isinstance(event, Marked):
        marks = _put(marks, event, event.on, clients)
    else:
        answers = _put(answers, event, event.value, clients)
    return Attempt(
        attempt.started,
        attempt.deadline,
        clients,
        answers,
        marks,
        attempt.sent + 1,
        attempt.late,
        attempt.handed_in,
        attempt.voided,
        attempt.grants,
    )


def _seen(attempt: Attempt, client: str) -> tuple[str, ...]:
    return attempt.clients if client in attempt.clients else (*attempt.clients, client)


def _put(
    given: Mapping[str, Given], event: Answered | Marked, value: Value, clients: tuple[str, ...]
) -> Mapping[str, Given]:
    old = given.get(event.grade_id)
    new = Given(value, event.seq, event.client, event.client_seq)
    if old is not None and _rank(old, clients) > _rank(new, clients):
        return given
    return {**given, event.grade_id: new}


def _rank(given: Given, clients: tuple[str, ...]) -> tuple[int, int]:
    return clients.index(given.client), given.client_seq

"""What the invigilator's page shows: everybody on the list, and what was noted and done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from exam_hall.contract import is_blank
from exam_hall.events import Value
from exam_hall.receipt import short_code
from exam_hall.record import Attempt, Record
from exam_hall.room import ExamRoom
from exam_hall.standing import STATE_NAMES, Standing
from exam_hall.web.incidents import incidents
from exam_hall.web.people import Person


def room_view(room: ExamRoom, people: Mapping[str, Person]) -> dict[str, Any]:
    """The room at this moment, ready for JSON. Some 50 ms for two thousand: for threads."""
    sitting, paper = room.rules.sitting, next(iter(room.rules.papers.values()))
    standings = room.standings()
    records = {who: room.journal.record(who) for who in standings}
    return {
        "id": sitting.exam,
        "title": paper.title,
        "now": room.journal.now(),
        "opens": sitting.opens,
        "closes": sitting.closes,
        "questions": len(paper.slots),
        "candidates": [
            _candidate(room, records[who], standing, people.get(who, Person()))
            for who, standing in standings.items()
        ],
        "notes": incidents(room.journal.room_notes, records.values()),
        "counts": Counter(str(standing.state) for standing in standings.values()),
    }


def _candidate(
    room: ExamRoom, record: Record, standing: Standing, person: Person
) -> dict[str, Any]:
    last, who = record.last, record.candidate
    end = last.handed_in if last else None
    return {
        "id": who,
        "name": person.name,
        "unit": person.unit,
        "ticket": person.ticket,
        "seat": person.seat,
        "form": room.rules.allotment[who],
        "state": standing.state,
        "state_text": STATE_NAMES[standing.state],
        "attempt": standing.attempt,
        "started": last.started.at if last else None,
        "deadline": standing.deadline,
        "answered": answered(last) if last else 0,
        "marked": sum(1 for given in last.marks.values() if given.value) if last else 0,
        "last_contact": record.contact,
        "receipt": short_code(end.receipt) if end else None,
    }


def answered(attempt: Attempt) -> int:
    """How many answers say something."""
    if attempt.handed_in:
        return attempt.handed_in.answered
    return sum(_says_something(given.value) for given in attempt.answers.values())


def _says_something(value: Value) -> bool:
    return not is_blank(list(value) if isinstance(value, tuple) else value)

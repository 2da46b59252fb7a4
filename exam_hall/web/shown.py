"""What pages are told, ready for JSON. Field by field: what is not named here is not sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from exam_hall.contract import Paper
from exam_hall.events import Answered, Late, Marked
from exam_hall.receipt import short_code
from exam_hall.record import Attempt, Record
from exam_hall.room import ExamRoom
from exam_hall.standing import STATE_NAMES, Standing


def paper_of(room: ExamRoom, candidate: str) -> Paper:
    """The form a candidate was given, in the released order; for its title and sizes."""
    return room.rules.papers[room.rules.allotment[candidate]]


def entry(room: ExamRoom, candidate: str, *, published: bool) -> dict[str, Any]:
    """An exam in a candidate's list.

    Raises:
        RefusedError: not allotted to it.
    """
    sitting, standing = room.rules.sitting, room.standing(candidate)
    return {
        "id": sitting.exam,
        "title": paper_of(room, candidate).title,
        **_state(standing),
        "opens": sitting.opens,
        "closes": sitting.closes,
        "last_entry": sitting.last_entry,
        "duration_min": -(-_seconds(room, candidate) // 60),
        "attempt": standing.attempt,
        "attempts_left": standing.attempts_left,
        "may_start": standing.may_start,
        "published": published,
    }


def info(room: ExamRoom, candidate: str, *, published: bool) -> dict[str, Any]:
    """Everything about an exam that may be known before its paper is seen.

    Raises:
        RefusedError: not allotted to it.
    """
    sitting, standing = room.rules.sitting, room.standing(candidate)
    paper, record = paper_of(room, candidate), room.journal.record(candidate)
    return {
        "id": sitting.exam,
        "title": paper.title,
        **_state(standing),
        "now": room.journal.now(),
        "opens": sitting.opens,
        "closes": sitting.closes,
        "last_entry": sitting.last_entry,
        "duration_s": _seconds(room, candidate),
        "grace_s": sitting.grace_s,
        "attempt": standing.attempt,
        "attempts": sitting.attempts,
        "attempts_left": standing.attempts_left,
        "may_start": standing.may_start,
        "counts": standing.counts,
        "deadline": standing.deadline,
        "password_required": sitting.password_required,
        "sections": sections(paper),
        "questions": len(paper.slots),
        "points": sum(slot.points for slot in paper.slots),
        "receipt": last_receipt(room, record),
        "published": published,
    }


def sections(paper: Paper) -> list[dict[str, Any]]:
    """The parts of a paper with their sizes."""
    points = {slot.grade_id: slot.points for slot in paper.slots}
    return [
        {
            "heading": section.heading,
            "questions": len(section.grade_ids),
            "points": sum(points[name] for name in section.grade_ids),
        }
        for section in paper.sections
    ]


def sheet(room: ExamRoom, candidate: str) -> dict[str, Any]:
    """The paper as this candidate sees it, with what was answered.

    Raises:
        RefusedError: no attempt is open.
    """
    paper = room.paper(candidate)
    answers, marked = room.kept(candidate)
    standing = room.standing(candidate)
    return {
        "paper": paper,
        "attempt": standing.attempt,
        "deadline": standing.deadline,
        "now": room.journal.now(),
        "grace_s": room.rules.sitting.grace_s,
        "answers": dict(answers),
        "marked": marked,
    }


def saved(room: ExamRoom, candidate: str, event: Answered | Late | Marked) -> dict[str, Any]:
    """The acknowledgement of an answer or a mark."""
    return {
        "client_seq": event.client_seq,
        "seq": event.seq,
        "at": event.at,
        "counts": not isinstance(event, Late),
        "now": room.journal.now(),
        "deadline": room.standing(candidate).deadline,
    }


def last_receipt(room: ExamRoom, record: Record) -> dict[str, Any] | None:
    """The receipt of what will be graded; none while an attempt is open."""
    if record.last is None or not record.last.is_over or record.counted is None:
        return None
    return receipt(room, record.candidate, record.counted)


def receipt(room: ExamRoom, candidate: str, attempt: Attempt) -> dict[str, Any] | None:
    """The receipt of an attempt, if it was handed in."""
    end = attempt.handed_in
    if end is None:
        return None
    paper = paper_of(room, candidate)
    return {
        "code": short_code(end.receipt),
        "exam": room.rules.sitting.exam,
        "title": paper.title,
        "attempt": attempt.number,
        "at": end.submitted,
        "answered": end.answered,
        "questions": len(paper.slots),
        "by": end.by,
    }


def _state(standing: Standing) -> Mapping[str, str]:
    return {"state": standing.state, "state_text": STATE_NAMES[standing.state]}


def _seconds(room: ExamRoom, candidate: str) -> int:
    """How long this candidate has, extra time included."""
    sitting = room.rules.sitting
    extra = dt.timedelta(minutes=sitting.extra_minutes.get(candidate, 0))
    return sitting.seconds(paper_of(room, candidate).duration_s) + int(extra.total_seconds())

"""The candidate's endpoints, from the list to the receipt; the candidate is ``visit.who``."""

from __future__ import annotations

from exam_hall.errors import RefusedError, Why
from exam_hall.record import Attempt
from exam_hall.requests import AnswerRequest, MarkRequest, read_request
from exam_hall.results import is_published
from exam_hall.room import ExamRoom
from exam_hall.web import shown
from exam_hall.web.asked import ContactRequest, HandInRequest, StartRequest
from exam_hall.web.visit import Reply, Visit, done


async def exams(visit: Visit) -> Reply:
    """``GET api/exams``: the exams this person is allotted to."""
    own = [room for room in visit.hall.rooms.values() if visit.who.id in room.rules.allotment]
    found = [
        shown.entry(room, visit.who.id, published=await _published(visit, room)) for room in own
    ]
    return Reply({"exams": sorted(found, key=lambda exam: (exam["opens"], exam["id"]))})


async def info(visit: Visit) -> Reply:
    """``GET api/exams/{exam}``."""
    room = visit.room
    room.standing(visit.who.id)
    published = await _published(visit, room)
    return Reply(shown.info(room, visit.who.id, published=published))


async def start(visit: Visit) -> Reply:
    """``POST …/start``: begin an attempt, or find the open one; the page then holds the pen."""
    asked = read_request(StartRequest, visit.body)
    room, who = visit.room, visit.who.id
    if room.rules.sitting.password_required and room.standing(who).may_start:
        await visit.hall.entry.require(room, who, asked.password)
    started = await done(room.start(who, asked.client))
    attempt = room.journal.record(who).attempt(started.attempt)
    if attempt and asked.client not in attempt.clients:
        await done(room.contact(who, asked.client))
    standing = room.standing(who)
    now = room.journal.now()
    return Reply({"attempt": started.attempt, "deadline": standing.deadline, "now": now})


async def paper(visit: Visit) -> Reply:
    """``GET …/paper``: while an attempt is open."""
    return Reply(shown.sheet(visit.room, visit.who.id))


async def answer(visit: Visit) -> Reply:
    """``POST …/answer``: told once it is on disk."""
    asked = read_request(AnswerRequest, visit.body)
    room, who = visit.room, visit.who.id
    _require_pen(room.journal.record(who).attempt(asked.attempt), asked.client)
    event = await done(room.answer(who, asked))
    return Reply(shown.saved(room, who, event))


async def mark(visit: Visit) -> Reply:
    """``POST …/mark``."""
    asked = read_request(MarkRequest, visit.body)
    room, who = visit.room, visit.who.id
    _require_pen(room.journal.record(who).attempt(asked.attempt), asked.client)
    event = await done(room.mark(who, asked))
    return Reply(shown.saved(room, who, event))


async def contact(visit: Visit) -> Reply:
    """``POST …/contact``: a page was opened, or is still there. Tells whether it holds the pen."""
    asked = read_request(ContactRequest, visit.body)
    room, who = visit.room, visit.who.id
    await done(room.contact(who, asked.client))
    standing, last = room.standing(who), room.journal.record(who).last
    is_open = last is not None and not last.is_over
    return Reply(
        {
            "now": room.journal.now(),
            "deadline": standing.deadline,
            "state": standing.state,
            "attempt": standing.attempt,
            "pen": not is_open or (last is not None and last.clients[-1] == asked.client),
        }
    )


async def hand_in(visit: Visit) -> Reply:
    """``POST …/hand-in``: the receipt; asking again gives the same one."""
    asked = read_request(HandInRequest, visit.body)
    room, who = visit.room, visit.who.id
    attempt = room.journal.record(who).attempt(asked.attempt)
    if attempt and not attempt.is_over:
        _require_pen(attempt, asked.client)
    await done(room.hand_in(who, asked.attempt))
    visit.hall.deliver(room, who)
    ended = room.journal.record(who).attempt(asked.attempt)
    return Reply({"receipt": ended and shown.receipt(room, who, ended)})


def _require_pen(attempt: Attempt | None, client: str) -> None:
    """Refuse a page if another was opened after it; one that never announced itself has no pen."""
    if attempt is not None and attempt.clients[-1] != client:
        raise RefusedError(
            Why.PEN,
            "这场考试在另一个页面或另一台机器上打开了，本页不能再作答，这次没有保存。",
        )


async def _published(visit: Visit, room: ExamRoom) -> bool:
    sitting = room.rules.sitting
    return await visit.hall.run(is_published, sitting.course, visit.who.id, sitting.exam)

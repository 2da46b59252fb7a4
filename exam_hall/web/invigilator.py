"""The invigilator's endpoints: watch the room, give time, annul, note, collect."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from exam_hall.errors import RefusedError
from exam_hall.events import HandedIn
from exam_hall.requests import GrantRequest, NoteRequest, VoidRequest, read_request
from exam_hall.room import ExamRoom
from exam_hall.web.asked import CollectRequest
from exam_hall.web.refusals import DeniedError
from exam_hall.web.room_view import room_view
from exam_hall.web.visit import Reply, Visit, done


async def room(visit: Visit) -> Reply:
    """``GET api/room/{exam}``: everybody, as they stand now."""
    found = visit.own_room
    return Reply(await visit.hall.run(room_view, found, visit.hall.people(visit.exam)))


async def grant(visit: Visit) -> Reply:
    """``POST …/grant``: more time for an attempt."""
    found, asked = visit.own_room, read_request(GrantRequest, visit.body)
    _require_listed(found, asked.candidate)
    event = await done(found.grant(visit.who.id, asked))
    deadline = found.standing(asked.candidate).deadline
    return Reply({"seq": event.seq, "at": event.at, "deadline": deadline, **_now(found)})


async def void(visit: Visit) -> Reply:
    """``POST …/void``: annul an attempt; what it handed in is taken back."""
    found, asked = visit.own_room, read_request(VoidRequest, visit.body)
    _require_listed(found, asked.candidate)
    event = await done(found.void(visit.who.id, asked))
    visit.hall.deliver(found, asked.candidate)
    return Reply({"seq": event.seq, "at": event.at, **_now(found)})


async def note(visit: Visit) -> Reply:
    """``POST …/note``: what happened, about a candidate or the room."""
    found, asked = visit.own_room, read_request(NoteRequest, visit.body)
    if asked.candidate is not None:
        _require_listed(found, asked.candidate)
    event = await done(found.note(visit.who.id, asked))
    return Reply({"seq": event.seq, "at": event.at, **_now(found)})


async def collect(visit: Visit) -> Reply:
    """``POST …/collect``: end the open attempts. One that ends at this moment is not counted."""
    found = visit.own_room
    asked = read_request(CollectRequest, visit.body)
    if asked.candidate is not None:
        _require_listed(found, asked.candidate)
    told = [
        found.collect(visit.who.id, record.candidate, record.last.number)
        for record in found.journal.records()
        if record.last
        and not record.last.is_over
        and asked.means(record.candidate, record.last.number)
    ]
    ended = await asyncio.gather(*map(done, told), return_exceptions=True)
    for one in ended:
        if isinstance(one, HandedIn):
            visit.hall.deliver(found, one.candidate)
    for one in ended:
        if isinstance(one, BaseException) and not isinstance(one, RefusedError):
            raise one
    return Reply({"collected": sum(isinstance(one, HandedIn) for one in ended), **_now(found)})


def _now(found: ExamRoom) -> dict[str, object]:
    return {"now": found.journal.now()}


def _require_listed(found: ExamRoom, candidate: str) -> None:
    if candidate not in found.rules.allotment:
        raise DeniedError(
            HTTPStatus.NOT_FOUND, "not_found", "本场考试的名单里没有这个人员编号，没有保存。"
        )

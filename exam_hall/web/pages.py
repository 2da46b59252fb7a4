"""The pages: templates filled with escaped values. Everything else they fetch by script."""

from __future__ import annotations

import html

from exam_hall.room import ExamRoom
from exam_hall.standing import STATE_NAMES
from exam_hall.web import shown
from exam_hall.web.templates import HTML, Markup, rendered
from exam_hall.web.visit import Reply, Visit, may_invigilate


async def exam(visit: Visit) -> Reply:
    """``GET exam/{exam}``: the player alone, for whoever is allotted."""
    visit.room.standing(visit.who.id)
    return _page("exam.html", base=visit.base, exam=visit.exam)


async def room(visit: Visit) -> Reply:
    """``GET room/{exam}``: the invigilator's page."""
    found = visit.own_room
    title = next(iter(found.rules.papers.values())).title
    return _page("room.html", base=visit.base, exam=visit.exam, title=title)


async def lobby(visit: Visit) -> Reply:
    """``GET`` of the prefix: the exams to sit and the rooms to watch, as links."""
    rooms = sorted(visit.hall.rooms.values(), key=lambda one: one.rules.sitting.opens)
    cards = [_exam_card(visit, one) for one in rooms if visit.who.id in one.rules.allotment]
    cards += [_room_card(visit, one) for one in rooms if may_invigilate(visit.who, one)]
    return _page(
        "lobby.html",
        base=visit.base,
        token=visit.xsrf_token() if visit.can_sign_out else "",
        hidden="" if visit.can_sign_out else "hidden",
        cards=Markup("\n".join(cards) or "<p>目前没有您可以参加的考试。</p>"),
    )


def _page(name: str, **values: str) -> Reply:
    return Reply(body=rendered(name, **values), headers={"Content-Type": HTML})


def _exam_card(visit: Visit, room: ExamRoom) -> str:
    exam, state = room.rules.sitting.exam, room.standing(visit.who.id).state
    title = shown.paper_of(room, visit.who.id).title
    return _card(f"{visit.base}exam/{exam}", title, STATE_NAMES[state])


def _room_card(visit: Visit, room: ExamRoom) -> str:
    title = next(iter(room.rules.papers.values())).title
    return _card(f"{visit.base}room/{room.rules.sitting.exam}", title, "监考")


def _card(address: str, title: str, note: str) -> str:
    link = f'<a href="{html.escape(address)}">{html.escape(title)}</a>'
    return f'<li class="Card">{link}<span class="Note">{html.escape(note)}</span></li>'

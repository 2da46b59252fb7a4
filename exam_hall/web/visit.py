"""One request as an endpoint sees it, and what it answers."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

from exam_hall.room import ExamRoom
from exam_hall.web.hall import Hall
from exam_hall.web.identity import Identity, Role
from exam_hall.web.refusals import forbidden, not_found

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Visit:
    """A request that was let in.

    Attributes:
        hall: the hall.
        who: who asks, as the host says.
        base: the prefix of the hall's addresses, ending in ``/``.
        exam: the exam in the address, checked to be a name; empty where there is none.
        body: what was sent.
        can_sign_out: whether the host lets the hall show a way to sign out.
        xsrf_token: what a form of this page must carry; asking for it sets the cookie.
    """

    hall: Hall
    who: Identity
    base: str
    exam: str = ""
    body: bytes = b""
    can_sign_out: bool = False
    xsrf_token: Callable[[], str] = lambda: ""

    @property
    def room(self) -> ExamRoom:
        """The room of the exam in the address.

        Raises:
            DeniedError: there is none.
        """
        room = self.hall.rooms.get(self.exam)
        if room is None:
            raise not_found("没有这场考试，或者还没有开设考场。请核对网址，或询问监考人员。")
        return room

    @property
    def own_room(self) -> ExamRoom:
        """The room, for an invigilator.

        Raises:
            DeniedError: there is none, or it is not this person's to watch.
        """
        room = self.room
        if not may_invigilate(self.who, room):
            raise forbidden("您不是本场考试的监考人员，不能查看或操作考场。")
        return room


def may_invigilate(who: Identity, room: ExamRoom) -> bool:
    """Whether the host or the sitting makes somebody an invigilator; never of their own exam."""
    if who.id in room.rules.allotment:
        return False
    return Role.INVIGILATOR in who.roles or who.id in room.rules.sitting.invigilators


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer: ``data`` becomes JSON unless there is a ``body``."""

    data: Any = None
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


Endpoint = Callable[[Visit], Awaitable[Reply]]


async def done(told: Future[T]) -> T:
    """Wait for what the journal promised without holding up anybody else.

    Raises:
        HallError: it was refused, or the disk refused.
    """
    return await asyncio.wrap_future(told)

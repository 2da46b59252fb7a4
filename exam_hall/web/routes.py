"""Every address of the hall, below its prefix, and which function answers.

Endpoints are named, not imported: a Jupyter server that nobody sits an exam in pays nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

PREFIX: Final = "xuefa/hall/"
EXAM: Final = r"([a-z][a-z0-9_-]{0,39})"
"""What an exam's name may consist of; nothing else ever reaches an endpoint."""


@dataclass(frozen=True, slots=True)
class Route:
    """An address.

    Attributes:
        pattern: regular expression below the prefix.
        name: how logs call it.
        endpoints: ``module.function`` by method.
        is_page: whether people open it, and are sent to sign in rather than told a code.
    """

    pattern: str
    name: str
    endpoints: Mapping[str, str] = field(default_factory=dict)
    is_page: bool = False


def _of_exam(tail: str, **endpoints: str) -> Route:
    return Route(f"api/exams/{EXAM}{tail}", f"api/exams/{{exam}}{tail}", endpoints)


def _of_room(tail: str, **endpoints: str) -> Route:
    return Route(f"api/room/{EXAM}{tail}", f"api/room/{{exam}}{tail}", endpoints)


ROUTES: Final = (
    Route("api/exams", "api/exams", {"GET": "candidate.exams"}),
    _of_exam("", GET="candidate.info"),
    _of_exam("/start", POST="candidate.start"),
    _of_exam("/paper", GET="candidate.paper"),
    _of_exam("/answer", POST="candidate.answer"),
    _of_exam("/mark", POST="candidate.mark"),
    _of_exam("/contact", POST="candidate.contact"),
    _of_exam("/hand-in", POST="candidate.hand_in"),
    _of_exam("/result", GET="published.result"),
    _of_exam("/feedback", GET="published.feedback"),
    _of_exam("/recheck", POST="published.recheck"),
    _of_room("", GET="invigilator.room"),
    _of_room("/grant", POST="invigilator.grant"),
    _of_room("/void", POST="invigilator.void"),
    _of_room("/note", POST="invigilator.note"),
    _of_room("/collect", POST="invigilator.collect"),
    Route("", "（首页）", {"GET": "pages.lobby"}, is_page=True),
    Route(f"exam/{EXAM}", "exam/{exam}", {"GET": "pages.exam"}, is_page=True),
    Route(f"room/{EXAM}", "room/{exam}", {"GET": "pages.room"}, is_page=True),
)
NOWHERE: Final = Route(".*", "（没有的地址）")
"""Comes after everything else."""

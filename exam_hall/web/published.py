"""The candidate's endpoints after publication: result, feedback, re-check."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from exam_hall.contract import ContractError
from exam_hall.errors import HallError, StorageError
from exam_hall.requests import read_request
from exam_hall.results import (
    ask_recheck,
    published_folder,
    read_feedback,
    read_result,
    shown,
    shown_recheck,
)
from exam_hall.web.asked import RecheckRequest
from exam_hall.web.refusals import not_found
from exam_hall.web.visit import Reply, Visit

FEEDBACK_CSP: Final = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "frame-ancestors 'self'; base-uri 'none'; form-action 'none'"
)
"""The page was rendered from what candidates wrote: it may show itself and do nothing else."""

T = TypeVar("T")


async def result(visit: Visit) -> Reply:
    """``GET …/result``: 404 until published."""
    folder, now = _folder(visit), visit.room.journal.now()
    return Reply(await visit.hall.run(_read, shown, folder, now))


async def feedback(visit: Visit) -> Reply:
    """``GET …/feedback``: one's own page, 404 until published."""
    page = await visit.hall.run(_read, read_feedback, _folder(visit))
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": FEEDBACK_CSP,
        "Referrer-Policy": "no-referrer",
        "X-Frame-Options": "SAMEORIGIN",
    }
    return Reply(body=page, headers=headers)


async def recheck(visit: Visit) -> Reply:
    """``POST …/recheck``: ask once; asking the same again changes nothing."""
    asked = read_request(RecheckRequest, visit.body)
    folder, now = _folder(visit), visit.room.journal.now()
    kept = await visit.hall.run(_damaged_aside, ask_recheck, folder, asked.text, now)
    found = await visit.hall.run(_read, read_result, folder)
    return Reply({"recheck": shown_recheck(found, kept, now)})


def _folder(visit: Visit) -> Path:
    """Below a name from the allotment: nobody else's folder can be meant.

    Raises:
        RefusedError: not allotted.
        DeniedError: no such exam.
    """
    room = visit.room
    room.standing(visit.who.id)
    return published_folder(room.rules.sitting.course, visit.who.id, room.rules.sitting.exam)


def _read(look: Callable[..., T | None], *args: object) -> T:
    found = _damaged_aside(look, *args)
    if found is None:
        raise not_found("成绩尚未公布。")
    return found


def _damaged_aside(look: Callable[..., T], *args: object) -> T:
    try:
        return look(*args)
    except ContractError as error:
        raise HallError("成绩文件损坏，请告知考试组织单位。") from error
    except OSError as error:
        raise StorageError("成绩暂时读不出来，请稍后再试。") from error

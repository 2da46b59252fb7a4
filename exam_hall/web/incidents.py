"""The record of incidents (考场情况记录): what invigilators noted, and what they did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from exam_hall.events import By, HandedIn, Note, TimeGranted, Voided
from exam_hall.record import Attempt, Record

MINUTE_S = 60
Act = Note | TimeGranted | Voided | HandedIn


def incidents(room_notes: Iterable[Note], records: Iterable[Record]) -> list[dict[str, Any]]:
    """Everything an invigilator wrote or did, in order, ready for JSON.

    Attempts collected together are one line; ``candidate`` is None for what concerns several
    people or the whole room.
    """
    acts: list[Act] = [*room_notes]
    for record in records:
        acts += [*record.notes, *(act for one in record.attempts for act in _acts(one))]
    acts.sort(key=lambda act: act.seq)
    return [_line(list(together)) for _, together in groupby(acts, _one_line)]


def _acts(attempt: Attempt) -> Iterator[Act]:
    yield from attempt.grants
    if attempt.voided:
        yield attempt.voided
    end = attempt.handed_in
    if end and end.by is By.INVIGILATOR:
        yield end


def _one_line(act: Act) -> tuple[object, ...]:
    """Equal for what is told in one line."""
    if isinstance(act, HandedIn):
        return act.collector, act.at.replace(microsecond=0)
    return (act.seq,)


def _line(acts: list[Act]) -> dict[str, Any]:
    first = acts[0]
    by = first.collector if isinstance(first, HandedIn) else first.by
    whom = first.candidate if len(acts) == 1 else None
    return {"at": first.at, "by": by, "candidate": whom, "text": _text(first, len(acts))}


def _text(act: Act, people: int) -> str:
    match act:
        case Note():
            return act.text
        case TimeGranted():
            return f"延长作答时间 {act.seconds / MINUTE_S:g} 分钟。原因：{act.reason}"
        case Voided():
            then = "准予重考" if act.again else "不准重考"
            return f"第 {act.attempt} 次作答作废，{then}。原因：{act.reason}"
        case HandedIn():
            return "由监考人员收卷。" if people == 1 else f"由监考人员统一收卷，共 {people} 人。"

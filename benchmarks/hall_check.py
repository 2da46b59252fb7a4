"""Whether everything the hall acknowledged is on disk, looked at when the run is over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

from benchmarks.hall_load import Save
from exam_hall.events import Answered
from exam_hall.journal import read_events
from exam_hall.receipt import short_code

FILES = ("answers.json", "exam.ipynb", "timestamp.txt")


def submitted(course: Path, exam: str, candidate: str) -> Path:
    """Where a hand-in lies."""
    return course / "submitted" / candidate / exam


def undelivered(course: Path, exam: str, candidates: Iterable[str]) -> int:
    """How many hand-ins are not there yet."""
    return sum(not submitted(course, exam, one).is_dir() for one in candidates)


def lost_answers(journal: Path, saves: Iterable[Save]) -> int:
    """Acknowledged answers the journal has not, or not as they were sent."""
    kept = {
        (event.candidate, event.client, event.client_seq): (event.seq, event.grade_id, event.value)
        for event in read_events(journal)
        if isinstance(event, Answered)
    }
    return sum(
        kept.get((one.candidate, one.client, one.client_seq))
        != (one.seq, one.grade_id, _frozen(one.value))
        for one in saves
        if one.seq is not None
    )


def lost_hand_ins(
    course: Path, exam: str, receipts: Mapping[str, str], saves: Iterable[Save]
) -> int:
    """Hand-ins with a receipt that are missing, incomplete, or do not say what was sent last."""
    last: dict[str, dict[str, Save]] = {who: {} for who in receipts}
    for one in saves:
        if one.candidate in last:
            last[one.candidate][one.grade_id] = one
    return sum(
        not _is_delivered(submitted(course, exam, who), code, last[who].values())
        for who, code in receipts.items()
    )


def _is_delivered(folder: Path, code: str, last: Iterable[Save]) -> bool:
    if not all((folder / name).is_file() for name in FILES):
        return False
    hand_in = orjson.loads((folder / "answers.json").read_bytes())
    expected = dict(_expected(last))
    answers = {name: hand_in["answers"].get(name) for name in expected}
    return short_code(hand_in["receipt"]) == code and answers == expected


def _expected(last: Iterable[Save]) -> Iterator[tuple[str, Any]]:
    """What was sent last and acknowledged; of what was not, nobody promised anything."""
    return ((one.grade_id, one.value) for one in last if one.seq is not None)


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value

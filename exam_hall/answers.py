"""Answers: whether one fits the paper, and what a candidate hands in. Pure."""

from __future__ import annotations

import datetime as dt
from typing import Final

from exam_hall.contract import (
    ESSAY_KINDS,
    MAX_BLANK_CHARS,
    MAX_ESSAY_CHARS,
    Answer,
    HandIn,
    Paper,
    PaperSlot,
    answer_fault,
    is_blank,
)
from exam_hall.errors import RefusedError, Why
from exam_hall.events import Value
from exam_hall.record import Attempt

MAX_PARTS: Final = 50
"""More options or blanks than any question has."""


def require_fitting(paper: Paper, grade_id: str, value: Value) -> None:
    """Refuse an answer that does not fit the paper; None takes an earlier one back and always fits.

    Args:
        paper: the form the candidate sits, in any order.
        grade_id: the question.
        value: the answer.

    Raises:
        RefusedError: there is no such question, or the answer does not fit it.
    """
    slot = slot_of(paper, grade_id)
    if value is None:
        return
    _require_small(slot, value)
    if fault := answer_fault(slot, _plain(value)):
        raise RefusedError(Why.MALFORMED, f"{fault}，没有保存。请刷新页面后重新作答。")


def slot_of(paper: Paper, grade_id: str) -> PaperSlot:
    """The question of that name.

    Raises:
        RefusedError: the paper has none.
    """
    for slot in paper.slots:
        if slot.grade_id == grade_id:
            return slot
    raise RefusedError(Why.MALFORMED, "试卷里没有这道题，没有保存。请刷新页面后重新作答。")


def _require_small(slot: PaperSlot, value: Value) -> None:
    parts = value if isinstance(value, tuple) else (value,)
    if len(parts) > MAX_PARTS:
        raise RefusedError(Why.TOO_LARGE, "答案的项数太多，没有保存。请刷新页面后重新作答。")
    limit = (slot.max_chars or MAX_ESSAY_CHARS) if slot.kind in ESSAY_KINDS else MAX_BLANK_CHARS
    longest = max((len(part) for part in parts if isinstance(part, str)), default=0)
    if longest > limit:
        raise RefusedError(
            Why.TOO_LARGE,
            f"答案共 {longest} 字，超过 {limit} 字，这次修改没有保存。请删减后再试。",
        )


def present(attempt: Attempt) -> dict[str, Answer]:
    """The answers that count at the moment, as the contract writes them; blank ones left out."""
    plain = {name: _plain(given.value) for name, given in sorted(attempt.answers.items())}
    return {
        name: value for name, value in plain.items() if value is not None and not is_blank(value)
    }


def marked(attempt: Attempt) -> tuple[str, ...]:
    """The questions the candidate marked, in order."""
    return tuple(sorted(name for name, given in attempt.marks.items() if given.value))


def hand_in_of(
    exam: str, candidate: str, attempt: Attempt, submitted: dt.datetime, receipt: str = ""
) -> HandIn:
    """What ``answers.json`` says of an attempt.

    Args:
        exam: the exam's name.
        candidate: who sat.
        attempt: its answers; ``seq`` is the journal's number of the last that counts.
        submitted: when it counts as handed in.
        receipt: empty as long as it is not sealed.
    """
    return HandIn(
        exam=exam,
        candidate=candidate,
        form=attempt.started.form,
        paper_sha256=attempt.started.paper_sha256,
        started=attempt.started.at.isoformat(),
        submitted=submitted.isoformat(),
        seq=attempt.last_seq,
        answers=present(attempt),
        receipt=receipt,
    )


def handed_in(exam: str, candidate: str, attempt: Attempt) -> HandIn:
    """What ``answers.json`` says of an attempt that was handed in, receipt included.

    Raises:
        ValueError: it was not handed in.
    """
    end = attempt.handed_in
    if end is None:
        raise ValueError("not handed in")
    return hand_in_of(exam, candidate, attempt, end.submitted, end.receipt)


def _plain(value: Value) -> Answer | None:
    return list(value) if isinstance(value, tuple) else value

"""What becomes of a request: the rules of the exam room, applied in the order of arrival.

Each function takes what came before (a :class:`~exam_hall.ledger.Batch`) and returns the event to
journal, or the one that was journalled when the same request came first. They look at no clock and
touch no file but to compare a repeated request with its first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from exam_hall.contract import Paper
from exam_hall.errors import RefusedError, Why
from exam_hall.events import (
    Answered,
    By,
    Contact,
    Event,
    HandedIn,
    Late,
    Marked,
    Note,
    Numbered,
    Started,
    TimeGranted,
    Voided,
)
from exam_hall.ledger import Batch
from exam_hall.order import form_of
from exam_hall.receipt import sealed_hand_in
from exam_hall.record import Attempt
from exam_hall.requests import (
    AnswerRequest,
    GrantRequest,
    MarkRequest,
    NoteRequest,
    NumberedRequest,
    VoidRequest,
)
from exam_hall.secret import Secret
from exam_hall.sitting import Sitting
from exam_hall.standing import is_counting, is_due, require_start

MAX_SENT: Final = 20_000
"""Saves in one attempt; one a second for five hours."""
MAX_CLIENTS: Final = 500
"""Times the page was opened in one attempt."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What does not change while the hall is open.

    Attributes:
        sitting: the trainer's rules.
        papers: by form.
        digests: their SHA-256 by form, which take some milliseconds to work out.
        allotment: form by candidate.
        secret: the hall's.
    """

    sitting: Sitting
    papers: Mapping[str, Paper]
    digests: Mapping[str, str]
    allotment: Mapping[str, str]
    secret: Secret


@dataclass(frozen=True, slots=True)
class Ending:
    """Which attempt is to end, and through whom; ``collector`` is the invigilator, if one did."""

    candidate: str
    attempt: int
    by: By
    collector: str | None = None


def decide_start(rules: Rules, candidate: str, client: str, batch: Batch) -> Started:
    """Begin an attempt; while one is open, that one is it.

    Raises:
        RefusedError: not on the list, or the rules do not allow it now.
    """
    form = form_of(rules.allotment, candidate)
    record = batch.record(candidate)
    if record.last and not record.last.is_over:
        return record.last.started
    require_start(rules.sitting, record, batch.at)
    paper_s = rules.papers[form].duration_s
    return Started(
        seq=batch.seq,
        at=batch.at,
        candidate=candidate,
        attempt=len(record.attempts) + 1,
        form=form,
        paper_sha256=rules.digests[form],
        deadline=rules.sitting.deadline(candidate, batch.at, paper_s),
        client=client,
    )


def decide_answer(
    rules: Rules, candidate: str, asked: AnswerRequest, batch: Batch
) -> Answered | Late:
    """Keep an answer: one that counts, or one that came too late to.

    Raises:
        RefusedError: no such attempt, too many, or the number was used for something else.
    """
    known = batch.sent(candidate, asked.client, asked.client_seq)
    if isinstance(known, Answered | Late) and _says_same(known, asked):
        return known
    _require_unused(known)
    attempt = _attempt(batch, candidate, asked.attempt)
    _require_moderate(attempt, asked.client)
    kind = Answered if is_counting(rules.sitting, attempt, batch.at) else Late
    return kind(seq=batch.seq, at=batch.at, candidate=candidate, **_fields(asked))


def decide_mark(rules: Rules, candidate: str, asked: MarkRequest, batch: Batch) -> Marked:
    """Keep the candidate's mark on a question.

    Raises:
        RefusedError: the attempt is over, or as for an answer.
    """
    known = batch.sent(candidate, asked.client, asked.client_seq)
    if isinstance(known, Marked) and _says_same(known, asked):
        return known
    _require_unused(known)
    attempt = _attempt(batch, candidate, asked.attempt)
    _require_moderate(attempt, asked.client)
    if not is_counting(rules.sitting, attempt, batch.at):
        raise RefusedError(Why.OVER, "本次作答已经结束，不能再做标记。")
    return Marked(seq=batch.seq, at=batch.at, candidate=candidate, **_fields(asked))


def decide_hand_in(rules: Rules, ending: Ending, batch: Batch) -> HandedIn:
    """End an attempt; one handed in before stays as it was.

    Raises:
        RefusedError: no such attempt, annulled, or ended for time before its time was up.
    """
    attempt = _attempt(batch, ending.candidate, ending.attempt)
    if attempt.handed_in:
        return attempt.handed_in
    if attempt.voided:
        raise RefusedError(Why.VOIDED, "本次作答已被作废，不能交卷。请询问监考人员。")
    is_late = is_due(rules.sitting, attempt, batch.at)
    if ending.by is By.TIME and not is_late:
        raise RefusedError(Why.CONFLICT, "作答时间未到，不由系统收卷。")
    submitted = min(batch.at, attempt.deadline)
    # A page hands in of itself when its countdown ends.
    is_time = is_late or (ending.by is By.CANDIDATE and batch.at >= attempt.deadline)
    exam = rules.sitting.exam
    hand_in = sealed_hand_in(exam, ending.candidate, attempt, submitted, rules.secret)
    return HandedIn(
        seq=batch.seq,
        at=batch.at,
        candidate=ending.candidate,
        attempt=ending.attempt,
        by=By.TIME if is_time else ending.by,
        collector=ending.collector,
        submitted=submitted,
        answered=len(hand_in.answers),
        receipt=hand_in.receipt,
    )


def decide_void(by: str, asked: VoidRequest, batch: Batch) -> Voided:
    """Annul an attempt, handed in or not; one annulled before stays as it was.

    Raises:
        RefusedError: no such attempt.
    """
    attempt = _attempt(batch, asked.candidate, asked.attempt)
    if attempt.voided:
        return attempt.voided
    return Voided(seq=batch.seq, at=batch.at, by=by, **asked.model_dump(exclude={"client"}))


def decide_grant(by: str, asked: GrantRequest, batch: Batch) -> TimeGranted:
    """Give an attempt more time.

    Raises:
        RefusedError: no such attempt, it is over, or the number was used for something else.
    """
    known = batch.sent(asked.candidate, asked.client, asked.client_seq)
    if isinstance(known, TimeGranted) and _says_same(known, asked):
        return known
    _require_unused(known)
    if _attempt(batch, asked.candidate, asked.attempt).is_over:
        raise RefusedError(Why.OVER, "这次作答已经结束，不能加时。可以作废后准其重考。")
    return TimeGranted(seq=batch.seq, at=batch.at, by=by, **_fields(asked))


def decide_note(by: str, asked: NoteRequest, batch: Batch) -> Note:
    """Keep an invigilator's note.

    Raises:
        RefusedError: the number was used for something else.
    """
    known = batch.sent(asked.candidate, asked.client, asked.client_seq)
    if isinstance(known, Note) and _says_same(known, asked):
        return known
    _require_unused(known)
    return Note(seq=batch.seq, at=batch.at, by=by, **_fields(asked))


def decide_contact(candidate: str, client: str, batch: Batch) -> Contact:
    """Note that a page was opened or heard of.

    Raises:
        RefusedError: too many pages were opened.
    """
    last = batch.record(candidate).last
    number = 0
    if last and not last.is_over:
        _require_few_clients(last, client)
        number = last.number
    return Contact(seq=batch.seq, at=batch.at, candidate=candidate, attempt=number, client=client)


def _fields(asked: NumberedRequest) -> dict[str, Any]:
    """A request and the event it leads to name their fields alike."""
    return {name: getattr(asked, name) for name in type(asked).model_fields}


def _says_same(known: Numbered, asked: NumberedRequest) -> bool:
    return all(getattr(known, name) == value for name, value in _fields(asked).items())


def _require_unused(known: Event | None) -> None:
    """A page that forgot its count would otherwise have answers acknowledged and thrown away."""
    if known is not None:
        raise RefusedError(
            Why.CONFLICT,
            "本页面的保存编号与先前的重复，这次没有保存。请刷新页面，答案会重新上传。",
        )


def _attempt(batch: Batch, candidate: str, number: int) -> Attempt:
    attempt = batch.record(candidate).attempt(number)
    if attempt is None:
        raise RefusedError(Why.NOT_STARTED, "没有这次作答：须先在考试页面点“开始考试”。")
    return attempt


def _require_moderate(attempt: Attempt, client: str) -> None:
    if attempt.sent >= MAX_SENT:
        raise RefusedError(Why.TOO_MANY, "保存次数过多，没有保存。请询问监考人员。")
    _require_few_clients(attempt, client)


def _require_few_clients(attempt: Attempt, client: str) -> None:
    if client not in attempt.clients and len(attempt.clients) >= MAX_CLIENTS:
        raise RefusedError(Why.TOO_MANY, "打开考试页面的次数过多。请询问监考人员。")

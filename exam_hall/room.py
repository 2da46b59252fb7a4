"""The exam room: one sitting with its papers, its journal and its hand-ins.

What changes something returns a future that is done once it is on disk. Identity comes from the
host: ``candidate`` and ``by`` are who the host says they are, never what a request says.
"""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import Future
from functools import partial
from typing import Final

from exam_hall.answers import marked, present, require_fitting, slot_of
from exam_hall.contract import Answer, Paper
from exam_hall.deciding import (
    Ending,
    Rules,
    decide_answer,
    decide_contact,
    decide_grant,
    decide_hand_in,
    decide_mark,
    decide_note,
    decide_start,
    decide_void,
)
from exam_hall.errors import HallError, RefusedError, Why
from exam_hall.events import (
    Answered,
    By,
    Contact,
    HandedIn,
    Late,
    Marked,
    Note,
    Started,
    TimeGranted,
    Voided,
)
from exam_hall.handing_in import Outbox
from exam_hall.ids import require_id
from exam_hall.journal import Journal
from exam_hall.order import arranged, form_of
from exam_hall.receipt import Verified, verify
from exam_hall.record import Attempt
from exam_hall.requests import AnswerRequest, GrantRequest, MarkRequest, NoteRequest, VoidRequest
from exam_hall.standing import Standing, is_due, standing

ORDER: Final = "order"


class ExamRoom:
    """One sitting, open. Any number of threads may use it; one process at a time.

    Every method that returns a future may fail through it with a RefusedError (trying again will
    not help) or a StorageError (it may). Those that name a candidate raise RefusedError at once
    for one who is not on the list, or for an answer that does not fit the paper.
    """

    def __init__(self, rules: Rules, journal: Journal, outbox: Outbox) -> None:
        """Put the parts together; :func:`exam_hall.opening.open_room` finds them."""
        self.rules, self.journal, self.outbox = rules, journal, outbox
        self._order_key = rules.secret.key(ORDER)

    def start(self, candidate: str, client: str) -> Future[Started]:
        """Begin an attempt, or find the one that is open."""
        self._form(candidate)
        decide = partial(decide_start, self.rules, candidate, require_id(client))
        return self.journal.propose(decide)

    def answer(self, candidate: str, asked: AnswerRequest) -> Future[Answered | Late]:
        """Save an answer. ``Late`` means that it is kept, but does not count."""
        paper = self.rules.papers[self._form(candidate)]
        require_fitting(paper, asked.grade_id, asked.value)
        return self.journal.propose(partial(decide_answer, self.rules, candidate, asked))

    def mark(self, candidate: str, asked: MarkRequest) -> Future[Marked]:
        """Mark a question, or take the mark off."""
        slot_of(self.rules.papers[self._form(candidate)], asked.grade_id)
        return self.journal.propose(partial(decide_mark, self.rules, candidate, asked))

    def contact(self, candidate: str, client: str) -> Future[Contact]:
        """Note that a page was opened (the page opened last holds the pen) or heard of."""
        self._form(candidate)
        return self.journal.propose(partial(decide_contact, candidate, require_id(client)))

    def hand_in(self, candidate: str, attempt: int) -> Future[HandedIn]:
        """Hand in; the receipt is valid from then on. :meth:`deliver` writes the folder."""
        self._form(candidate)
        return self._end(Ending(candidate, attempt, By.CANDIDATE))

    def collect(self, by: str, candidate: str, attempt: int) -> Future[HandedIn]:
        """Hand in for a candidate, as an invigilator may."""
        return self._end(Ending(candidate, attempt, By.INVIGILATOR, require_id(by)))

    def grant(self, by: str, asked: GrantRequest) -> Future[TimeGranted]:
        """Give a candidate more time."""
        return self.journal.propose(partial(decide_grant, require_id(by), asked))

    def void(self, by: str, asked: VoidRequest) -> Future[Voided]:
        """Annul an attempt. :meth:`deliver` takes back what was handed in."""
        return self.journal.propose(partial(decide_void, require_id(by), asked))

    def note(self, by: str, asked: NoteRequest) -> Future[Note]:
        """Note what happened."""
        return self.journal.propose(partial(decide_note, require_id(by), asked))

    def standing(self, candidate: str) -> Standing:
        """How a candidate stands now."""
        self._form(candidate)
        return standing(self.rules.sitting, self.journal.record(candidate), self.journal.now())

    def standings(self) -> Mapping[str, Standing]:
        """How everybody on the list stands now."""
        sitting, now = self.rules.sitting, self.journal.now()
        record = self.journal.record
        return {who: standing(sitting, record(who), now) for who in self.rules.allotment}

    def paper(self, candidate: str) -> Paper:
        """The paper of the open attempt, in the order this candidate sees.

        Raises:
            RefusedError: no attempt is open: a paper is shown neither before nor after.
        """
        attempt = self._open_attempt(candidate)
        paper = self.rules.papers[attempt.started.form]
        return arranged(paper, candidate, attempt.number, self._order_key)

    def kept(self, candidate: str) -> tuple[Mapping[str, Answer], tuple[str, ...]]:
        """The answers of the open attempt by grade_id, and the marked questions.

        Raises:
            RefusedError: no attempt is open.
        """
        attempt = self._open_attempt(candidate)
        return present(attempt), marked(attempt)

    def sweep(self) -> list[Future[HandedIn]]:
        """Hand in for all whose time and grace are over; after a restart too."""
        now, due = self.journal.now(), []
        for record in self.journal.records():
            last = record.last
            if last and is_due(self.rules.sitting, last, now):
                due.append(Ending(record.candidate, last.number, By.TIME))
        return [self._end(ending) for ending in due]

    def deliver(self, candidate: str) -> bool:
        """Make ``submitted/<id>/<exam>`` say what the journal says.

        Returns:
            Whether there is something to be graded.

        Raises:
            StorageError: the disk refuses; the hand-in and its receipt stand, try again later.
        """
        return self.outbox.deliver(self.journal.record(candidate)) is not None

    def deliver_all(self) -> tuple[int, list[HallError]]:
        """Deliver for everybody: how many hand-ins there are, and what could not be written."""
        done, failed = 0, []
        for record in self.journal.records():
            try:
                done += self.outbox.deliver(record) is not None
            except HallError as error:
                failed.append(error)
        return done, failed

    def verify(self, code: str) -> Verified | None:
        """What a code stands for in this sitting; see :func:`exam_hall.receipt.verify`."""
        exam = self.rules.sitting.exam
        return verify(code, exam, self.journal.records(), self.rules.secret)

    def close(self) -> None:
        """Write what is waiting and let others open the room."""
        self.journal.close()

    def _end(self, ending: Ending) -> Future[HandedIn]:
        return self.journal.propose(partial(decide_hand_in, self.rules, ending))

    def _form(self, candidate: str) -> str:
        return form_of(self.rules.allotment, candidate)

    def _open_attempt(self, candidate: str) -> Attempt:
        self._form(candidate)
        last = self.journal.record(candidate).last
        if last is None or last.is_over:
            raise RefusedError(Why.NOT_STARTED, "没有正在进行的作答，不能查看试卷。")
        return last

"""The question card: one practice question, marked at once, explained, its article on demand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import traitlets

from courses.questions import Question, Response, is_right, read_response
from courses.record import Event, Result, Verb
from courses.record.events import ITEM
from courses.study.attempts import fitting, is_of_test
from courses.study.sitting import Study
from courses.widgets.base import StudyWidget, place_of
from courses.widgets.citing import shown_cite


class QuestionCard(StudyWidget):
    """One practice question.

    Traits:
        question: what is shown before an answer: nothing in it tells the key.
        verdict: what is shown after one; empty before.
    """

    asset = "question"
    parts = ("answering",)

    question = traitlets.Dict().tag(sync=True)
    verdict = traitlets.Dict().tag(sync=True)

    def __init__(
        self, study: Study, question: Question, number: int = 0, *, redo: bool = False
    ) -> None:
        """Show ``question`` as number ``number`` of its lesson, with its last answer if any.

        With ``redo`` it starts unanswered, and only what is answered from now on is shown.
        """
        self._question = question
        key = ITEM + question.id
        self._before = {event.id for event in study.events if redo and event.object == key}
        super().__init__(study, key, question=shown_question(study.owner, question, number))
        self._restore()
        study.on_change(self._restore)

    def receive(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        """Mark and store an answer."""
        if message.get("type") != "answer":
            return super().receive(message)
        response = read_response(self._question, message.get("response"))
        if response is None:
            raise ValueError("no answer to this question")
        right = is_right(self._question, response)
        result = Result(success=right, score=float(right), response=response)
        self.study.store(Verb.ANSWERED, self.key, result, id=message["id"], place=place_of(message))
        # Sent once more after a kernel restart it may have been stored before: it counts as new.
        self._before.discard(message["id"])
        self._restore()
        return {}

    def _restore(self) -> None:
        """Show the last answer in the record, whichever window gave it."""
        last = next(filter(self._answers, reversed(self.study.events)), None)
        if last is None or last.result is None or last.id == self.verdict.get("event"):
            return
        response = fitting(self._question, last.result.response)
        if response is not None:
            self.verdict = {"event": last.id, **shown_verdict(self._question, response)}

    def _answers(self, event: Event) -> bool:
        # What a course's test asked is told there: in the lesson it is still to be answered.
        own = event.verb == Verb.ANSWERED and event.object == self.key and not is_of_test(event)
        return own and event.id not in self._before


def shown_question(owner: str, question: Question, number: int) -> dict[str, Any]:
    """Return the question without its key, its options in this person's order."""

    def order(option: str) -> str:
        return hashlib.sha256(f"{owner}\n{question.id}\n{option}".encode()).hexdigest()

    ids = sorted(question.options, key=order)
    return {
        "number": number,
        "kind": question.kind,
        "stem": question.stem,
        "negative": question.negative,
        "options": [{"id": id_, "text": question.options[id_]} for id_ in ids],
    }


def shown_verdict(question: Question, response: Response | None) -> dict[str, Any]:
    """Return what is said of an answer, the key with it; of None that there was no answer."""
    return {
        "response": list(response) if isinstance(response, tuple) else response,
        "right": response is not None and is_right(question, response),
        "key": _shown_key(question),
        "explanation": question.explanation,
        "citations": [shown_cite(cite) for cite in question.citations],
    }


def _shown_key(question: Question) -> bool | list[str]:
    """Truth, option ids, or the first accepted writing of each blank."""
    if isinstance(question.key, bool):
        return question.key
    return [part if isinstance(part, str) else part[0] for part in question.key]

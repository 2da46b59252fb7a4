"""The test that ends a course: its cover, its questions, and what they came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import traitlets

from courses.questions import Question, read_response
from courses.record import Event, Result, Verb
from courses.record.events import ITEM
from courses.study.attempts import (
    PASS,
    Attempt,
    attempt_object,
    attempts,
    derived_id,
    fitting,
    judged,
    last_handed_in,
    mark,
    passing,
    result_of,
    summed,
)
from courses.study.choosing import SIZE, Deal, choose
from courses.study.sitting import Study
from courses.widgets.base import StudyWidget
from courses.widgets.citing import chinese_day
from courses.widgets.question import shown_question, shown_verdict


class CourseTest(StudyWidget):
    """The test of one course.

    Where one stands follows from the record: an attempt that was begun and not handed in is open,
    with its answers, wherever the test is opened next. No key leaves Python before the hand-in.

    Traits:
        shown: what never changes: title, the points that pass, whether a record is kept.
        standing: the ``phase`` (``cover``, ``sitting``, ``marked``), the numbers of the ``attempt``
            shown and of the ``next`` one, how many questions (``size``), ``last``, the last
            hand-in, and whether the test was ever ``passed``.
        questions: those of the attempt shown, without keys; none on the cover.
        answers: what was given so far, by item.
        verdicts: by item, once it was handed in.
    """

    asset = "course_test"
    parts = ("answering",)

    shown = traitlets.Dict().tag(sync=True)
    standing = traitlets.Dict().tag(sync=True)
    questions = traitlets.List(traitlets.Dict()).tag(sync=True)
    answers = traitlets.Dict().tag(sync=True)
    verdicts = traitlets.Dict().tag(sync=True)

    def __init__(
        self,
        study: Study,
        course: str,
        title: str,
        groups: Sequence[Sequence[Question]],
    ) -> None:
        """Show the test of ``course``, named ``title``.

        ``groups`` are the questions it may ask, those of each lesson together.
        """
        self._course, self._groups = course, groups
        self._pool = {question.id: question for own in groups for question in own}
        self._looking_at: int | None = None
        shown = {"title": title, "pass": PASS, "kept": study.kept}
        super().__init__(study, f"test:{course}", shown=shown)
        self._tell()
        study.on_change(self._tell)

    def receive(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        """Begin an attempt, store an answer, hand in, or show the last attempt again."""
        match message.get("type"):
            case "start":
                self._start(message.get("attempt"))
            case "answer":
                self._answer(message)
            case "hand-in":
                self._hand_in(message.get("attempt"))
            case "look":
                last = last_handed_in(self._attempts())
                self._looking_at = last.number if last else None
                self._tell()
            case _:
                return super().receive(message)
        return {}

    def _start(self, number: object) -> None:
        """Begin the attempt the cover offered; sent again, or by another window, it is begun."""
        self.study.refresh()
        found = self._attempts()
        following = _next(found)
        if number == following and self._open(found) is None and self._groups:
            self._begin(following)
        self._looking_at = None
        self._tell()

    def _begin(self, number: int) -> None:
        """Choose the questions and keep which they are: the pool may change before the hand-in."""
        chosen = choose(self._groups, Deal(self.study.person, self._course, number))
        items = tuple(question.id for question in chosen)
        result = Result(response=items, questions=len(items))
        name = attempt_object(self._course, number)
        self.study.store(Verb.OPENED, name, result, id=self._id(number, "opened"))

    def _answer(self, message: Mapping[str, Any]) -> None:
        """Store an answer as it is given. Nothing is judged, and taking one back is an answer."""
        attempt = self._open(self._attempts())
        item, raw = str(message.get("item")), message.get("response")
        if attempt is None or attempt.number != message.get("attempt") or item not in attempt.items:
            raise ValueError("no question of an attempt that is open")
        question = self._pool.get(item)
        response = read_response(question, raw) if question else None
        if response is None and raw is not None:
            raise ValueError("no answer to this question")
        result = Result(response=() if response is None else response)
        name = attempt_object(self._course, attempt.number, item)
        self.study.store(Verb.ANSWERED, name, result, id=message["id"])

    def _hand_in(self, number: object) -> None:
        """Mark the attempt. Ids follow from it, so that no repetition is stored a second time."""
        self.study.refresh()
        attempt = next((one for one in self._attempts() if one.number == number), None)
        if attempt is None:
            raise ValueError("no attempt that was begun")
        self._looking_at = attempt.number
        if attempt.handed_in is None:
            self.study.store_all(self._outcome(attempt))
            self.study.refresh()
        self._tell()

    def _outcome(self, attempt: Attempt) -> list[Event]:
        """One event for each question, and last the one that says it is all there."""
        marks = mark(self._asked(attempt), attempt.given)
        found = summed(marks)
        events = [
            self.study.event(
                Verb.ANSWERED,
                ITEM + item,
                result_of(right, attempt.given.get(item)),
                id=self._id(attempt.number, item),
            )
            for item, right in marks.items()
        ]
        name = attempt_object(self._course, attempt.number)
        result = Result(success=found.passed, score=found.score, questions=found.total)
        id_ = self._id(attempt.number, "completed")
        return [*events, self.study.event(Verb.COMPLETED, name, result, id=id_)]

    def _tell(self) -> None:
        found = self._attempts()
        last, under_way = last_handed_in(found), self._open(found)
        if self.standing.get("phase") == "sitting" and under_way is None and last:
            self._looking_at = last.number  # handed in from another window
        looked_at = next((one for one in found if one.number == self._looking_at), None)
        attempt = under_way or looked_at
        phase = "sitting" if under_way else "marked" if attempt else "cover"
        asked = self._asked(attempt) if attempt else ()
        with self.hold_sync():
            self.questions = [
                {**shown_question(self.study.owner, question, number), "item": question.id}
                for number, question in enumerate(asked, start=1)
            ]
            self.answers = _answers(under_way, asked) if under_way else {}
            self.verdicts = self._verdicts(attempt, asked) if attempt and not under_way else {}
            self.standing = {
                "phase": phase,
                "attempt": attempt.number if attempt else _next(found),
                "next": _next(found),
                "size": len(asked) or min(SIZE, len(self._pool)),
                "last": self._shown_last(last),
                "passed": passing(found) is not None,
            }

    def _shown_last(self, last: Attempt | None) -> dict[str, Any] | None:
        if last is None or last.handed_in is None:
            return None
        marks = [one.get("right") for one in self._verdicts(last, self._asked(last)).values()]
        return {
            "points": last.points,
            "passed": last.passed,
            "right": marks.count(True),
            "day": chinese_day(last.handed_in.day),
        }

    def _verdicts(self, attempt: Attempt, asked: Sequence[Question]) -> dict[str, Any]:
        ids = {question.id: self._id(attempt.number, question.id) for question in asked}
        given = judged(self.study.events, ids)
        return {q.id: shown_verdict(q, fitting(q, given.get(q.id))) for q in asked}

    def _attempts(self) -> tuple[Attempt, ...]:
        return attempts(self.study.events, self._course)

    def _open(self, found: Sequence[Attempt]) -> Attempt | None:
        """The attempt under way; one whose questions were all withdrawn is none."""
        newest = found[-1] if found else None
        going_on = newest is not None and newest.handed_in is None and self._asked(newest)
        return newest if going_on else None

    def _asked(self, attempt: Attempt) -> tuple[Question, ...]:
        """Its questions, as far as the pool still has them."""
        return tuple(self._pool[item] for item in attempt.items if item in self._pool)

    def _id(self, number: int, what: str) -> str:
        return derived_id(self.study.person, attempt_object(self._course, number), what)


def _next(found: Sequence[Attempt]) -> int:
    return found[-1].number + 1 if found else 1


def _answers(attempt: Attempt, asked: Sequence[Question]) -> dict[str, Any]:
    """What was given, as far as it still fits its question."""
    fitted = {question.id: fitting(question, attempt.given.get(question.id)) for question in asked}
    return {
        item: list(response) if isinstance(response, tuple) else response
        for item, response in fitted.items()
        if response is not None
    }

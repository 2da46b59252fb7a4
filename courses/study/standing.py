"""How far a person has come in a lesson: what is done of what there is to do. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from courses.catalogue.content import Lesson
from courses.record import Event, Verb, last_answers
from courses.record.events import LESSON
from courses.study.decisions import decisions


@dataclass(frozen=True, slots=True)
class Standing:
    """What is left to do in one lesson.

    Attributes:
        unanswered: ids of practice questions without an answer, in teaching order.
        unfinished: ids of cases never taken to an end.
        questions: how many questions there are; ``cases`` likewise.
        completed: whether the end of the lesson was reached and confirmed.
    """

    unanswered: tuple[str, ...]
    unfinished: tuple[str, ...]
    questions: int
    cases: int
    completed: bool

    @property
    def ready(self) -> bool:
        """Whether the lesson can be completed."""
        return not self.unanswered and not self.unfinished

    @property
    def done(self) -> float:
        """The share done, 0 to 1: every question, every case and the end weigh the same."""
        if self.completed:
            return 1.0
        left = len(self.unanswered) + len(self.unfinished)
        total = self.questions + self.cases
        return (total - left) / (total + 1)


def case_object(lesson: str | None, case: str) -> str:
    """Name a case in the study record: case:xingsu/evidence/demolition."""
    return f"case:{lesson}/{case}" if lesson else f"case:{case}"


def standing(lesson: str, content: Lesson, events: Iterable[Event]) -> Standing:
    """Work out where a person stands in ``lesson`` (course/lesson) from all their events."""
    own = [event for event in events if event.lesson == lesson]
    answered = last_answers(own)
    finished = {
        case.id
        for case in content.cases
        if decisions(case, own, case_object(lesson, case.id)).ever_finished
    }
    return Standing(
        unanswered=tuple(item for item in content.practice if item not in answered),
        unfinished=tuple(case.id for case in content.cases if case.id not in finished),
        questions=len(content.practice),
        cases=len(content.cases),
        completed=any(e.verb == Verb.COMPLETED and e.object == LESSON + lesson for e in own),
    )

"""The head of a lesson: goals, progress, and the heartbeat that active time rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import traitlets

from courses.catalogue.content import Lesson
from courses.record import Result, Verb, credit, load_rules, progress
from courses.record.events import LESSON
from courses.study.sitting import Study
from courses.study.standing import standing
from courses.widgets.base import StudyWidget, place_of


class LessonHead(StudyWidget):
    """Title, goals and progress of a lesson. Showing it opens the lesson in the study record.

    Traits:
        shown: what never changes: title, law, minutes, goals, and whether a record is kept.
        standing: how many questions and cases are done, active minutes, credit hours.
        resume: the place to come back to; empty on a first visit.
    """

    asset = "head"

    shown = traitlets.Dict().tag(sync=True)
    standing = traitlets.Dict().tag(sync=True)
    resume = traitlets.Unicode().tag(sync=True)

    def __init__(self, study: Study, lesson: str, title: str, minutes: int, content: Lesson):
        """Open ``lesson`` (course/lesson) and show how far the person has come."""
        self._lesson, self._content = lesson, content
        self._rules = load_rules()
        before = progress(study.events).get(lesson)
        shown = {
            "title": title,
            "law": content.law,
            "minutes": minutes,
            "goals": list(content.goals),
            "kept": study.kept,
        }
        super().__init__(
            study, LESSON + lesson, shown=shown, resume=(before.place or "") if before else ""
        )
        study.on_change(self._tell)
        study.store(Verb.OPENED, self.key, Result(questions=len(content.practice)))

    def receive(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        """Note that the lesson is in sight and in use, and take in what other windows did."""
        if message.get("type") != "here":
            return super().receive(message)
        self.study.store(Verb.EXPERIENCED, self.key, id=message["id"], place=place_of(message))
        self.study.refresh()
        return {}

    def _tell(self) -> None:
        events = self.study.events
        now = standing(self._lesson, self._content, events)
        earned = next(
            (one for one in credit(events, self._rules).lessons if one.lesson == self._lesson), None
        )
        self.standing = {
            "answered": now.questions - len(now.unanswered),
            "questions": now.questions,
            "finished": now.cases - len(now.unfinished),
            "cases": now.cases,
            "completed": now.completed,
            "done": now.done,
            "minutes": int(earned.active.total_seconds() // 60) if earned else 0,
            "hours": str(earned.hours) if earned else "0.0",
        }

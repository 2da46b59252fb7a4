"""The end of a lesson: what is still to do, and the confirmation that it is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import traitlets

from courses.catalogue.content import Lesson
from courses.record import Event, Verb
from courses.record.events import CHINA, ITEM, LESSON
from courses.study.sitting import Study
from courses.study.standing import case_object, standing
from courses.widgets.base import StudyWidget, place_of


class LessonEnd(StudyWidget):
    """The last part of a lesson.

    Traits:
        left: what is still to do, each with the key of its widget and a label.
        completed: the day the lesson was completed, as written in Chinese; empty before.
    """

    asset = "ending"

    left = traitlets.List(traitlets.Dict()).tag(sync=True)
    completed = traitlets.Unicode().tag(sync=True)

    def __init__(self, study: Study, lesson: str, content: Lesson) -> None:
        """Show what is left of ``lesson`` (course/lesson)."""
        self._lesson, self._content = lesson, content
        super().__init__(study, f"end:{lesson}")
        self._tell()
        study.on_change(self._tell)

    def receive(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        """Complete the lesson, if nothing is left to do."""
        if message.get("type") != "complete":
            return super().receive(message)
        if not standing(self._lesson, self._content, self.study.events).ready:
            raise ValueError("not ready")
        done = LESSON + self._lesson
        self.study.store(Verb.COMPLETED, done, id=message["id"], place=place_of(message))
        return {}

    def _tell(self) -> None:
        now = standing(self._lesson, self._content, self.study.events)
        numbers = {item: index for index, item in enumerate(self._content.practice, start=1)}
        titles = {case.id: case.title for case in self._content.cases}
        self.left = [
            *(
                {"key": case_object(self._lesson, case), "label": f"案例“{titles[case]}”"}
                for case in now.unfinished
            ),
            *({"key": ITEM + i, "label": f"第 {numbers[i]} 题"} for i in now.unanswered),
        ]
        first = next(filter(self._completes, self.study.events), None)
        self.completed = _day(first) if first else ""

    def _completes(self, event: Event) -> bool:
        return event.verb == Verb.COMPLETED and event.object == LESSON + self._lesson


def _day(event: Event) -> str:
    day = event.timestamp.astimezone(CHINA).date()
    return f"{day.year}年{day.month}月{day.day}日"

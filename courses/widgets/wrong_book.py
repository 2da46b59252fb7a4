"""The wrong-question book (错题本): what is in it, and its questions to do again."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import traitlets
from ipywidgets import VBox

from courses.catalogue import catalogue_folder, load_catalogue
from courses.questions import Question
from courses.record import Event, Verb, WrongItem, last_answers, wrong_items
from courses.record.events import ITEM
from courses.study.schedule import china_day
from courses.study.sitting import Study
from courses.widgets.base import StudyWidget
from courses.widgets.question import QuestionCard

AT_ONCE = 20
"""Longer pages are slow to draw and never finished; the rest follows when the page is reopened."""


class WrongBookOverview(StudyWidget):
    """What is in the book and how each question that is set now stands.

    Traits:
        questions: the questions of this page in order: the ``key`` of their card, ``number``,
            ``kind``, ``topic``, how often ``wrong``, and how they stand: ``open``, ``half`` (right
            on one day before), ``today`` (right on one day, which is today) or ``out``.
        count: how many questions are in the book that can be done.
        lessons: from which lessons: ``title`` and ``count``.
        gone: the numbers of items in the book that the pool no longer has.
    """

    asset = "wrong_book"

    questions = traitlets.List(traitlets.Dict()).tag(sync=True)
    count = traitlets.Int(0).tag(sync=True)
    lessons = traitlets.List(traitlets.Dict()).tag(sync=True)
    gone = traitlets.List(traitlets.Unicode()).tag(sync=True)

    def __init__(
        self,
        study: Study,
        set_now: Sequence[Question],
        pool: Mapping[str, Question],
        titles: Mapping[str, str],
    ) -> None:
        """Show the book; ``titles`` are those of the lessons, by course/lesson."""
        self._set_now, self._pool, self._titles = set_now, pool, titles
        super().__init__(study, "wrong-book")
        self._tell()
        study.on_change(self._tell)

    def _tell(self) -> None:
        events, today = self.study.events, china_day(dt.datetime.now(dt.UTC))
        book = {one.item: one for one in wrong_items(events)}
        there = [item for item in book if item in self._pool]
        with self.hold_sync():
            self.questions = [
                self._shown(number, question, book.get(question.id), today)
                for number, question in enumerate(self._set_now, start=1)
            ]
            self.count = len(there)
            self.lessons = self._by_lesson(there)
            self.gone = sorted(item for item in book if item not in self._pool)

    def _shown(
        self, number: int, question: Question, wrong: WrongItem | None, today: dt.date
    ) -> dict[str, Any]:
        return {
            "key": ITEM + question.id,
            "number": number,
            "kind": question.kind,
            "topic": question.topic,
            "wrong": wrong.wrong if wrong else 0,
            "state": _state(self.study.events, wrong, today),
        }

    def _by_lesson(self, items: Iterable[str]) -> list[dict[str, Any]]:
        origins = _origins(self.study.events)
        counts = Counter(self._title(origins.get(item)) for item in items)
        return [{"title": title, "count": count} for title, count in counts.items()]

    def _title(self, lesson: str | None) -> str:
        if lesson is None:
            return "课程以外的练习"
        return self._titles.get(lesson, "已撤下的课程")


class WrongBook(VBox):  # type: ignore[misc]  # ipywidgets is untyped
    """The book as a page: what is in it, then its questions, unanswered.

    The page keeps its questions until it is opened again, so that an explanation can be read in
    peace; those answered right today come last.
    """

    def __init__(
        self,
        study: Study,
        questions: Mapping[str, Question],
        titles: Mapping[str, str] | None = None,
    ) -> None:
        """Set what ``study`` got wrong of ``questions``, the pool by id.

        ``titles`` names the lessons (course/lesson); without it those of the catalogue are used.
        """
        today = china_day(dt.datetime.now(dt.UTC))
        book = [one for one in wrong_items(study.events) if one.item in questions]
        book.sort(key=lambda one: _state(study.events, one, today) == "today")
        set_now = [questions[one.item] for one in book[:AT_ONCE]]
        named = _catalogue_titles() if titles is None else titles
        cards = (
            QuestionCard(study, question, number, redo=True)
            for number, question in enumerate(set_now, start=1)
        )
        super().__init__([WrongBookOverview(study, set_now, questions, named), *cards])


def _state(events: Iterable[Event], wrong: WrongItem | None, today: dt.date) -> str:
    """How an item stands; ``wrong`` is None where it is not in the book."""
    if wrong is None:
        return "out"
    if not wrong.days_right:
        return "open"
    return "today" if china_day(last_answers(events)[wrong.item].at) == today else "half"


def _origins(events: Iterable[Event]) -> dict[str, str]:
    """The lesson each item was last answered in; doing it again in the book is in none."""
    return {
        event.object.removeprefix(ITEM): event.lesson
        for event in events
        if event.verb == Verb.ANSWERED and event.object.startswith(ITEM) and event.lesson
    }


def _catalogue_titles() -> dict[str, str]:
    courses = load_catalogue(catalogue_folder()).courses
    return {f"{c.id}/{lesson.id}": lesson.title for c in courses for lesson in c.file.lessons}

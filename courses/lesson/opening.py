"""An open lesson: its notebook names each part once, and gets the widget for it.

The parts are checked to be there by ``xuefa lesson check``; here a missing one is an error that the
trainer who writes the notebook sees, and the official as a lesson that could not be prepared.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

from ipywidgets import VBox

from courses.catalogue.content import Card, Case, Lesson, Reader, Table, Timeline
from courses.catalogue.listing import Catalogue, catalogue_folder, load_catalogue
from courses.catalogue.reading import LessonError, read_content
from courses.questions import practice_pool
from courses.study.person import configured_person
from courses.study.schedule import DeckCard
from courses.study.sitting import Study
from courses.widgets.cards import FlashCards
from courses.widgets.case import CaseCard
from courses.widgets.ending import LessonEnd
from courses.widgets.head import LessonHead
from courses.widgets.question import QuestionCard
from courses.widgets.reader import ArticleReader
from courses.widgets.table import ComparisonTable
from courses.widgets.timeline import ProcedureTimeline

P = TypeVar("P", Reader, Case, Table, Timeline, Card)


class OpenLesson:
    """One lesson, opened by the person this account is configured for.

    Every method returns the widget for the part it names; what there is one of needs no name.
    """

    def __init__(self, name: str, title: str, minutes: int, content: Lesson, study: Study) -> None:
        """Open the lesson ``name`` (course/lesson)."""
        self._name, self._title, self._minutes = name, title, minutes
        self._content, self._study = content, study

    def head(self) -> LessonHead:
        """Title, goals and progress; first in every lesson."""
        return LessonHead(self._study, self._name, self._title, self._minutes, self._content)

    def reader(self, part: str = "") -> ArticleReader:
        """The articles of one law to read."""
        reader = _pick(self._content.readers, part, "readers")
        return ArticleReader(self._study, reader, cites=tuple(self._content.cites()))

    def case(self, part: str = "") -> CaseCard:
        """A case with decisions."""
        return CaseCard(self._study, _pick(self._content.cases, part, "cases"))

    def table(self, part: str = "") -> ComparisonTable:
        """A comparison of what is easily mistaken."""
        return ComparisonTable(self._study, _pick(self._content.tables, part, "tables"))

    def timeline(self, part: str = "") -> ProcedureTimeline:
        """The steps of a procedure, with the calculator of its time limits."""
        return ProcedureTimeline(self._study, _pick(self._content.timelines, part, "timelines"))

    def cards(self) -> FlashCards:
        """The flash cards of the lesson."""
        deck = [DeckCard(self._name, card) for card in self._content.cards]
        return FlashCards(self._study, deck)

    def practice(self, *items: str) -> VBox:
        """Practice questions by id, numbered as the lesson lists them; without ids all of them."""
        pool, order = practice_pool(), self._content.practice
        wanted = items or order
        if missing := [item for item in wanted if item not in pool or item not in order]:
            raise LessonError(f"{self._name}：练习池或 lesson.yaml 里没有 {'、'.join(missing)}")
        return VBox(
            [QuestionCard(self._study, pool[item], order.index(item) + 1) for item in wanted]
        )

    def end(self) -> LessonEnd:
        """What is left to do, and the confirmation that it is done; last in every lesson."""
        return LessonEnd(self._study, self._name, self._content)


def open_lesson(name: str, catalogue: Catalogue | None = None) -> OpenLesson:
    """Open a lesson of the catalogue by course/lesson, for the person of this account.

    Raises:
        LessonError: there is no such lesson, or its ``lesson.yaml`` is faulty.
    """
    course_id, _, lesson_id = name.partition("/")
    found = (catalogue or load_catalogue(catalogue_folder())).find(course_id, lesson_id)
    if found is None:
        raise LessonError(f"课程目录里没有 {name} 这一课")
    course, lesson = found
    content = read_content(Path(course.folder, lesson.notebook))
    study = Study(configured_person(), name)
    return OpenLesson(name, lesson.title, lesson.minutes, content, study)


def _pick(parts: Sequence[P], part: str, where: str) -> P:
    found = [own for own in parts if own.id == part or (not part and len(parts) == 1)]
    if not found:
        raise LessonError(f"lesson.yaml 的 {where} 里没有 {part or '可以不写名称的唯一一项'}")
    return found[0]

"""The feedback page in Chinese, made by nbgrader's own ``generate_feedback``.

nbgrader's page is English and made for code; this one shows an official questions, answers, keys
with the governing article, marks and comments. It loads nothing from outside and runs no script.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbgrader.preprocessors import GetGrades

from grading.answer_key import TEST_SUFFIX
from grading.job import RUBRIC
from grading.template import ANSWERED
from question_bank.notebook import QUESTION_SUFFIX, TEXT_STUB

TEMPLATE = "xuefa-feedback"
UNANSWERED = "（未作答）"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the page: a heading, or a question with what became of it.

    ``heading``, ``question``, ``essay`` and ``rubric`` are markdown of the autograded notebook; the
    other texts are plain. ``score`` is ``None`` where a marker has not finished.
    """

    heading: str = ""
    question: str = ""
    answer: str = ""
    essay: str = ""
    rubric: str = ""
    notes: tuple[str, ...] = ()
    comment: str = ""
    score: float | None = None
    points: float = 0.0


class FeedbackExporter(HTMLExporter):
    """HTML through our template; a name of its own keeps formgrader's settings apart."""


class GradesForOfficials(GetGrades):
    """nbgrader's grades, with what still waits for a marker told apart from zero."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Add ``resources["xuefa"]`` for the template."""
        nb, resources = super().preprocess(nb, resources)
        entries = list(arrange(nb.cells))
        waiting = any(entry.points and entry.score is None for entry in entries)
        resources["xuefa"] = {"entries": entries, "waiting": waiting}
        return nb, resources

    def _get_score(self, cell: Any, resources: Any) -> None:
        super()._get_score(cell, resources)
        grade = self.gradebook.find_grade(
            cell.metadata["nbgrader"]["grade_id"],
            self.notebook_id,
            self.assignment_id,
            self.student_id,
        )
        if grade.needs_manual_grade:
            cell.metadata.nbgrader["score"] = None


def arrange(cells: list[Any]) -> Iterator[Entry]:
    """Gather the cells of each slot into one entry, in the order of the paper."""
    entry: Entry | None = None
    for cell in cells:
        meta = cell.metadata.get("nbgrader", {})
        name = meta.get("grade_id", "")
        if name == "head" or name.startswith("section"):
            yield Entry(heading=cell.source)
        elif name.endswith(QUESTION_SUFFIX):
            question, mark, points = cell.source.partition(RUBRIC)
            entry = Entry(question=question, rubric=mark + points)
        elif entry and name.endswith(TEST_SUFFIX):
            yield replace(entry, notes=_notes(cell.source), **_marks(meta))
            entry = None
        elif entry and meta.get("grade"):
            yield replace(entry, essay=_essay(cell.source), **_marks(meta))
            entry = None
        elif entry and meta.get("solution"):
            entry = replace(entry, answer=_answer(cell.source))


def _marks(meta: Any) -> dict[str, Any]:
    score = meta.get("score")
    return {"score": score, "points": meta["points"], "comment": meta.get("comment") or ""}


def _answer(source: str) -> str:
    if not source.startswith(ANSWERED):
        return UNANSWERED
    return source.removeprefix(ANSWERED)


def _essay(source: str) -> str:
    return UNANSWERED if source.strip() == TEXT_STUB else source


def _notes(source: str) -> tuple[str, ...]:
    """The paragraphs of a note; wrapped lines are joined again."""
    paragraphs: list[str] = []
    for line in source.splitlines():
        text = line.removeprefix("#").strip()
        if text.startswith(("标准答案：", "依据：", "解析：")) or not paragraphs:
            paragraphs.append(text)
        else:
            paragraphs[-1] += text
    return tuple(paragraphs)


def configure(config: Any) -> None:
    """Let ``nbgrader generate_feedback`` write our page; called from ``nbgrader_config.py``."""
    config.GenerateFeedback.exporter_class = "grading.feedback.FeedbackExporter"
    config.GenerateFeedback.preprocessors = ["grading.feedback.GradesForOfficials"]
    config.FeedbackExporter.template_name = TEMPLATE
    config.FeedbackExporter.extra_template_basedirs = [str(Path(__file__).parent / "templates")]

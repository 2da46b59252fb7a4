"""Marking the hand-ins of one exam: what a worker needs, and what it gives back. No kernel.

A :class:`Job` is picklable, so any ``concurrent.futures.Executor`` can carry it.
"""

from __future__ import annotations

import os
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from exam_hall.contract import ATTEMPTS, FORM_CELL, NOTEBOOK, ContractError, Paper
from grading.answer_key import AnswerKey, GradingError
from grading.gradebook import Marked
from grading.ids import id_key
from grading.intake import Intake, Response, SetAsideError
from grading.template import AutogradedTemplate, Review, SubmittedTemplate, words
from question_bank.allot import read_allotment
from question_bank.course import paper_name
from question_bank.exam import Exam, ExamError, FormItem, Slot, load_exam
from question_bank.marking import Marker
from question_bank.notebook import QUESTION_SUFFIX, escape, question_text

RUBRIC = "\n\n**评分要点**"
"""Begins what markers read below an essay question."""
NOTE_WIDTH = 50
"""Characters to a line of a note; code cells do not wrap."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A hand-in that was set aside."""

    candidate: str
    file: str
    reason: str


@dataclass(frozen=True, repr=False)  # its text would be long, and hold the key
class Job:
    """Everything that marking a paper of one exam takes.

    ``graded`` maps a candidate to the digest of the answers graded last time. ``best`` says whether
    the best of several attempts counts, not the last.
    """

    course: Path
    exam: str
    key: AnswerKey
    released: Mapping[str, Any]
    papers: Mapping[str, Paper]
    reviews: Mapping[str, Mapping[str, Review]]
    allotment: Mapping[str, str]
    graded: Mapping[str, str]
    write_notebooks: bool = True
    best: bool = False

    @cached_property
    def intake(self) -> Intake:
        """What hand-ins are checked against."""
        templates = {
            form: SubmittedTemplate.build(self.released, paper)
            for form, paper in self.papers.items()
        }
        questions = {
            cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
            for cell in self.released["cells"]
            if cell["metadata"]["nbgrader"]["grade_id"].endswith(QUESTION_SUFFIX)
        }
        return Intake(self.exam, self.papers, templates, self.allotment, questions)

    @cached_property
    def markers(self) -> Mapping[str, Sequence[tuple[str, str, Marker]]]:
        """By form: grade_id, gradebook cell and marker of every objective slot."""
        return {
            form: [
                (cell.grade_id, cell.cell_id, cell.key.marker(form)) for cell in self.key.objective
            ]
            for form in self.papers
        }

    @cached_property
    def templates(self) -> Mapping[str, AutogradedTemplate]:
        """By form: the autograded notebook with holes."""
        return {
            form: AutogradedTemplate.build(self.released, paper, self.reviews[form])
            for form, paper in self.papers.items()
        }

    def prepare(self) -> None:
        """Build the templates now: they travel with the job, so no worker builds them again."""
        _ = self.intake, self.write_notebooks and self.templates

    def read(self, candidate: str) -> tuple[Path, Response]:
        """The hand-in that counts for a candidate, and the folder it lies in.

        Raises:
            SetAsideError: one that might count cannot be used.
        """
        last = self.course / "submitted" / candidate / self.exam
        found = [(last, self.intake.read(last))]
        if self.best:
            found += [(folder, self._earlier(folder)) for folder in self._attempts(candidate)]
        return max(found, key=lambda one: self._total(one[1]))  # of equals the first: the last one

    def _attempts(self, candidate: str) -> list[Path]:
        """Earlier attempts that were not annulled, the latest first."""
        folder = self.course / ATTEMPTS / self.exam / candidate
        numbered = [path for path in folder.glob("*") if path.name.isdecimal()]
        return sorted(numbered, key=lambda path: -int(path.name))

    def _earlier(self, folder: Path) -> Response:
        try:
            return self.intake.read(folder)
        except SetAsideError as error:
            raise SetAsideError(error.file, f"第 {folder.name} 次作答：{error.reason}") from error

    def _total(self, response: Response) -> float:
        return sum(score or 0.0 for score in self.scores(response).values())

    def scores(self, response: Response) -> dict[str, float | None]:
        """Points by gradebook cell; ``None`` for an essay that waits for a marker."""
        answers = response.answers
        scores: dict[str, float | None] = {
            cell: marker(answers[name]) if name in answers else 0.0
            for name, cell, marker in self.markers[response.form]
        }
        for name, cell in self.key.essays.items():
            scores[cell] = None if name in answers else 0.0
        return scores

    def marked(self, response: Response) -> Marked:
        """The rows of a paper for the gradebook."""
        answered = {*response.answers, FORM_CELL}
        blank = frozenset(cell for name, cell in self.key.solutions.items() if name not in answered)
        unchanged = self.graded.get(response.candidate) == response.digest
        scores = self.scores(response)
        return Marked(response.candidate, scores, blank, response.timestamp, unchanged)

    def notebook(self, response: Response, scores: Mapping[str, float | None]) -> bytes:
        """The autograded notebook of a paper."""
        by_name = {cell.grade_id: scores[cell.cell_id] for cell in self.key.objective}
        return self.templates[response.form].render(response.form, response.answers, by_name)


def mark_candidates(
    job: Job, candidates: Sequence[str]
) -> tuple[list[tuple[Marked, str]], list[Refused]]:
    """Mark a batch of hand-ins, writing their autograded notebooks on the way.

    Returns:
        Graded papers with the digest of their answers, and those set aside.
    """
    graded: list[tuple[Marked, str]] = []
    refused: list[Refused] = []
    for candidate in candidates:
        folder = job.course / "submitted" / candidate / job.exam
        try:
            folder, response = job.read(candidate)
        except SetAsideError as error:
            refused.append(Refused(_shown(candidate), error.file, error.reason))
        except OSError:
            reason = "文件夹读不出来，请检查权限和磁盘"
            refused.append(Refused(_shown(candidate), folder.name, reason))
        else:
            paper = job.marked(response)
            try:
                if job.write_notebooks:
                    _write_autograded(job, folder, response, paper)
            except OSError:
                reason = "评阅后的答卷写不进 autograded 文件夹，请检查权限和磁盘"
                refused.append(Refused(candidate, f"{NOTEBOOK}.ipynb", reason))
            else:
                graded.append((paper, response.digest))
    return graded, refused


def _shown(candidate: str) -> str:
    """A folder's name as a table can hold it, also when it is no UTF-8 or breaks the line."""
    name = candidate.encode("utf-8", "backslashreplace").decode()
    return name if name.isprintable() else ascii(name)[1:-1]


def _write_autograded(job: Job, folder: Path, response: Response, paper: Marked) -> None:
    target = job.course / "autograded" / response.candidate / job.exam
    target.mkdir(parents=True, exist_ok=True)
    _write(target / f"{NOTEBOOK}.ipynb", job.notebook(response, paper.scores))
    for name in ("answers.json", "timestamp.txt"):
        if (folder / name).is_file():
            _write(target / name, (folder / name).read_bytes())


def _write(path: Path, content: bytes) -> None:
    """Replace a file atomically and leave it read-only, as nbgrader does."""
    draft = path.with_name(f"{path.name}~")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o444)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    draft.replace(path)


def load_job(
    course: Path, exam: str, key: AnswerKey, graded: Mapping[str, str], *, notebooks: bool = True
) -> Job:
    """Gather a job from the course folder.

    Raises:
        GradingError: the exam has not been released, or its files do not fit together.
    """
    try:
        record = load_exam(course, exam)
        folder = course / "release" / exam
        released = orjson.loads((folder / f"{NOTEBOOK}.ipynb").read_bytes())
        papers = {
            form: Paper.from_json((folder / paper_name(form)).read_bytes()) for form in record.forms
        }
    except (ExamError, ContractError) as error:
        raise GradingError(str(error)) from error
    except (OSError, orjson.JSONDecodeError) as error:
        raise GradingError(
            f"release/{exam} 不完整：请重新运行 xuefa exam release {exam}"
        ) from error
    _require_same(record, papers)
    try:
        reviews = {form: _reviews(record, key, form, paper) for form, paper in papers.items()}
    except (KeyError, ValueError) as error:
        raise GradingError(
            f"成绩库里的答案键与考试记录不符：请重新运行 xuefa exam release {exam}"
        ) from error
    try:
        allotment = {id_key(who): form for who, form in read_allotment(course, exam).items()}
    except ExamError as error:
        raise GradingError(str(error)) from error
    best = record.blueprint.attempts.counts == "best" and not key.essays
    return Job(course, exam, key, released, papers, reviews, allotment, graded, notebooks, best)


def _require_same(record: Exam, papers: Mapping[str, Paper]) -> None:
    """Rubrics and explanations come from the record: it must be that of the released papers."""
    for form, paper in papers.items():
        if record.paper(form).sha256 != paper.sha256:
            raise GradingError(
                f"exams/{record.name}/exam.json 与已发布的 {form} 卷不是同一份试卷："
                "发布之后考试记录被换过，请换回发布时的那一份再阅卷"
            )


def _reviews(exam: Exam, key: AnswerKey, form: str, paper: Paper) -> dict[str, Review]:
    keys = {cell.grade_id: cell.key for cell in key.objective}
    reviews = {}
    for slot, printed in zip(exam.slots, paper.slots, strict=True):
        filled = exam.form_item(form, slot)
        question = question_text(slot.number, printed)
        if slot.is_essay:
            reviews[slot.grade_id] = Review(question + _rubric(filled), "")
        else:
            note = _note(slot, filled, keys[slot.grade_id].keys[form])
            reviews[slot.grade_id] = Review(question, note)
    return reviews


def _rubric(filled: FormItem) -> str:
    points = "\n".join(f"- {p.points:g} 分：{escape(p.text)}" for p in filled.item.marking_points)
    model = escape(filled.item.model_answer or "")
    return f"{RUBRIC}\n\n{points}\n\n**参考答案**\n\n{model}"


def _note(slot: Slot, filled: FormItem, key: object) -> str:
    paragraphs = [
        f"标准答案：{words(key)}（本题 {slot.points:g} 分，得分见下）",
        f"依据：{'；'.join(_cited(filled))}",
        f"解析：{filled.item.explanation}",
    ]
    return "\n".join(f"# {line}" for p in paragraphs for line in textwrap.wrap(p, NOTE_WIDTH))


def _cited(filled: FormItem) -> list[str]:
    return [
        f"《{c.law}》第 {c.article} 条" if c.law else f"《{c.document}》"
        for c in filled.item.citations
    ]

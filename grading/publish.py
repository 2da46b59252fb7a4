"""Publishing results: the only ones the exam hall shows, each in a folder of its own.

One exam has one paper per candidate: where a sitting allows several attempts, the blueprint says
whether the best or the last of those not annulled counts (:meth:`grading.job.Job.read`), and that
one is marked and published.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from exam_hall.results import PUBLISHED, SectionScore, published_folder
from grading.answer_key import GradingError
from grading.publish_checks import paper_reasons, sitting_reasons
from grading.publish_pages import render_pages
from grading.publish_stock import FinalPaper, Stock, take_stock
from grading.publish_store import Change, draft, put, take_back
from grading.publish_terms import Terms
from grading.scores import ExamPolicy
from question_bank.exam import Exam, ExamError, load_exam

Progress = Callable[[int, int], None]
"""Called with results done and results in all."""


class PublishingRefusedError(GradingError):
    """Nothing was published; every reason is Chinese and says what to do."""

    def __init__(self, reasons: Iterable[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__("；".join(self.reasons))


@dataclass(frozen=True, slots=True)
class Outcome:
    """What publishing did: people by :class:`~grading.publish_store.Change`, and the others.

    ``taken_back`` had a result that no longer stands; ``set_aside`` and ``voided`` have none now.
    """

    changes: Counter[Change] = field(default_factory=Counter)
    taken_back: int = 0
    set_aside: int = 0
    voided: int = 0

    @property
    def published(self) -> int:
        """How many people now have a published result."""
        return self.changes.total()


def publish(
    course: Path,
    exam: str,
    terms: Terms,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Outcome:
    """Publish the results of an exam, so that exactly its final papers have one.

    Args:
        course: the nbgrader course folder.
        exam: the assignment's name.
        terms: when, beside which sittings, and for how long re-checks may be asked for.
        executor: renders the pages; a process per core unless given.
        progress: told how far it is.

    Raises:
        PublishingRefusedError: a sitting with the same items is not over, or papers are not final.
        GradingError: the exam, its files or the gradebook are unusable.
        OSError: the disk refuses half way; publishing again goes on from there.
    """
    record = _record(course, exam)
    policy = _policy(record)
    if reasons := list(sitting_reasons(record, terms.sittings, terms.now)):
        raise PublishingRefusedError(reasons)
    stock = take_stock(course, exam, terms.voided(course, exam))
    if reasons := list(paper_reasons(stock, without_set_aside=terms.without_set_aside)):
        raise PublishingRefusedError(reasons)
    changes: Counter[Change] = Counter()
    for done, (paper, page) in enumerate(render_pages(stock.job, stock.final, executor), start=1):
        fresh = draft(_result(record, policy, paper), page, terms)
        changes[put(course, fresh, page, terms)] += 1
        if progress:
            progress(done, len(stock.final))
    taken_back = _take_back_others(course, stock, terms.now)
    return Outcome(changes, taken_back, len(stock.set_aside), len(stock.voided))


def unpublish(course: Path, exam: str, now: dt.datetime, why: str = "成绩撤回") -> int:
    """Take all results of an exam back; re-checks and history stay.

    Returns:
        How many people had one.

    Raises:
        OSError: the disk refuses half way; doing it again goes on from there.
    """
    return sum(
        take_back(published_folder(course, candidate, exam), now, why)
        for candidate in published_people(course, exam)
    )


def published_people(course: Path, exam: str) -> list[str]:
    """Everybody who has, or once had, a published result of an exam, by folder name."""
    folder = course / PUBLISHED
    people = folder.iterdir() if folder.is_dir() else ()
    return sorted(p.name for p in people if p.name[0] != "." and (p / exam).is_dir())


def _record(course: Path, exam: str) -> Exam:
    try:
        return load_exam(course, exam)
    except ExamError as error:
        raise GradingError(str(error)) from error


def _policy(record: Exam) -> ExamPolicy:
    plan = record.blueprint
    try:
        return ExamPolicy(record.name, plan.title, plan.points, plan.bands)
    except ValueError as error:
        raise GradingError(f"exams/{record.name}/exam.json 的 bands：{error}") from error


def _result(record: Exam, policy: ExamPolicy, paper: FinalPaper) -> dict[str, Any]:
    """The fields of a result but for publication; nothing else of a paper is ever published."""
    points = {slot.grade_id: slot.points for slot in record.slots}
    sections = tuple(
        SectionScore(
            section.heading,
            round(sum(paper.scores[slot] for slot in section.grade_ids), 6),
            sum(points[slot] for slot in section.grade_ids),
        )
        for section in record.paper(paper.response.form).sections
    )
    return {
        "exam": record.name,
        "title": policy.title,
        "candidate": paper.response.candidate,
        "score": paper.score,
        "points": policy.points,
        "band": policy.band(paper.score),
        "sections": sections,
    }


def _take_back_others(course: Path, stock: Stock, now: dt.datetime) -> int:
    exam, final = stock.job.exam, {paper.response.candidate for paper in stock.final}
    whys = dict.fromkeys(stock.set_aside, "答卷未能评阅") | dict.fromkeys(
        stock.voided, "作答已作废"
    )
    return sum(
        take_back(published_folder(course, person, exam), now, whys.get(person, "没有这份答卷"))
        for person in published_people(course, exam)
        if person not in final
    )

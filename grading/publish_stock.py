"""Taking stock before results are published: which papers are final, which wait, which are out.

Every hand-in is read and marked again, without writing anything: a paper whose answers or key
changed since it was graded is found out, whatever the gradebook says of it.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, text

from grading.answer_key import TEST_SUFFIX, AnswerKey, GradingError, read_answer_key
from grading.gradebook import submitters, usable_gradebook
from grading.intake import Response, SetAsideError
from grading.job import Job, load_job
from grading.set_aside import HEADING
from question_bank.course import handed_in

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class FinalPaper:
    """A paper whose marks are final.

    Attributes:
        response: what was handed in.
        scores: points by slot, as nbgrader adds them up.
        comments: what a marker wrote, by slot.
        penalty: points nbgrader takes off for being late.
    """

    response: Response
    scores: Mapping[str, float]
    comments: Mapping[str, str]
    penalty: float = 0.0

    @property
    def score(self) -> float:
        """The sum in points, never below zero."""
        return round(max(0.0, sum(self.scores.values()) - self.penalty), 6)


@dataclass(frozen=True, slots=True)
class Stock:
    """What there is of an exam. Every candidate is in one of the groups; ids are folder names.

    Attributes:
        job: what the papers were marked with.
        final: papers to publish.
        waiting: how many papers wait for a marker, by slot.
        unmarked: whose these are.
        stale: those to be graded, or graded again, first.
        set_aside: those that could not be graded.
        voided: those whose attempts the hall annulled.
    """

    job: Job = field(repr=False)
    final: tuple[FinalPaper, ...] = ()
    waiting: Mapping[str, int] = field(default_factory=dict)
    unmarked: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    voided: tuple[str, ...] = ()


def take_stock(course: Path, exam: str, voided: Collection[str] = ()) -> Stock:
    """Look at every hand-in and paper of an exam.

    Args:
        course: the nbgrader course folder.
        exam: the assignment's name.
        voided: whose attempts the hall annulled, whatever their hand-in says.

    Raises:
        GradingError: the exam is not released, or one of its files or the gradebook is unusable.
    """
    with usable_gradebook(course) as engine, engine.connect() as connection:
        key = read_answer_key(connection, exam)
        held = submitters(connection, key)
        rows = _read_rows(connection, key)
    job = load_job(course, exam, key, _graded_digests(course, exam), notebooks=False)
    aside = _listed_aside(course, exam)
    sorter = _Sorter(job, rows, aside, frozenset(voided))
    for candidate in sorted({*handed_in(course, exam), *held}):
        sorter.place(candidate)
    return sorter.stock()


@dataclass(slots=True)
class _Rows:
    """What the gradebook holds of one paper, by slot."""

    automatic: dict[str, float | None] = field(default_factory=dict)
    scores: dict[str, float] = field(default_factory=dict)
    waiting: set[str] = field(default_factory=set)
    comments: dict[str, str] = field(default_factory=dict)
    penalty: float = 0.0


class _Sorter:
    def __init__(
        self, job: Job, rows: Mapping[str, _Rows], aside: set[str], voided: frozenset[str]
    ) -> None:
        self._job, self._rows, self._aside, self._voided = job, rows, aside, voided
        self._final: list[FinalPaper] = []
        self._waiting: Counter[str] = Counter()
        self._groups: dict[str, list[str]] = {
            name: [] for name in ("unmarked", "stale", "set_aside", "voided")
        }

    def place(self, candidate: str) -> None:
        """Put one candidate where they belong."""
        if candidate in self._voided:
            self._groups["voided"].append(candidate)
            return
        response = None if candidate in self._aside else self._read(candidate)
        if response is None:
            self._groups["set_aside"].append(candidate)
            return
        rows = self._rows.get(candidate)
        if rows is None or self._is_stale(response, rows):
            self._groups["stale"].append(candidate)
        elif rows.waiting:
            self._groups["unmarked"].append(candidate)
            self._waiting.update(rows.waiting)
        else:
            self._final.append(FinalPaper(response, rows.scores, rows.comments, rows.penalty))

    def stock(self) -> Stock:
        """All that was placed."""
        groups = {name: tuple(group) for name, group in self._groups.items()}
        return Stock(self._job, tuple(self._final), dict(sorted(self._waiting.items())), **groups)

    def _read(self, candidate: str) -> Response | None:
        try:
            return self._job.read(candidate)[1]
        except (SetAsideError, OSError):
            return None

    def _is_stale(self, response: Response, rows: _Rows) -> bool:
        """Whether grading now would say otherwise than the gradebook."""
        digest = self._job.graded.get(response.candidate)
        if digest not in (None, response.digest) or rows.scores.keys() != self._slots:
            return True
        marks = self._job.scores(response)
        return any(
            _differ(marks[cell.cell_id], rows.automatic[cell.grade_id])
            for cell in self._job.key.objective
        )

    @property
    def _slots(self) -> set[str]:
        key = self._job.key
        return {*key.essays, *(cell.grade_id for cell in key.objective)}


def _differ(now: float | None, then: float | None) -> bool:
    return now is None or then is None or abs(now - then) > _ROUNDING


def _read_rows(connection: Connection, key: AnswerKey) -> dict[str, _Rows]:
    found: dict[str, _Rows] = {}
    for who, name, automatic, manual, extra, waits, penalty in connection.execute(
        text(_GRADES), {"n": key.notebook_id}
    ):
        rows, slot = found.setdefault(who, _Rows()), name.removesuffix(TEST_SUFFIX)
        rows.automatic[slot] = automatic
        marked = automatic if manual is None else manual
        rows.scores[slot] = 0.0 if marked is None else marked + (extra or 0.0)
        rows.penalty = penalty or 0.0
        if waits:
            rows.waiting.add(slot)
    for who, name, comment in connection.execute(text(_COMMENTS), {"n": key.notebook_id}):
        if who in found:
            found[who].comments[name] = comment
    return found


_GRADES = """
select s.student_id, b.name, g.auto_score, g.manual_score, g.extra_credit, g.needs_manual_grade,
  n.late_submission_penalty
from grade g join submitted_notebook n on n.id = g.notebook_id
join submitted_assignment s on s.id = n.assignment_id
join base_cell b on b.id = g.cell_id where n.notebook_id = :n
"""

# What nbgrader itself comments on, “No response.”, the page says in Chinese.
_COMMENTS = """
select s.student_id, b.name, c.manual_comment
from comment c join submitted_notebook n on n.id = c.notebook_id
join submitted_assignment s on s.id = n.assignment_id
join base_cell b on b.id = c.cell_id where n.notebook_id = :n and c.manual_comment is not null
"""


def _graded_digests(course: Path, exam: str) -> dict[str, str]:
    path = course / "exams" / exam / "graded.json"
    try:
        return dict(json.loads(path.read_text("utf-8"))) if path.is_file() else {}
    except (ValueError, TypeError) as error:
        raise GradingError(
            f"exams/{exam}/{path.name} 损坏：请删除它，再运行 xuefa grade"
        ) from error


def _listed_aside(course: Path, exam: str) -> set[str]:
    path = course / "set_aside" / f"{exam}.csv"
    try:
        if not path.is_file():
            return set()
        with path.open(encoding="utf-8-sig", newline="") as file:
            return {row[HEADING[0]] for row in csv.DictReader(file)}
    except (KeyError, ValueError, csv.Error) as error:
        raise GradingError(f"set_aside/{exam}.csv 读不出来：请再运行一次 xuefa grade") from error

"""Grading 2,000 papers: the batch against stock nbgrader and against the floor."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from benchmarks.exam_room import build
from benchmarks.floor import insert_floor
from benchmarks.settings import Figures, Settings, tell
from benchmarks.stock import seconds_per_paper
from grading.batch import grade_exam
from question_bank.exam import Exam


def measure(settings: Settings) -> Figures:
    """Build an exam day in a temporary folder and time all three on it, in one run.

    The ratios are of seconds per paper; ``times_floor`` is the batch without notebooks over the
    floor.
    """
    with tempfile.TemporaryDirectory(prefix="xuefa-bench-") as folder:
        course, fresh = Path(folder, "course"), Path(folder, "fresh.db")
        tell(f"grading: writing {settings.papers} hand-ins")
        exam = build(course, settings.papers)
        shutil.copy2(course / "gradebook.db", fresh)
        stock_papers = min(settings.stock_papers, settings.papers)
        tell(f"grading: stock nbgrader on {stock_papers} of them")
        stock = seconds_per_paper(course, exam.name, stock_papers, Path(folder, "stock"))
        batch, with_notebooks, floor = _medians(course, exam, fresh, settings)
    return {
        "papers": settings.papers,
        "questions": len(exam.slots),
        "stock_s_per_paper": round(stock, 4),
        "batch_s": round(batch, 4),
        "batch_with_notebooks_s": round(with_notebooks, 4),
        "floor_s": round(floor, 4),
        "ratio_vs_stock": round(stock * settings.papers / batch, 1),
        "ratio_vs_stock_with_notebooks": round(stock * settings.papers / with_notebooks, 1),
        "times_floor": round(batch / floor, 2),
    }


def _medians(
    course: Path, exam: Exam, fresh: Path, settings: Settings
) -> tuple[float, float, float]:
    """Batch, batch with notebooks and floor; they take turns, so a busy moment hits all alike."""
    steps: tuple[Callable[[], None], ...] = (
        lambda: _grade(course, exam, settings.papers, notebooks=False),
        lambda: _grade(course, exam, settings.papers, notebooks=True),
        lambda: insert_floor(course, exam.name),
    )
    times: tuple[list[float], ...] = ([], [], [])
    for number in range(settings.repeats):
        tell(f"grading: batch and floor, {number + 1} of {settings.repeats}")
        for step, taken in zip(steps, times, strict=True):
            _restore(course, exam, fresh)
            started = time.perf_counter()
            step()
            taken.append(time.perf_counter() - started)
    batch, with_notebooks, floor = map(median, times)
    return batch, with_notebooks, floor


def _grade(course: Path, exam: Exam, papers: int, *, notebooks: bool) -> None:
    outcome = grade_exam(course, exam.name, notebooks=notebooks)
    if outcome.graded != papers:
        raise RuntimeError(f"only {outcome.graded} of {papers} papers were graded")


def _restore(course: Path, exam: Exam, fresh: Path) -> None:
    """Undo whatever grading left behind."""
    shutil.copy2(fresh, course / "gradebook.db")
    shutil.rmtree(course / "autograded", ignore_errors=True)
    (course / "exams" / exam.name / "graded.json").unlink(missing_ok=True)

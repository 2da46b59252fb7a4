"""The demo: a whole year of study and one exam day, built from nothing in a folder of its own."""

import datetime as dt
import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from courses.statutes import Library
from courses.statutes.proving import read_proofs
from grading.batch import Outcome, grade_exam
from grading.charts import write_chart
from grading.tally import Tally, read_policies, tally
from grading.workbook import write_workbook
from question_bank.allot import allot_forms, write_allotment
from question_bank.assemble import assemble
from question_bank.bank import QUESTIONS, Bank, load_bank, require_sound
from question_bank.blueprint import load_blueprint
from question_bank.check import PROVE, check_bank, usable
from question_bank.exam import Exam
from question_bank.release import release, run_nbgrader, set_due
from xuefa.demo.exam_day import DURATION, OPENS, plan_exam_day
from xuefa.demo.marking_room import mark_essays
from xuefa.demo.officials import officials_of
from xuefa.demo.records import registered_people, write_records
from xuefa.demo.sitting import candidates_of, sit
from xuefa.demo.town import build_town
from xuefa.demo.trial import Trial, write_trial

SEED = 2026
EXAM = "leadership-2026"
LAW_DAY = dt.date(2026, 9, 18)
MARKER_FILE = ".xuefa-demo"
TRIAL_PERSON = "P00001"
"""Whom ``make lab`` is configured for, unless it is told another."""
UNMARKED = 2
FEEDBACKS = 3

Told = Callable[[int, int], None]
Progress = Callable[[str], AbstractContextManager[Told]]
"""Opens a progress bar under a title and yields what to tell it."""


class DemoError(ValueError):
    """The demo cannot be built; the message is Chinese."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo left behind. ``summary`` is what stands in ``summary.json``."""

    folder: Path
    outcome: Outcome
    tally: Tally
    summary: dict[str, Any]
    workbook: Path
    chart: Path
    released: Path
    feedback: tuple[Path, ...]
    trial: Trial


def run_demo(folder: Path, progress: Progress) -> Demo:
    """Build the demo, replacing an earlier one.

    Args:
        folder: made anew; refused when it holds something that is no demo.
        progress: shows how far each step is.

    Raises:
        DemoError: the folder is not free.
    """
    begun = time.monotonic()
    _start_clean(folder)
    records, course = folder / "records", folder / "course"
    town = build_town(SEED)
    write_records(town, records, seed=SEED, exam=EXAM)
    registered = registered_people(town, SEED)
    with progress("组卷并发布") as told:
        bank = _checked_bank()
        told(1, 3)
        exam = _prepare_exam(course, bank, told)
    forms = allot_forms(exam, (person.id for person in registered))
    write_allotment(course, exam.name, forms)
    day = plan_exam_day(sorted(forms), seed=SEED)
    with progress("模拟参考人员答卷") as told:
        candidates = candidates_of(officials_of(registered, SEED), forms, day)
        sit(course, exam, candidates, SEED, told)
    with progress("阅卷") as told:
        outcome = grade_exam(course, exam.name, progress=told)
    with progress("模拟阅卷人评主观题") as told:
        waiting = sorted(set(forms) - day.absent - set(day.broken))
        mark_essays(course, exam, waiting[:UNMARKED], told)
    with progress("生成三份反馈") as told:
        feedback = _feedback(course, waiting[-FEEDBACKS:], told)
    with progress("统计") as told:
        counted, workbook, chart = _tally(folder / "results", records, course, told)
    with progress("准备试考") as told:
        now = dt.datetime.now(dt.UTC)
        trial = write_trial(folder / "trial", bank, TRIAL_PERSON, SEED, now)
    summary = {**counted.summary(), "seconds": round(time.monotonic() - begun, 1)}
    text = json.dumps(summary, ensure_ascii=False, indent=1)
    (folder / "summary.json").write_text(text + "\n", "utf-8")
    released = course / "release" / exam.name
    return Demo(folder, outcome, counted, summary, workbook, chart, released, feedback, trial)


def _start_clean(folder: Path) -> None:
    if folder.exists() and any(folder.iterdir()) and not (folder / MARKER_FILE).exists():
        raise DemoError(f"文件夹 {folder} 里有别的内容，不敢覆盖：请另选一个文件夹")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / MARKER_FILE).write_text("xuefa demo 生成；再次运行时整个文件夹会重做。\n", "utf-8")


def _checked_bank() -> Bank:
    report = check_bank(
        require_sound(load_bank()), Library.default(), read_proofs([QUESTIONS], PROVE), LAW_DAY
    )
    return usable(report)


def _prepare_exam(course: Path, bank: Bank, told: Told) -> Exam:
    exam = assemble(bank, load_blueprint("leadership"), SEED, LAW_DAY, EXAM)
    told(2, 3)
    release(course, exam)
    set_due(course, exam.name, OPENS + DURATION)
    told(3, 3)
    return exam


def _feedback(course: Path, candidates: Sequence[str], told: Told) -> tuple[Path, ...]:
    def make(candidate: str) -> Path:
        run_nbgrader(course, "generate_feedback", EXAM, "--student", candidate)
        return course / "feedback" / candidate / EXAM / "exam.html"

    def made() -> Iterator[Path]:
        with ThreadPoolExecutor(2) as pool:
            for done, path in enumerate(pool.map(make, candidates), start=1):
                told(done, len(candidates))
                yield path

    return tuple(made())


def _tally(results: Path, records: Path, course: Path, told: Told) -> tuple[Tally, Path, Path]:
    counted = tally(records, course, read_policies(course))
    told(1, 3)
    workbook, chart = results / "学法统计.xlsx", results / "学法统计.png"
    results.mkdir()
    write_workbook(counted, workbook)
    told(2, 3)
    write_chart(counted, chart)
    told(3, 3)
    return counted, workbook, chart

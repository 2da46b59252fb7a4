"""Grading a whole exam at once: hand-ins in, gradebook and autograded notebooks out."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor, as_completed
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from grading.answer_key import AnswerKey, GradingError, read_answer_key
from grading.gradebook import (
    Marked,
    awaiting_marker,
    prepare,
    submitters,
    usable_gradebook,
    withdraw,
    write_marks,
)
from grading.job import Job, Refused, load_job, mark_candidates
from grading.set_aside import gone, put_pages_away, say_withdrawn, write_list
from question_bank.course import handed_in

CHUNK = 100
"""Papers a worker marks before it reports."""

Progress = Callable[[int, int], None]
"""Called with papers done and papers in all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a batch: how many papers were graded, which were set aside, and where."""

    graded: int
    unmarked: int
    refused: tuple[Refused, ...]
    set_aside_file: Path


def grade_exam(
    course: Path,
    exam: str,
    *,
    executor: Executor | None = None,
    notebooks: bool = True,
    progress: Progress | None = None,
) -> Outcome:
    """Grade every hand-in of an exam in one transaction.

    Args:
        course: the nbgrader course folder.
        exam: the assignment's name.
        executor: runs the marking; a process per core unless given.
        notebooks: whether to write the autograded notebooks too.
        progress: told how far it is.

    Returns:
        The outcome; what was set aside is listed in ``set_aside/<exam>.csv`` as well, and with it
        the papers in the gradebook whose hand-in is no longer there.

    Raises:
        GradingError: nothing can be graded at all.
    """
    with usable_gradebook(course) as engine:
        with engine.connect() as connection:
            key = read_answer_key(connection, exam)
            held = submitters(connection, key)
        job = load_job(course, exam, key, _read_digests(course, exam), notebooks=notebooks)
        candidates = handed_in(course, exam)
        graded, refused = _mark_all(job, candidates, executor, progress)
        refused += [gone(exam, candidate) for candidate in sorted(held - set(candidates))]
        papers = [paper for paper, _ in graded]
        refused = _store(engine, key, papers, refused)
        with engine.connect() as connection:
            waiting = awaiting_marker(connection, key)
    _write_digests(course, exam, {paper.candidate: digest for paper, digest in graded})
    refused = put_pages_away(course, exam, refused)
    file = write_list(course, exam, refused)
    unmarked = sum(paper.candidate in waiting for paper in papers)
    return Outcome(len(papers), unmarked, tuple(refused), file)


def _mark_all(
    job: Job, candidates: Sequence[str], executor: Executor | None, progress: Progress | None
) -> tuple[list[tuple[Marked, str]], list[Refused]]:
    chunks = [candidates[n : n + CHUNK] for n in range(0, len(candidates), CHUNK)]
    if len(chunks) < 2 and executor is None:
        results = [mark_candidates(job, chunk) for chunk in chunks]
    else:
        results = _in_parallel(job, chunks, executor, progress)
    graded = [paper for papers, _ in results for paper in papers]
    refused = [refusal for _, refusals in results for refusal in refusals]
    return graded, refused


_Result = tuple[list[tuple[Marked, str]], list[Refused]]


def _in_parallel(
    job: Job,
    chunks: Sequence[Sequence[str]],
    executor: Executor | None,
    progress: Progress | None,
) -> list[_Result]:
    job.prepare()
    own = ProcessPoolExecutor(os.cpu_count()) if executor is None else nullcontext(executor)
    with own as workers:
        futures: dict[Future[_Result], int] = {
            workers.submit(mark_candidates, job, chunk): n for n, chunk in enumerate(chunks)
        }
        done = 0
        for future in as_completed(futures):
            done += len(chunks[futures[future]])
            future.result()
            if progress:
                progress(done, sum(map(len, chunks)))
        return [future.result() for future in futures]


def _store(
    engine: Engine, key: AnswerKey, papers: Sequence[Marked], refused: Sequence[Refused]
) -> list[Refused]:
    with engine.begin() as connection:
        prepare(connection)
        write_marks(connection, key, papers)
        stale = set(withdraw(connection, key, [refusal.candidate for refusal in refused]))
    with engine.begin() as connection:
        connection.exec_driver_sql("analyze")
    return say_withdrawn(refused, stale)


def _digest_path(course: Path, exam: str) -> Path:
    return course / "exams" / exam / "graded.json"


def _read_digests(course: Path, exam: str) -> dict[str, str]:
    path = _digest_path(course, exam)
    if not path.is_file():
        return {}
    try:
        digests: dict[str, str] = dict(json.loads(path.read_text("utf-8")))
    except (ValueError, TypeError) as error:
        raise GradingError(f"{path} 损坏：删除它，再运行一次（人工评过的题会要求复看）") from error
    return digests


def _write_digests(course: Path, exam: str, digests: dict[str, str]) -> None:
    path = _digest_path(course, exam)
    draft = path.with_suffix(".json~")
    draft.write_text(json.dumps(digests, indent=0, sort_keys=True), "utf-8")
    draft.replace(path)

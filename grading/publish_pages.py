"""The feedback pages of many papers at once: byte for byte nbgrader's, without nbgrader's pace.

``nbgrader generate_feedback`` asks the gradebook cell by cell and takes a second a paper. Here the
marks are at hand, the exporter is built once, and processes share the work. The one difference is
meant: where a marker wrote nothing about a blank essay, nbgrader's English remark is left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import replace
from functools import cache
from typing import Any

from nbformat import v4
from traitlets.config import Config

from grading.answer_key import TEST_SUFFIX
from grading.feedback import FeedbackExporter, arrange, configure
from grading.job import Job
from grading.publish_stock import FinalPaper

CHUNK = 50
"""Pages a worker renders before it reports."""


def render_pages(
    job: Job, papers: Sequence[FinalPaper], executor: Executor | None = None
) -> Iterator[tuple[FinalPaper, bytes]]:
    """Render the page of every paper, in order.

    Args:
        job: what they were marked with.
        papers: with final marks.
        executor: runs the rendering; a process per core unless given.
    """
    chunks = [papers[n : n + CHUNK] for n in range(0, len(papers), CHUNK)]
    if len(chunks) < 2 and executor is None:
        for chunk in chunks:
            yield from zip(chunk, render_chunk(job, chunk), strict=True)
        return
    job = replace(job, write_notebooks=True)  # a copy without markers: these cannot travel
    job.prepare()
    own = ProcessPoolExecutor(os.cpu_count()) if executor is None else nullcontext(executor)
    with own as workers:
        futures = [workers.submit(render_chunk, job, chunk) for chunk in chunks]
        try:
            for chunk, future in zip(chunks, futures, strict=True):
                yield from zip(chunk, future.result(), strict=True)
        finally:
            for future in futures:
                future.cancel()


def render_chunk(job: Job, papers: Sequence[FinalPaper]) -> list[bytes]:
    """The pages of some papers, UTF-8."""
    return [_page(job, paper) for paper in papers]


def _page(job: Job, paper: FinalPaper) -> bytes:
    raw = job.notebook(paper.response, job.scores(paper.response))
    notebook: Any = v4.reads(raw.decode())  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        _put_marks(cell.metadata.nbgrader, paper)
    points = sum(slot.points for slot in job.papers[paper.response.form].slots)
    resources = {
        "nbgrader": {"score": paper.score, "max_score": points},
        "xuefa": {"entries": list(arrange(notebook.cells)), "waiting": False},
    }
    html, _ = _exporter().from_notebook_node(notebook, resources)
    return str(html).encode()


def _put_marks(meta: Any, paper: FinalPaper) -> None:
    slot = meta.grade_id.removesuffix(TEST_SUFFIX)
    if meta.get("grade"):
        meta["score"] = paper.scores[slot]
    if meta.get("solution"):
        meta["comment"] = paper.comments.get(slot)


@cache
def _exporter() -> FeedbackExporter:
    config = Config()
    configure(config)
    config.Exporter.default_preprocessors = []
    return FeedbackExporter(config=config)  # type: ignore[no-untyped-call]

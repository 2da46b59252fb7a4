"""nbgrader's preprocessors with the kernel taken out.

They give ``nbgrader autograde`` and the formgrader's button the very scores of the batch: the same
reading of hand-ins, the same markers, the same autograded notebook. A hand-in the batch would set
aside fails here too.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import orjson
from nbgrader.preprocessors.base import NbGraderPreprocessor
from sqlalchemy import create_engine

from grading.answer_key import read_answer_key
from grading.job import load_job

AUTOGRADE = [
    "grading.preprocessors.MarkWithoutKernel",
    "nbgrader.preprocessors.SaveAutoGrades",
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.CheckCellMetadata",
]


class MarkWithoutKernel(NbGraderPreprocessor):
    """Takes the place of ``Execute``: marks the hand-in and renders its autograded notebook."""

    def preprocess(self, nb: Any, resources: Any) -> tuple[Any, Any]:
        """Replace the notebook by the one the batch would write.

        Raises:
            SetAsideError: the hand-in cannot be graded.
        """
        del nb  # what was handed in is read from its folder, as the batch reads it
        about = resources["nbgrader"]
        exam, candidate, url = about["assignment"], about["student"], about["db_url"]
        course = Path(url.removeprefix("sqlite:///")).parent
        engine = create_engine(url)
        try:
            with engine.connect() as connection:
                key = read_answer_key(connection, exam)
        finally:
            engine.dispose()
        job = load_job(course, exam, key, {})
        response = job.intake.read(course / "submitted" / candidate / exam)
        notebook = job.notebook(response, job.scores(response))
        return nbformat.from_dict(orjson.loads(notebook)), resources  # type: ignore[no-untyped-call]


def configure(config: Any) -> None:
    """Let ``nbgrader autograde`` mark without a kernel; called from ``nbgrader_config.py``."""
    config.Autograde.autograde_preprocessors = AUTOGRADE

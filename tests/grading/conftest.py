"""What tests that grade start from: the released course, and a private copy of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from exam_hall.contract import Paper
from question_bank.exam import Exam
from tests.support.hand_ins import read_paper


@pytest.fixture
def course(released_course: Path, tmp_path: Path) -> Path:
    """A course folder with the exam released, to be changed at will."""
    return Path(shutil.copytree(released_course, tmp_path / "course"))


@pytest.fixture(scope="session")
def papers(released_course: Path, exam: Exam) -> dict[str, Paper]:
    """The released papers by form."""
    return {form: read_paper(released_course, exam.name, form) for form in exam.forms}


@pytest.fixture(scope="session")
def released(released_course: Path, exam: Exam) -> bytes:
    """The released notebook."""
    return (released_course / "release" / exam.name / "exam.ipynb").read_bytes()

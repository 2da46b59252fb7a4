"""A private copy of the released course for tests that grade."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest


@pytest.fixture
def course(released_course: Path, tmp_path: Path) -> Path:
    """A course folder with the exam released, to be changed at will."""
    return Path(shutil.copytree(released_course, tmp_path / "course"))

"""Reading a lesson's parts: once as long as the file is the same, anew when it changed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from courses.catalogue import LessonError, read_content
from courses.catalogue.listing import PACKAGED


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """A lesson of its own, to be changed at will."""
    lesson = tmp_path / "xingsu" / "evidence"
    shutil.copytree(PACKAGED / "xingsu" / "evidence", lesson)
    return lesson / "lesson.ipynb"


def test_a_file_that_did_not_change_is_read_once(notebook: Path) -> None:
    assert read_content(notebook) is read_content(notebook)


def test_a_file_that_changed_is_read_anew(notebook: Path) -> None:
    before = read_content(notebook)
    path = notebook.with_name("lesson.yaml")
    path.write_text(path.read_text("utf-8").replace(before.goals[0], "另一个目标"), "utf-8")
    assert read_content(notebook).goals[0] == "另一个目标"


def test_a_file_that_is_gone_or_faulty_is_named_every_time(notebook: Path) -> None:
    path = notebook.with_name("lesson.yaml")
    path.write_text("law: [", "utf-8")
    for _ in range(2):
        with pytest.raises(LessonError, match=r"evidence/lesson\.yaml"):
            read_content(notebook)
    path.unlink()
    with pytest.raises(LessonError, match=r"evidence/lesson\.yaml"):
        read_content(notebook)

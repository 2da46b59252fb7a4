"""The notebook as the front end gets it."""

from __future__ import annotations

import json
from pathlib import Path

import nbformat.v4 as nb
import pytest

from courses.catalogue.listing import Course, Lesson, load_catalogue
from courses.server.lesson_file import contents_model
from tests.support.jupyter import write_course, write_notebook


@pytest.fixture
def found(tmp_path: Path) -> tuple[Course, Lesson]:
    write_course(tmp_path)
    pair = load_catalogue(tmp_path).find("fuyi", "reply")
    assert pair is not None
    return pair


def test_a_lesson_is_read_only_and_says_its_title(found: tuple[Course, Lesson]) -> None:
    model = contents_model(*found, content=True)
    assert model["writable"] is False
    assert model["path"] == "fuyi/reply.ipynb"
    metadata = model["content"]["metadata"]
    assert metadata["xuefa"]["title"] == "收到复议答复通知书以后"
    assert metadata["kernelspec"]["name"] == "python3"


def test_no_cell_can_be_edited_or_deleted(found: tuple[Course, Lesson]) -> None:
    cells = contents_model(*found, content=True)["content"]["cells"]
    assert len(cells) == 3
    assert all(not c["metadata"]["editable"] and not c["metadata"]["deletable"] for c in cells)


def test_what_an_earlier_run_left_is_not_shown(found: tuple[Course, Lesson]) -> None:
    course, lesson = found
    cell = nb.new_code_cell("1", outputs=[nb.new_output("stream", text="旧")], execution_count=7)
    write_notebook(course.folder / lesson.notebook, [cell])
    (served,) = contents_model(course, lesson, content=True)["content"]["cells"]
    assert served["outputs"] == []
    assert served["execution_count"] is None
    assert served["source"] == "1"


def test_the_file_itself_stays_as_it_is(found: tuple[Course, Lesson]) -> None:
    path = found[0].folder / found[1].notebook
    before = path.read_bytes()
    contents_model(*found, content=True)
    assert path.read_bytes() == before


def test_without_content_only_the_facts_are_told(found: tuple[Course, Lesson]) -> None:
    model = contents_model(*found, content=False)
    assert (model["content"], model["format"]) == (None, None)
    assert model["type"] == "notebook"


@pytest.mark.parametrize("text", ["[]", '{"cells": 3}', "not json"])
def test_what_is_no_notebook_is_refused_even_without_content(
    found: tuple[Course, Lesson], text: str
) -> None:
    (found[0].folder / found[1].notebook).write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"."):
        contents_model(*found, content=False)


def test_a_model_is_plain_json(found: tuple[Course, Lesson]) -> None:
    assert json.loads(json.dumps(contents_model(*found, content=True)))["name"] == "reply.ipynb"

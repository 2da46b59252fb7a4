"""A lesson's notebook is parsed, never run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from courses.catalogue.notebook import Call, read_notebook
from courses.catalogue.reading import LessonError


def notebook(folder: Path, *cells: tuple[str, str]) -> Path:
    rows = [{"cell_type": kind, "source": source} for kind, source in cells]
    path = folder / "lesson.ipynb"
    path.write_text(json.dumps({"cells": rows}), "utf-8")
    return path


OPENING = 'from courses.lesson import open_lesson\nlesson = open_lesson("a/b")\nlesson.head()'


def test_text_headings_and_parts_are_found_in_their_order(tmp_path: Path) -> None:
    path = notebook(
        tmp_path,
        ("code", OPENING),
        ("markdown", "## 一、开头\n\n十个字的正文在这里。"),
        ("code", 'lesson.practice("x-001", "x-002")'),
        ("markdown", "### 小标题\n\n## 二、结尾  "),
        ("code", "lesson.end()"),
    )
    read = read_notebook(path)
    assert read.opened == "a/b"
    assert read.headings == ("一、开头", "二、结尾")
    assert read.characters == 3 + 9 + 3 + 3
    assert read.calls == (Call("head", ()), Call("practice", ("x-001", "x-002")), Call("end", ()))
    assert read.placed("practice") == ["x-001", "x-002"]
    assert read.placed("end") == [""]


@pytest.mark.parametrize(
    "source",
    [
        "import os",
        "from courses.lesson import open_lesson as lesson",
        "open('x', 'w')",
        "lesson.head(); print(1)",
        'lesson.case(name="x")',
        "lesson.case(1)",
        "lesson.case(which())",
        "lesson = open_lesson()",
        "lesson.head(",
        "other.head()",
    ],
)
def test_a_cell_that_does_more_than_place_parts_is_refused(tmp_path: Path, source: str) -> None:
    path = notebook(tmp_path, ("markdown", "文"), ("code", source))
    with pytest.raises(LessonError, match=r"lesson\.ipynb：第 1 个代码格"):
        read_notebook(path)


@pytest.mark.parametrize("text", ["{", "[]", '{"cells": [{}]}', '{"cells": 3}'])
def test_what_is_no_notebook_is_said_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lesson.ipynb"
    path.write_text(text, "utf-8")
    with pytest.raises(LessonError, match="不是合格的笔记本文件"):
        read_notebook(path)

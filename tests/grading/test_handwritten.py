"""Notebooks filled in by hand are read, never run, and never raise anything unexpected."""

from __future__ import annotations

import json
from typing import Any

import pytest

from exam_hall.contract import Paper
from grading.handwritten import (
    MAX_CELL_CHARS,
    MAX_NOTEBOOK_BYTES,
    UnreadableError,
    read_notebook,
)
from question_bank.notebook import CODE_STUB, TEXT_STUB
from tests.support.graded_course import typed


def test_the_released_notebook_is_blank(released: bytes, papers: dict[str, Paper]) -> None:
    assert read_notebook(released, papers) == ("A", {})


@pytest.mark.parametrize(
    ("name", "source", "answer"),
    [
        ("q01", "q01 = True", True),
        ("q01", "q01 = '错'", False),
        ("q01", f"q01 = None\n{CODE_STUB}\nq01 = True  # 改了", True),
        ("q01", "q01 = True\nq01 = False", False),
        ("q04", 'q04 = "b"', ["B"]),
        ("q04", 'q04 = ["Z"]', ["Z"]),
        ("q08", 'q08 = "A、C"', ["A", "C"]),
        ("q08", "q08 = {'c', 'a'}", ["A", "C"]),
        ("q08", "q08 = (\n  'A',\n  'C',\n)", ["A", "C"]),
        ("q17", 'q17 = ["十五", 30]', ["十五", "30"]),
        ("q17", 'q17 = ["", "30"]', ["", "30"]),
        ("q20", "第一行\n\nimport os", "第一行\n\nimport os"),
    ],
)
def test_what_was_typed_is_what_is_read(
    released: bytes, papers: dict[str, Paper], name: str, source: str, answer: object
) -> None:
    assert read_notebook(typed(released, **{name: source}), papers) == ("A", {name: answer})


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("q01", "q01 = None"),
        ("q01", ""),
        ("q01", "# q01 = True"),
        ("q04", "q04 = []"),
        ("q04", 'q04 = ""'),
        ("q17", 'q17 = ["", " "]'),
        ("q20", TEXT_STUB),
        ("q20", f"\n{TEXT_STUB} \n"),
        ("q20", " \n\u3000"),
    ],
)
def test_blank_answers_are_left_out(
    released: bytes, papers: dict[str, Paper], name: str, source: str
) -> None:
    assert read_notebook(typed(released, **{name: source}), papers) == ("A", {})


def test_the_form_is_the_one_the_notebook_says(released: bytes, papers: dict[str, Paper]) -> None:
    assert read_notebook(typed(released, form='form = "B"'), papers)[0] == "B"


@pytest.mark.parametrize("source", ["", "form = None", "form = ['A']", "form = 'C'", "form = {}"])
def test_a_form_that_is_not_said_or_unknown_is_refused(
    released: bytes, papers: dict[str, Paper], source: str
) -> None:
    with pytest.raises(UnreadableError, match="试卷代号不是本场考试的试卷（A、B）"):
        read_notebook(typed(released, form=source), papers)


def test_an_exam_of_one_form_need_not_say_it(released: bytes, papers: dict[str, Paper]) -> None:
    notebook = typed(released, form="", q01="q01 = True")

    assert read_notebook(notebook, {"A": papers["A"]}) == ("A", {"q01": True})


@pytest.mark.parametrize(
    "source",
    [
        "q01 = True; import os",
        "q01 = not False",
        "q01: bool = True",
        "q01 = q02 = True",
        "q02 = True",
        "q01 += True",
        "(q01 := True)",
        "q01.x = True",
        "q01, q02 = True, False",
        "q01 = f'{1}'",
        "q01 = ...",
        "q01 = b'\\x00'",
        "q01 = {1}",
        "q01 = 1j",
        "q01 = {1: 2}",
        "q01 = 2 ** 9999",
        "q01 = 0x" + "f" * 9_000,
        "q01 = '\\ud800'",
        "q01 = [" + "[" * 80 + "]" * 80 + "]" + "\n" + "q01 = " + "-" * 15_000 + "1",
        "q01 = " + "(" * 10_000,
        "q01 = x" + ".x" * 9_000,
        "if 1:\n q01 = True\n\tq01 = True",
        "q01 = '\x00'",
        "!rm -rf /",
        "%run x",
        "True",
        "对",
    ],
)
def test_a_cell_with_more_than_an_answer_is_refused_naming_the_question(
    released: bytes, papers: dict[str, Paper], source: str
) -> None:
    with pytest.raises(UnreadableError, match=r"第 1 题的答案格里.*人工"):
        read_notebook(typed(released, q01=source), papers)


@pytest.mark.parametrize("name", ["q01", "q20", "form"])
def test_a_cell_that_is_too_long_is_refused_naming_it(
    released: bytes, papers: dict[str, Paper], name: str
) -> None:
    where = {"q01": "第 1 题", "q20": "第 20 题", "form": "试卷代号"}[name]
    long = "#" * (MAX_CELL_CHARS + 1)
    with pytest.raises(UnreadableError, match=f"{where}.*{MAX_CELL_CHARS} 字"):
        read_notebook(typed(released, **{name: long}), papers)


def test_the_longest_allowed_essay_is_read(released: bytes, papers: dict[str, Paper]) -> None:
    essay = "字" * MAX_CELL_CHARS

    assert read_notebook(typed(released, q20=essay), papers)[1] == {"q20": essay}


def test_a_notebook_that_is_too_large_is_refused(papers: dict[str, Paper]) -> None:
    with pytest.raises(UnreadableError, match="5 MB"):
        read_notebook(b" " * (MAX_NOTEBOOK_BYTES + 1), papers)


def test_sources_are_read_as_text_or_as_lines(released: bytes, papers: dict[str, Paper]) -> None:
    lines = typed(released, q17=["q17 = [\n", '"15",\n', '"30"]'])

    assert read_notebook(lines, papers)[1] == {"q17": ["15", "30"]}


def test_a_missing_answer_cell_is_not_taken_for_a_blank(
    released: bytes, papers: dict[str, Paper]
) -> None:
    notebook = json.loads(released)
    notebook["cells"] = [c for c in notebook["cells"] if c["id"] != "q09"]

    with pytest.raises(UnreadableError, match="第 9 题的答案格不见了"):
        read_notebook(json.dumps(notebook).encode(), papers)


def test_a_cell_there_twice_is_refused_unless_both_say_the_same(
    released: bytes, papers: dict[str, Paper]
) -> None:
    notebook = json.loads(typed(released, q04="q04 = 'A'"))
    copy = next(dict(c) for c in notebook["cells"] if c["id"] == "q04")
    notebook["cells"].append(copy)
    assert read_notebook(json.dumps(notebook).encode(), papers)[1] == {"q04": ["A"]}

    copy["source"] = "q04 = 'B'"
    with pytest.raises(UnreadableError, match="第 4 题有两格不同的答案"):
        read_notebook(json.dumps(notebook).encode(), papers)


def test_cells_that_are_no_answers_are_ignored(released: bytes, papers: dict[str, Paper]) -> None:
    notebook = json.loads(typed(released, q01="q01 = True", q01_question="改了题目"))
    for source in ("q02 = True", "import os"):
        notebook["cells"].append({"cell_type": "code", "metadata": {}, "source": source})

    assert read_notebook(json.dumps(notebook).encode(), papers)[1] == {"q01": True}


CELL = {"metadata": {"nbgrader": {"solution": True, "grade_id": "q01"}}, "source": ""}

META: list[Any] = [
    None,
    [],
    {"nbgrader": None},
    {"nbgrader": []},
    {"nbgrader": {"solution": True}},
    {"nbgrader": {"solution": True, "grade_id": []}},
]


@pytest.mark.parametrize(
    "content",
    [
        *(b"", b"1", b"[]", b'"x"', b"null", b"{}", b'{"cells": null}', b'{"cells": {"a": 1}}'),
        *(b'{"cells": [1]}', b'{"cells": [{}]}', b"\xff", b'{"cells": [NaN]}', b"[" * 100_000),
        *(json.dumps({"cells": [CELL | {"metadata": meta}]}).encode() for meta in META),
        *(json.dumps({"cells": [CELL | {"source": s}]}).encode() for s in (None, 1, [1], [[]])),
    ],
)
def test_what_is_no_notebook_is_refused(content: bytes, papers: dict[str, Paper]) -> None:
    with pytest.raises(UnreadableError, match=r"exam.ipynb 不是完好的笔记本文件"):
        read_notebook(content, papers)

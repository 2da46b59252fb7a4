"""Reading a notebook that was filled in by hand in plain Jupyter. Nothing in it is ever run."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import Any

import orjson

from exam_hall.contract import ESSAY_KINDS, FORM_CELL, Paper, is_blank
from question_bank.marking import coerce_response
from question_bank.notebook import TEXT_STUB

MAX_NOTEBOOK_BYTES = 5_000_000
MAX_CELL_CHARS = 20_000


class UnreadableError(ValueError):
    """A hand-in cannot be used; the message is the Chinese reason."""


def read_notebook(raw: bytes, papers: Mapping[str, Paper]) -> tuple[str, dict[str, Any]]:
    """Read form and answers from the answer cells.

    Args:
        raw: the notebook's bytes.
        papers: the exam's papers by form.

    Returns:
        The form, and the responses by grade_id, without blank ones. Responses are literals; whether
        they fit the question is for marking to say.

    Raises:
        UnreadableError: not a notebook, too large, or an answer cell holds more than an answer.
    """
    cells = _answer_cells(raw)
    form = _literal(cells.get(FORM_CELL, ""), FORM_CELL)
    if form is None:
        form = min(papers)
    if form not in papers:
        raise UnreadableError(f"试卷代号 {str(form)[:8]!r} 不是本场考试的试卷")
    answers = {
        slot.grade_id: _response(slot.kind, cells.get(slot.grade_id, ""), slot.grade_id)
        for slot in papers[form].slots
    }
    return form, {name: answer for name, answer in answers.items() if not is_blank(answer)}


def _answer_cells(raw: bytes) -> dict[str, str]:
    if len(raw) > MAX_NOTEBOOK_BYTES:
        raise UnreadableError(f"exam.ipynb 超过 {MAX_NOTEBOOK_BYTES // 1_000_000} MB")
    try:
        cells = orjson.loads(raw)["cells"]
        return {
            cell["metadata"]["nbgrader"]["grade_id"]: _source(cell)
            for cell in cells
            if cell["metadata"].get("nbgrader", {}).get("solution")
        }
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableError("exam.ipynb 不是完好的笔记本文件") from error


def _source(cell: Mapping[str, Any]) -> str:
    source = cell["source"]
    text = source if isinstance(source, str) else "".join(source)
    if len(text) > MAX_CELL_CHARS:
        raise UnreadableError(f"有一格答案超过 {MAX_CELL_CHARS} 字")
    return text


def _response(kind: str, source: str, grade_id: str) -> object:
    if kind in ESSAY_KINDS:
        return "" if source.strip() == TEXT_STUB else source
    value = _literal(source, grade_id)
    return None if value is None else coerce_response(kind, value)


def _literal(source: str, name: str) -> Any:
    """The value last assigned to ``name`` in a cell that holds nothing but such assignments."""
    where = "试卷代号" if name == FORM_CELL else f"第 {int(name[1:])} 题"
    try:
        body = ast.parse(source).body
        values = [_assigned(statement, name) for statement in body]
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise UnreadableError(f"{where}的答案格里不只是答案，需人工查看") from error
    return values[-1] if values else None


def _assigned(statement: ast.stmt, name: str) -> Any:
    match statement:
        case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
            return ast.literal_eval(value)
    raise ValueError("not an assignment of the answer")

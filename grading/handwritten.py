"""Reading a notebook that was filled in by hand in plain Jupyter. Nothing in it is ever run."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from typing import Any

import orjson

from exam_hall.contract import ESSAY_KINDS, FORM_CELL, MAX_BLANK_CHARS, Paper, is_blank
from question_bank.marking import coerce_response
from question_bank.notebook import TEXT_STUB

MAX_NOTEBOOK_BYTES = 5_000_000
MAX_CELL_CHARS = 20_000
_GRADE_ID = re.compile("q[0-9]{2,3}")


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
        UnreadableError: not a notebook, too large, an answer cell is missing, there twice or holds
            more than an answer, or the form is not said.
    """
    cells = _answer_cells(raw)
    form = _literal(cells.get(FORM_CELL, ""), FORM_CELL)
    if form is None and len(papers) == 1:
        form = min(papers)
    if not isinstance(form, str) or form not in papers:
        raise UnreadableError(f"试卷代号不是本场考试的试卷（{'、'.join(papers)}）")
    answers = {}
    for slot in papers[form].slots:
        if slot.grade_id not in cells:
            raise UnreadableError(f"{_where(slot.grade_id)}的答案格不见了，需人工查看")
        answers[slot.grade_id] = _response(slot.kind, cells[slot.grade_id], slot.grade_id)
    return form, {name: answer for name, answer in answers.items() if not is_blank(answer)}


def check_questions(raw: bytes, questions: Mapping[str, str]) -> None:
    """Check that a notebook asks what was released, as far as its question cells are still there.

    Args:
        raw: the notebook's bytes.
        questions: the released text of the locked question cells by grade_id.

    Raises:
        UnreadableError: a question differs, or there is none at all: another exam's notebook.
    """
    try:
        cells = {
            cell["metadata"].get("nbgrader", {}).get("grade_id"): _source(cell)
            for cell in orjson.loads(raw)["cells"]
        }
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableError("exam.ipynb 不是完好的笔记本文件") from error
    found = cells.keys() & questions.keys()
    if not found:
        raise UnreadableError("笔记本里没有本场考试的题目")
    for name in sorted(found):
        if cells[name] != questions[name]:
            where = _where(name.split("_")[0])
            raise UnreadableError(f"{where}的题目与发布的不同，可能是另一场考试的笔记本")


def _answer_cells(raw: bytes) -> dict[str, str]:
    if len(raw) > MAX_NOTEBOOK_BYTES:
        raise UnreadableError(f"exam.ipynb 超过 {MAX_NOTEBOOK_BYTES // 1_000_000} MB")
    try:
        found = [
            (cell["metadata"]["nbgrader"]["grade_id"], _source(cell))
            for cell in orjson.loads(raw)["cells"]
            if cell["metadata"].get("nbgrader", {}).get("solution")
        ]
        cells = dict(found)
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableError("exam.ipynb 不是完好的笔记本文件") from error
    for name, source in found:
        _check_cell(str(name), source, cells[name])
    return cells


def _source(cell: Mapping[str, Any]) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _check_cell(name: str, source: str, last: str) -> None:
    if len(source) > MAX_CELL_CHARS:
        raise UnreadableError(f"{_where(name)}的答案超过 {MAX_CELL_CHARS} 字")
    if source != last:
        raise UnreadableError(f"{_where(name)}有两格不同的答案，需人工查看")


def _where(name: str) -> str:
    return f"第 {int(name[1:])} 题" if _GRADE_ID.fullmatch(name) else "试卷代号"


def _response(kind: str, source: str, grade_id: str) -> object:
    if kind in ESSAY_KINDS:
        return "" if source.strip() == TEXT_STUB else source
    value = _literal(source, grade_id)
    answer = None if value is None else coerce_response(kind, value)
    if not _can_be_kept(answer):
        raise UnreadableError(f"{_where(grade_id)}的答案格里写的不是答案，需人工查看")
    return answer


def _can_be_kept(answer: object) -> bool:
    """Whether JSON can say it, and no part is longer than a blank: bytes and sets are literals."""
    parts = answer if isinstance(answer, list) else []
    try:
        orjson.dumps(answer)
    except orjson.JSONEncodeError:
        return False
    return all(len(part) <= MAX_BLANK_CHARS for part in parts if isinstance(part, str))


def _literal(source: str, name: str) -> Any:
    """The value last assigned to ``name`` in a cell that holds nothing but such assignments."""
    try:
        body = ast.parse(source).body
        values = [_assigned(statement, name) for statement in body]
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise UnreadableError(f"{_where(name)}的答案格里不只是答案，需人工查看") from error
    return values[-1] if values else None


def _assigned(statement: ast.stmt, name: str) -> Any:
    match statement:
        case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
            return ast.literal_eval(value)
    raise ValueError("not an assignment of the answer")

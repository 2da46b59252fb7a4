"""The exam notebook: the one module that writes nbgrader metadata.

Per slot a locked question cell, an answer cell, and for objective slots a hidden test that holds
the key of every form as a literal. Layout measured against nbgrader 0.9.6.
"""

from __future__ import annotations

import ast
import re
from typing import Any

from exam_hall.contract import FORM_CELL, PaperSlot, form_source
from question_bank.blueprint import Blueprint
from question_bank.exam import Exam, FormItem, Slot
from question_bank.marking import SlotKey

CODE_STUB = (
    '# 只改等号右边。选择题写 ["A"] 或 ["A", "C"]；'
    '判断题写 True 或 False；填空题写 ["第一空", "第二空"]'
)
TEXT_STUB = "（请在此处作答）"
QUESTION_SUFFIX = "_question"
"""Ends the name of the cell in which a slot's question stands."""
BEGIN_SOLUTION, END_SOLUTION = "### BEGIN SOLUTION", "### END SOLUTION"
BEGIN_HIDDEN, END_HIDDEN = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"

Cell = dict[str, Any]


def source_notebook(exam: Exam) -> dict[str, Any]:
    """The nbgrader source notebook of an exam, with keys and model answers.

    Questions are printed as in the exam's first form.
    """
    form = exam.blueprint.forms[0]
    paper = exam.paper(form)
    cells = [_locked("head", head_text(exam.blueprint)), _form_cell(form)]
    printed = {slot.grade_id: slot for slot in paper.slots}
    for n, section in enumerate(paper.sections):
        cells.append(_locked(f"section{n + 1}", f"## {escape(section.heading)}"))
        for slot in (slot for slot in exam.slots if slot.section == n):
            filled = exam.form_item(form, slot)
            cells.extend(_slot_cells(exam, slot, printed[slot.grade_id], filled))
    return {"cells": cells, "metadata": _KERNEL, "nbformat": 4, "nbformat_minor": 5}


_KERNEL = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def _slot_cells(exam: Exam, slot: Slot, printed: PaperSlot, filled: FormItem) -> list[Cell]:
    name = f"{slot.grade_id}{QUESTION_SUFFIX}"
    question = _locked(name, question_text(slot.number, printed))
    if slot.is_essay:
        return [question, _essay(slot, filled)]
    key = exam.slot_key(slot)
    return [question, _objective(slot, filled), _test(slot, key)]


def head_text(blueprint: Blueprint) -> str:
    """The head of the paper in markdown: title, how it is sat, time and full marks."""
    book = "闭卷考试" if blueprint.closed_book else "开卷考试"
    lines = [f"{book}，考试时间 {blueprint.duration_minutes} 分钟，满分 {blueprint.points:g} 分。"]
    attempts = blueprint.attempts
    if attempts.allowed > 1:
        counted = "最好" if attempts.counts == "best" else "最后一次"
        lines.append(f"可以参加 {attempts.allowed} 次，取{counted}成绩。")
    if attempts.make_up:
        lines.append(f"未通过的可以补考 {attempts.make_up} 次。")
    return f"# {escape(blueprint.title)}\n\n" + "".join(lines)


def question_text(number: int, slot: PaperSlot) -> str:
    """One question in markdown: number, points, stem and lettered options."""
    stem = escape(slot.stem)
    lines = [f"**{number}.** （{slot.points:g} 分）{stem}"]
    lines += [f"{option.id}. {escape(option.text)}" for option in slot.options]
    return "\n\n".join(lines)


_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>$~&^=])")


def escape(text: str) -> str:
    """Text as markdown that shows exactly that text; line breaks become paragraphs."""
    lines = (line.strip() for line in text.splitlines())
    return "\n\n".join(_SPECIAL.sub(r"\\\1", line) for line in lines if line)


def _cell(
    kind: str, grade_id: str, source: str, points: float | None = None, **flags: bool
) -> Cell:
    meta: dict[str, Any] = {
        "grade": False,
        "grade_id": grade_id,
        "locked": False,
        "schema_version": 3,
        "solution": False,
        "task": False,
    }
    meta |= flags
    if points is not None:
        meta["points"] = points
    cell: Cell = {
        "cell_type": kind,
        "id": grade_id,
        "metadata": {"nbgrader": meta},
        "source": source.splitlines(keepends=True),
    }
    return cell | {"execution_count": None, "outputs": []} if kind == "code" else cell


def _locked(grade_id: str, text: str) -> Cell:
    return _cell("markdown", grade_id, text, locked=True)


def _form_cell(form: str) -> Cell:
    # The empty solution region keeps the line above it and appends the stub.
    source = f"{form_source(form)}\n{BEGIN_SOLUTION}\n{END_SOLUTION}"
    return _cell("code", FORM_CELL, source, solution=True)


def _objective(slot: Slot, filled: FormItem) -> Cell:
    key = filled.key()
    answer = [blank[0] for blank in key] if slot.kind == "fill" and isinstance(key, list) else key
    source = (
        f"{slot.grade_id} = None\n{BEGIN_SOLUTION}\n{slot.grade_id} = {answer!r}\n{END_SOLUTION}"
    )
    return _cell("code", slot.grade_id, source, solution=True)


def _essay(slot: Slot, filled: FormItem) -> Cell:
    source = f"{BEGIN_SOLUTION}\n{filled.item.model_answer}\n{END_SOLUTION}"
    return _cell("markdown", slot.grade_id, source, slot.points, grade=True, solution=True)


def _test(slot: Slot, key: SlotKey) -> Cell:
    name = slot.grade_id
    source = (
        f"{BEGIN_HIDDEN}\n"
        "from question_bank.marking import mark_cell\n"
        f'mark_cell(globals().get("{name}"), globals().get("{FORM_CELL}"), {key.as_literal()!r})\n'
        f"{END_HIDDEN}"
    )
    return _cell("code", f"{name}_test", source, slot.points, grade=True, locked=True)


def read_key(source: str) -> SlotKey:
    """Read the key out of a hidden test without running it.

    Args:
        source: the source of a test cell, as the gradebook keeps it.

    Raises:
        ValueError: it is no test cell of ours.
    """
    try:
        last = ast.parse(source).body[-1]
        if isinstance(last, ast.Expr) and isinstance(last.value, ast.Call):
            return SlotKey.from_literal(ast.literal_eval(last.value.args[2]))
    except (SyntaxError, IndexError, TypeError) as error:
        raise ValueError(f"测试单元格读不出答案键：{error}") from error
    raise ValueError("测试单元格里没有答案键")

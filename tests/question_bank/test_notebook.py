"""The exam notebook: nbgrader accepts it, keys come back out of it, text shows as written."""

from __future__ import annotations

import html
import re
from typing import Any

import mistune
import nbformat
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from nbgrader.nbgraderformat import MetadataValidator

from exam_hall.contract import Option, PaperSlot
from question_bank.blueprint import load_blueprint
from question_bank.exam import Exam
from question_bank.notebook import (
    escape,
    head_text,
    question_text,
    read_key,
    source_notebook,
)
from tests.support.banks import make_blueprint


@pytest.fixture(scope="module")
def notebook(exam: Exam) -> nbformat.NotebookNode:
    return nbformat.from_dict(source_notebook(exam))


def by_name(notebook: nbformat.NotebookNode) -> dict[str, Any]:
    return {cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells}


def test_nbgrader_and_nbformat_accept_the_notebook(notebook: nbformat.NotebookNode) -> None:
    assert nbformat.validator.isvalid(notebook)
    MetadataValidator().validate_nb(notebook)  # raises on a cell it does not accept
    versions = {cell.metadata.nbgrader.schema_version for cell in notebook.cells}
    assert versions == {MetadataValidator.schema_version}


def test_every_slot_has_its_cells_and_nothing_else_is_there(
    exam: Exam, notebook: nbformat.NotebookNode
) -> None:
    expected = {"head", "form"} | {f"section{n}" for n in range(1, 9)}
    for slot in exam.slots:
        expected |= {slot.grade_id, f"{slot.grade_id}_question"}
        expected |= set() if slot.is_essay else {f"{slot.grade_id}_test"}
    assert set(by_name(notebook)) == expected
    assert len(notebook.cells) == len(expected)


def test_the_points_of_the_graded_cells_are_those_of_the_exam(
    exam: Exam, notebook: nbformat.NotebookNode
) -> None:
    graded = [cell.metadata.nbgrader for cell in notebook.cells if cell.metadata.nbgrader.grade]
    assert len(graded) == len(exam.slots)
    assert sum(meta.points for meta in graded) == exam.blueprint.points


def test_questions_and_tests_are_locked_and_answers_are_not(
    notebook: nbformat.NotebookNode,
) -> None:
    for name, cell in by_name(notebook).items():
        meta = cell.metadata.nbgrader
        answer = re.fullmatch(r"form|q\d+", name) is not None
        assert meta.locked is not answer
        assert meta.solution is answer


def test_objective_answers_are_python_and_essays_are_text(
    exam: Exam, notebook: nbformat.NotebookNode
) -> None:
    cells = by_name(notebook)
    for slot in exam.slots:
        assert cells[slot.grade_id].cell_type == ("markdown" if slot.is_essay else "code")
        assert cells[slot.grade_id].metadata.nbgrader.grade is slot.is_essay


def test_keys_are_read_back_from_the_tests_with_and_without_nbgraders_marks(
    exam: Exam, notebook: nbformat.NotebookNode
) -> None:
    cells = by_name(notebook)
    for slot in (slot for slot in exam.slots if not slot.is_essay):
        source = cells[f"{slot.grade_id}_test"].source
        assert read_key("".join(source)) == exam.slot_key(slot)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "x = (",
        "x = 1",
        "mark_cell(1, 2)",
        "mark_cell(1, 2, 3)",
        "mark_cell(1, 2, {})",
        "mark_cell(1, 2, open('x'))",
        "mark_cell(1, 2, {'kind': 'single', 'points': 1, 'rule': 'odd', 'keys': {}})",
    ],
)
def test_what_is_no_test_of_ours_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_key(source)


def test_the_model_solution_stands_in_the_source_for_the_trainer(
    exam: Exam, notebook: nbformat.NotebookNode
) -> None:
    cells = by_name(notebook)
    for slot in exam.slots:
        source = "".join(cells[slot.grade_id].source)
        filled = exam.form_item("A", slot)
        key = filled.key() if not slot.is_essay else filled.item.model_answer
        if slot.kind == "fill":
            key = ["十五", "三十"]
        assert (key if isinstance(key, str) else f"{slot.grade_id} = {key!r}") in source


def shown(markdown: str) -> str:
    """What a reader sees, without white space."""
    return squeezed(html.unescape(re.sub(r"<[^>]*>", "", str(mistune.html(markdown)))))


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


MARKED = st.text(
    st.sampled_from("\\`*_{}[]()#+-.!|<>$~&^=:;/@\"' \n\t1a法、"), min_size=1, max_size=40
)
WORDS = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=40
)


@given(st.one_of(MARKED, WORDS))
@example("# 标题\n- 列表\n1. 编号\n> 引用\n    代码\n| a | b |\n|---|---|\n---\n===")
@example("____日内，**重要** <b>黑体</b> <script>alert(1)</script> $x^2$ &lt; [^1] ~~删~~")
@example("[链接](http://example.org) ![图](x) `代码` http://example.org <a@b.cn> <!-- 注 -->")
def test_escaped_text_shows_exactly_the_text(text: str) -> None:
    assert shown(escape(text)) == squeezed(text)


@given(MARKED)
def test_escaped_text_makes_no_markup_but_paragraphs(text: str) -> None:
    assert set(re.findall(r"<\s*/?\s*(\w+)", str(mistune.html(escape(text))))) <= {"p"}


def test_line_breaks_become_paragraphs() -> None:
    assert escape("第一行\n\n  第二行  \n") == "第一行\n\n第二行"


def test_a_question_shows_number_points_stem_and_lettered_options() -> None:
    options = (Option("A", "1. <甲>"), Option("B", "*乙*"))
    slot = PaperSlot("q07", "single", 1.5, "问____？\n# 再问", options)
    assert shown(question_text(7, slot)) == "7.（1.5分）问____？#再问A.1.<甲>B.*乙*"


def test_the_head_says_how_the_exam_is_sat() -> None:
    attempts = {"allowed": 3, "counts": "last", "make_up": 1}
    head = head_text(make_blueprint(closed_book=False, attempts=attempts))
    assert "开卷考试，考试时间 60 分钟" in head
    assert "可以参加 3 次，取最后一次成绩。未通过的可以补考 1 次。" in head
    assert "可以参加 3 次，取最好成绩。" in head_text(load_blueprint("constitution"))
    assert "闭卷考试" in head_text(make_blueprint())
    assert "补考" not in head_text(make_blueprint())

"""The contract: papers and hand-ins read back as written, and every fault named in Chinese."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_hall.contract import (
    FORM_CELL,
    ContractError,
    HandIn,
    Option,
    Paper,
    PaperSection,
    PaperSlot,
    answer_fault,
    answer_source,
    canonical_json,
    form_source,
    is_blank,
    parse_hand_in,
    quoted,
    render_notebook,
)

OPTIONS = tuple(Option(letter, f"选项{letter}") for letter in "ABCD")
SLOTS = {
    "true_false": PaperSlot("q01", "true_false", 1, "对不对？"),
    "single": PaperSlot("q02", "single", 1, "选一项", OPTIONS),
    "multiple": PaperSlot("q03", "multiple", 2, "选几项", OPTIONS),
    "fill": PaperSlot("q04", "fill", 1, "期限____日，延长____日"),
    "short": PaperSlot("q05", "short", 5, "简述", max_chars=10),
    "case": PaperSlot("q06", "case", 10, "分析"),
}
PAPER = Paper(
    "exam-1",
    "A",
    "法律考试",
    3600,
    (PaperSection("一、全部", tuple(slot.grade_id for slot in SLOTS.values())),),
    tuple(SLOTS.values()),
)
HAND_IN = HandIn(
    "exam-1",
    "P00001",
    "A",
    PAPER.sha256,
    "2026-09-18T01:00:00+00:00",
    "2026-09-18T02:00:00+00:00",
    3,
    {"q01": True, "q02": ["B"]},
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]))


def paper_data() -> dict[str, Any]:
    return dict(json.loads(PAPER.to_json()))


def hand_in_data(**changes: Any) -> dict[str, Any]:
    return {**json.loads(HAND_IN.to_json()), **changes}


def test_a_paper_reads_back_as_it_was_written() -> None:
    assert Paper.from_json(PAPER.to_json()) == PAPER


def test_a_papers_digest_changes_with_any_word_of_it() -> None:
    changed = replace(PAPER, slots=(replace(PAPER.slots[0], stem="别的"), *PAPER.slots[1:]))
    assert changed.sha256 != PAPER.sha256
    assert Paper.from_json(PAPER.to_json()).sha256 == PAPER.sha256


def test_a_paper_has_exactly_the_whitelisted_fields() -> None:
    data = paper_data()
    assert data.keys() == {"schema", "exam", "form", "title", "duration_s", "sections", "slots"}
    assert data["sections"][0].keys() == {"heading", "grade_ids"}
    assert data["slots"][1].keys() == {
        *("grade_id", "kind", "points", "stem", "options", "max_chars")
    }
    assert data["slots"][1]["options"][0].keys() == {"id", "text"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": "xuefa/paper/2"}, "xuefa/paper/1"),
        ({"key": "A"}, "key"),
        ({"slots": [{"grade_id": "q01"}]}, "缺少 options"),
        ({"sections": [{"heading": "一"}]}, "缺少 grade_ids"),
        ({"sections": None}, "有缺少、多余或写法不对的字段"),
    ],
)
def test_a_paper_that_breaks_the_contract_is_refused(change: dict[str, Any], words: str) -> None:
    with pytest.raises(ContractError, match="试卷") as caught:
        Paper.from_json(canonical_json({**paper_data(), **change}))
    assert words in str(caught.value)


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b"5", b"\xff", b"{}"])
def test_bytes_that_are_no_paper_are_refused_in_chinese(raw: bytes) -> None:
    with pytest.raises(ContractError, match="试卷文件不合格式") as caught:
        Paper.from_json(raw)
    assert not re.findall("[a-z]{2,} [a-z]{2,}", str(caught.value))


def test_a_quotation_is_short_and_cannot_end_itself() -> None:
    assert quoted("答案是”甲“乙") == "“答案是甲“乙”"
    assert len(quoted("字" * 1000)) == 42


def test_canonical_json_ignores_the_order_of_fields_and_keeps_chinese_readable() -> None:
    assert canonical_json({"b": 1, "a": "法"}) == canonical_json({"a": "法", "b": 1})
    assert canonical_json({"a": "法"}) == '{\n "a": "法"\n}\n'.encode()


def test_a_hand_in_reads_back_as_it_was_written() -> None:
    assert parse_hand_in(json.loads(HAND_IN.to_json())) == HAND_IN


def test_the_receipt_covers_every_other_field_and_the_secret() -> None:
    sealed = HAND_IN.sealed(b"secret")
    others = [
        replace(HAND_IN, exam="exam-2"),
        replace(HAND_IN, candidate="P00002"),
        replace(HAND_IN, form="B"),
        replace(HAND_IN, paper_sha256="0"),
        replace(HAND_IN, started="2026-09-18T01:00:01+00:00"),
        replace(HAND_IN, submitted="2026-09-18T02:00:01+00:00"),
        replace(HAND_IN, seq=4),
        replace(HAND_IN, answers={"q01": True, "q02": ["C"]}),
    ]
    receipts = [sealed.receipt, HAND_IN.sealed(b"other").receipt]
    receipts += [other.sealed(b"secret").receipt for other in others]
    assert len(set(receipts)) == len(receipts)
    assert all(len(receipt) == 64 for receipt in receipts)


def test_sealing_again_gives_the_same_receipt_and_changes_nothing_else() -> None:
    sealed = HAND_IN.sealed(b"secret")
    assert sealed.sealed(b"secret") == sealed
    assert replace(sealed, receipt="") == HAND_IN


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ([], "不是一个对象"),
        (hand_in_data(schema="other"), "schema"),
        (hand_in_data(score=100, admin=True), "不认识的字段：“admin、score”"),
        (hand_in_data(candidate=7), "candidate"),
        (hand_in_data(receipt=None), "receipt"),
        (hand_in_data(seq="3"), "seq 须为整数"),
        (hand_in_data(answers=[]), "answers 须为对象"),
        (hand_in_data(started="上午"), "started 不是时间"),
        (hand_in_data(submitted="2026-09-18T02:00:00"), "submitted 没有写明时区"),
    ],
)
def test_a_hand_in_of_the_wrong_shape_is_refused_by_field(data: object, words: str) -> None:
    with pytest.raises(ContractError) as caught:
        parse_hand_in(data)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "name",
    sorted(HandIn.__dataclass_fields__),
)
def test_a_hand_in_lacking_any_field_is_refused(name: str) -> None:
    data = hand_in_data()
    del data[name]
    with pytest.raises(ContractError, match=name):
        parse_hand_in(data)


@pytest.mark.parametrize("answer", [None, "", " \n", [], [""], ["", "  "]])
def test_what_says_nothing_is_blank(answer: object) -> None:
    assert is_blank(answer)


@pytest.mark.parametrize("answer", [False, True, "无", ["A"], ["", "三"], 0])
def test_what_says_something_is_not_blank(answer: object) -> None:
    assert not is_blank(answer)


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("true_false", False),
        ("single", ["D"]),
        ("single", []),
        ("multiple", ["A", "B", "C", "D"]),
        ("fill", ["十五"]),
        ("fill", ["十五", ""]),
        ("fill", ["长" * 200]),
        ("short", "十个字以内的答案呀"),
        ("case", "长" * 5000),
    ],
)
def test_an_answer_that_fits_its_slot_has_no_fault(kind: str, answer: object) -> None:
    assert answer_fault(SLOTS[kind], answer) is None


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        ("true_false", "true", "true 或 false"),
        ("true_false", 1, "true 或 false"),
        ("true_false", None, "true 或 false"),
        ("single", "A", "列表"),
        ("single", ["A", "B"], "单选题选了多项"),
        ("single", ["a"], "没有选项 “a”"),
        ("multiple", ["A", 2], "列表"),
        ("multiple", ["A", "E"], "没有选项 “E”"),
        ("multiple", ["A", "A"], "重复"),
        ("fill", ["一", "二", "三"], "多于空格"),
        ("fill", ["长" * 201], "超过 200 字"),
        ("fill", "十五", "列表"),
        ("short", "长" * 11, "超过 10 字"),
        ("case", "长" * 5001, "超过 5000 字"),
        ("case", ["文字"], "须为文字"),
    ],
)
def test_an_answer_that_does_not_fit_is_explained(kind: str, answer: object, words: str) -> None:
    assert words in (answer_fault(SLOTS[kind], answer) or "")


def test_a_foreign_option_is_quoted_only_in_part() -> None:
    fault = answer_fault(SLOTS["multiple"], ["<script>alert(1)</script>"])
    assert fault == "没有选项 “<script>”"


@given(st.one_of(st.booleans(), st.lists(TEXT)))
def test_the_answer_cell_is_python_that_says_exactly_the_answer(answer: bool | list[str]) -> None:
    name, _, value = answer_source(SLOTS["multiple"], answer).partition(" = ")
    assert name == "q03"
    assert ast.literal_eval(value) == answer


def test_an_essays_cell_is_the_essay() -> None:
    assert answer_source(SLOTS["case"], "q06 = 1\n第二行") == "q06 = 1\n第二行"


def cell(grade_id: str, source: str, **flags: bool) -> dict[str, Any]:
    return {"metadata": {"nbgrader": {"grade_id": grade_id, **flags}}, "source": source}


RELEASED = {
    "cells": [
        cell(FORM_CELL, 'form = "A"\n', solution=True),
        cell("q01_question", "题目", locked=True, solution=False),
        cell("q01", "q01 = None", solution=True),
        cell("q01_test", "测试", grade=True, solution=False),
        cell("q02", "q02 = None", solution=True),
        cell("q06", "请作答", grade=True, solution=True),
        {"metadata": {}, "source": "别人的单元格"},
    ],
    "nbformat": 4,
}


def rendered(answers: dict[str, Any], form: str = "A") -> dict[str, Any]:
    hand_in = replace(HAND_IN, answers=answers, form=form)
    return dict(json.loads(render_notebook(RELEASED, PAPER, hand_in)))


def test_a_rendered_notebook_changes_only_the_answered_cells() -> None:
    before = json.loads(json.dumps(RELEASED))
    after = rendered({"q01": False, "q02": [], "q06": "第一行\n第二行"}, "B")
    sources = [cell["source"] for cell in after["cells"]]
    assert sources[0] == [form_source("B")] == ['form = "B"']
    assert sources[2] == ["q01 = False"]
    assert sources[5] == ["第一行\n", "第二行"]
    for number in (1, 3, 4, 6):
        assert after["cells"][number] == before["cells"][number]
    assert after["nbformat"] == 4
    assert before == RELEASED


def test_an_answer_never_reaches_a_locked_cell_or_a_test() -> None:
    slots = (PaperSlot("q01_test", "case", 1, "题"), PaperSlot("q01_question", "case", 1, "题"))
    hand_in = replace(HAND_IN, answers={"q01_test": "mark = 1", "q01_question": "改题"})
    after = json.loads(render_notebook(RELEASED, replace(PAPER, slots=slots), hand_in))
    assert [after["cells"][n]["source"] for n in (1, 3)] == ["题目", "测试"]

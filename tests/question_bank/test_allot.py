"""Dealing forms: balanced, repeatable, and never changed for anybody."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.allot import allot_forms, allotment_path, read_allotment, write_allotment
from question_bank.exam import Exam, ExamError, save_exam

PEOPLE = [f"P{n:03d}" for n in range(40)]
NUMBERS = st.sets(st.sampled_from(PEOPLE))


@given(first=NUMBERS, second=NUMBERS)
def test_newcomers_are_dealt_in_and_nobodys_form_changes(
    exam: Exam, first: set[str], second: set[str]
) -> None:
    before = allot_forms(exam, first)
    after = allot_forms(exam, second, before)

    assert set(after) == first | second
    assert {person: after[person] for person in first} == before
    counts = Counter(after.values())
    assert abs(counts["A"] - counts["B"]) <= 1


def test_newcomers_restore_the_balance(exam: Exam) -> None:
    kept = dict.fromkeys(PEOPLE[:6], "A")

    dealt = allot_forms(exam, PEOPLE[:12], kept)

    assert Counter(dealt.values()) == {"A": 6, "B": 6}


def test_the_same_people_are_dealt_the_same_forms_in_any_order(exam: Exam) -> None:
    other = exam.model_copy(update={"seed": exam.seed + 1})

    assert allot_forms(exam, PEOPLE) == allot_forms(exam, reversed(PEOPLE))
    assert allot_forms(exam, PEOPLE) != allot_forms(other, PEOPLE)


def test_a_form_the_exam_does_not_have_is_refused(exam: Exam) -> None:
    with pytest.raises(ExamError, match="有本场考试没有的试卷 C"):
        allot_forms(exam, PEOPLE, {"P1": "C"})


def test_what_was_written_is_read(exam: Exam, tmp_path: Path) -> None:
    save_exam(tmp_path, exam)
    forms = allot_forms(exam, PEOPLE)

    assert read_allotment(tmp_path, exam.name) == {}
    write_allotment(tmp_path, exam.name, forms)
    assert read_allotment(tmp_path, exam.name) == forms


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("人员编号,试卷\nP1,A\nP1,B\n", "第 3 行"),
        ("人员编号,试卷\nP1\n", "第 2 行"),
        ("人员编号,试卷\n,A\n", "第 2 行"),
        ("编号,卷\nP1,A\n", "读不出来：须为 UTF-8 编码"),
    ],
)
def test_a_table_that_does_not_fit_is_named(
    exam: Exam, tmp_path: Path, text: str, words: str
) -> None:
    save_exam(tmp_path, exam)
    allotment_path(tmp_path, exam.name).write_text(text, "utf-8")

    with pytest.raises(ExamError, match=rf"allotment\.csv.*{words}"):
        read_allotment(tmp_path, exam.name)

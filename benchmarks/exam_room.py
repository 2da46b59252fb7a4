"""A released exam of 50 questions and its hand-ins, all invented."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from exam_hall.contract import HandIn, Paper, render_notebook
from question_bank.assemble import assemble
from question_bank.bank import Bank, BankItem
from question_bank.blueprint import Blueprint
from question_bank.course import paper_name
from question_bank.exam import Exam
from question_bank.release import release
from tests.support.banks import LAWS, make_item
from tests.support.hand_ins import STARTED, SUBMITTED, TIMESTAMP, random_answers

EXAM_DAY = dt.date(2026, 9, 18)
SECTIONS = (
    ("true_false", 20, 1),
    ("single", 15, 1),
    ("multiple", 10, 3),
    ("fill", 3, 5),
    ("case", 2, 10),
)
"""Kind, questions, points each: 50 questions, 100 points."""
# As long as the items of the shipped bank: a stem has about 110 characters, an option 17.
SITUATION = "某镇人民政府在办理一起涉及多户村民的事项时，当事人对程序和依据都提出了不同意见，" * 2
OPTION_TAIL = "，由该镇人民政府依法办理"
ESSAY = "应当先告知当事人依法享有的陈述、申辩权利，再依照法定程序作出书面决定并送达。\n" * 8


def build(course: Path, papers: int) -> Exam:
    """Release the exam into ``course`` and write ``papers`` hand-ins."""
    exam = assemble(_bank(), _blueprint(), 7, EXAM_DAY)
    folder = release(course, exam)
    released = orjson.loads((folder / "exam.ipynb").read_bytes())
    printed = {
        form: Paper.from_json((folder / paper_name(form)).read_bytes()) for form in exam.forms
    }
    for number in range(papers):
        _hand_in(course, exam, released, printed["AB"[number % 2]], number)
    return exam


def _bank() -> Bank:
    kinds = [kind for kind, count, _ in SECTIONS for _ in range(2 * count)]
    entries = [
        BankItem(_item(number, kind), LAWS[number % len(LAWS)], "专题", "sample.yaml")
        for number, kind in enumerate(kinds)
    ]
    return Bank(tuple(entries))


def _item(number: int, kind: str) -> Any:
    short = make_item(number, kind)
    options = {letter: text + OPTION_TAIL for letter, text in short.options.items()}
    return short.model_copy(update={"stem": SITUATION + short.stem, "options": options})


def _blueprint() -> Blueprint:
    sections = [{"kind": kind, "count": n, "points_each": each} for kind, n, each in SECTIONS]
    return Blueprint.model_validate(
        {
            "name": "benchmark",
            "title": "领导干部法律知识考试",
            "duration_minutes": 90,
            "points": sum(n * each for _, n, each in SECTIONS),
            "forms": ["A", "B"],
            "bands": {"合格": 60},
            "sections": sections,
        }
    )


def _hand_in(
    course: Path, exam: Exam, released: Mapping[str, Any], paper: Paper, number: int
) -> None:
    """Write one hand-in as the exam hall does."""
    candidate = f"P{number:05d}"
    answers = random_answers(exam, paper.form, number)
    essays = {slot.grade_id for slot in exam.slots if slot.is_essay}
    answers |= {name: ESSAY + answers[name] for name in essays & answers.keys()}
    plain = HandIn(exam.name, candidate, paper.form, paper.sha256, STARTED, SUBMITTED, 1, answers)
    record = plain.sealed(b"benchmark")
    folder = course / "submitted" / candidate / exam.name
    folder.mkdir(parents=True)
    (folder / "answers.json").write_bytes(record.to_json())
    (folder / "timestamp.txt").write_text(TIMESTAMP, "utf-8")
    (folder / "exam.ipynb").write_bytes(render_notebook(released, paper, record))

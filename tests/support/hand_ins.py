"""Writing hand-ins as the exam hall does."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exam_hall.contract import HandIn, Paper, render_notebook
from question_bank.course import paper_name
from question_bank.exam import Exam

STARTED, SUBMITTED = "2026-09-18T01:00:00+00:00", "2026-09-18T02:10:00+00:00"
TIMESTAMP = "2026-09-18 02:10:00.000000 UTC"


def make_hand_in(
    course: Path, exam: str, candidate: str, form: str, answers: Mapping[str, Any]
) -> HandIn:
    """A sealed hand-in for a released exam."""
    paper = read_paper(course, exam, form)
    plain = HandIn(exam, candidate, form, paper.sha256, STARTED, SUBMITTED, 1, answers)
    return plain.sealed(b"secret")


def read_paper(course: Path, exam: str, form: str) -> Paper:
    """The released paper of a form."""
    return Paper.from_json((course / "release" / exam / paper_name(form)).read_bytes())


def hand_in(
    course: Path,
    exam: str,
    candidate: str,
    form: str,
    answers: Mapping[str, Any],
    *,
    notebook: bool = True,
) -> Path:
    """Write ``submitted/<candidate>/<exam>`` and return it."""
    record = make_hand_in(course, exam, candidate, form, answers)
    folder = course / "submitted" / candidate / exam
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "answers.json").write_bytes(record.to_json())
    (folder / "timestamp.txt").write_text(TIMESTAMP, "utf-8")
    if notebook:
        released = json.loads((course / "release" / exam / "exam.ipynb").read_text("utf-8"))
        paper = read_paper(course, exam, form)
        (folder / "exam.ipynb").write_bytes(render_notebook(released, paper, record))
    return folder


def random_answers(exam: Exam, form: str, seed: int) -> dict[str, Any]:
    """Answers of a candidate who knows some, guesses some and leaves some blank."""
    dice = random.Random(seed)  # noqa: S311
    answers: dict[str, Any] = {}
    for slot in exam.slots:
        item = exam.form_item(form, slot)
        chance = dice.random()
        if chance < 0.1:
            continue
        if slot.is_essay:
            answers[slot.grade_id] = f"第{slot.number}题：应当告知。\n\n**要点** <b>一</b>"
        elif chance < 0.6:
            key = item.key()
            answers[slot.grade_id] = [b[0] for b in key] if slot.kind == "fill" else key  # type: ignore[union-attr]
        else:
            answers[slot.grade_id] = _wrong(slot.kind, dice)
    return answers


def _wrong(kind: str, dice: random.Random) -> Any:
    if kind == "true_false":
        return dice.random() < 0.5
    if kind == "fill":
        return ["七", dice.choice(["30", "", "六十"])]
    if kind == "single":
        return [dice.choice("ABCD")]
    return sorted(dice.sample("ABCD", dice.randint(1, 4)))

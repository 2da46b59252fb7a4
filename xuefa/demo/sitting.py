"""The simulated officials sit the exam: answers become hand-ins, some of them broken on purpose."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exam_hall.contract import MAX_ANSWERS_BYTES, NOTEBOOK, HandIn, Paper, render_notebook
from question_bank.course import paper_name
from question_bank.exam import Exam, FormItem
from xuefa.demo.exam_day import Broken, ExamDay, Sitting
from xuefa.demo.officials import Kind, Official, Slot, simulate_answers

SECRET = b"xuefa demonstration"
"""Seals the demo's receipts; a real hall has a secret of its own."""


def slots_of(exam: Exam, form: str) -> list[Slot]:
    """What the simulation has to know of a form."""
    return [_slot(exam, form, number) for number in range(len(exam.slots))]


def _slot(exam: Exam, form: str, number: int) -> Slot:
    slot = exam.slots[number]
    filled = exam.form_item(form, slot)
    item = filled.item
    letters = tuple(filled.letter(option) for option in filled.order)
    return Slot(slot.grade_id, Kind(slot.kind.value), item.difficulty, _correct(filled), letters)


def _correct(filled: FormItem) -> bool | tuple[str, ...]:
    if filled.item.is_essay:
        return tuple(point.text for point in filled.item.marking_points)
    key = filled.key()
    return key if isinstance(key, bool) else tuple(_first(part) for part in key)


def _first(part: str | list[str]) -> str:
    return part if isinstance(part, str) else part[0]


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who sits: how able, which form, when, and how the file breaks if it does."""

    official: Official
    form: str
    sitting: Sitting
    broken: Broken | None


def candidates_of(
    officials: Iterable[Official], forms: Mapping[str, str], day: ExamDay
) -> list[Candidate]:
    """Everyone registered who is not absent."""
    return [
        Candidate(o, forms[o.id], day.sittings[o.id], day.broken.get(o.id))
        for o in officials
        if o.id in day.sittings
    ]


def sit(
    course: Path,
    exam: Exam,
    candidates: Sequence[Candidate],
    seed: int,
    told: Callable[[int, int], None],
) -> None:
    """Write a hand-in for every candidate.

    Args:
        course: the course folder, with the exam released.
        exam: the assembled exam.
        candidates: who sits.
        seed: of the simulation.
        told: called with hand-ins written and in all.
    """
    released = course / "release" / exam.name
    notebook = json.loads((released / f"{NOTEBOOK}.ipynb").read_text("utf-8"))
    papers = {f: Paper.from_json((released / paper_name(f)).read_bytes()) for f in exam.forms}
    slots = {form: slots_of(exam, form) for form in exam.forms}
    for done, candidate in enumerate(candidates, start=1):
        paper = papers[candidate.form]
        answers = simulate_answers(candidate.official, slots[candidate.form], seed=seed)
        hand_in = _hand_in(paper, candidate.official.id, candidate.sitting, answers)
        folder = course / "submitted" / candidate.official.id / exam.name
        _write(folder, notebook, paper, hand_in, candidate.broken)
        told(done, len(candidates))


def _hand_in(paper: Paper, candidate: str, sitting: Sitting, answers: Mapping[str, Any]) -> HandIn:
    return HandIn(
        exam=paper.exam,
        candidate=candidate,
        form=paper.form,
        paper_sha256=paper.sha256,
        started=sitting.started.isoformat(),
        submitted=sitting.submitted.isoformat(),
        seq=len(answers),
        answers=answers,
    ).sealed(SECRET)


def _write(
    folder: Path,
    notebook: Mapping[str, Any],
    paper: Paper,
    hand_in: HandIn,
    broken: Broken | None,
) -> None:
    folder.mkdir(parents=True)
    raw = hand_in.to_json()
    (folder / "answers.json").write_bytes(_BREAK[broken](raw) if broken else raw)
    (folder / f"{NOTEBOOK}.ipynb").write_bytes(render_notebook(notebook, paper, hand_in))
    stamp = hand_in.submitted.replace("T", " ").replace("+00:00", ".000000 UTC")
    (folder / "timestamp.txt").write_text(stamp, "utf-8")


def _changed(**changes: object) -> Callable[[bytes], bytes]:
    def change(raw: bytes) -> bytes:
        return json.dumps({**json.loads(raw), **changes}, ensure_ascii=False).encode()

    return change


def _foreign_option(raw: bytes) -> bytes:
    data = json.loads(raw)
    first = next(name for name, answer in data["answers"].items() if isinstance(answer, list))
    data["answers"][first] = ["Z"]
    return json.dumps(data, ensure_ascii=False).encode()


def _other_form(raw: bytes) -> bytes:
    form = json.loads(raw)["form"]
    return _changed(form="B" if form == "A" else "A")(raw)


_BREAK: Mapping[Broken, Callable[[bytes], bytes]] = {
    Broken.TRUNCATED: lambda raw: raw[: len(raw) // 2],
    Broken.NOT_AN_OBJECT: lambda raw: b"[" + raw + b"]",
    Broken.UNKNOWN_SLOT: _changed(answers={"q99": True}),
    Broken.FOREIGN_OPTION: _foreign_option,
    Broken.WRONG_FORM: _other_form,
    Broken.TOO_LARGE: lambda raw: raw + b" " * MAX_ANSWERS_BYTES,
}

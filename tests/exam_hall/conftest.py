"""A small exam, released as ``xuefa exam release`` would, and a room in which it is sat."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from exam_hall.contract import (
    FORM_CELL,
    Option,
    Paper,
    PaperSection,
    PaperSlot,
    canonical_json,
    form_source,
)
from exam_hall.events import Event, Started
from exam_hall.opening import open_room
from exam_hall.requests import AnswerRequest
from exam_hall.room import ExamRoom
from exam_hall.sitting import Sitting

EXAM = "exam-1"
OPENS = dt.datetime(2026, 9, 18, 1, tzinfo=dt.UTC)
"""Nine in the morning in China."""
OPTIONS = tuple(Option(letter, f"选项{letter}") for letter in "ABCD")
SLOTS = (
    PaperSlot("q01", "true_false", 1, "对不对？"),
    PaperSlot("q02", "single", 1, "选一项", OPTIONS),
    PaperSlot("q03", "single", 1, "再选一项", OPTIONS),
    PaperSlot("q04", "multiple", 2, "选几项", OPTIONS),
    PaperSlot("q05", "fill", 1, "期限____日，延长____日"),
    PaperSlot("q06", "short", 5, "简述", max_chars=20),
)
PAPER = Paper(
    EXAM,
    "A",
    "法律考试",
    3600,
    (
        PaperSection("一、判断题", ("q01",)),
        PaperSection("二、选择题", ("q02", "q03", "q04")),
        PaperSection("三、其他", ("q05", "q06")),
    ),
    SLOTS,
)
PAPERS = {form: replace(PAPER, form=form) for form in "AB"}
ALLOTMENT = {"P1": "A", "P2": "B", "P3": "A"}
INVIGILATOR = "T1"


@dataclass
class Clock:
    """The server's clock, moved by hand."""

    now: dt.datetime = OPENS

    def __call__(self) -> dt.datetime:
        return self.now

    def forward(self, minutes: float = 0, *, seconds: float = 0) -> None:
        self.now += dt.timedelta(minutes=minutes, seconds=seconds)


def _cell(grade_id: str, source: str, **flags: bool) -> dict[str, Any]:
    return {
        "cell_type": "markdown",
        "metadata": {"nbgrader": {"grade_id": grade_id, **flags}},
        "source": source.splitlines(keepends=True),
    }


def notebook() -> dict[str, Any]:
    cells = [_cell(FORM_CELL, form_source("A"), solution=True)]
    for slot in SLOTS:
        cells.append(_cell(f"{slot.grade_id}_question", slot.stem, locked=True))
        cells.append(_cell(slot.grade_id, f"{slot.grade_id} = None", solution=True))
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def write_allotment(course: Path, allotment: dict[str, str]) -> None:
    path = course / "exams" / EXAM / "allotment.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = "".join(f"{who},{form}\n" for who, form in allotment.items())
    path.write_text(f"人员编号,试卷\n{rows}", "utf-8-sig")


def write_course(course: Path) -> Path:
    released = course / "release" / EXAM
    released.mkdir(parents=True)
    for form, paper in PAPERS.items():
        (released / f"paper-{form}.json").write_bytes(paper.to_json())
    (released / "exam.ipynb").write_bytes(canonical_json(notebook()))
    write_allotment(course, ALLOTMENT)
    return course


def make_sitting(course: Path, **changes: Any) -> Sitting:
    fields: dict[str, Any] = {
        "exam": EXAM,
        "course": str(course),
        "opens": OPENS,
        "closes": OPENS + dt.timedelta(minutes=90),
    }
    return Sitting.model_validate(fields | changes)


def saying(value: object, client_seq: int = 1, **changes: Any) -> AnswerRequest:
    """A request to save an answer, as it comes from a page."""
    fields = {"client": "page", "attempt": 1, "grade_id": "q02", **changes}
    fields |= {"value": value, "client_seq": client_seq}
    return AnswerRequest.model_validate_json(json.dumps(fields))


def begun(candidate: str = "P1", *, seq: int = 1, attempt: int = 1, client: str = "page") -> Event:
    """A journalled start."""
    return Started(
        seq=seq,
        at=OPENS,
        candidate=candidate,
        attempt=attempt,
        form="A",
        paper_sha256=PAPER.sha256,
        deadline=OPENS + dt.timedelta(hours=1),
        client=client,
    )


@pytest.fixture
def hall_course(tmp_path: Path) -> Path:
    return write_course(tmp_path / "course")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """The hall's own folder."""
    return tmp_path / "hall"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def sitting(hall_course: Path) -> Sitting:
    return make_sitting(hall_course)


@pytest.fixture
def room(sitting: Sitting, home: Path, clock: Clock) -> Iterator[ExamRoom]:
    found = open_room(sitting, home, clock=clock)
    yield found
    found.close()

"""An assembled exam: slots shared by all forms, and the items that fill them.

The record holds keys, so it is kept with the trainer (``exams/<exam>/exam.json``) and never copied
to a candidate.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from courses.messages import located
from exam_hall.contract import MAX_ESSAY_CHARS, Option, Paper, PaperSection, PaperSlot
from question_bank.blueprint import Blueprint, ExamName, is_exam_name
from question_bank.marking import KeyValue, SlotKey
from question_bank.schema import Item, Kind, OptionId, Record, Text

LETTERS = "ABCDEFGH"


class ExamError(ValueError):
    """An exam cannot be found or used; the message is Chinese."""


class FormItem(Record):
    """An item as one form prints it: ``order[0]`` is printed as option A."""

    item: Item
    law: Text
    topic: Text
    order: tuple[OptionId, ...] = ()

    def letter(self, option: str) -> str:
        """The printed letter of one of the item's options."""
        return LETTERS[self.order.index(option)]

    def key(self) -> KeyValue:
        """The key in printed letters (a choice), truth (true_false) or writings (fill)."""
        if self.item.kind in (Kind.SINGLE, Kind.MULTIPLE):
            return sorted(map(self.letter, map(str, self.item.right_response())))  # type: ignore[arg-type]
        return self.item.key()


class Slot(Record):
    """A place in the paper. ``section`` counts from 0, ``number`` from 1."""

    grade_id: Annotated[str, Field(pattern=r"^q\d{2,3}$")]
    number: int
    section: int
    kind: Kind
    points: float

    @property
    def is_essay(self) -> bool:
        """Whether a human marks it."""
        return self.kind in (Kind.SHORT, Kind.CASE)


class Exam(Record):
    """An exam: blueprint, seed and what came of them.

    ``on`` is the day for which the law was checked; ``bank_sha256`` names the bank it came from.
    """

    version: Literal["xuefa/exam/1"] = "xuefa/exam/1"
    name: ExamName
    blueprint: Blueprint
    seed: int
    on: dt.date
    bank_sha256: str
    slots: tuple[Slot, ...]
    forms: dict[str, tuple[FormItem, ...]]

    def form_item(self, form: str, slot: Slot) -> FormItem:
        """The item that fills a slot in a form."""
        return self.forms[form][slot.number - 1]

    def slot_key(self, slot: Slot) -> SlotKey:
        """The key of an objective slot for every form."""
        section = self.blueprint.sections[slot.section]
        keys = {form: self.form_item(form, slot).key() for form in self.forms}
        kind = slot.kind.value
        return SlotKey(kind, slot.points, section.rule, keys)  # type: ignore[arg-type]

    def paper(self, form: str) -> Paper:
        """What a candidate may see of a form: a whitelist of fields, nothing of the key."""
        sections = self.blueprint.sections
        return Paper(
            exam=self.name,
            form=form,
            title=self.blueprint.title,
            duration_s=self.blueprint.duration_minutes * 60,
            sections=tuple(
                PaperSection(
                    section.heading(n + 1),
                    tuple(slot.grade_id for slot in self.slots if slot.section == n),
                )
                for n, section in enumerate(sections)
            ),
            slots=tuple(paper_slot(slot, self.form_item(form, slot)) for slot in self.slots),
        )


def paper_slot(slot: Slot, filled: FormItem) -> PaperSlot:
    """One question as a candidate sees it: the whitelist of fields that leave the trainer."""
    item = filled.item
    options = tuple(
        Option(LETTERS[n], item.options[option]) for n, option in enumerate(filled.order)
    )
    return PaperSlot(
        grade_id=slot.grade_id,
        kind=slot.kind.value,
        points=slot.points,
        stem=item.stem,
        options=options,
        max_chars=MAX_ESSAY_CHARS if slot.is_essay else None,
    )


def require_name(name: str) -> str:
    """Return the name of an exam if it is one: it becomes a folder and a name in nbgrader.

    Raises:
        ExamError: saying what a name may consist of.
    """
    if not is_exam_name(name):
        raise ExamError(
            f"考试代号 {name!r} 不能用：须以小写字母开头，"
            "只含小写字母、数字、- 和 _，至多 40 个字符"
        )
    return name


def exam_path(course: Path, name: str) -> Path:
    """Where a course keeps the record of an exam."""
    return course / "exams" / name / "exam.json"


def save_exam(course: Path, exam: Exam) -> Path:
    """Write the record; the same exam gives the same bytes."""
    path = exam_path(course, exam.name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(exam.model_dump_json(indent=1, exclude_none=True) + "\n", "utf-8")
    return path


def load_exam(course: Path, name: str) -> Exam:
    """Read the record of an exam.

    Raises:
        ExamError: the name is none, there is no such exam, or its record does not fit.
    """
    require_name(name)
    path = exam_path(course, name)
    if not path.is_file():
        raise ExamError(f"课程文件夹 {course} 里没有考试 {name}：请先运行 xuefa exam assemble")
    try:
        return Exam.model_validate_json(path.read_text("utf-8"))
    except ValidationError as error:
        raise ExamError(f"{path} 不合格式：{located(error.errors()[0])}") from error
    except UnicodeDecodeError as error:
        raise ExamError(f"{path} 不合格式：不是 UTF-8 编码") from error

"""The READMEs tell the truth: their commands work, and both say the same."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from question_bank.exam import Exam, load_exam
from tests.exam_day.conftest import ROOT, Walk, commands

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]


def test_every_command_of_the_readme_succeeds(walk: Walk) -> None:
    failed = {c: done.stdout + done.stderr for c, done in walk.said.items() if done.returncode}
    assert not failed
    assert len(walk.said) >= 8


def test_no_command_of_the_readme_ends_in_a_traceback(walk: Walk) -> None:
    assert not [c for c, done in walk.said.items() if "Traceback" in done.stderr]


def test_both_readmes_give_the_same_commands() -> None:
    assert commands("README.md") == commands("README.zh-CN.md")


def test_both_readmes_list_the_same_reference_and_the_same_picture() -> None:
    english, chinese = (
        (ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md")
    )
    for pattern in (r"^\| `(xuefa [^`]+)`", r"!\[[^]]*\]\(([^)]+)\)", r"`make (\w+)`"):
        assert re.findall(pattern, english, re.MULTILINE)
        assert set(re.findall(pattern, english, re.MULTILINE)) == set(
            re.findall(pattern, chinese, re.MULTILINE)
        )


def test_the_picture_of_the_readme_exists() -> None:
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert pictures
    assert all((ROOT / picture).stat().st_size > 10_000 for picture in pictures)


def test_the_exam_a_trainer_releases_by_the_readme_holds_no_key(walk: Walk) -> None:
    released: Path = walk.checkout / "mycourse" / "release" / "autumn"
    text = "".join(path.read_text("utf-8") for path in released.iterdir())
    assert "mark_cell" not in text
    assert "BEGIN" not in text
    record = load_exam(walk.checkout / "mycourse", "autumn")
    items = [filled.item for form in record.forms.values() for filled in form]
    asked = plain("".join(text for item in items for text in (item.stem, *item.options.values())))
    told = "".join(plain(s) for path in released.iterdir() for s in strings(path))
    assert all(plain(item.stem) in told for item in items)
    # A quote may be the very sentence a question asks about.
    hidden = {plain(secret) for secret in secrets(record)} - {""}
    assert sorted(s for s in hidden if s in told and s not in asked) == []


def strings(path: Path) -> Iterator[str]:
    """Every text of a JSON file."""
    waiting: list[object] = [json.loads(path.read_text("utf-8"))]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            waiting += one.values()
        elif isinstance(one, list):
            lines = all(isinstance(part, str) for part in one)
            waiting += ["".join(one)] if lines else one
        elif isinstance(one, str):
            yield one


def plain(text: str) -> str:
    """A text without white space and the marks that keep markdown from reading it."""
    return re.sub(r"[\s\\]", "", html.unescape(text))


def secrets(exam: Exam) -> Iterator[str]:
    """Whatever the trainer wrote beside a question, and each key as it would be assigned."""
    for form, items in exam.forms.items():
        for slot, filled in zip(exam.slots, items, strict=True):
            item = filled.item
            yield from (item.id, item.explanation, item.model_answer or "")
            yield from (citation.quote for citation in item.citations)
            yield from (point.text for point in item.marking_points)
            if not slot.is_essay:
                key = exam.slot_key(slot).keys[form]
                yield f"{slot.grade_id} = {key!r}"
                yield f"{slot.grade_id} = {json.dumps(key, ensure_ascii=False)}"

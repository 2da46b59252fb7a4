"""A course's test with a small pool, and its browser's side."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from courses.questions import Question
from courses.record import Event, StudyRecord
from courses.study import Study
from courses.widgets.course_test import CourseTest
from tests.courses.widgets.conftest import PERSON, say
from tests.support.lessons import question

KINDS = ("single", "multiple", "true_false", "fill")


RIGHT: dict[str, Any] = {
    "single": ["c"],
    "multiple": ["a", "c"],
    "true_false": True,
    "fill": ["十五", "收到"],
}


WRONG: dict[str, Any] = {
    "single": ["a"],
    "multiple": ["a", "b"],
    "true_false": False,
    "fill": ["十", "收到"],
}


def groups(**changed: Any) -> list[list[Question]]:
    """Two lessons of fourteen questions, of all kinds."""
    return [
        [question(f"xingsu-{lesson}{n:02}", KINDS[n % 4], **changed) for n in range(14)]
        for lesson in (1, 2)
    ]


def at_test(folder: Path) -> Study:
    """A person at the page of the test: in no lesson, in the course."""
    return Study(PERSON, None, StudyRecord(PERSON, folder / "records"), course="xingsu")


@pytest.fixture
def open_test(tmp_path: Path) -> Callable[..., CourseTest]:
    """Open the test, as after a restart or in another window, on the same record."""

    def _open(dealt: list[list[Question]] | None = None) -> CourseTest:
        return CourseTest(at_test(tmp_path), "xingsu", "应诉", dealt or groups())

    return _open


Open = Callable[..., CourseTest]


def begin(test: CourseTest) -> list[dict[str, Any]]:
    say(test, "start", attempt=test.standing["next"])
    return list(test.questions)


def answer(test: CourseTest, shown: dict[str, Any], response: Any, id_: str = "") -> dict[str, Any]:
    attempt = test.standing["attempt"]
    return say(test, "answer", id=id_, attempt=attempt, item=shown["item"], response=response)


def stored(folder: Path) -> tuple[Event, ...]:
    return StudyRecord(PERSON, folder / "records").read().events

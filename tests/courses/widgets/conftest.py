"""A person at a lesson, and the browser's side of a widget."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from courses.record import RecordError, StudyRecord
from courses.study.sitting import Study
from courses.widgets.base import StudyWidget

PERSON, LESSON = "P00001", "xingsu/evidence"


@pytest.fixture
def study(tmp_path: Path) -> Study:
    """A sitting at a lesson, with a record of its own."""
    return sit_down(tmp_path)


def sit_down(folder: Path, lesson: str | None = LESSON) -> Study:
    """Another sitting of the same person: another window, or the same after a restart."""
    return Study(PERSON, lesson, StudyRecord(PERSON, folder / "records"))


def say(widget: StudyWidget, type: str, id: str = "", **data: Any) -> dict[str, Any]:  # noqa: A002
    """Send what the browser would and return the widget's answer."""
    message = {"type": type, "id": id or new_id(), **data}
    with patch.object(widget, "send") as sent:
        widget._on_message(widget, message, [])
    ((answer,),) = (call.args for call in sent.call_args_list)
    assert answer["id"] == message["id"]
    return dict(answer)


def new_id() -> str:
    """An id as the browser makes it."""
    return uuid.uuid4().hex


class FullDisk:
    """A record on a disk that is full, or not yet."""

    def __init__(self, record: StudyRecord, *, full: bool = True) -> None:
        self.record, self.full = record, full

    def append(self, *events: Any) -> Any:
        if self.full:
            raise RecordError("学习记录没有保存：磁盘空间或配额已满。请联系管理员清理后重试。")
        return self.record.append(*events)

    def read(self) -> Any:
        return self.record.read()

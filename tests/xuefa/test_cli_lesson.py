"""``xuefa lesson`` as a trainer meets it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from courses.catalogue.listing import PACKAGED
from tests.support.commands import Xuefa


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    """A copy of the lessons that ship."""
    return Path(shutil.copytree(PACKAGED, tmp_path / "lessons"))


def test_the_lessons_that_ship_are_sound(xuefa: Xuefa) -> None:
    status, said = xuefa("lesson", "check")
    assert status == 0, said
    assert "不合格 0 处" in said


def test_figures_can_be_read_by_a_program(lessons: Path, xuefa: Xuefa) -> None:
    _, said = xuefa("lesson", "check", "--folder", lessons, "--json")
    figures = json.loads(said)
    assert figures["lessons"] >= 4
    assert figures["failures"] == []


def test_a_faulty_lesson_is_named_and_the_status_says_so(lessons: Path, xuefa: Xuefa) -> None:
    path = lessons / "xingsu" / "evidence" / "lesson.yaml"
    path.write_text(path.read_text("utf-8").replace("practice:", "practise:"), "utf-8")
    status, said = xuefa("lesson", "check", "--folder", lessons)
    assert status == 1
    assert "xingsu/evidence：xingsu/evidence/lesson.yaml：practice：缺少这一项" in said
    assert "Traceback" not in said


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path, xuefa: Xuefa) -> None:
    status, said = xuefa("lesson", "check", "--folder", tmp_path / "gone")
    assert status == 1
    assert "课程文件夹不存在" in said


def test_damaged_proofs_are_said_so(lessons: Path, xuefa: Xuefa) -> None:
    (lessons / "proofs.json").write_text("[", "utf-8")
    status, said = xuefa("lesson", "check", "--folder", lessons)
    assert status == 1
    assert "运行 xuefa lesson prove 重新生成" in said


def begin(name: str, law: str, article: str, folder: Path) -> tuple[str, ...]:
    options = ("--title", "新的一课", "--law", law, "--article", article, "--folder", str(folder))
    return ("lesson", "new", name, *options)


def test_a_new_lesson_is_written_once_and_says_what_to_do_next(
    tmp_path: Path, xuefa: Xuefa
) -> None:
    status, said = xuefa(*begin("xingsu/new", "行诉法", "67", tmp_path / "mine"))
    assert status == 0, said
    assert "xuefa lesson check" in said
    assert (tmp_path / "mine" / "xingsu" / "new" / "lesson.yaml").is_file()
    status, said = xuefa(*begin("xingsu/new", "行诉法", "67", tmp_path / "mine"))
    assert status == 1
    assert "已经存在" in said


@pytest.mark.parametrize(
    ("law", "article", "told"),
    [
        ("行诉法", "300", "没有第三百条"),
        ("镇规民约", "1", "镇规民约"),
        ("民法典", "1", "至少要 8 道"),
    ],
)
def test_a_lesson_that_cannot_begin_says_why_and_writes_nothing(
    tmp_path: Path, xuefa: Xuefa, law: str, article: str, told: str
) -> None:
    status, said = xuefa(*begin("a/b", law, article, tmp_path))
    assert status == 1
    assert told in said
    assert list(tmp_path.iterdir()) == []


def test_proofs_are_not_recorded_while_a_lesson_is_faulty(lessons: Path, xuefa: Xuefa) -> None:
    (lessons / "xingsu" / "evidence" / "design.md").unlink()
    before = (lessons / "proofs.json").read_bytes()
    status, said = xuefa("lesson", "prove", "--folder", lessons)
    assert status == 1
    assert "未登记" in said
    assert (lessons / "proofs.json").read_bytes() == before

"""A new lesson opens at once; the checker says only what is still to write."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from courses.catalogue.checking import Ground, check_lessons
from courses.catalogue.listing import load_catalogue
from courses.catalogue.reading import LessonError
from courses.catalogue.scaffold import Plan, write_lesson
from courses.statutes import Library
from tests.support.lessons import ITEMS

LIBRARY = Library()
PLAN = Plan(
    name="xingsu/new",
    title="新的一课",
    minutes=20,
    course_title="应诉",
    order=2,
    article=LIBRARY.article("行政诉讼法", 67),
    practice=ITEMS,
)


def told(folder: Path) -> list[str]:
    ground = Ground(ITEMS, LIBRARY, {}, date(2026, 11, 25))
    return [finding.message for finding in check_lessons(load_catalogue(folder), ground).failures]


def test_all_that_is_wrong_with_a_new_lesson_is_that_it_is_not_written(tmp_path: Path) -> None:
    write_lesson(tmp_path, PLAN)
    length, unwritten = told(tmp_path)
    assert "应在 1500 至 4000 字之间" in length
    assert unwritten == "还有没填写的地方，标着（请填写）"


@pytest.mark.parametrize(
    ("law", "number"), [("宪法", "1"), ("刑法", "120之一"), ("民法典", "1034")]
)
def test_it_can_begin_with_any_article(tmp_path: Path, law: str, number: str) -> None:
    write_lesson(tmp_path, replace(PLAN, article=LIBRARY.article(law, number)))
    assert len(told(tmp_path)) == 2


def test_a_second_lesson_joins_the_course_without_changing_the_first(tmp_path: Path) -> None:
    write_lesson(tmp_path, PLAN)
    before = (tmp_path / "xingsu" / "course.toml").read_text("utf-8")
    write_lesson(tmp_path, replace(PLAN, name="xingsu/more", title="又一课", course_title="别的"))
    assert (tmp_path / "xingsu" / "course.toml").read_text("utf-8").startswith(before.rstrip())
    (course,) = load_catalogue(tmp_path).courses
    assert [lesson.id for lesson in course.file.lessons] == ["new", "more"]
    assert course.file.title == "应诉"


def test_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    written = write_lesson(tmp_path, PLAN)
    before = [path.read_bytes() for path in written]
    with pytest.raises(LessonError, match="已经存在，没有改动"):
        write_lesson(tmp_path, PLAN)
    assert [path.read_bytes() for path in written] == before


@pytest.mark.parametrize("name", ["xingsu", "Xingsu/a", "../a/b", "a/b/c", "a/", "课/一"])
def test_a_name_that_is_none_writes_nothing(tmp_path: Path, name: str) -> None:
    with pytest.raises(LessonError, match="写法不对"):
        write_lesson(tmp_path, replace(PLAN, name=name))
    assert list(tmp_path.iterdir()) == []


def test_without_enough_questions_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(LessonError, match="只有 3 道题，一课至少要 8 道"):
        write_lesson(tmp_path, replace(PLAN, practice=ITEMS[:3]))


def test_its_notebook_is_valid(tmp_path: Path) -> None:
    import nbformat  # noqa: PLC0415

    write_lesson(tmp_path, PLAN)
    path = tmp_path / "xingsu" / "new" / "lesson.ipynb"
    nbformat.validate(json.loads(path.read_text("utf-8")))

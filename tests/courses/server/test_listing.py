"""The list of courses with an official's progress."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses.catalogue.listing import load_catalogue
from courses.server.listing import CourseItem, course_list
from courses.server.progress import LessonKey, LessonProgress
from tests.support.jupyter import write_course


def listed(folder: Path, progress: dict[LessonKey, LessonProgress]) -> CourseItem:
    write_course(folder)
    (course,) = course_list(load_catalogue(folder), progress)
    return course


def test_without_a_record_nothing_has_been_done(tmp_path: Path) -> None:
    course = listed(tmp_path, {})
    assert course["done"] == 0
    assert [lesson["done"] for lesson in course["lessons"]] == [0, 0]
    assert course["lessons"][0]["path"] == "fuyi/reply.ipynb"


def test_a_course_weighs_its_lessons_by_their_minutes(tmp_path: Path) -> None:
    course = listed(
        tmp_path,
        {("fuyi", "reply"): LessonProgress(1.0, 31.5), ("fuyi", "broken"): LessonProgress(0.2)},
    )
    assert course["done"] == pytest.approx((25 * 1.0 + 15 * 0.2) / 40)
    assert course["lessons"][0]["spent_minutes"] == 31.5


def test_progress_stays_between_nothing_and_all(tmp_path: Path) -> None:
    course = listed(
        tmp_path,
        {("fuyi", "reply"): LessonProgress(1.7), ("fuyi", "broken"): LessonProgress(-1)},
    )
    assert [lesson["done"] for lesson in course["lessons"]] == [1, 0]


def test_progress_in_another_course_counts_nothing(tmp_path: Path) -> None:
    course = listed(tmp_path, {("susong", "reply"): LessonProgress(1.0)})
    assert course["done"] == 0

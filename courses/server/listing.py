"""The list of courses as the home page receives it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from courses.catalogue.listing import Catalogue, Course, Lesson
from courses.server.final_tests import FinalTestItem
from courses.server.progress import NOT_BEGUN, LessonKey, LessonProgress


class LessonItem(TypedDict):
    """A lesson; ``path`` is what the front end opens, ``done`` from 0 to 1."""

    id: str
    title: str
    minutes: int
    path: str
    done: float
    spent_minutes: float


class CourseItem(TypedDict):
    """A course; ``done`` weighs its lessons by their minutes. Its ``test`` counts in neither."""

    id: str
    title: str
    law: str
    minutes: int
    done: float
    lessons: list[LessonItem]
    test: FinalTestItem | None


def course_list(
    catalogue: Catalogue,
    progress: Mapping[LessonKey, LessonProgress],
    tests: Mapping[str, FinalTestItem] | None = None,
) -> list[CourseItem]:
    """Join the catalogue with an official's progress, and with the tests by course."""
    return [_course(course, progress, (tests or {}).get(course.id)) for course in catalogue.courses]


def _course(
    course: Course, progress: Mapping[LessonKey, LessonProgress], test: FinalTestItem | None
) -> CourseItem:
    lessons = [
        _lesson(course, lesson, progress.get((course.id, lesson.id), NOT_BEGUN))
        for lesson in course.file.lessons
    ]
    return {
        "id": course.id,
        "title": course.file.title,
        "law": course.file.law,
        "minutes": course.minutes,
        "done": sum(x["done"] * x["minutes"] for x in lessons) / course.minutes,
        "lessons": lessons,
        "test": test,
    }


def _lesson(course: Course, lesson: Lesson, progress: LessonProgress) -> LessonItem:
    return {
        "id": lesson.id,
        "title": lesson.title,
        "minutes": lesson.minutes,
        "path": f"{course.id}/{lesson.id}.ipynb",
        "done": min(max(progress.done, 0.0), 1.0),
        "spent_minutes": progress.minutes,
    }

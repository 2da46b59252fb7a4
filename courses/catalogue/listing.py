"""The catalogue of courses: one folder per course with a ``course.toml`` and its notebooks."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from courses.messages import listed

COURSE_FILE = "course.toml"
TEST_ID = "test"
"""Where a course's test is found, as a lesson is by its id."""
PACKAGED = Path(__file__).parents[1] / "lessons"
PAGES = Path(__file__).parents[1] / "pages"
"""The pages outside lessons, laid out like a course: flash cards, wrong-question book."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]


def _inside(notebook: str) -> str:
    path = PurePosixPath(notebook)
    if path.is_absolute() or ".." in path.parts or "\\" in notebook or path.suffix != ".ipynb":
        raise ValueError("须是课程文件夹里的 .ipynb 文件")
    return notebook


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Lesson(_Entry):
    """One lesson. ``minutes`` is the time it takes, ``notebook`` a path in the course folder."""

    id: Slug
    title: Line
    minutes: int = Field(ge=1, le=600)
    notebook: Annotated[str, AfterValidator(_inside)]


class CourseFile(_Entry):
    """What a ``course.toml`` holds. Courses are listed by ``order``, then by folder name."""

    title: Line
    law: Line
    order: int = 0
    test: Annotated[str, AfterValidator(_inside)] | None = None
    lessons: list[Lesson] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_are_unique(self) -> CourseFile:
        ids = [lesson.id for lesson in self.lessons]
        if len(set(ids)) < len(ids):
            raise ValueError("lessons 里有重复的 id")
        return self

    @model_validator(mode="after")
    def _test_is_no_lesson(self) -> CourseFile:
        if self.test is None:
            return self
        if any(lesson.id == TEST_ID for lesson in self.lessons):
            raise ValueError(f"有结业测试的课程，课的 id 不能是 {TEST_ID}")
        if any(lesson.notebook == self.test for lesson in self.lessons):
            raise ValueError("test 和 lessons 不能用同一个笔记本")
        return self

    @property
    def notebooks(self) -> list[str]:
        """Every notebook the course needs."""
        return [*(lesson.notebook for lesson in self.lessons), *([self.test] if self.test else [])]


@dataclass(frozen=True, slots=True)
class FinalTest:
    """The test that ends a course, with its certificate.

    It is no lesson: it has no minutes of the course and no share of its progress.
    """

    notebook: str
    id: str = TEST_ID
    title: str = "结业测试"


@dataclass(frozen=True, slots=True)
class Course:
    """A course that can be offered: its notebooks are all there. ``id`` is the folder's name."""

    id: str
    folder: Path
    file: CourseFile

    @property
    def minutes(self) -> int:
        """The time all lessons take."""
        return sum(lesson.minutes for lesson in self.file.lessons)

    @property
    def test(self) -> FinalTest | None:
        """The test that ends it, if it has one."""
        return FinalTest(self.file.test) if self.file.test else None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The courses in their order, and in Chinese what keeps others from being offered."""

    courses: tuple[Course, ...] = ()
    problems: tuple[str, ...] = ()

    def find(self, course_id: str, lesson_id: str) -> tuple[Course, Lesson] | None:
        """Return the lesson with its course, or None."""
        for course in self.courses:
            for lesson in course.file.lessons:
                if (course.id, lesson.id) == (course_id, lesson_id):
                    return course, lesson
        return None

    def course(self, course_id: str) -> Course | None:
        """Return the course, or None."""
        return next((course for course in self.courses if course.id == course_id), None)

    def find_test(self, course_id: str) -> tuple[Course, FinalTest] | None:
        """Return the test of a course with the course, or None."""
        course = self.course(course_id)
        return (course, course.test) if course and course.test else None


def catalogue_folder() -> Path:
    """Return the folder of courses: ``$XUEFA_LESSONS``, or the one that comes with the package."""
    named = os.environ.get("XUEFA_LESSONS")
    return Path(named).expanduser() if named else PACKAGED


def load_catalogue(folder: Path) -> Catalogue:
    """Read every course of a folder. A faulty course is left out and named in ``problems``."""
    courses: list[Course] = []
    problems: list[str] = []
    for path in sorted(folder.glob(f"*/{COURSE_FILE}")):
        read = _read_course(path)
        if isinstance(read, Course):
            courses.append(read)
        else:
            problems += [f"{path.parent.name}/{COURSE_FILE}：{reason}" for reason in read]
    return Catalogue(tuple(sorted(courses, key=lambda c: (c.file.order, c.id))), tuple(problems))


def load_pages() -> Catalogue:
    """Read the pages outside lessons, as one course named ``pages``."""
    read = _read_course(PAGES / COURSE_FILE)
    return Catalogue((read,)) if isinstance(read, Course) else Catalogue((), tuple(read))


def _read_course(path: Path) -> Course | list[str]:
    try:
        file = CourseFile.model_validate(tomllib.loads(path.read_text("utf-8")))
    except ValidationError as error:
        return listed(error)
    except UnicodeDecodeError:
        return ["须用 UTF-8 编码保存"]
    except tomllib.TOMLDecodeError as error:
        return [f"不是正确的 TOML（{error}）"]
    except OSError as error:
        return [f"不能读取（{error.strerror}）"]
    missing = [name for name in file.notebooks if not (path.parent / name).is_file()]
    if missing:
        return [f"缺少文件 {name}" for name in missing]
    return Course(path.parent.name, path.parent, file)

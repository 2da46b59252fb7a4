"""An open course: the notebook of its test names the test and the certificate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from courses.catalogue.listing import Catalogue, Course, catalogue_folder, load_catalogue
from courses.catalogue.reading import LessonError, read_content
from courses.questions import practice_pool
from courses.study.choosing import grouped
from courses.study.person import configured_person
from courses.study.sitting import Study
from courses.widgets.course_certificate import CourseCertificate
from courses.widgets.course_test import CourseTest


class OpenCourse:
    """One course, opened by the person this account is configured for."""

    def __init__(self, course: Course, study: Study) -> None:
        """Open ``course`` for the person of ``study``, which belongs to no lesson."""
        self._course, self._study = course, study

    def test(self) -> CourseTest:
        """The test, which asks the course's lessons and the law's other practice questions."""
        law, title = self._course.file.law, self._course.file.title
        groups = grouped(law, _practice(self._course), practice_pool())
        return CourseTest(self._study, self._course.id, title, groups)

    def certificate(self) -> CourseCertificate:
        """What is missing for the certificate, then the certificate."""
        return CourseCertificate(self._study, self._course)


def open_course(name: str, catalogue: Catalogue | None = None) -> OpenCourse:
    """Open a course of the catalogue, for the person of this account.

    Raises:
        LessonError: there is no such course.
    """
    course = (catalogue or load_catalogue(catalogue_folder())).course(name)
    if course is None:
        raise LessonError(f"课程目录里没有 {name} 这门课程")
    return OpenCourse(course, Study(configured_person(), None, course=course.id))


def _practice(course: Course) -> Iterator[tuple[str, ...]]:
    """The practice list of each lesson; a lesson that cannot be read keeps nobody from the test."""
    for lesson in course.file.lessons:
        try:
            yield read_content(Path(course.folder, lesson.notebook)).practice
        except LessonError:
            continue

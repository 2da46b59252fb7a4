"""Whether the notebook of a course's test is complete: a text, the test, then the certificate."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from courses.catalogue.listing import Course, FinalTest
from courses.catalogue.notebook import COURSE, NotebookText, read_notebook
from courses.catalogue.reading import LessonError
from courses.catalogue.scaffold import FILL_IN

CALLS = ("test", "certificate")
"""What the notebook places, each once and in this order, without a name."""


def final_test_faults(course: Course, test: FinalTest) -> Iterator[str]:
    """Say in Chinese what is wrong with the test of a course."""
    try:
        text = read_notebook(Path(course.folder, test.notebook), COURSE)
    except LessonError as error:
        yield str(error)
        return
    if text.opened != course.id:
        yield f'第一格应打开本课程：open_course("{course.id}")'
    yield from _call_faults(text)
    if not text.characters:
        yield "没有说明文字：写明测什么、多少分合格、可以再测"
    if FILL_IN in text.text:
        yield f"还有没填写的地方，标着{FILL_IN}"


def _call_faults(text: NotebookText) -> Iterator[str]:
    placed = [call.method for call in text.calls]
    for method in dict.fromkeys(placed):
        if method not in CALLS:
            yield f"没有 course.{method}() 这种内容"
    for method in CALLS:
        if placed.count(method) != 1:
            yield f"course.{method}() 应放 1 次，现在放了 {placed.count(method)} 次"
    for call in text.calls:
        if call.method in CALLS and call.names:
            yield f"course.{call.method}() 的括号里不写名称"
    if [method for method in placed if method in CALLS] == [*reversed(CALLS)]:
        yield "先放 course.test()，再放 course.certificate()"

"""What the notebook of a course's test opens."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses.catalogue.listing import PACKAGED, load_catalogue
from courses.catalogue.reading import LessonError, read_content
from courses.lesson import open_course
from courses.questions import practice_pool
from courses.record import StudyRecord, Verb
from tests.courses.widgets.conftest import say
from tests.support.jupyter import write_course


@pytest.fixture(autouse=True)
def _person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUEFA_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XUEFA_PERSON", "P00001")
    monkeypatch.setenv("XUEFA_LESSONS", "")


@pytest.mark.parametrize("name", ["xianfa", "xingsu", "fuyi", "xxgk"])
def test_the_test_of_every_course_asks_twenty_of_all_kinds_and_of_every_lesson(name: str) -> None:
    test = open_course(name).test()
    say(test, "start", attempt=1)
    asked = {shown["item"] for shown in test.questions}
    assert len(asked) == 20
    assert {shown["kind"] for shown in test.questions} == {
        "true_false",
        "single",
        "multiple",
        "fill",
    }
    course = load_catalogue(PACKAGED).course(name)
    assert course
    pool = practice_pool()
    for lesson in course.file.lessons:
        try:
            practice = set(read_content(course.folder / lesson.notebook).practice)
        except LessonError:  # a lesson that is being written
            continue
        assert not practice & pool.keys() or practice & asked


def test_test_and_certificate_share_what_was_done(tmp_path: Path) -> None:
    course = open_course("xingsu")
    test, certificate = course.test(), course.certificate()
    say(test, "start", attempt=1)
    say(test, "hand-in", attempt=1)
    assert certificate.missing["test"] == "最近一次 0 分，60 分合格"
    events = StudyRecord("P00001").read().events
    assert {event.course for event in events} == {"xingsu"}
    assert {event.lesson for event in events} == {None}
    assert events[0].verb == Verb.OPENED


def test_a_lesson_that_cannot_be_read_keeps_nobody_from_the_test(tmp_path: Path) -> None:
    write_course(tmp_path)  # its lessons have no lesson.yaml
    test = open_course("fuyi", load_catalogue(tmp_path)).test()
    assert test.standing["size"] == 20


def test_a_course_that_is_not_there_is_said_so() -> None:
    with pytest.raises(LessonError, match="课程目录里没有 nothing 这门课程"):
        open_course("nothing")

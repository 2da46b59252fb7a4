"""The certificate of a course, seen from the kernel."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses.catalogue.listing import Course, load_catalogue
from courses.record import Context, Result, StudyRecord, Verb, new_event
from courses.study import Study
from courses.widgets.course_certificate import CourseCertificate
from tests.courses.widgets.conftest import PERSON, say
from tests.support.jupyter import write_course

LESSONS = ("reply", "broken")


@pytest.fixture
def course(tmp_path: Path) -> Course:
    """A course of two lessons."""
    write_course(tmp_path / "lessons")
    (only,) = load_catalogue(tmp_path / "lessons").courses
    return only


@pytest.fixture
def record(tmp_path: Path) -> StudyRecord:
    return StudyRecord(PERSON, tmp_path / "records")


def complete(record: StudyRecord, lesson: str) -> None:
    here = Context(lesson=f"fuyi/{lesson}")
    record.append(new_event(PERSON, Verb.COMPLETED, f"lesson:fuyi/{lesson}", context=here))


def hand_in(record: StudyRecord, points: int, number: int = 1) -> None:
    result = Result(score=points / 100, success=points >= 60)
    here = Context(course="fuyi")
    record.append(
        new_event(PERSON, Verb.COMPLETED, f"test:fuyi/{number}", result=result, context=here)
    )


def shown(course: Course, record: StudyRecord) -> CourseCertificate:
    return CourseCertificate(Study(PERSON, None, record, course="fuyi"), course)


def test_until_it_is_earned_it_says_what_is_missing(course: Course, record: StudyRecord) -> None:
    widget = shown(course, record)
    assert widget.missing == {
        "lessons": ["收到复议答复通知书以后", "出错的一课"],
        "test": "还没有测",
    }
    complete(record, "reply")
    hand_in(record, 55)
    assert shown(course, record).missing == {
        "lessons": ["出错的一课"],
        "test": "最近一次 55 分，60 分合格",
    }
    hand_in(record, 80, 2)
    assert shown(course, record).missing == {"lessons": ["出错的一课"], "test": ""}


def test_once_earned_it_holds_everything_that_stands_on_it(
    course: Course, record: StudyRecord
) -> None:
    for lesson in LESSONS:
        complete(record, lesson)
    hand_in(record, 85)
    widget = shown(course, record)
    assert widget.missing == {}
    assert widget.certificate["course"] == "行政复议：从申请到答复"
    assert [one["title"] for one in widget.certificate["lessons"]] == [
        "收到复议答复通知书以后",
        "出错的一课",
    ]
    assert widget.certificate["points"] == 85
    assert set(widget.certificate) == {
        "course",
        "lessons",
        "hours",
        "points",
        "tested",
        "issued",
        "number",
    }
    assert shown(course, record).certificate == widget.certificate


def test_the_persons_number_is_there_masked_and_whole(course: Course, record: StudyRecord) -> None:
    assert shown(course, record).person == {"masked": "P0***1", "full": "P00001"}


def test_what_another_window_did_is_taken_in_when_it_comes_into_sight(
    course: Course, record: StudyRecord
) -> None:
    widget = shown(course, record)
    for lesson in LESSONS:
        complete(record, lesson)
    hand_in(record, 60)
    assert widget.certificate == {}
    say(widget, "refresh")
    assert widget.certificate["points"] == 60


def test_a_guest_is_told_that_nothing_is_kept(course: Course) -> None:
    assert CourseCertificate(Study(None, None, course="fuyi"), course).shown["kept"] is False

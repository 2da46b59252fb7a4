"""The certificate: earned by every lesson and the test, and the same whenever it is worked out."""

from __future__ import annotations

import datetime as dt
import random
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.listing import Course, CourseFile
from courses.record import Context, Event, Result, Verb, load_rules, new_event
from courses.study.certificate import Certificate, certificate, certificate_number, grounds

PERSON = "P00001"
LESSONS = ("evidence", "judgments")
COURSE = Course(
    "xingsu",
    Path("xingsu"),
    CourseFile.model_validate(
        {
            "title": "依法行政与应诉",
            "law": "行政诉讼法",
            "test": "test.ipynb",
            "lessons": [
                {"id": id_, "title": f"课 {id_}", "minutes": 25, "notebook": f"{id_}/lesson.ipynb"}
                for id_ in LESSONS
            ],
        }
    ),
)
START = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
HOUR, DAY = 60, 24 * 60


def event(verb: Verb, name: str, after: int, lesson: str | None = None, **result: Any) -> Event:
    context = Context(lesson=lesson, course="xingsu")
    at = START + dt.timedelta(minutes=after)
    told = Result(**result) if result else None
    return new_event(PERSON, verb, name, result=told, context=context, at=at)


def learned(id_: str, after: int) -> list[Event]:
    """A lesson of one question, half an hour long, completed."""
    name = f"xingsu/{id_}"
    beats = [
        event(Verb.EXPERIENCED, f"lesson:{name}", after + minute, name) for minute in range(1, 30)
    ]
    return [
        event(Verb.OPENED, f"lesson:{name}", after, name, questions=1),
        *beats,
        event(Verb.ANSWERED, f"item:{id_}-1", after + 29, name, success=True),
        event(Verb.COMPLETED, f"lesson:{name}", after + 30, name),
    ]


def sat(points: int, after: int, number: int = 1) -> Event:
    name = f"test:xingsu/{number}"
    return event(Verb.COMPLETED, name, after, success=points >= 60, score=points / 100)


WHOLE = [*learned("evidence", 0), *learned("judgments", DAY), sat(85, 2 * DAY)]


def earned(events: list[Event], course: Course = COURSE) -> Certificate | None:
    return certificate(course, grounds(course, events), events, load_rules())


def test_without_anything_everything_is_missing() -> None:
    found = grounds(COURSE, [])
    assert found.missing == ("课 evidence", "课 judgments")
    assert (found.test, found.last_points, found.earned) == (None, None, False)
    assert found.lacks_test == "还没有测"
    assert earned([]) is None


def test_a_certificate_says_what_was_learned_and_when() -> None:
    found = earned(WHOLE)
    assert found is not None
    assert found.course == "依法行政与应诉"
    assert found.lessons == (
        ("课 evidence", dt.date(2026, 3, 2)),
        ("课 judgments", dt.date(2026, 3, 3)),
    )
    assert (found.points, found.tested, found.issued) == (
        85,
        dt.date(2026, 3, 4),
        dt.date(2026, 3, 4),
    )
    assert found.hours == Decimal("1.2")  # two lessons of thirty minutes, 0.6 each


def test_each_condition_is_needed() -> None:
    lesson = [e for e in WHOLE if e.object != "lesson:xingsu/judgments"]
    assert earned(lesson) is None
    assert grounds(COURSE, lesson).missing == ("课 judgments",)
    assert earned(WHOLE[:-1]) is None
    failed = [*WHOLE[:-1], sat(55, 2 * DAY)]
    assert earned(failed) is None
    assert grounds(COURSE, failed).lacks_test == "最近一次 55 分，60 分合格"


def test_it_is_issued_on_the_day_the_last_condition_is_met_by_the_calendar_of_china() -> None:
    late = 2 * DAY + 16 * HOUR  # 01:00 of the next day in China
    found = earned([*learned("evidence", 0), sat(60, HOUR), *learned("judgments", late - 30)])
    assert found is not None
    assert (found.tested, found.issued) == (dt.date(2026, 3, 2), dt.date(2026, 3, 5))


def test_what_comes_later_changes_nothing() -> None:
    later = [
        sat(100, 3 * DAY, 2),
        sat(5, 3 * DAY + 1, 3),
        *learned("evidence", 4 * DAY),
        event(Verb.COMPLETED, "lesson:xingsu/judgments", 5 * DAY, "xingsu/judgments"),
    ]
    assert earned([*WHOLE, *later]) == earned(WHOLE)


def test_of_several_attempts_the_first_that_passed_counts() -> None:
    found = earned([*WHOLE[:-1], sat(40, DAY), sat(75, 2 * DAY, 2), sat(90, 3 * DAY, 3)])
    assert found is not None
    assert found.points == 75


@given(st.randoms(use_true_random=False), st.sets(st.integers(0, len(WHOLE) - 1)))
def test_no_order_of_reading_and_no_missing_event_ever_gives_more(
    chance: random.Random, left_out: set[int]
) -> None:
    mixed = [*WHOLE]
    chance.shuffle(mixed)
    assert earned(mixed) == earned(WHOLE)
    fewer = [one for index, one in enumerate(WHOLE) if index not in left_out]
    needed = {"lesson:xingsu/evidence", "lesson:xingsu/judgments", "test:xingsu/1"}
    completed = {one.object for one in fewer if one.verb == Verb.COMPLETED}
    assert (earned(fewer) is not None) == (completed >= needed)


def test_the_tests_of_other_courses_count_nothing() -> None:
    other = event(Verb.COMPLETED, "test:fuyi/1", 2 * DAY, success=True, score=1)
    assert earned([*WHOLE[:-1], other]) is None


@given(st.lists(st.uuids().map(lambda id_: id_.hex), min_size=1, max_size=12, unique=True))
def test_a_number_follows_from_the_ids_in_any_order_and_from_nothing_less(ids: list[str]) -> None:
    number = certificate_number(ids)
    assert re.fullmatch(r"\d{4}-\d{4}-\d{4}", number)
    assert certificate_number(reversed(ids)) == number
    assert certificate_number(ids[1:]) != number


def test_the_number_of_known_ids_stays_what_it_is() -> None:
    # Printed certificates must be found again by every later version.
    assert certificate_number(["0" * 32, "1" * 32]) == "2961-5746-1775"


def test_another_record_has_another_number() -> None:
    again = [*learned("evidence", 0), *learned("judgments", DAY), sat(85, 2 * DAY)]
    one, other = earned(WHOLE), earned(again)
    assert one is not None
    assert other is not None
    assert one.number != other.number

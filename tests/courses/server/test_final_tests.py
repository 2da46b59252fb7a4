"""The tests as the home page receives them."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses.catalogue.listing import Catalogue, load_catalogue
from courses.record import Context, Event, Result, Verb, new_event
from courses.server.final_tests import final_tests
from courses.server.listing import course_list
from courses.server.progress import lesson_progress
from tests.support.jupyter import write_course, write_test

PERSON = "P00001"


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    """Two courses; only the first ends with a test."""
    write_test(write_course(tmp_path), [("code", "course.test()")])
    write_course(tmp_path, "susong", order=2)
    return load_catalogue(tmp_path)


def handed_in(points: int, number: int = 1, course: str = "fuyi") -> Event:
    result = Result(score=points / 100, success=points >= 60)
    name = f"test:{course}/{number}"
    context = Context(course=course)
    return new_event(PERSON, Verb.COMPLETED, name, result=result, context=context)


@pytest.mark.parametrize(
    ("points", "shown"),
    [((), (None, False)), ((55,), (55, False)), ((85,), (85, True)), ((85, 40), (40, True))],
)
def test_a_test_tells_its_last_points_and_whether_it_was_ever_passed(
    catalogue: Catalogue, points: tuple[int, ...], shown: tuple[int | None, bool]
) -> None:
    events = tuple(handed_in(p, number) for number, p in enumerate(points, start=1))
    found = final_tests(catalogue, events)["fuyi"]
    assert (found["points"], found["passed"]) == shown
    assert (found["title"], found["path"]) == ("结业测试", "fuyi/test.ipynb")


def test_a_course_without_a_test_has_none(catalogue: Catalogue) -> None:
    tests = final_tests(catalogue, ())
    assert set(tests) == {"fuyi"}
    assert [course["test"] for course in course_list(catalogue, {}, tests)] == [tests["fuyi"], None]


def test_an_attempt_at_another_course_is_no_attempt_at_this_one(catalogue: Catalogue) -> None:
    assert final_tests(catalogue, (handed_in(90, course="susong"),))["fuyi"]["points"] is None


def test_there_are_no_more_questions_than_the_pool_has(
    catalogue: Catalogue, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert final_tests(catalogue, ())["fuyi"]["questions"] == 20
    monkeypatch.setenv("XUEFA_PRACTICE", str(tmp_path / "none"))
    assert final_tests(catalogue, ())["fuyi"]["questions"] == 0


def test_a_passed_test_leaves_the_progress_of_the_course_where_it_was(catalogue: Catalogue) -> None:
    events = (handed_in(100),)
    progress = lesson_progress(events, catalogue)
    assert progress == {}
    first = course_list(catalogue, progress, final_tests(catalogue, events))[0]
    assert (first["done"], first["minutes"]) == (0, 40)

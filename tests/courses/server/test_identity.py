"""Whoever has the token is the configured official, in every browser the same."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from courses.record import Context, Result, StudyRecord, Verb, new_event
from tests.support.jupyter import Jupyter, jupyter

PERSON = "P00007"
PROVIDER = "--ServerApp.identity_provider_class=courses.server.identity.ConfiguredIdentity"
LESSON = "xingsu/evidence"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """A server with the lessons that ship, and an official who has begun one."""
    home = tmp_path_factory.mktemp("server")
    records = home / "xuefa_home" / "records"
    here = Context(lesson=LESSON, course="xingsu", place="三、关键条文")
    record = StudyRecord(PERSON, records)
    record.append(
        new_event(
            PERSON, Verb.OPENED, f"lesson:{LESSON}", result=Result(questions=10), context=here
        ),
        new_event(
            PERSON,
            Verb.ANSWERED,
            "item:xingsu-301",
            result=Result(success=False, response=("a",)),
            context=here,
        ),
    )
    with jupyter("jupyter_server", home, {"XUEFA_PERSON": PERSON}, (PROVIDER,)) as running:
        yield running


def test_every_browser_is_the_same_official(server: Jupyter) -> None:
    names = {server.ask("/api/me").json()["identity"]["username"] for _ in range(2)}
    assert names == {PERSON}


def test_the_page_shows_no_number(server: Jupyter) -> None:
    identity = server.ask("/api/me").json()["identity"]
    assert PERSON not in (identity["name"], identity["display_name"], identity["initials"])


def test_without_the_token_nobody_is_anybody(server: Jupyter) -> None:
    for path in ("/api/me", "/xuefa/api/courses", "/xuefa/api/todo"):
        assert server.ask(path, headers={}).status == 403, path


def test_the_list_of_courses_shows_what_the_record_holds(server: Jupyter) -> None:
    courses = {
        course["id"]: course for course in server.ask("/xuefa/api/courses").json()["courses"]
    }
    (lesson,) = (row for row in courses["xingsu"]["lessons"] if row["id"] == "evidence")
    assert 0 < lesson["done"] < 0.2
    assert courses["fuyi"]["done"] == 0


def test_what_to_do_next_comes_from_the_record(server: Jupyter) -> None:
    items = server.ask("/xuefa/api/todo").json()["items"]
    assert [item["path"] for item in items if "错题本" in item["title"]] == [
        "pages/wrong-book.ipynb"
    ]
    assert any(item["path"] == f"{LESSON}.ipynb" for item in items)


@pytest.mark.parametrize("page", ["cards", "wrong-book"])
def test_the_pages_outside_lessons_are_served_like_lessons(server: Jupyter, page: str) -> None:
    answer = server.ask(f"/xuefa/api/contents/pages/{page}.ipynb")
    assert answer.status == 200
    model = answer.json()
    assert model["writable"] is False
    assert model["content"]["metadata"]["xuefa"]["course"] == "pages"


def test_a_page_that_is_none_is_not_found(server: Jupyter) -> None:
    assert server.ask("/xuefa/api/contents/pages/else.ipynb").status == 404

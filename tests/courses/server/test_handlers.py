"""The handlers in a real Jupyter server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tornado.web import Application

from courses.server.extension import mount
from courses.server.handlers import PROGRESS_OF
from courses.server.progress import LessonProgress
from tests.support.jupyter import Jupyter, jupyter, write_course, write_test

COURSES = "/town/xuefa/api/courses"
LESSON = "/town/xuefa/api/contents/fuyi/reply.ipynb"


@pytest.fixture(scope="module")
def lessons(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lessons")
    write_test(
        write_course(folder),
        [("code", 'from courses.lesson import open_course\nopen_course("fuyi").test()')],
    )
    (write_course(folder, "damaged", order=2) / "reply.ipynb").write_text("{}", "utf-8")
    (folder / "faulty").mkdir()
    (folder / "faulty" / "course.toml").write_text('title = "缺项"', "utf-8")
    return folder


@pytest.fixture(scope="module")
def server(lessons: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Jupyter]:
    """A Jupyter server under a base URL that has loaded the installed extension."""
    home = tmp_path_factory.mktemp("server")
    options = ("--ServerApp.base_url=/town/",)
    with jupyter("jupyter_server", home, {"XUEFA_LESSONS": str(lessons)}, options) as running:
        yield running


def test_courses_are_listed_as_json(server: Jupyter) -> None:
    answer = server.ask(COURSES)
    assert answer.status == 200
    assert answer.type.startswith("application/json")
    courses = answer.json()["courses"]
    assert [course["id"] for course in courses] == ["fuyi", "damaged"]
    assert courses[0]["lessons"][0] == {
        "id": "reply",
        "title": "收到复议答复通知书以后",
        "minutes": 25,
        "path": "fuyi/reply.ipynb",
        "done": 0,
        "spent_minutes": 0,
    }


def test_the_test_that_ends_a_course_is_listed_beside_its_lessons(server: Jupyter) -> None:
    first, second = server.ask(COURSES).json()["courses"]
    assert first["test"] == {
        "title": "结业测试",
        "path": "fuyi/test.ipynb",
        "questions": 20,
        "points": None,
        "passed": False,
    }
    assert (len(first["lessons"]), first["minutes"]) == (2, 40)
    assert second["test"] is None


def test_a_test_is_served_as_a_lesson_is_and_can_be_written_as_little(server: Jupyter) -> None:
    path = "/town/xuefa/api/contents/fuyi/test.ipynb"
    model = server.ask(path).json()
    assert (model["type"], model["writable"]) == ("notebook", False)
    assert model["content"]["metadata"]["xuefa"]["title"] == "结业测试"
    assert server.ask(f"{path}/checkpoints").json() == []
    assert server.ask(path, "PUT").status == 405
    assert server.ask(path, headers={}).status == 403
    assert server.ask("/town/xuefa/api/contents/damaged/test.ipynb").status == 404


def test_a_faulty_course_is_told_in_the_log(server: Jupyter) -> None:
    server.ask(COURSES)
    assert "课程未列出：faulty/course.toml：law：缺少这一项" in server.log.read_text("utf-8")


@pytest.mark.parametrize("path", [COURSES, LESSON, f"{LESSON}/checkpoints"])
def test_who_is_not_signed_in_gets_nothing(server: Jupyter, path: str) -> None:
    answer = server.ask(path, headers={})
    assert answer.status == 403
    assert "收到" not in answer.body.decode()


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_lesson_cannot_be_written(server: Jupyter, lessons: Path, method: str) -> None:
    before = (lessons / "fuyi" / "reply.ipynb").read_bytes()
    assert server.ask(LESSON, method).status == 405
    assert server.ask(LESSON, method, headers={}).status == 403
    assert (lessons / "fuyi" / "reply.ipynb").read_bytes() == before


def test_a_page_of_another_site_is_refused(server: Jupyter) -> None:
    answer = server.ask(COURSES, headers={"Origin": "http://elsewhere.example"})
    assert answer.status in (403, 404)
    assert "收到" not in answer.body.decode()


def test_a_lesson_is_served_as_a_read_only_notebook(server: Jupyter) -> None:
    model = server.ask(LESSON).json()
    assert (model["type"], model["writable"]) == ("notebook", False)
    assert server.ask(f"{LESSON}?content=0").json()["content"] is None
    assert server.ask(f"{LESSON}/checkpoints").json() == []


@pytest.mark.parametrize(
    "path",
    [
        "fuyi/nothing.ipynb",
        "nothing/reply.ipynb",
        "fuyi/../faulty/course.toml",
        "fuyi/course.toml",
        "%2e%2e/fuyi/reply.ipynb",
        "fuyi%2freply.ipynb%00",
    ],
)
def test_only_lessons_of_the_catalogue_are_served(server: Jupyter, path: str) -> None:
    answer = server.ask(f"/town/xuefa/api/contents/{path}")
    assert answer.status == 404
    assert b"cells" not in answer.body


def test_a_damaged_lesson_is_refused_without_a_traceback(server: Jupyter) -> None:
    answer = server.ask("/town/xuefa/api/contents/damaged/reply.ipynb?content=0")
    assert answer.status == 500
    assert answer.json()["message"] == "课文不能读取"
    assert "Traceback" not in answer.body.decode()


def test_a_missing_catalogue_is_an_empty_list(tmp_path: Path) -> None:
    env = {"XUEFA_LESSONS": str(tmp_path / "nowhere")}
    with jupyter("jupyter_server", tmp_path / "home", env) as server:
        answer = server.ask("/xuefa/api/courses")
    assert (answer.status, answer.json()) == (200, {"courses": []})


def test_the_study_record_is_mounted_from_outside() -> None:
    application = Application(base_url="/")
    record = {"li": {("fuyi", "reply"): LessonProgress(0.5)}}
    mount(application, lambda user: record[user])
    assert application.settings[PROGRESS_OF]("li")["fuyi", "reply"].done == 0.5


def test_an_earlier_page_config_hook_stays_in_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUEFA_PROFILE", "trainer")
    application = Application(base_url="/", page_config_hook=lambda _, c: {**c, "theirs": True})
    mount(application)
    config = application.settings["page_config_hook"](None, {"ours": 1})
    assert config == {"ours": 1, "theirs": True, "xuefaProfile": "trainer"}

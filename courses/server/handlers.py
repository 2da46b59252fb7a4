"""The handlers: who is not signed in gets nothing, and nothing can be written."""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from jupyter_server.auth.decorator import authorized
from jupyter_server.base.handlers import APIHandler
from tornado import web

from courses.catalogue.listing import (
    PAGES,
    TEST_ID,
    Catalogue,
    Course,
    FinalTest,
    Lesson,
    catalogue_folder,
    load_catalogue,
    load_pages,
)
from courses.server.final_tests import final_tests
from courses.server.lesson_file import contents_model, folder_model
from courses.server.listing import course_list
from courses.server.progress import ProgressOf, events_of, recorded
from courses.server.todo import todo_list

PROGRESS_OF = "xuefa_progress_of"
"""The setting of the web application that holds a ``ProgressOf``."""


class CoursesHandler(APIHandler):
    """``GET /xuefa/api/courses``: the courses, and how far this official has come."""

    auth_resource = "xuefa"

    @web.authenticated
    @authorized
    def get(self) -> None:
        """Send ``{"courses": [...]}``; see ``courses.server.listing``."""
        progress_of: ProgressOf = self.settings.get(PROGRESS_OF, recorded)
        person, catalogue = self.current_user.username, _catalogue(self)
        tests = final_tests(catalogue, events_of(person))
        _send(self, {"courses": course_list(catalogue, progress_of(person), tests)})


class TodoHandler(APIHandler):
    """``GET /xuefa/api/todo``: what this official has to do next."""

    auth_resource = "xuefa"

    @web.authenticated
    @authorized
    def get(self) -> None:
        """Send ``{"items": [...]}``; see ``courses.server.todo``."""
        items = todo_list(events_of(self.current_user.username), _catalogue(self))
        _send(self, {"items": items})


class LessonHandler(APIHandler):
    """``GET /xuefa/api/contents/<course>/<lesson>.ipynb``: a lesson, test or page, read-only."""

    auth_resource = "xuefa"

    @web.authenticated
    @authorized
    def get(self, course_id: str, lesson_id: str) -> None:
        """Send the lesson in the form of Jupyter's contents service."""
        course, lesson = self._find(course_id, lesson_id)
        content = self.get_query_argument("content", "1") != "0"
        try:
            _send(self, contents_model(course, lesson, content=content))
        except (OSError, ValueError) as error:
            self.log.error("课文 %s/%s 不能读取：%s", course_id, lesson_id, error)
            raise web.HTTPError(HTTPStatus.INTERNAL_SERVER_ERROR, "课文不能读取") from None

    def _find(self, course_id: str, lesson_id: str) -> tuple[Course, Lesson | FinalTest]:
        catalogue = load_pages() if course_id == PAGES.name else _catalogue(self)
        found: tuple[Course, Lesson | FinalTest] | None = catalogue.find(course_id, lesson_id)
        if found is None and lesson_id == TEST_ID:
            found = catalogue.find_test(course_id)
        if found is None:
            raise web.HTTPError(HTTPStatus.NOT_FOUND, "没有这一课")
        return found


class FolderHandler(APIHandler):
    """``GET /xuefa/api/contents[/<course>]``: folders that JupyterLab asks after."""

    auth_resource = "xuefa"

    @web.authenticated
    @authorized
    def get(self, course_id: str | None = None) -> None:
        """Send an empty, read-only folder."""
        _send(self, folder_model(course_id or ""))


class CheckpointsHandler(LessonHandler):
    """``GET …/checkpoints``: a read-only document has none."""

    @web.authenticated
    @authorized
    def get(self, course_id: str, lesson_id: str) -> None:
        """Send an empty list."""
        self._find(course_id, lesson_id)
        _send(self, [])


def _catalogue(handler: APIHandler) -> Catalogue:
    catalogue = load_catalogue(catalogue_folder())
    for problem in catalogue.problems:
        handler.log.warning("课程未列出：%s", problem)
    return catalogue


def _send(handler: APIHandler, body: Any) -> None:
    handler.set_header("Cache-Control", "no-store")
    handler.finish(json.dumps(body, ensure_ascii=False))


LESSON = r"([a-z0-9_-]+)/([a-z0-9_-]+)\.ipynb"
FOLDER = r"/?([a-z0-9_-]+)?/?"
ROUTES = (
    (r"xuefa/api/courses", CoursesHandler),
    (r"xuefa/api/todo", TodoHandler),
    (rf"xuefa/api/contents{FOLDER}", FolderHandler),
    (rf"xuefa/api/contents/{LESSON}", LessonHandler),
    (rf"xuefa/api/contents/{LESSON}/checkpoints", CheckpointsHandler),
)

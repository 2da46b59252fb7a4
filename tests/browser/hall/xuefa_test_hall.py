"""A server extension that serves the list which the exam hall will serve."""

from __future__ import annotations

import json
from typing import Any

from jupyter_server.base.handlers import APIHandler
from jupyter_server.utils import url_path_join
from tornado import web

EXAMS = [{"id": "autumn", "title": "领导干部任前法律知识考试", "duration_min": 90}]


class Exams(APIHandler):
    @web.authenticated
    def get(self) -> None:
        self.finish(json.dumps({"exams": EXAMS}))


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "xuefa_test_hall"}]


def _load_jupyter_server_extension(server: Any) -> None:
    base = server.web_app.settings["base_url"]
    server.web_app.add_handlers(
        ".*$",
        [(url_path_join(base, "xuefa/hall/api/exams"), Exams)],
    )

"""Pages, their files, and the headers every answer carries."""

from __future__ import annotations

import re

import pytest

from exam_hall.web.static_files import FOLDER, TYPES
from exam_hall.web.templates import Markup, filled
from tests.exam_hall.conftest import EXAM
from tests.exam_hall.web.conftest import Running
from tests.exam_hall.web.visitor import PREFIX, Answer, Visitor

CSP = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"


def assert_safe(answer: Answer) -> None:
    headers = answer.headers
    assert headers["Content-Security-Policy"] == CSP
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "Server" not in headers
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize(
    "path",
    ["api/exams", f"api/exams/{EXAM}", f"api/exams/{EXAM}/paper", "nothing", "", f"exam/{EXAM}"],
)
def test_every_answer_is_kept_by_nobody_and_framed_by_nobody(li: Visitor, path: str) -> None:
    answer = li.get(path)
    assert_safe(answer)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Etag" not in answer.headers


def test_refusals_are_as_safe(hall: Running) -> None:
    for path in ("api/exams", f"exam/{EXAM}", "sign-in", "static/none.js", "nothing"):
        assert_safe(hall.visitor().get(path))


def test_whoever_opens_an_address_is_refused_on_a_page(li: Visitor) -> None:
    for path in (f"room/{EXAM}", "exam/exam-2", "nothing", f"api/exams/{EXAM}/feedback"):
        answer = li.get(path, Accept="text/html,application/xhtml+xml")
        assert answer.status in (403, 404)
        assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
        assert "返回考场首页" in answer.text
        assert_safe(answer)


def test_the_page_of_the_exam_names_its_prefix_and_exam(li: Visitor) -> None:
    page = li.get(f"exam/{EXAM}")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert f'data-base="{PREFIX}"' in page.text
    assert f'data-exam="{EXAM}"' in page.text
    assert "{{" not in page.text


def test_the_page_of_the_room_is_the_invigilators(li: Visitor, watch: Visitor) -> None:
    assert li.get(f"room/{EXAM}").why == (403, "forbidden")
    page = watch.get(f"room/{EXAM}").text
    assert f'data-exam="{EXAM}"' in page
    assert "法律考试" in page


@pytest.mark.parametrize("name", [path.name for path in FOLDER.glob("*.html")])
def test_no_page_has_script_or_style_of_its_own(name: str) -> None:
    text = (FOLDER / name).read_text("utf-8")
    assert '<html lang="zh-CN">' in text
    assert re.search(r"<script(?![^>]*\bsrc=)", text) is None
    assert not re.search(r"<style|\bstyle=|\bon\w+=", text)


def test_values_are_escaped() -> None:
    made = filled("<p title='{{a}}'>{{a}}</p>{{b}}", {"a": "<i>'\"&", "b": Markup("<b></b>")})
    assert made == b"<p title='&lt;i&gt;&#x27;&quot;&amp;'>&lt;i&gt;&#x27;&quot;&amp;</p><b></b>"
    with pytest.raises(KeyError):
        filled("{{missing}}", {})


def test_files_are_asked_for_each_time_and_sent_when_changed(hall: Running) -> None:
    visitor = hall.visitor()
    first = visitor.get("static/player.js")
    assert first.status == 200
    assert first.headers["Content-Type"] == TYPES[".js"]
    assert first.headers["Cache-Control"] == "no-cache"
    assert re.fullmatch('"[0-9a-f]{64}"', first.headers["Etag"])
    again = visitor.send(
        "GET", f"{PREFIX}static/player.js", headers={"If-None-Match": first.headers["Etag"]}
    )
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize(
    "path", [p.relative_to(FOLDER).as_posix() for p in FOLDER.rglob("*") if p.suffix in TYPES]
)
def test_every_file_of_the_pages_is_served_as_it_is(hall: Running, path: str) -> None:
    answer = hall.visitor().get(f"static/{path}")
    assert (answer.status, answer.body) == (200, (FOLDER / path).read_bytes())

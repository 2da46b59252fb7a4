"""What a candidate sees after publication, and nobody else, and not before."""

from __future__ import annotations

import datetime as dt
import hashlib
from pathlib import Path

import pytest

from exam_hall.results import (
    FEEDBACK_FILE,
    RECHECK_FILE,
    RESULT_FILE,
    Result,
    SectionScore,
    published_folder,
    read_recheck,
)
from tests.exam_hall.conftest import EXAM, OPENS, Clock
from tests.exam_hall.web.conftest import Running
from tests.exam_hall.web.visitor import PAGE, Visitor

HERE = f"api/exams/{EXAM}"
FEEDBACK = "<!doctype html><title>反馈</title><p>正确答案 B</p><script>alert(1)</script>"
UNTIL = OPENS + dt.timedelta(days=5)


@pytest.fixture
def published(hall_course: Path) -> Path:
    """P1's result; P2 has none."""
    folder = published_folder(hall_course, "P1", EXAM)
    folder.mkdir(parents=True)
    page = FEEDBACK.encode()
    digest = hashlib.sha256(page).hexdigest()
    result = Result(
        *(EXAM, "法律考试", "P1", 8.5, 11.0, "合格"),
        (SectionScore("一、判断题", 1.0, 1.0),),
        *(OPENS, UNTIL, digest),
    )
    (folder / RESULT_FILE).write_bytes(result.to_json())
    (folder / FEEDBACK_FILE).write_bytes(page)
    return folder


def asking(text: str = "第 6 题请再看一遍") -> dict[str, str]:
    return {"client": PAGE, "text": text}


def test_before_publication_there_is_nothing(li: Visitor) -> None:
    for path in ("result", "feedback"):
        assert li.get(f"{HERE}/{path}").why == (404, "not_found")
    assert li.post(f"{HERE}/recheck", asking()).why == (409, "not_open")
    assert li.get(HERE).json()["published"] is False


def test_the_result_is_ones_own(li: Visitor, wang: Visitor, published: Path) -> None:
    assert li.get(HERE).json()["published"] is True
    assert li.get("api/exams").json()["exams"][0]["published"] is True
    assert li.get(f"{HERE}/result").json() == {
        "score": 8.5,
        "points": 11.0,
        "band": "合格",
        "sections": [{"heading": "一、判断题", "score": 1.0, "points": 1.0}],
        "published_at": OPENS.isoformat(),
        "feedback": True,
        "recheck": {
            "until": UNTIL.isoformat(),
            "open": True,
            "state": None,
            "text": None,
            "answer": None,
        },
    }
    for path in ("result", "feedback"):
        assert wang.get(f"{HERE}/{path}").why == (404, "not_found")


def test_the_feedback_can_do_nothing_but_be_read(li: Visitor, published: Path) -> None:
    page = li.get(f"{HERE}/feedback")
    assert (page.status, page.text) == (200, FEEDBACK)
    policy = page.headers["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"


def test_a_page_that_is_not_the_results_is_not_shown(li: Visitor, published: Path) -> None:
    (published / FEEDBACK_FILE).write_text("another publication's", "utf-8")
    assert li.get(f"{HERE}/feedback").why == (404, "not_found")


def test_a_recheck_is_asked_for_once(li: Visitor, published: Path) -> None:
    said = li.post(f"{HERE}/recheck", asking()).json()["recheck"]
    assert (said["state"], said["text"], said["open"]) == ("asked", "第 6 题请再看一遍", False)
    assert li.post(f"{HERE}/recheck", asking()).json()["recheck"] == said
    assert li.post(f"{HERE}/recheck", asking("还有第 5 题")).why == (409, "conflict")
    kept = read_recheck(published)
    assert kept is not None
    assert kept.candidate == "P1"
    assert li.get(f"{HERE}/result").json()["recheck"] == said


def test_nobody_asks_for_another(wang: Visitor, published: Path) -> None:
    assert wang.post(f"{HERE}/recheck", asking()).why == (409, "not_open")
    assert not (published / RECHECK_FILE).exists()


def test_a_recheck_has_its_time_and_its_length(li: Visitor, published: Path, clock: Clock) -> None:
    assert li.post(f"{HERE}/recheck", asking(" ")).why == (400, "malformed")
    assert li.post(f"{HERE}/recheck", asking("字" * 501)).why == (413, "too_large")
    clock.now = UNTIL
    li.cookies.update(li.cookies)
    assert li.post(f"{HERE}/recheck", asking()).why == (409, "closed")
    assert not (published / RECHECK_FILE).exists()


def test_a_damaged_result_is_told_without_a_traceback(
    hall: Running, li: Visitor, published: Path
) -> None:
    (published / RESULT_FILE).write_text("{}", "utf-8")
    for path in ("result", "feedback"):
        assert li.get(f"{HERE}/{path}").why == (500, "fault")
    (published / RESULT_FILE).unlink()
    (published / RESULT_FILE).mkdir()
    assert li.get(f"{HERE}/result").why == (503, "storage")

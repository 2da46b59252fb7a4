"""Re-checks from the trainer's side."""

from __future__ import annotations

from pathlib import Path

import pytest

from exam_hall.results import ask_recheck, published_folder, read_recheck, shown
from grading.answer_key import GradingError
from grading.publish_rechecks import answer_recheck, open_rechecks
from grading.publish_store import draft, put, take_back
from tests.support.published_course import LATER, NOW, TERMS, history

EXAM = "quiz"


@pytest.fixture
def course(tmp_path: Path) -> Path:
    for person in ("P1", "P2", "P3"):
        fields = {
            "exam": EXAM,
            "title": "小测验",
            "candidate": person,
            "score": 3.0,
            "points": 4.0,
            "band": "合格",
            "sections": (),
        }
        put(tmp_path, draft(fields, b"page", TERMS), b"page", TERMS)
    return tmp_path


def ask(course: Path, person: str, minutes: int = 0) -> None:
    ask_recheck(
        published_folder(course, person, EXAM), "请看第 2 题。", NOW.replace(minute=minutes)
    )


def answer(course: Path, person: str = "P1", text: str = "复核无误。") -> str | None:
    return answer_recheck(course, EXAM, person, text, LATER).answer


def test_open_requests_are_listed_oldest_first(course: Path) -> None:
    assert open_rechecks(course, EXAM) == []
    ask(course, "P1", 20)
    ask(course, "P2", 10)
    ask(course, "P3", 30)
    answer(course, "P3")
    take_back(published_folder(course, "P1", EXAM), LATER, "有误")
    first, second = open_rechecks(course, EXAM)
    assert (first.candidate, second.candidate) == ("P2", "P1")
    assert first.recheck is not None
    assert first.recheck.text == "请看第 2 题。"
    assert first.result is not None
    assert second.result is None
    assert open_rechecks(course, "other") == []


def test_a_damaged_request_is_listed_too(course: Path) -> None:
    (published_folder(course, "P2", EXAM) / "recheck.json").write_bytes(b"{")
    ask(course, "P1")
    first, damaged = open_rechecks(course, EXAM)
    assert (first.candidate, damaged.candidate, damaged.recheck) == ("P1", "P2", None)
    with pytest.raises(GradingError, match=r"复核申请损坏：recheck\.json 不是完整的 JSON"):
        answer(course, "P2")


def test_an_answer_is_shown_to_the_candidate_and_kept_in_the_history(course: Path) -> None:
    ask(course, "P1")
    assert answer(course, " p1 ".strip(), "已复核，\n维持原分。\n") == "已复核，\n维持原分。"
    folder = published_folder(course, "P1", EXAM)
    told = shown(folder, LATER)
    assert told is not None
    assert told["recheck"] | {"until": ""} == {
        "until": "",
        "open": False,
        "state": "answered",
        "text": "请看第 2 题。",
        "answer": "已复核，\n维持原分。",
    }
    line = history(folder)[-1]
    assert (line["event"], line["text"]) == ("recheck", "请看第 2 题。")
    assert line["answer"] == "已复核，\n维持原分。"


def test_an_answer_is_given_once(course: Path) -> None:
    ask(course, "P1")
    answer(course)
    before = read_recheck(published_folder(course, "P1", EXAM))
    assert answer(course) == "复核无误。"
    with pytest.raises(GradingError, match="已经答复过"):
        answer(course, text="另有结论。")
    assert read_recheck(published_folder(course, "P1", EXAM)) == before


@pytest.mark.parametrize(
    ("person", "text", "said"),
    [
        ("P1", " ", "答复须有内容"),
        ("P1", "字" * 1001, "至多 1000 字（现为 1001 字）"),
        ("P2", "无误", "此人没有申请复核：请用 xuefa grade rechecks"),
        ("P9", "无误", "没有公布过此人的成绩：请用 xuefa grade rechecks quiz --show-ids"),
        ("../P1", "无误", "没有公布过此人的成绩"),
    ],
)
def test_what_cannot_be_answered_is_told(course: Path, person: str, text: str, said: str) -> None:
    ask(course, "P1")
    with pytest.raises(GradingError, match=said):
        answer(course, person, text)

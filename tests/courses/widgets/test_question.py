"""The question card: tells no key before an answer, keeps every answer, shows the last one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from courses.questions import Question
from courses.record import StudyRecord
from courses.study import Study
from courses.widgets.question import QuestionCard
from tests.courses.widgets.conftest import PERSON, FullDisk, new_id, say, sit_down
from tests.support.lessons import question

ANSWERS: dict[str, tuple[Any, Any]] = {
    "single": (["c"], ["a"]),
    "multiple": (["c", "a"], ["a", "b", "c"]),
    "true_false": (True, False),
    "fill": (["十五", "收到"], ["十", "收到"]),
}


def shown(card: QuestionCard) -> str:
    """All that the browser receives."""
    return json.dumps(card.get_state(), ensure_ascii=False, default=str)


@pytest.mark.parametrize("kind", ANSWERS)
def test_before_an_answer_nothing_shown_tells_the_key(study: Study, kind: str) -> None:
    asked = question(kind=kind)
    card = QuestionCard(study, asked)
    other = asked.model_copy(
        update={
            "key": {"single": ("a",), "multiple": ("b", "d"), "true_false": False}.get(
                kind, (("三",), ("发出",))
            ),
            "explanation": "别的解析",
            "citations": (),
        }
    )
    same = {"owner", "key", "question", "verdict", "saved"}
    changed = QuestionCard(study, other)
    assert [getattr(card, name) for name in same] == [getattr(changed, name) for name in same]
    assert asked.explanation not in shown(card)


@pytest.mark.parametrize("kind", ANSWERS)
def test_an_answer_is_stored_marked_and_explained(study: Study, kind: str) -> None:
    for given, right in zip(ANSWERS[kind], (True, False), strict=True):
        card = QuestionCard(study, question(kind=kind))
        assert say(card, "answer", response=given, place="三、 关键条文")["type"] == "saved"
        event = study.events[-1]
        assert event.object == "item:xingsu-901"
        assert event.result is not None
        assert (event.result.success, event.result.score) == (right, float(right))
        assert event.context.place == "三、关键条文"
        assert card.verdict["right"] is right
        assert card.verdict["response"] == given
        assert card.verdict["explanation"] == question().explanation
        assert card.verdict["citations"][0]["label"] == "《行政诉讼法》第六十七条"
        assert card.saved == 1


def test_a_restart_and_another_window_show_the_last_answer(tmp_path: Path) -> None:
    study = sit_down(tmp_path)
    other = sit_down(tmp_path)
    open_elsewhere = QuestionCard(other, question())
    say(QuestionCard(study, question()), "answer", response=["a"])
    say(QuestionCard(study, question()), "answer", response=["c"])
    assert QuestionCard(sit_down(tmp_path), question()).verdict["response"] == ["c"]
    assert open_elsewhere.verdict == {}
    other.refresh()
    assert open_elsewhere.verdict["response"] == ["c"]


def test_an_answer_sent_again_after_a_restart_is_stored_once(tmp_path: Path) -> None:
    id_ = new_id()
    for _ in range(2):
        card = QuestionCard(sit_down(tmp_path), question())
        assert say(card, "answer", id=id_, response=["c"])["type"] == "saved"
    assert len(StudyRecord(PERSON, tmp_path / "records").read().events) == 1


@pytest.mark.parametrize("response", [None, [], ["z"], ["a", "b"], True, {"a": 1}])
def test_what_is_no_answer_is_acknowledged_and_forgotten(study: Study, response: Any) -> None:
    card = QuestionCard(study, question())
    id_ = new_id()
    assert say(card, "answer", id=id_, response=response) == {"type": "saved", "id": id_}
    assert study.events == []
    assert card.verdict == {}


def test_where_the_disk_is_full_the_browser_is_told_why_and_can_try_again(tmp_path: Path) -> None:
    disk = FullDisk(StudyRecord(PERSON, tmp_path))
    card = QuestionCard(Study(PERSON, "xingsu/evidence", disk), question())
    id_ = new_id()
    answer = say(card, "answer", id=id_, response=["c"])
    assert answer["type"] == "refused"
    assert "磁盘空间或配额已满" in answer["text"]
    assert (card.verdict, card.saved) == ({}, 0)
    disk.full = False
    assert say(card, "answer", id=id_, response=["c"])["type"] == "saved"
    assert card.verdict["right"] is True


def test_the_cited_article_comes_on_demand_and_is_recorded_as_read(study: Study) -> None:
    card = QuestionCard(study, question())
    article = say(card, "article", law="行政诉讼法", article="67")["article"]
    assert "十五日内" in article["paragraphs"][0]["text"]
    assert article["label"] == "《行政诉讼法》第六十七条"
    assert "2017年6月27日版本" in article["version"]
    assert study.events[-1].object == "article:行政诉讼法/67"


def test_an_article_that_is_not_at_hand_is_said_so(study: Study) -> None:
    answer = say(QuestionCard(study, question()), "article", law="某某条例", article="1")
    assert "某某条例" in answer["article"]["missing"]


def test_options_are_dealt_for_each_person_and_stay_as_dealt(tmp_path: Path) -> None:
    def order(person: str) -> list[str]:
        study = Study(person, "xingsu/evidence", StudyRecord(person, tmp_path))
        return [option["id"] for option in QuestionCard(study, question()).question["options"]]

    orders = {tuple(order(f"P{n:05}")) for n in range(30)}
    assert len(orders) > 5
    assert order("P00001") == order("P00001")
    assert all(sorted(one) == ["a", "b", "c", "d"] for one in orders)


@pytest.mark.parametrize("message", [None, "x", {}, {"id": "short"}, {"id": 5, "type": "answer"}])
def test_what_is_no_message_is_passed_over(study: Study, message: Any) -> None:
    card = QuestionCard(study, question())
    card._on_message(card, message, [])
    assert study.events == []


def test_an_answer_in_the_record_that_no_longer_fits_is_not_shown(tmp_path: Path) -> None:
    say(QuestionCard(sit_down(tmp_path), question()), "answer", response=["d"])
    asked: Question = question(options={"a": "五日", "b": "十日", "c": "十五日"})
    assert QuestionCard(sit_down(tmp_path), asked).verdict == {}

"""The case: decided one step after another, nothing told before it is reached."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from courses.catalogue.content import Case
from courses.record import Result, Verb
from courses.study.sitting import Study
from courses.widgets.case import CaseCard
from tests.courses.widgets.conftest import new_id, say, sit_down
from tests.support.lessons import lesson

(LATE,) = lesson().cases
LONG_WAY = (("first", "wait"), ("repair", "at-once"), ("second", "later"))
SHORT_WAY = (("first", "now"), ("second", "in-time"))


@pytest.fixture
def card(study: Study) -> CaseCard:
    return CaseCard(study, LATE)


def decide(card: CaseCard, *path: tuple[str, str], **more: str) -> None:
    for step, choice in path:
        say(card, "decide", step=step, choice=choice, **more)


def traits(card: CaseCard) -> str:
    """Everything the browser is told."""
    return json.dumps([card.case, card.run], ensure_ascii=False)


def path(card: CaseCard) -> list[tuple[str, str]]:
    return [(one["step"]["id"], one["choice"]) for one in card.run["path"]]


def test_a_case_begins_with_its_situation_and_its_first_step(card: CaseCard) -> None:
    assert (card.case["title"], card.case["situation"]) == (LATE.title, LATE.situation)
    assert card.case["first"] == card.run["step"]
    assert {choice["id"] for choice in card.run["step"]["choices"]} == {"now", "wait"}
    assert (card.run["number"], card.run["path"], card.run["ending"]) == (0, [], None)


def test_nothing_is_told_before_it_is_reached(card: CaseCard) -> None:
    for hidden in ("结果", "sound", "verdict", "什么时候交证据", "还来得及吗", LATE.closing):
        assert hidden not in traits(card)
    decide(card, ("first", "wait"))
    for hidden in ("结果now", "结果at-once", "什么时候交证据", LATE.closing):
        assert hidden not in traits(card)


def test_a_decision_tells_its_verdict_its_consequence_and_its_article(card: CaseCard) -> None:
    decide(card, ("first", "wait"))
    (decided,) = card.run["path"]
    assert (decided["verdict"], decided["consequence"]) == ("wrong", "结果wait")
    assert decided["cite"]["label"] == "《行政诉讼法》第六十七条"
    assert card.run["step"]["id"] == "repair"


def test_a_decision_is_stored_with_step_choice_and_whether_it_was_sound(card: CaseCard) -> None:
    id_ = new_id()
    say(card, "decide", id=id_, step="first", choice="now", place="三、案例")
    (event,) = card.study.events
    assert (event.id, event.verb, event.object) == (
        id_,
        Verb.DECIDED,
        "case:xingsu/evidence/late",
    )
    assert event.result == Result(success=True, response=("first", "now"))
    assert event.context.place == "三、案例"
    decide(card, ("second", "later"))
    assert card.study.events[-1].result == Result(success=False, response=("second", "later"))


def test_outside_lessons_the_record_names_the_case_alone(tmp_path: Path) -> None:
    card = CaseCard(sit_down(tmp_path, lesson=None), LATE)
    decide(card, SHORT_WAY[0])
    assert card.study.events[0].object == "case:late"


@pytest.mark.parametrize(
    "message",
    [
        {"step": "second", "choice": "in-time"},
        {"step": "first", "choice": "in-time"},
        {"step": "first"},
        {"step": ["first"], "choice": {"now": 1}},
        {},
    ],
)
def test_what_does_not_follow_is_not_stored_but_answered(
    card: CaseCard, message: dict[str, Any]
) -> None:
    assert say(card, "decide", **message)["type"] == "saved"
    assert card.study.events == []
    assert card.run["path"] == []


def test_a_step_is_not_decided_twice_in_one_run(card: CaseCard) -> None:
    decide(card, ("first", "now"), ("first", "wait"))
    assert path(card) == [("first", "now")]
    assert len(card.study.events) == 1


def test_a_message_sent_again_is_stored_once(card: CaseCard) -> None:
    id_ = new_id()
    say(card, "decide", id=id_, step="first", choice="now")
    decide(card, ("second", "later"))
    say(card, "decide", id=id_, step="first", choice="now")
    assert path(card) == [("first", "now"), ("second", "later")]
    assert len(card.study.events) == 2


def test_the_end_brings_the_analysis_and_a_count_by_verdict(card: CaseCard) -> None:
    decide(card, *LONG_WAY)
    ending = card.run["ending"]
    assert ending["closing"] == LATE.closing
    assert ending["counts"] == {"sound": 1, "risky": 0, "wrong": 2}
    assert (ending["first"], card.run["step"]) == (None, None)


def test_the_end_quotes_what_the_analysis_rests_on(study: Study) -> None:
    cite = LATE.steps[0].choices[0].cite
    card = CaseCard(study, LATE.model_copy(update={"cites": (cite,)}))
    decide(card, *SHORT_WAY)
    assert [shown["quote"] for shown in card.run["ending"]["cites"]] == [cite.quote]


def test_the_case_comes_back_after_a_restart_where_it_was(card: CaseCard, tmp_path: Path) -> None:
    decide(card, *LONG_WAY[:2])
    again = CaseCard(sit_down(tmp_path), LATE)
    assert again.run == card.run
    assert path(again) == list(LONG_WAY[:2])


def test_another_run_can_be_taken_and_both_are_kept(card: CaseCard) -> None:
    decide(card, *LONG_WAY, *SHORT_WAY)
    assert path(card) == list(SHORT_WAY)
    assert card.run["number"] == 2
    assert len(card.study.events) == 5
    assert card.run["ending"]["counts"] == {"sound": 2, "risky": 0, "wrong": 0}
    assert card.run["ending"]["first"] == {"sound": 1, "risky": 0, "wrong": 2}


def test_in_a_later_run_each_decision_tells_what_was_first_decided_there(card: CaseCard) -> None:
    decide(card, *LONG_WAY)
    assert all(decided["before"] is None for decided in card.run["path"])
    decide(card, *SHORT_WAY)
    before = [decided["before"] for decided in card.run["path"]]
    assert before == [
        {"choice": "wait", "verdict": "wrong"},
        {"choice": "later", "verdict": "wrong"},
    ]


def test_what_another_window_decided_is_gone_on_from(card: CaseCard, tmp_path: Path) -> None:
    other = CaseCard(sit_down(tmp_path), LATE)
    decide(other, ("first", "wait"))
    decide(card, ("first", "now"))
    assert path(card) == [("first", "wait")]
    decide(card, ("repair", "never"))
    other.study.refresh()
    assert other.run == card.run


def orders(case: Case, lesson_: str, folder: Path) -> set[tuple[str, ...]]:
    cards = [CaseCard(sit_down(folder, f"{lesson_}{n}"), case) for n in range(20)]
    return {tuple(own["id"] for own in card.run["step"]["choices"]) for card in cards}


def test_the_place_of_a_choice_gives_nothing_away(tmp_path: Path) -> None:
    assert orders(LATE, "xingsu/", tmp_path) == {("now", "wait"), ("wait", "now")}


def test_its_article_can_be_read_in_full(card: CaseCard) -> None:
    answer = say(card, "article", law="行政诉讼法", article="67")
    assert answer["article"]["heading"] == "第六十七条"
    assert card.study.events[0].object == "article:行政诉讼法/67"

"""A course's test handed in: marked once, told whole, taken again."""

from __future__ import annotations

import re
from pathlib import Path

from courses.record import StudyRecord, Verb, wrong_items
from courses.study import Study
from courses.widgets.course_test import CourseTest
from courses.widgets.question import QuestionCard
from tests.courses.widgets.conftest import PERSON, FullDisk, new_id, say, sit_down
from tests.courses.widgets.course_test.conftest import (
    RIGHT,
    WRONG,
    Open,
    answer,
    at_test,
    begin,
    groups,
    stored,
)
from tests.support.lessons import question


def take(test: CourseTest, right: int) -> list[str]:
    """An attempt with so many right and the others wrong; its items."""
    asked = begin(test)
    for index, shown in enumerate(asked):
        answer(test, shown, (RIGHT if index < right else WRONG)[shown["kind"]])
    say(test, "hand-in", attempt=test.standing["attempt"])
    return [shown["item"] for shown in asked]


def test_a_hand_in_stores_the_score_and_a_judged_answer_for_each_question(
    open_test: Open, tmp_path: Path
) -> None:
    test = open_test()
    items = take(test, right=17)
    events = stored(tmp_path)
    (done,) = [e for e in events if e.verb == Verb.COMPLETED]
    assert done.object == "test:xingsu/1"
    assert done.result is not None
    assert (done.result.score, done.result.success) == (0.85, True)
    assert events[-1] == done, "what is marked is there before it is said to be"
    answers = [e for e in events if e.verb == Verb.ANSWERED and e.object.startswith("item:")]
    assert [e.object for e in answers] == [f"item:{item}" for item in items]
    assert [e.result.success for e in answers if e.result] == [True] * 17 + [False] * 3
    assert {e.context.lesson for e in events} == {None}
    assert {one.item for one in wrong_items(events)} == set(items[17:])


def test_after_the_hand_in_every_question_is_told_with_key_and_reason(open_test: Open) -> None:
    test = open_test()
    items = take(test, right=11)
    assert test.standing["phase"] == "marked"
    last = test.standing["last"]
    assert (last["points"], last["passed"], last["right"]) == (55, False, 11)
    assert re.fullmatch(r"\d{4}年\d{1,2}月\d{1,2}日", last["day"])
    assert list(test.verdicts) == items
    assert [test.verdicts[item]["right"] for item in items] == [True] * 11 + [False] * 9
    for verdict in test.verdicts.values():
        assert verdict["explanation"] == question().explanation
        assert verdict["citations"][0]["label"] == "《行政诉讼法》第六十七条"


def test_what_was_not_answered_is_wrong_and_said_so(open_test: Open, tmp_path: Path) -> None:
    test = open_test()
    begin(test)
    say(test, "hand-in", attempt=1)
    assert test.standing["last"]["points"] == 0
    assert {verdict["response"] for verdict in test.verdicts.values()} == {None}
    assert len(wrong_items(stored(tmp_path))) == 20


def test_a_hand_in_sent_again_by_whichever_window_is_stored_once(
    open_test: Open, tmp_path: Path
) -> None:
    test = open_test()
    begin(test)
    other, id_ = open_test(), new_id()
    for window in (test, test, other, open_test()):
        assert say(window, "hand-in", id=id_, attempt=1)["type"] == "saved"
        assert window.standing["phase"] == "marked"
    say(other, "hand-in", attempt=1)
    assert len(stored(tmp_path)) == 1 + 20 + 1
    assert len({event.id for event in stored(tmp_path)}) == 22


def test_an_answer_that_comes_after_the_hand_in_changes_nothing(
    open_test: Open, tmp_path: Path
) -> None:
    test = open_test()
    shown = begin(test)[0]
    stale = open_test()
    say(test, "hand-in", attempt=1)
    answer(test, shown, RIGHT[shown["kind"]])
    answer(stale, shown, RIGHT[shown["kind"]])
    say(stale, "hand-in", attempt=1)
    assert stale.standing["last"]["points"] == 0
    assert stale.verdicts[shown["item"]]["right"] is False
    done = [e for e in stored(tmp_path) if e.verb == Verb.COMPLETED]
    assert len(done) == 1


def test_the_next_attempt_asks_other_questions_and_begins_empty(open_test: Open) -> None:
    test = open_test()
    first = take(test, right=20)
    assert test.standing["next"] == 2
    second = [shown["item"] for shown in begin(test)]
    assert set(second) != set(first)
    assert (test.standing["phase"], test.standing["attempt"]) == ("sitting", 2)
    assert (test.answers, test.verdicts) == ({}, {})


def test_a_start_sent_again_after_the_hand_in_begins_no_second_attempt(
    open_test: Open, tmp_path: Path
) -> None:
    test, id_ = open_test(), new_id()
    say(test, "start", id=id_, attempt=1)
    say(test, "hand-in", attempt=1)
    say(open_test(), "start", id=id_, attempt=1)
    assert [e.object for e in stored(tmp_path) if e.verb == Verb.OPENED] == ["test:xingsu/1"]


def test_the_cover_after_an_attempt_tells_the_last_score_and_shows_the_paper_when_asked(
    open_test: Open,
) -> None:
    items = take(open_test(), right=12)
    test = open_test()
    assert (test.standing["phase"], test.questions, test.verdicts) == ("cover", [], {})
    assert (test.standing["last"]["points"], test.standing["passed"]) == (60, True)
    say(test, "look")
    assert test.standing["phase"] == "marked"
    assert list(test.verdicts) == items


def test_a_question_withdrawn_from_the_pool_is_left_out_of_an_attempt_under_way(
    open_test: Open,
) -> None:
    asked = [shown["item"] for shown in begin(open_test())]
    fewer = [[one for one in own if one.id != asked[3]] for own in groups()]
    test = open_test(fewer)
    assert [shown["item"] for shown in test.questions] == [i for i in asked if i != asked[3]]
    say(test, "hand-in", attempt=1)
    assert len(test.verdicts) == 19


def test_where_all_questions_of_an_attempt_are_gone_another_one_can_be_begun(
    open_test: Open,
) -> None:
    begin(open_test())
    new = [[question(f"xingsu-9{n:02}") for n in range(3)]]
    test = open_test(new)
    assert (test.standing["phase"], test.standing["next"], test.standing["size"]) == ("cover", 2, 3)
    assert len(begin(test)) == 3


def test_without_questions_there_is_nothing_to_begin(tmp_path: Path) -> None:
    test = CourseTest(at_test(tmp_path), "xingsu", "应诉", ())
    say(test, "start", attempt=1)
    assert (test.standing["phase"], test.standing["size"]) == ("cover", 0)
    assert stored(tmp_path) == ()


def test_where_the_disk_is_full_a_hand_in_is_refused_and_can_be_tried_again(
    tmp_path: Path,
) -> None:
    disk = FullDisk(StudyRecord(PERSON, tmp_path / "records"), full=False)
    test = CourseTest(Study(PERSON, None, disk, course="xingsu"), "xingsu", "应诉", groups())
    begin(test)
    disk.full, id_ = True, new_id()
    refused = say(test, "hand-in", id=id_, attempt=1)
    assert (refused["type"], "磁盘空间" in refused["text"]) == ("refused", True)
    assert (test.standing["phase"], test.verdicts) == ("sitting", {})
    disk.full = False
    assert say(test, "hand-in", id=id_, attempt=1)["type"] == "saved"
    assert test.standing["phase"] == "marked"


def test_options_lie_in_the_persons_order(open_test: Open) -> None:
    shown = next(one for one in begin(open_test()) if one["kind"] == "single")
    card = QuestionCard(open_test().study, question(shown["item"]))
    assert shown["options"] == card.question["options"]


def test_in_its_lesson_a_question_is_still_to_be_answered(open_test: Open, tmp_path: Path) -> None:
    (item, *_) = take(open_test(), right=0)
    asked = next(one for own in groups() for one in own if one.id == item)
    assert QuestionCard(sit_down(tmp_path), asked).verdict == {}


def test_a_guest_may_take_the_test_and_nothing_is_kept() -> None:
    test = CourseTest(Study(None, None, course="xingsu"), "xingsu", "应诉", groups())
    assert test.shown["kept"] is False
    take(test, right=20)
    assert test.standing["last"]["points"] == 100

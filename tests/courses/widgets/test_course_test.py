"""The test of a course, seen from the kernel: no key too early, no answer lost or counted twice."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from courses.questions import Question
from courses.record import Event, RecordError, StudyRecord, Verb, last_answers, wrong_items
from courses.study import Study
from courses.widgets.course_test import CourseTest
from courses.widgets.question import QuestionCard
from tests.courses.widgets.conftest import PERSON, new_id, say, sit_down
from tests.support.lessons import question

KINDS = ("single", "multiple", "true_false", "fill")
RIGHT: dict[str, Any] = {
    "single": ["c"],
    "multiple": ["a", "c"],
    "true_false": True,
    "fill": ["十五", "收到"],
}
WRONG: dict[str, Any] = {
    "single": ["a"],
    "multiple": ["a", "b"],
    "true_false": False,
    "fill": ["十", "收到"],
}


def groups(**changed: Any) -> list[list[Question]]:
    """Two lessons of fourteen questions, of all kinds."""
    return [
        [question(f"xingsu-{lesson}{n:02}", KINDS[n % 4], **changed) for n in range(14)]
        for lesson in (1, 2)
    ]


def at_test(folder: Path) -> Study:
    """A person at the page of the test: in no lesson, in the course."""
    return Study(PERSON, None, StudyRecord(PERSON, folder / "records"), course="xingsu")


@pytest.fixture
def open_test(tmp_path: Path) -> Callable[..., CourseTest]:
    """Open the test, as after a restart or in another window, on the same record."""

    def _open(dealt: list[list[Question]] | None = None) -> CourseTest:
        return CourseTest(at_test(tmp_path), "xingsu", "应诉", dealt or groups())

    return _open


Open = Callable[..., CourseTest]


def begin(test: CourseTest) -> list[dict[str, Any]]:
    say(test, "start", attempt=test.standing["next"])
    return list(test.questions)


def answer(test: CourseTest, shown: dict[str, Any], response: Any, id_: str = "") -> dict[str, Any]:
    attempt = test.standing["attempt"]
    return say(test, "answer", id=id_, attempt=attempt, item=shown["item"], response=response)


def take(test: CourseTest, right: int) -> list[str]:
    """An attempt with so many right and the others wrong; its items."""
    asked = begin(test)
    for index, shown in enumerate(asked):
        answer(test, shown, (RIGHT if index < right else WRONG)[shown["kind"]])
    say(test, "hand-in", attempt=test.standing["attempt"])
    return [shown["item"] for shown in asked]


def stored(folder: Path) -> tuple[Event, ...]:
    return StudyRecord(PERSON, folder / "records").read().events


def sent(test: CourseTest) -> str:
    """All that the browser receives."""
    return json.dumps(test.get_state(), ensure_ascii=False, default=str)


def test_the_cover_says_what_is_to_come_and_stores_nothing(open_test: Open, tmp_path: Path) -> None:
    test = open_test()
    assert test.standing == {
        "phase": "cover",
        "attempt": 1,
        "next": 1,
        "size": 20,
        "last": None,
        "passed": False,
    }
    assert (test.questions, test.verdicts, test.shown["pass"]) == ([], {}, 60)
    assert stored(tmp_path) == ()


def test_an_attempt_is_begun_once_and_is_the_same_after_a_restart(
    open_test: Open, tmp_path: Path
) -> None:
    test, id_ = open_test(), new_id()
    for _ in range(2):
        say(test, "start", id=id_, attempt=1)
    say(open_test(), "start", attempt=1)
    (opened,) = stored(tmp_path)
    assert (opened.verb, opened.object) == (Verb.OPENED, "test:xingsu/1")
    assert (opened.context.lesson, opened.context.course) == (None, "xingsu")
    again = open_test()
    assert again.standing["phase"] == "sitting"
    assert again.questions == test.questions
    assert len(test.questions) == 20


def test_before_the_hand_in_nothing_sent_tells_a_key(open_test: Open, tmp_path: Path) -> None:
    test = open_test()
    for shown in begin(test):
        answer(test, shown, WRONG[shown["kind"]])
    other_keys = {"single": ("a",), "multiple": ("b", "d"), "true_false": False}
    changed = [
        [
            one.model_copy(
                update={
                    "key": other_keys.get(one.kind, (("三",), ("发出",))),
                    "explanation": "别的解析",
                    "citations": (),
                }
            )
            for one in own
        ]
        for own in groups()
    ]
    other = open_test(changed)
    names = ("shown", "standing", "questions", "answers", "verdicts")
    assert [getattr(test, n) for n in names] == [getattr(other, n) for n in names]
    assert question().explanation not in sent(test)


def test_every_answer_is_stored_as_it_is_given_and_not_judged(
    open_test: Open, tmp_path: Path
) -> None:
    test = open_test()
    first = begin(test)[0]
    response = RIGHT[first["kind"]]
    assert answer(test, first, response)["type"] == "saved"
    event = stored(tmp_path)[-1]
    assert (event.verb, event.object) == (Verb.ANSWERED, f"test:xingsu/1/{first['item']}")
    assert event.result is not None
    assert (event.result.success, event.result.score) == (None, None)
    assert wrong_items(stored(tmp_path)) == ()
    assert last_answers(stored(tmp_path)) == {}


def test_answers_come_back_after_a_restart_and_in_another_window(open_test: Open) -> None:
    test = open_test()
    asked = begin(test)
    other = open_test()
    for shown in asked:
        answer(test, shown, WRONG[shown["kind"]])
        answer(test, shown, RIGHT[shown["kind"]])
    assert open_test().answers == {one["item"]: RIGHT[one["kind"]] for one in asked}
    other.study.refresh()
    assert other.answers == test.answers


def test_an_answer_can_be_taken_back(open_test: Open) -> None:
    test = open_test()
    shown = next(one for one in begin(test) if one["kind"] == "multiple")
    answer(test, shown, ["a", "c"])
    answer(test, shown, None)
    assert test.answers == open_test().answers == {}


def test_an_answer_sent_again_is_stored_once(open_test: Open, tmp_path: Path) -> None:
    test, id_ = open_test(), new_id()
    shown = begin(test)[0]
    for window in (test, test, open_test()):
        assert answer(window, shown, RIGHT[shown["kind"]], id_)["type"] == "saved"
    assert [e.verb for e in stored(tmp_path)] == [Verb.OPENED, Verb.ANSWERED]


@pytest.mark.parametrize(
    "message",
    [
        {"attempt": 2},
        {"attempt": "1"},
        {"item": "xingsu-999"},
        {"item": None},
        {"response": ["z"]},
        {"response": {"a": 1}},
        {"response": 5},
    ],
)
def test_what_is_no_answer_is_acknowledged_and_forgotten(
    open_test: Open, tmp_path: Path, message: dict[str, Any]
) -> None:
    test = open_test()
    item = next(one["item"] for one in begin(test) if one["kind"] == "single")
    whole = {"attempt": 1, "item": item, "response": ["a"], **message}
    assert say(test, "answer", **whole)["type"] == "saved"
    assert len(stored(tmp_path)) == 1
    assert test.answers == {}


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


class FullDisk:
    """A record on a disk that is full."""

    def __init__(self, record: StudyRecord) -> None:
        self.record, self.full = record, False

    def append(self, *events: Any) -> Any:
        if self.full:
            raise RecordError("学习记录没有保存：磁盘空间或配额已满。请联系管理员清理后重试。")
        return self.record.append(*events)

    def read(self) -> Any:
        return self.record.read()


def test_where_the_disk_is_full_a_hand_in_is_refused_and_can_be_tried_again(
    tmp_path: Path,
) -> None:
    disk = FullDisk(StudyRecord(PERSON, tmp_path / "records"))
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

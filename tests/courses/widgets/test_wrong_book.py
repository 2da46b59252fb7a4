"""The wrong-question book: what is in it, from where, and its questions to do again."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from courses.questions import Question
from courses.record import Context, Result, StudyRecord, Verb, new_event
from courses.widgets.question import QuestionCard
from courses.widgets.wrong_book import AT_ONCE, WrongBook, WrongBookOverview
from tests.courses.widgets.conftest import LESSON, PERSON, new_id, say, sit_down
from tests.support.jupyter import write_course
from tests.support.lessons import ITEMS, question

ONE, TWO, THREE = ITEMS[:3]
POOL = {item: question(item) for item in ITEMS}
TITLES = {LESSON: "举证期限", "fuyi/priority": "复议前置"}
RIGHT, WRONG = ["c"], ["a"]


def answered(
    folder: Path, item: str, right: bool, days_ago: int = 3, lesson: str | None = LESSON
) -> None:
    event = new_event(
        PERSON,
        Verb.ANSWERED,
        f"item:{item}",
        result=Result(success=right, response=tuple(RIGHT if right else WRONG)),
        context=Context(lesson=lesson),
        at=dt.datetime.now(dt.UTC) - dt.timedelta(days=days_ago),
    )
    StudyRecord(PERSON, folder / "records").append(event)


def open_book(
    folder: Path, pool: dict[str, Question] = POOL
) -> tuple[WrongBookOverview, list[QuestionCard]]:
    overview, *cards = WrongBook(sit_down(folder, None), pool, TITLES).children
    return overview, cards


def states(overview: WrongBookOverview) -> dict[str, str]:
    return {row["key"].removeprefix("item:"): row["state"] for row in overview.questions}


def test_an_empty_book_has_no_questions(tmp_path: Path) -> None:
    answered(tmp_path, ONE, right=True)
    overview, cards = open_book(tmp_path)
    assert (overview.count, overview.questions, overview.lessons, cards) == (0, [], [], [])


def test_it_says_how_many_from_which_lessons(tmp_path: Path) -> None:
    answered(tmp_path, ONE, right=False)
    answered(tmp_path, TWO, right=False)
    answered(tmp_path, THREE, right=False, lesson="fuyi/priority")
    overview, _ = open_book(tmp_path)
    assert overview.count == 3
    found = {row["title"]: row["count"] for row in overview.lessons}
    assert found == {"举证期限": 2, "复议前置": 1}


def test_a_question_got_wrong_again_in_the_book_keeps_its_lesson(tmp_path: Path) -> None:
    answered(tmp_path, ONE, right=False)
    answered(tmp_path, ONE, right=False, days_ago=1, lesson=None)
    overview, _ = open_book(tmp_path)
    assert overview.lessons == [{"title": "举证期限", "count": 1}]


def test_lessons_without_a_title_are_named_in_chinese(tmp_path: Path) -> None:
    answered(tmp_path, ONE, right=False, lesson="xianfa/gone")
    answered(tmp_path, TWO, right=False, lesson=None)
    overview, _ = open_book(tmp_path)
    assert {row["title"] for row in overview.lessons} == {"已撤下的课程", "课程以外的练习"}


def test_its_questions_start_unanswered(tmp_path: Path) -> None:
    answered(tmp_path, ONE, right=False)
    _, (card,) = open_book(tmp_path)
    assert card.key == f"item:{ONE}"
    assert card.question["number"] == 1
    assert card.verdict == {}
    in_lesson = QuestionCard(sit_down(tmp_path), POOL[ONE])
    assert in_lesson.verdict["response"] == WRONG


def test_what_is_answered_now_is_judged_and_others_stay_unanswered(tmp_path: Path) -> None:
    answered(tmp_path, ONE, right=False, days_ago=4)
    answered(tmp_path, TWO, right=False, days_ago=3)
    _, (two, one) = open_book(tmp_path)
    say(one, "answer", response=RIGHT)
    assert one.verdict["right"] is True
    assert two.verdict == {}


def test_an_answer_stored_before_a_restart_and_sent_once_more_is_shown(tmp_path: Path) -> None:
    answered(tmp_path, ONE, right=False)
    _, (card,) = open_book(tmp_path)
    id_ = new_id()
    say(card, "answer", id_, response=RIGHT)
    _, (restarted,) = open_book(tmp_path)
    assert restarted.verdict == {}
    say(restarted, "answer", id_, response=RIGHT)
    assert restarted.verdict["right"] is True
    assert len(restarted.study.events) == 2


def test_right_today_stays_in_the_book_until_right_on_another_day(tmp_path: Path) -> None:
    answered(tmp_path, ONE, right=False)
    overview, (card,) = open_book(tmp_path)
    assert states(overview) == {ONE: "open"}
    for _ in range(2):
        say(card, "answer", response=RIGHT)
    assert states(overview) == {ONE: "today"}
    assert overview.count == 1


def test_right_on_a_second_day_leaves_the_book_but_not_the_page(tmp_path: Path) -> None:
    answered(tmp_path, ONE, right=False)
    answered(tmp_path, ONE, right=True, days_ago=2)
    overview, (card,) = open_book(tmp_path)
    assert states(overview) == {ONE: "half"}
    say(card, "answer", response=RIGHT)
    assert states(overview) == {ONE: "out"}
    assert (overview.count, overview.lessons) == (0, [])
    assert card.verdict["explanation"]


def test_wrong_again_counts_and_begins_anew(tmp_path: Path) -> None:
    answered(tmp_path, ONE, right=False)
    answered(tmp_path, ONE, right=True, days_ago=2)
    overview, (card,) = open_book(tmp_path)
    say(card, "answer", response=WRONG)
    assert states(overview) == {ONE: "open"}
    assert overview.questions[0]["wrong"] == 2


def test_what_was_right_today_comes_last(tmp_path: Path) -> None:
    answered(tmp_path, ONE, right=False, days_ago=4)
    answered(tmp_path, TWO, right=False, days_ago=3)
    answered(tmp_path, TWO, right=True, days_ago=0)
    overview, cards = open_book(tmp_path)
    assert [card.key for card in cards] == [f"item:{ONE}", f"item:{TWO}"]
    assert [row["number"] for row in overview.questions] == [1, 2]


def test_a_question_no_longer_in_the_pool_is_named_and_not_asked(tmp_path: Path) -> None:
    answered(tmp_path, ONE, right=False)
    answered(tmp_path, "xingsu-999", right=False)
    overview, cards = open_book(tmp_path)
    assert overview.gone == ["xingsu-999"]
    assert overview.count == 1
    assert len(cards) == 1


def test_a_long_book_is_asked_in_parts(tmp_path: Path) -> None:
    pool = {f"xingsu-{n}": question(f"xingsu-{n}") for n in range(300, 325)}
    for item in pool:
        answered(tmp_path, item, right=False)
    overview, cards = open_book(tmp_path, pool)
    assert overview.count == 25
    assert len(cards) == len(overview.questions) == AT_ONCE


def test_nothing_tells_a_key_before_the_answer(tmp_path: Path) -> None:
    answered(tmp_path, ONE, right=False)
    overview, (card,) = open_book(tmp_path)
    state = overview.get_state(["questions", "count", "lessons", "gone"])
    state |= card.get_state(["question", "verdict"])
    assert "explanation" not in str(state)
    assert POOL[ONE].explanation not in str(state)
    assert "'key': ['c']" not in str(state)


def test_without_titles_those_of_the_catalogue_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_course(tmp_path / "lessons")
    monkeypatch.setenv("XUEFA_LESSONS", str(tmp_path / "lessons"))
    answered(tmp_path, ONE, right=False, lesson="fuyi/reply")
    overview, _ = WrongBook(sit_down(tmp_path, None), POOL).children
    assert overview.lessons == [{"title": "收到复议答复通知书以后", "count": 1}]

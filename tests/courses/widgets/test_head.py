"""The head of a lesson opens it in the record, beats while it is in use, and tells progress."""

from __future__ import annotations

from pathlib import Path

from courses.study import Study
from courses.widgets.ending import LessonEnd
from courses.widgets.head import LessonHead
from courses.widgets.question import QuestionCard
from tests.courses.widgets.conftest import say, sit_down
from tests.support.lessons import ITEMS, NAME, lesson, question


def head(study: Study) -> LessonHead:
    return LessonHead(study, NAME, "先取证、后裁决", 25, lesson())


def finish(study: Study) -> None:
    from courses.record import Result, Verb  # noqa: PLC0415

    for item in ITEMS:
        say(QuestionCard(study, question(item)), "answer", response=["c"])
    for step in (("first", "now"), ("second", "in-time")):
        study.store(Verb.DECIDED, f"case:{NAME}/late", Result(response=step))


def test_showing_it_opens_the_lesson_with_its_number_of_questions(study: Study) -> None:
    head(study)
    (event,) = study.events
    assert (event.verb, event.object) == ("opened", f"lesson:{NAME}")
    assert event.result is not None
    assert event.result.questions == len(ITEMS)


def test_it_shows_title_goals_and_that_nothing_is_done(study: Study) -> None:
    shown = head(study)
    assert shown.shown["title"] == "先取证、后裁决"
    assert shown.shown["goals"] == list(lesson().goals)
    assert shown.standing["answered"] == 0
    assert shown.standing["hours"] == "0.0"
    assert shown.resume == ""


def test_a_beat_is_recorded_with_the_place_one_comes_back_to(tmp_path: Path) -> None:
    say(head(sit_down(tmp_path)), "here", place="三、关键 条文")
    again = sit_down(tmp_path)
    assert again.events[-1].verb == "experienced"
    assert head(again).resume == "三、关键条文"


def test_progress_follows_every_answer_in_this_window_and_others(tmp_path: Path) -> None:
    study, other = sit_down(tmp_path), sit_down(tmp_path)
    mine, theirs = head(study), head(other)
    say(QuestionCard(study, question(ITEMS[0])), "answer", response=["a"])
    assert mine.standing["answered"] == 1
    assert theirs.standing["answered"] == 0
    say(theirs, "here", place="")
    assert theirs.standing["answered"] == 1


def test_without_an_account_it_says_that_nothing_is_kept() -> None:
    assert head(Study(None, NAME)).shown["kept"] is False


def test_the_end_names_what_is_left_in_teaching_order(study: Study) -> None:
    end = LessonEnd(study, NAME, lesson())
    assert [part["label"] for part in end.left[:2]] == ["案例“收发室里的起诉状”", "第 1 题"]
    assert end.left[0]["key"] == f"case:{NAME}/late"
    say(QuestionCard(study, question(ITEMS[0])), "answer", response=["a"])
    assert [part["label"] for part in end.left[:2]] == ["案例“收发室里的起诉状”", "第 2 题"]


def test_a_lesson_cannot_be_completed_while_something_is_left(study: Study) -> None:
    end = LessonEnd(study, NAME, lesson())
    assert say(end, "complete")["type"] == "saved"
    assert study.events == []
    assert end.completed == ""


def test_a_lesson_is_completed_once_and_says_when(study: Study) -> None:
    shown, end = head(study), LessonEnd(study, NAME, lesson())
    finish(study)
    assert end.left == []
    assert shown.standing["done"] < 1
    say(end, "complete")
    first = end.completed
    assert first.endswith("日")
    assert shown.standing["completed"] is True
    assert shown.standing["done"] == 1
    assert [e.object for e in study.events if e.verb == "completed"] == [f"lesson:{NAME}"]

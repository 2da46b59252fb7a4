"""The whole leadership exam of the shipped bank: by mouse, by keyboard, on a phone, and graded."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, expect

from question_bank.allot import write_allotment
from question_bank.assemble import assemble
from question_bank.bank import QUESTIONS, load_bank
from question_bank.blueprint import load_blueprint
from question_bank.exam import Exam, save_exam
from question_bank.release import release
from tests.browser.player_hall import (
    EXAM,
    LAPTOP,
    PEOPLE,
    PHONE,
    Desk,
    PlayerHall,
    Seats,
    moment,
    seats,
    served,
)
from tests.support.commands import Xuefa
from tests.support.graded_course import total

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser-leadership"),
]

DAY = dt.date(2026, 11, 25)
ESSAY = "应当依法处理。\n（一）查明事实；（二）听取意见；（三）书面决定并告知救济途径。"
FORMS = dict(zip(PEOPLE[:3], "ABA", strict=True))


@pytest.fixture(scope="module")
def exam() -> Exam:
    return assemble(load_bank([QUESTIONS]), load_blueprint("leadership"), 7, DAY, name=EXAM)


@pytest.fixture(scope="module")
def hall(exam: Exam, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayerHall]:
    place = tmp_path_factory.mktemp("leadership")
    course = place / "course"
    save_exam(course, exam)
    release(course, exam)
    write_allotment(course, EXAM, FORMS)
    times = f"opens = {moment(-60)}\ncloses = {moment(7200)}\n"
    (course / "sitting.toml").write_text(f'exam = "{EXAM}"\ncourse = "."\n{times}', "utf-8")
    with served(place, course / "sitting.toml") as running:
        yield running


@pytest.fixture
def take(browser: Browser) -> Iterator[Seats]:
    with seats(browser) as free:
        yield free


@dataclass
class Sitter:
    """A candidate who knows every key."""

    desk: Desk
    exam: Exam

    def answer(self, act: Callable[[Locator, str], None]) -> None:
        """Go through the paper in the order this candidate sees; ``act`` chooses an option."""
        go_on = self.desk.page.keyboard
        form = FORMS[self.desk.person]
        keys = {
            slot.grade_id: self.exam.slot_key(slot).keys[form]
            for slot in self.exam.slots
            if not slot.is_essay
        }
        for grade_id in self.desk.order:
            question = self.desk.question(grade_id)
            key = keys.get(grade_id)
            if key is None:
                question.locator("textarea").fill(ESSAY)
            elif isinstance(key, bool):
                act(question, json.dumps(key))
            elif isinstance(key[0], str):
                for option in key:
                    act(question, str(option))
            else:
                for blank, writings in zip(question.locator("input").all(), key, strict=True):
                    blank.fill(writings[0])
            go_on.press("Alt+ArrowRight")
        self.desk.saved()
        assert len(self.desk.kept) == len(self.exam.slots)
        self.desk.hand_in()
        self.desk.receipt()
        assert self.desk.complaints == []


def click(question: Locator, value: str) -> None:
    question.locator("label", has=question.page.locator(f'input[value="{value}"]')).click()


def tap(question: Locator, value: str) -> None:
    question.locator("label", has=question.page.locator(f'input[value="{value}"]')).tap()


def press(question: Locator, value: str) -> None:
    """Type the letter that stands beside the option of the question one has come to."""
    values = question.locator("input").evaluate_all("nodes => nodes.map(node => node.value)")
    expect(question).to_have_attribute("data-current", "yes")
    question.page.keyboard.press("abcdefgh"[values.index(value)])


def test_everybody_who_knows_the_law_has_full_marks_however_they_answer(
    hall: PlayerHall, exam: Exam, take: Seats, xuefa: Xuefa, monkeypatch: pytest.MonkeyPatch
) -> None:
    for viewport, act in ((LAPTOP, click), (LAPTOP, press), (PHONE, tap)):
        desk = take(hall, viewport)
        desk.begin()
        Sitter(desk, exam).answer(act)
    monkeypatch.setenv("XUEFA_HOME", str(hall.home))
    status, said = xuefa("grade", EXAM, "--course", hall.course)
    assert status == 0, said
    essays = sum(slot.points for slot in exam.slots if slot.is_essay)
    marked = {person: total(hall.course, person) for person in FORMS}
    assert marked == dict.fromkeys(FORMS, exam.blueprint.points - essays)

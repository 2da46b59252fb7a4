"""A lesson in the hands of an official: by keyboard alone, through reloads and crashes."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from courses.catalogue import read_content
from courses.record import Verb
from tests.browser.checks import complaints, latin_words
from tests.browser.conftest import PROVIDER
from tests.browser.lessons import LESSONS, OUTER, PERSON, Sit, enter, home, record_of
from tests.support.jupyter import Jupyter
from tests.support.lesson_page import LessonPage

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-lessons")]

BY_KEYBOARD = "xingsu/evidence"


@pytest.fixture(scope="module")
def server(start: Callable[..., Jupyter]) -> Jupyter:
    """The lessons that ship, for one official, on a machine without the texts of regulations."""
    return start("official", PROVIDER, XUEFA_LESSONS="", XUEFA_STATUTES="", XUEFA_PERSON=PERSON)


def test_a_lesson_is_taken_wholly_by_keyboard(launch: Callable[..., Jupyter], sit: Sit) -> None:
    own = launch("official", PROVIDER, XUEFA_LESSONS="", XUEFA_PERSON=PERSON)
    seat = sit(own)
    page = seat.enter()
    page.locator(".xuefa-Lesson", has_text=LESSONS[BY_KEYBOARD][0]).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".xuefa-Cover", state="attached")
    page.wait_for_selector(".xuefa-Cover", state="hidden", timeout=90_000)
    lesson = LessonPage(page, read_content(LESSONS[BY_KEYBOARD][1]))
    for item in lesson.content.practice:
        lesson.answer_by_keyboard(item)
    for case in lesson.content.cases:
        lesson.walk(case.id, by_keyboard=True)
    lesson.complete(by_keyboard=True)


def test_no_card_tells_its_key_before_it_is_answered(
    launch: Callable[..., Jupyter], sit: Sit
) -> None:
    own = launch("official", PROVIDER, XUEFA_LESSONS="", XUEFA_PERSON="P00009")
    lesson = enter(sit(own), BY_KEYBOARD)
    text = lesson.page.locator(".xuefa-Question").all_inner_texts()
    assert len(text) == len(lesson.content.practice)
    assert not [one for one in text if "回答" in one or "正确答案" in one or "参考答案" in one]


def test_after_a_reload_everything_is_where_it_was(
    launch: Callable[..., Jupyter], sit: Sit
) -> None:
    own = launch("official", PROVIDER, XUEFA_LESSONS="", XUEFA_PERSON="P00002")
    seat = sit(own)
    lesson = enter(seat, BY_KEYBOARD)
    first = lesson.content.practice[0]
    lesson.answer(first)
    page = lesson.page
    page.reload()
    page.wait_for_selector(".xuefa-Course")
    expect(page.get_by_text("接着学：")).to_be_visible()
    page.wait_for_timeout(1_500)  # the address still names the lesson: nothing may be looked up
    assert page.locator(".jp-Dialog").count() == 0
    lesson = enter(seat, BY_KEYBOARD)
    expect(lesson.card(first).locator(".xuefa-Outcome h4")).to_contain_text("回答正确")
    expect(page.locator(".xuefa-ComeBack")).to_contain_text("已回到上次学到的地方")
    assert page.locator(OUTER).evaluate("n => n.scrollTop") > 300
    assert "练习 1 / " in page.locator(".xuefa-HeadProgress").inner_text()


def test_a_killed_kernel_loses_nothing_and_the_page_stays_where_it_was(
    launch: Callable[..., Jupyter], sit: Sit
) -> None:
    own = launch("official", PROVIDER, XUEFA_LESSONS="", XUEFA_PERSON="P00003")
    lesson = enter(sit(own), BY_KEYBOARD)
    first, second, *_ = lesson.content.practice
    lesson.answer(first)
    place = lesson.page.locator(OUTER).evaluate("n => n.scrollTop")
    for kernel in own.kernel_processes():
        os.kill(kernel, signal.SIGKILL)
    expect(lesson.page.locator(".xuefa-Cover")).to_contain_text("正在自动恢复", timeout=30_000)
    lesson.page.wait_for_selector(".xuefa-Cover", state="hidden", timeout=90_000)
    expect(lesson.card(first).locator(".xuefa-Outcome h4")).to_contain_text("回答正确")
    assert abs(lesson.page.locator(OUTER).evaluate("n => n.scrollTop") - place) < 200
    lesson.answer(second)


def test_an_answer_given_while_the_kernel_dies_is_stored_when_it_is_back(
    launch: Callable[..., Jupyter], sit: Sit
) -> None:
    own = launch("official", PROVIDER, XUEFA_LESSONS="", XUEFA_PERSON="P00004")
    lesson = enter(sit(own), BY_KEYBOARD)
    first = lesson.content.practice[0]
    card = lesson.card(first)
    card.locator("input").first.check()
    for kernel in own.kernel_processes():
        os.kill(kernel, signal.SIGSTOP)
    card.get_by_role("button", name="提交答案").click()
    expect(card.locator(".xuefa-SaveState")).to_contain_text("答案已留在本机", timeout=15_000)
    for kernel in own.kernel_processes():
        os.kill(kernel, signal.SIGKILL)
    lesson.page.wait_for_selector(".xuefa-Cover:visible", timeout=30_000)
    lesson.page.wait_for_selector(".xuefa-Cover", state="hidden", timeout=90_000)
    expect(card.locator(".xuefa-Outcome")).to_be_visible(timeout=30_000)
    events = record_of(own, "P00004")
    assert [e.object for e in events if e.verb == Verb.ANSWERED] == [f"item:{first}"]


def test_a_server_killed_outright_loses_nothing(launch: Callable[..., Jupyter], sit: Sit) -> None:
    env = {"XUEFA_LESSONS": "", "XUEFA_PERSON": "P00006"}
    killed = launch("official", PROVIDER, **env)
    lesson = enter(sit(killed), BY_KEYBOARD)
    first = lesson.content.practice[0]
    lesson.answer(first)
    for process in (*killed.kernel_processes(), killed.process.pid):
        os.kill(process, signal.SIGKILL)
    expect(lesson.page.locator(".xuefa-Offline")).to_be_visible(timeout=60_000)
    again = launch("official", PROVIDER, XUEFA_HOME=str(home(killed)), **env)
    lesson = enter(sit(again), BY_KEYBOARD)
    expect(lesson.card(first).locator(".xuefa-Outcome h4")).to_contain_text("回答正确")


def test_due_cards_of_all_lessons_are_reviewed_on_their_page(
    launch: Callable[..., Jupyter], sit: Sit
) -> None:
    own = launch("official", PROVIDER, XUEFA_LESSONS="", XUEFA_PERSON="P00007")
    seat = sit(own)
    enter(seat, BY_KEYBOARD)
    seat.page.get_by_role("button", name="返回首页").click()
    duty = seat.page.locator(".xuefa-Line", has_text="张记忆卡到期")
    duty.get_by_role("button", name="去完成").click()
    seat.page.wait_for_selector(".xuefa-Lesson-panel:not(.lm-mod-hidden) .xuefa-Cards")
    seat.page.wait_for_selector(".xuefa-Cover:visible", state="detached", timeout=60_000)
    cards = seat.page.locator(".xuefa-Lesson-panel:not(.lm-mod-hidden) .xuefa-Cards")
    cards.get_by_role("button", name="显示答案").click()
    cards.locator('[data-rating="good"]').click()
    expect(cards).to_contain_text("第 2 /")
    rated = [e for e in record_of(own, "P00007") if e.verb == Verb.REVIEWED]
    assert [event.lesson for event in rated] == [BY_KEYBOARD]
    assert latin_words(seat.page) == set()
    assert complaints(seat) == []


def test_two_tabs_of_one_lesson_keep_both_answers(launch: Callable[..., Jupyter], sit: Sit) -> None:
    own = launch("official", PROVIDER, XUEFA_LESSONS="", XUEFA_PERSON="P00005")
    one, other = (enter(sit(own), BY_KEYBOARD) for _ in range(2))
    first, second, *_ = one.content.practice
    one.answer(first)
    other.answer(second)
    events = record_of(own, "P00005")
    assert {e.object for e in events if e.verb == Verb.ANSWERED} == {
        f"item:{first}",
        f"item:{second}",
    }


def test_where_the_regulation_is_missing_the_reader_says_so_and_shows_its_quotations(
    server: Jupyter, sit: Sit
) -> None:
    lesson = enter(sit(server), "xxgk/deadlines")
    reader = lesson.page.locator(".xuefa-Reader").first
    expect(reader).to_contain_text("本机没有收入")
    for cite in lesson.content.readers[0].cites:
        expect(reader).to_contain_text(cite.quote)

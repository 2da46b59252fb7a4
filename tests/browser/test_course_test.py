"""The test that ends a course, and its certificate, as an official takes them in a browser."""

from __future__ import annotations

import json
import os
import re
import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from courses.lesson import OpenCourse
from courses.questions import practice_pool
from courses.record import Context, Verb, new_event, wrong_items
from courses.study import Study
from tests.browser.checks import complaints
from tests.browser.conftest import PROVIDER, SHOTS, Seat
from tests.browser.course_test_page import (
    COURSE,
    OUTER,
    PANEL,
    PERSON,
    Paper,
    events_of,
    record_of,
)
from tests.courses.widgets.conftest import say
from tests.support.jupyter import Jupyter

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-course-test")]

Sit = Callable[..., Seat]

KEEP_PRINTED = "window.print = () => { window.top.printed = document.documentElement.outerHTML; };"


def complete_lessons(server: Jupyter) -> None:
    """All lessons of the course, as another window would complete them."""
    assert COURSE
    names = [f"{COURSE.id}/{lesson.id}" for lesson in COURSE.file.lessons]
    record_of(server).append(
        *(
            new_event(PERSON, Verb.COMPLETED, f"lesson:{name}", context=Context(lesson=name))
            for name in names
        )
    )


@pytest.fixture(scope="module")
def server(start: Callable[..., Jupyter]) -> Jupyter:
    return start("official", PROVIDER, XUEFA_LESSONS="", XUEFA_STATUTES="", XUEFA_PERSON=PERSON)


def test_a_course_is_ended_by_its_test_and_its_certificate(server: Jupyter, sit: Sit) -> None:
    seat = sit(server)
    heard: list[str] = []
    seat.page.on(
        "websocket",
        lambda socket: socket.on("framereceived", lambda frame: heard.append(text_of(frame))),
    )
    seat.page.add_init_script(KEEP_PRINTED)
    paper = Paper(seat)
    seat.enter()
    expect(paper.row).to_contain_text("20 题")
    expect(paper.row).to_contain_text("未测")
    paper.row.scroll_into_view_if_needed()
    seat.page.screenshot(path=SHOTS / "test-home-new-1366x768.png")
    look_at_the_cover(paper)
    items = answer_some_by_keyboard_and_come_back(paper)
    answer_while_the_kernel_dies(paper, items, server)
    assert nothing_told(heard, items)
    answer_the_rest(paper, items)
    hand_in(paper)
    assert nothing_told(heard, items) is False
    read_the_verdicts(paper, items, server)
    get_the_certificate(paper, server)
    stand_at_home(paper)
    assert complaints(seat) == []


def nothing_told(heard: list[str], items: list[str]) -> bool:
    """Whether the browser has heard no explanation of these questions."""
    text = "\n".join(heard)
    told = [practice_pool()[item].explanation for item in items]
    return not any(json.dumps(one, ensure_ascii=False)[1:-1] in text for one in told)


def text_of(frame: str | bytes) -> str:
    return frame if isinstance(frame, str) else frame.decode("utf-8", "replace")


def look_at_the_cover(paper: Paper) -> None:
    paper.open()
    expect(paper.page.get_by_role("button", name="开始测试")).to_be_visible()
    paper.shoot("missing", ".xuefa-Certificate")
    missing = paper.page.locator(".xuefa-Missing")
    assert COURSE
    for lesson in COURSE.file.lessons:
        expect(missing).to_contain_text(lesson.title)
    expect(missing).to_contain_text("还没有测")
    paper.shoot("cover")
    paper.sound()


def answer_some_by_keyboard_and_come_back(paper: Paper) -> list[str]:
    page = paper.page
    page.get_by_role("button", name="开始测试").focus()
    page.keyboard.press("Enter")
    paper.counts(0)
    items = paper.items
    assert len(items) == 20
    assert "正确答案" not in page.locator(PANEL).inner_text()
    for item in items[:8]:
        paper.answer_by_keyboard(item)
    paper.answer(items[-1])
    paper.counts(9)
    page.locator(".xuefa-TestBar").scroll_into_view_if_needed()
    paper.saved()
    paper.shoot("sitting", f'[data-item="{items[6]}"]')
    paper.sound()
    shown = [paper.given(item) for item in items]
    page.reload()
    page.wait_for_selector(".xuefa-Course")
    paper.open("sitting")
    paper.counts(9)
    assert paper.items == items
    assert [paper.given(item) for item in items] == shown
    return items


def answer_while_the_kernel_dies(paper: Paper, items: list[str], server: Jupyter) -> None:
    """What was given before is there again, and what was on its way is stored after all."""
    for kernel in server.kernel_processes():
        os.kill(kernel, signal.SIGSTOP)
    paper.answer(items[8])
    state = paper.page.locator(".xuefa-TestEnding .xuefa-SaveState")
    expect(state).to_contain_text("答案已留在本机", timeout=15_000)
    for kernel in server.kernel_processes():
        os.kill(kernel, signal.SIGKILL)
    paper.page.wait_for_selector(f"{PANEL} .xuefa-Cover:visible", timeout=30_000)
    paper.page.wait_for_selector(f"{PANEL} .xuefa-Cover", state="hidden", timeout=90_000)
    paper.counts(10)
    paper.saved()
    stored = {event.object for event in events_of(server) if event.verb == Verb.ANSWERED}
    assert stored == {f"test:xingsu/1/{item}" for item in (*items[:9], items[19])}


def answer_the_rest(paper: Paper, items: list[str]) -> None:
    """One is left out, one is wrong: 90 points."""
    for item in items[9:18]:
        paper.answer(item)
    paper.answer(items[17], right=False)
    if practice_pool()[items[17]].kind == "multiple":
        key = practice_pool()[items[17]].key
        assert isinstance(key, tuple)
        for value in key[1:]:
            paper.card(items[17]).locator(f'input[value="{value}"]').uncheck()
    paper.counts(19)


def hand_in(paper: Paper) -> None:
    page = paper.page
    page.get_by_role("button", name="交卷", exact=True).click()
    confirm = page.get_by_role("group", name="确认交卷")
    expect(confirm).to_contain_text("还有 1 题没有答完")
    paper.shoot("confirm", ".xuefa-TestConfirm")
    paper.sound()
    confirm.get_by_role("button", name="再检查一下").click()
    expect(confirm).to_be_hidden()
    page.get_by_role("button", name="交卷", exact=True).click()
    confirm.get_by_role("button", name="确定交卷").click()
    expect(page.locator(".xuefa-TestScore")).to_contain_text("90 分")
    expect(page.locator(".xuefa-TestScore")).to_contain_text("合格")


def read_the_verdicts(paper: Paper, items: list[str], server: Jupyter) -> None:
    for item in items:
        right = item not in (items[17], items[18])
        outcome = paper.card(item).locator(".xuefa-Outcome")
        expect(outcome).to_contain_text("✓ 回答正确" if right else "✗")
        expect(outcome.locator(".xuefa-Quote").first).to_be_visible()
    expect(paper.card(items[18])).to_contain_text("✗ 没有作答")
    paper.shoot("marked")
    paper.shoot("verdict", f'[data-item="{items[17]}"]')
    paper.sound()
    events = events_of(server)
    assert {one.item for one in wrong_items(events)} == {items[17], items[18]}
    assert [e.object for e in events if e.verb == Verb.COMPLETED] == ["test:xingsu/1"]


def get_the_certificate(paper: Paper, server: Jupyter) -> None:
    page = paper.page
    expect(page.locator(".xuefa-Missing")).not_to_contain_text("结业测试")
    complete_lessons(server)
    page.locator(OUTER).evaluate("n => { n.scrollTop = 0; }")
    page.wait_for_timeout(500)
    page.locator(".xuefa-Certificate").scroll_into_view_if_needed()
    sheet = page.get_by_role("article", name="结业证书")
    expect(sheet).to_contain_text("90 分")
    expect(sheet).to_contain_text("P0***1")
    number = re.search(r"\d{4}-\d{4}-\d{4}", sheet.inner_text())
    assert number
    paper.shoot("certificate", ".xuefa-Certificate")
    paper.sound()
    page.get_by_label("显示完整编号").check()
    expect(sheet).to_contain_text(PERSON)
    page.get_by_role("button", name="打印").click()
    page.wait_for_function("() => window.printed")
    one_sheet_of_paper(page, number[0])


def one_sheet_of_paper(page: Page, number: str) -> None:
    """What is printed is the certificate alone, on one A4 sheet lying on its side."""
    sheet = page.context.new_page()
    sheet.set_content(str(page.evaluate("() => window.printed")))
    text = sheet.locator("body").inner_text()
    assert number in text
    assert "打印" not in text
    assert "结业测试的题" not in text
    data = sheet.pdf(prefer_css_page_size=True, path=SHOTS / "test-certificate.pdf")
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1
    box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", data)
    assert box
    assert (round(float(box[1])), round(float(box[2]))) == (842, 595)
    sheet.emulate_media(media="print")
    sheet.set_viewport_size({"width": 1123, "height": 794})
    sheet.screenshot(path=SHOTS / "test-certificate-paper.png")
    sheet.close()


def stand_at_home(paper: Paper) -> None:
    paper.page.get_by_role("button", name="返回首页").click()
    expect(paper.row).to_contain_text("已合格")
    paper.row.scroll_into_view_if_needed()
    paper.page.screenshot(path=SHOTS / "test-home-passed-1366x768.png")
    paper.row.click()
    paper.page.reload()
    paper.page.wait_for_selector(".xuefa-Course")
    paper.open()
    expect(paper.page.get_by_role("button", name="再测一次")).to_be_visible()
    expect(paper.page.locator(".xuefa-TestLast")).to_contain_text("90 分")
    paper.shoot("cover-again")
    paper.sound()
    paper.page.get_by_role("button", name="看上次的题和解析").click()
    expect(paper.page.locator(".xuefa-Outcome")).to_have_count(20)


def test_a_test_that_was_not_passed_says_so_and_can_be_taken_again(
    start: Callable[..., Jupyter], sit: Sit
) -> None:
    own = start("official", PROVIDER, XUEFA_LESSONS="", XUEFA_STATUTES="", XUEFA_PERSON=PERSON)
    assert COURSE
    study = Study(PERSON, None, record_of(own), course=COURSE.id)
    earlier = OpenCourse(COURSE, study).test()
    say(earlier, "start", attempt=1)
    say(earlier, "hand-in", attempt=1)
    paper = Paper(sit(own))
    paper.seat.enter()
    expect(paper.row).to_contain_text("最近一次 0 分")
    paper.row.scroll_into_view_if_needed()
    paper.page.screenshot(path=SHOTS / "test-home-failed-1366x768.png")
    paper.open()
    expect(paper.page.locator(".xuefa-TestLast")).to_contain_text("不合格")
    expect(paper.page.locator(".xuefa-Missing")).to_contain_text("最近一次 0 分，60 分合格")
    paper.shoot("cover-failed")
    paper.sound()
    paper.page.get_by_role("button", name="再测一次").click()
    expect(paper.page.locator(".xuefa-TestBar")).to_contain_text("第 2 次测试")
    assert set(paper.items) != {shown["item"] for shown in earlier.questions}

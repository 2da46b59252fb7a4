"""What an official meets first: the home page, alone and in Chinese."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from courses.questions import practice_pool
from courses.record import Result, StudyRecord, Verb, new_event
from tests.browser.checks import axe_faults, complaints, latin_words, overflow
from tests.browser.conftest import PROVIDER, SHOTS, Seat
from tests.support.jupyter import Jupyter

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-home-page")]

Sit = Callable[..., Seat]
SIZES = [(1366, 768), (1920, 1080), (390, 844)]


def tabs(page: Page) -> list[str]:
    return page.locator(".lm-DockPanel-tabBar .lm-TabBar-tabLabel").all_inner_texts()


def test_the_home_page_is_the_only_tab_and_cannot_be_closed(official: Jupyter, sit: Sit) -> None:
    page = sit(official).enter()
    assert tabs(page) == ["学法首页"]
    assert page.locator(".lm-TabBar-tab.lm-mod-closable:visible").count() == 0
    assert page.title() == "学法"


def test_everything_is_chinese_in_an_english_browser(official: Jupyter, sit: Sit) -> None:
    seat = sit(official)
    assert latin_words(seat.enter()) == set()
    seat.open_lesson()
    assert latin_words(seat.ready()) == set()
    assert complaints(seat) == []


def test_courses_show_their_size_their_progress_and_their_lessons(
    official: Jupyter, sit: Sit
) -> None:
    page = sit(official).enter()
    assert page.locator(".xuefa-Course h3").all_inner_texts() == [
        "行政复议：从申请到答复",
        "行政诉讼：先取证、后裁决",
    ]
    card = page.locator(".xuefa-Course").first
    assert "共 2 课 · 约 40 分钟" in card.inner_text()
    assert card.get_by_role("progressbar").get_attribute("aria-valuenow") == "0"
    assert card.get_by_role("button").all_inner_texts()[0] == "开始学习"


def test_nothing_of_the_developers_tools_is_in_sight(official: Jupyter, sit: Sit) -> None:
    page = sit(official).enter()
    for part in (
        "#jp-top-panel",
        "#jp-left-stack",
        "#jp-right-stack",
        ".jp-SideBar",
        ".jp-Launcher",
    ):
        assert page.locator(f"{part}:visible").count() == 0, part
    page.keyboard.press("Control+Shift+C")
    page.keyboard.press("Control+Shift+L")
    page.locator(".xuefa-Banner").click(button="right")
    assert page.locator(".lm-Menu:visible, .lm-CommandPalette:visible").count() == 0
    assert tabs(page) == ["学法首页"]


def test_a_reload_returns_to_the_home_page_without_leftovers(official: Jupyter, sit: Sit) -> None:
    seat = sit(official)
    seat.enter()
    seat.open_lesson()
    page = seat.ready()
    assert tabs(page) == ["学法首页", "收到复议答复通知书以后"]
    page.reload()
    page.wait_for_selector(".xuefa-Course")
    assert tabs(page) == ["学法首页"]


def test_lists_that_nobody_serves_or_that_are_empty_are_not_shown(
    official: Jupyter, sit: Sit
) -> None:
    page = sit(official).enter()
    expect(page.get_by_role("heading", name="课程", exact=True)).to_be_visible()
    assert page.get_by_role("heading", name="待办").count() == 0
    assert page.get_by_role("heading", name="正在进行的考试").count() == 0


def test_the_home_page_has_no_serious_axe_finding(official: Jupyter, sit: Sit) -> None:
    assert axe_faults(sit(official).enter()) == []


def answer_wrong(record: StudyRecord, item: str) -> None:
    result = Result(success=False, response=("a",))
    record.append(new_event(record.person, Verb.ANSWERED, f"item:{item}", result=result))


def test_what_was_answered_wrong_is_to_be_done_again(
    launch: Callable[..., Jupyter], sit: Sit
) -> None:
    server = launch("official", PROVIDER, XUEFA_PERSON="P00001")
    item = next(iter(practice_pool()))
    answer_wrong(StudyRecord("P00001", server.log.parent / "xuefa_home" / "records"), item)
    seat = sit(server)
    page = seat.enter()
    expect(page.get_by_role("heading", name="待办")).to_be_visible()
    expect(page.get_by_text("错题本里有 1 道题")).to_be_visible()
    page.screenshot(path=SHOTS / "home-todo-1366x768.png")
    page.get_by_role("button", name="去完成").click()
    page.wait_for_selector(".xuefa-Question", timeout=60_000)
    assert tabs(page)[1] == "错题本"
    assert page.locator(".xuefa-Question").get_attribute("data-key") == f"item:{item}"
    page.wait_for_selector(".xuefa-Cover", state="hidden")
    page.screenshot(path=SHOTS / "wrong-book-1366x768.png")
    assert latin_words(page) == set()
    assert axe_faults(page) == []
    assert complaints(seat) == []


def test_a_trainer_keeps_the_launcher_behind_the_home_page(
    launch: Callable[..., Jupyter], sit: Sit
) -> None:
    page = sit(launch("trainer")).enter()
    assert tabs(page)[0] == "学法首页"
    assert page.locator("#jp-top-panel:visible").count() == 1
    launcher = page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab").nth(1)
    launcher.click()
    expect(page.locator(".jp-LauncherCard").first).to_be_visible()


def test_without_the_server_a_strip_says_so_until_it_is_back(
    launch: Callable[..., Jupyter], sit: Sit
) -> None:
    page = sit(launch("official")).enter()
    page.context.set_offline(True)
    strip = page.locator(".xuefa-Offline")
    expect(strip).to_contain_text("与服务器的连接中断了", timeout=60_000)
    assert page.locator(".jp-Dialog").count() == 0
    page.context.set_offline(False)
    expect(strip).to_have_count(0, timeout=30_000)


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_home_page_and_lesson_fit_the_screen(
    official: Jupyter, sit: Sit, width: int, height: int
) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    size: ViewportSize = {"width": width, "height": height}
    seat = sit(official, size)
    page = seat.enter()
    page.screenshot(path=SHOTS / f"home-{width}x{height}.png")
    assert overflow(page, ".xuefa-Home") <= 0
    seat.open_lesson()
    seat.ready()
    page.screenshot(path=SHOTS / f"lesson-{width}x{height}.png")
    assert overflow(page, ".xuefa-Lesson-panel .jp-WindowedPanel-outer") <= 0

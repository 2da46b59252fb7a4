"""A lesson in the browser: runs on open, shows no code, and comes back when its kernel dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SHOTS, Seat
from tests.support.jupyter import Jupyter

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-lesson-runner")]

Sit = Callable[..., Seat]
CODE_AND_TOOLS = (
    ".jp-CodeCell .jp-Cell-inputWrapper",
    ".jp-InputPrompt",
    ".jp-OutputPrompt",
    ".jp-Collapser",
    ".jp-NotebookPanel-toolbar",
    ".jp-cell-toolbar",
    ".jp-Notebook-footer",
)


@pytest.fixture(scope="module")
def server(start: Callable[..., Jupyter]) -> Jupyter:
    """A server whose kernels are these tests' own."""
    return start("official")


def answer(page: Page) -> None:
    """Press the lesson's button and see its answer: the kernel is there."""
    page.get_by_role("button", name="十日").click()
    expect(page.locator(".widget-html", has_text="回答正确")).to_be_visible()


def test_one_click_opens_a_lesson_that_can_be_answered(server: Jupyter, sit: Sit) -> None:
    seat = sit(server)
    seat.enter()
    seat.page.get_by_role("button", name="开始学习").first.click()
    seat.page.wait_for_selector(".xuefa-Cover:visible")
    expect(seat.page.locator(".xuefa-Cover")).to_contain_text("正在准备课文")
    answer(seat.ready())


def test_no_code_no_prompt_and_no_toolbar_is_ever_shown(server: Jupyter, sit: Sit) -> None:
    seat = sit(server)
    seat.enter()
    # Watches from before the lesson opens: a flash of code counts.
    seat.page.evaluate(
        """() => { window.seen = [];
          new MutationObserver(() => {
            for (const n of document.querySelectorAll('.jp-CodeCell .jp-Cell-inputWrapper'))
              if (n.checkVisibility()) window.seen.push(n.textContent);
          }).observe(document.body, {childList: true, subtree: true, attributes: true}); }"""
    )
    seat.open_lesson()
    page = seat.ready()
    assert page.evaluate("window.seen") == []
    for part in CODE_AND_TOOLS:
        assert page.locator(f"{part}:visible").count() == 0, part
    assert "import" not in page.inner_text("body")


def test_a_text_cannot_be_opened_for_editing(server: Jupyter, sit: Sit) -> None:
    seat = sit(server)
    seat.enter()
    seat.open_lesson()
    page = seat.ready()
    page.locator(".jp-MarkdownCell").first.dblclick()
    page.keyboard.press("Enter")
    page.keyboard.press("d")
    page.keyboard.press("d")
    assert page.locator(".jp-MarkdownCell .cm-editor:visible").count() == 0
    assert page.locator(".jp-MarkdownCell").count() == 2


def test_a_killed_kernel_is_told_in_chinese_and_the_lesson_runs_again(
    server: Jupyter, sit: Sit
) -> None:
    seat = sit(server)
    seat.enter()
    seat.open_lesson()
    page = seat.ready()
    for kernel in server.kernel_processes():
        os.kill(kernel, signal.SIGKILL)
    cover = page.locator(".xuefa-Cover")
    expect(cover).to_contain_text("学习程序中断了，正在自动恢复", timeout=30_000)
    assert cover.get_by_role("button").all_inner_texts() == ["立即恢复"]
    assert page.locator(".jp-Dialog").count() == 0
    page.screenshot(path=SHOTS / "kernel-killed-1366x768.png")
    answer(seat.ready())


def test_a_kernel_that_cannot_start_is_told_in_chinese(server: Jupyter, sit: Sit) -> None:
    seat = sit(server)
    page = seat.enter()
    refuse = "**/api/sessions?*"
    page.route(
        refuse,
        lambda route: (
            route.fulfill(status=500, json={"message": "no memory", "traceback": "Traceback"})
            if route.request.method == "POST"
            else route.continue_()
        ),
    )
    seat.open_lesson(course=1)
    cover = page.locator(".xuefa-Cover")
    expect(cover).to_contain_text("学习程序没有启动成功")
    assert "Traceback" not in page.inner_text("body")
    page.unroute(refuse)
    cover.get_by_role("button", name="重新载入").click()
    answer(seat.ready())


def test_a_cell_that_fails_shows_a_message_and_never_its_traceback(
    server: Jupyter, sit: Sit
) -> None:
    seat = sit(server)
    seat.enter()
    page = seat.open_lesson("出错的一课")
    expect(page.locator(".xuefa-Cover")).to_contain_text("这一课有内容没有准备好")
    assert "secret reason" not in page.inner_text("body")
    page.screenshot(path=SHOTS / "cell-failed-1366x768.png")


def test_a_closed_lesson_takes_its_kernel_with_it_and_asks_nothing(
    server: Jupyter, sit: Sit
) -> None:
    seat = sit(server)
    seat.enter()
    seat.open_lesson()
    page = seat.ready()
    answer(page)
    with page.expect_response(
        lambda r: r.request.method == "DELETE" and "/api/sessions/" in r.url
    ) as ended:
        page.locator(".lm-TabBar-tabCloseIcon:visible").click()
    assert ended.value.status == 204
    assert page.locator(".jp-Dialog").count() == 0
    expect(page.locator(".xuefa-Home")).to_be_visible()


def test_the_way_back_leads_to_the_home_page(server: Jupyter, sit: Sit) -> None:
    seat = sit(server)
    seat.enter()
    seat.open_lesson()
    seat.ready().get_by_role("button", name="返回首页").click()
    expect(seat.page.locator(".xuefa-Home")).to_be_visible()

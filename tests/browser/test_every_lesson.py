"""Every lesson that ships: without code or English, fit for every screen, taken to its end."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from courses.record import Verb
from tests.browser.checks import axe_faults, complaints, latin_words, overflow
from tests.browser.conftest import LAPTOP, PROVIDER, SHOTS, Seat, windows
from tests.browser.lessons import LESSONS, OUTER, PERSON, enter, record_of
from tests.support.jupyter import Jupyter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE, DESKTOP = (390, 844), (1920, 1080)
BATCHES = 2
"""So many groups of lessons, for workers side by side."""
EACH = [
    pytest.param(name, marks=pytest.mark.xdist_group(f"browser-lesson-{n % BATCHES}"))
    for n, name in enumerate(LESSONS)
]


@pytest.fixture(scope="module")
def server(start: Callable[..., Jupyter]) -> Jupyter:
    """The lessons that ship, for one official, on a machine without the texts of regulations."""
    return start("official", PROVIDER, XUEFA_LESSONS="", XUEFA_STATUTES="", XUEFA_PERSON=PERSON)


@pytest.fixture(scope="module")
def window(server: Jupyter, browser: Browser) -> Iterator[Seat]:
    """One window for all lessons: an official does not come anew for each."""
    with windows(browser) as open_one:
        yield open_one(server)


@pytest.fixture
def seat(window: Seat) -> Iterator[Seat]:
    """At the home page, with no lesson open but the one of the test."""
    yield window
    for close in window.page.locator(".lm-TabBar-tabCloseIcon:visible").all():
        close.click()


@pytest.mark.parametrize("name", EACH)
def test_a_lesson_is_fit_to_be_seen_and_taken_to_its_end_by_mouse(
    server: Jupyter, seat: Seat, name: str
) -> None:
    lesson = enter(seat, name)
    page = lesson.page
    assert page.locator(".jp-CodeCell .jp-Cell-inputWrapper:visible").count() == 0
    assert "open_lesson" not in page.inner_text("body")
    assert latin_words(page) == set()
    assert axe_faults(page) == []
    for width, height in (PHONE, DESKTOP, (LAPTOP["width"], LAPTOP["height"])):
        page.set_viewport_size({"width": width, "height": height})
        assert overflow(page, OUTER) <= 0
        shoot(page, f"{name.replace('/', '-')}-{width}x{height}")
    for item in lesson.content.practice:
        lesson.answer(item)
    for case in lesson.content.cases:
        assert lesson.walk(case.id) >= 2
    lesson.complete()
    completed = [e for e in record_of(server) if e.verb == Verb.COMPLETED]
    assert f"lesson:{name}" in {event.object for event in completed}
    assert complaints(seat) == []
    assert latin_words(page) == set()
    page.get_by_role("button", name="返回首页").click()
    row = page.locator(".xuefa-Lesson", has_text=LESSONS[name][0])
    expect(row).to_contain_text("已学完", timeout=30_000)


def shoot(page: Page, name: str) -> None:
    """Keep pictures of the lesson from top to bottom, where somebody wants to look at them."""
    if not os.environ.get("XUEFA_SHOTS"):
        return
    SHOTS.mkdir(parents=True, exist_ok=True)
    outer = page.locator(OUTER)
    height, step = outer.evaluate("n => [n.scrollHeight, n.clientHeight]")
    for index, top in enumerate(range(0, height, step)):
        outer.evaluate("(n, top) => { n.scrollTop = top; }", top)
        page.screenshot(path=SHOTS / f"{name}-{index:02}.png")

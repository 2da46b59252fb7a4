"""A real Chromium before a real JupyterLab."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.support.jupyter import Jupyter, jupyter, write_course

NAMES = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
SHOTS = Path(__file__).parents[2] / "build" / "screenshots"
PROVIDER = "--ServerApp.identity_provider_class=courses.server.identity.ConfiguredIdentity"
"""The server's one official is the one that ``XUEFA_PERSON`` names."""
LAPTOP: ViewportSize = {"width": 1366, "height": 768}


@pytest.fixture(scope="module")  # Playwright allows one at a time in a process
def browser() -> Iterator[Browser]:
    """The Chromium of this machine, as an English user has it."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        message = f"没有找到浏览器（{'、'.join(NAMES)}）"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    options = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=options)
        yield chromium
        chromium.close()


@contextmanager
def servers(folders: pytest.TempPathFactory) -> Iterator[Callable[..., Jupyter]]:
    """Start JupyterLabs with two test courses for a profile; they end with the block."""
    with ExitStack() as running:

        def _start(profile: str, *options: str, **env: str) -> Jupyter:
            home = folders.mktemp(profile)
            lessons = home / "lessons"
            write_course(lessons)
            write_course(lessons, "susong", "行政诉讼：先取证、后裁决", "行政诉讼法", 2)
            chosen = {"XUEFA_PROFILE": profile, "XUEFA_LESSONS": str(lessons), **env}
            return running.enter_context(jupyter("jupyterlab", home, chosen, options))

        yield _start


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Jupyter]]:
    """Start a JupyterLab that a module's tests share."""
    with servers(tmp_path_factory) as start_one:
        yield start_one


@pytest.fixture
def launch(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Jupyter]]:
    """Start a JupyterLab of a test's own."""
    with servers(tmp_path_factory) as start_one:
        yield start_one


@pytest.fixture(scope="module")
def official(start: Callable[..., Jupyter]) -> Jupyter:
    """An official's JupyterLab."""
    return start("official")


@dataclass
class Seat:
    """One browser window. ``errors`` collects what its console complains of."""

    page: Page
    server: Jupyter
    errors: list[str] = field(default_factory=list)

    def enter(self) -> Page:
        self.page.goto(self.server.lab)
        self.page.wait_for_selector(".xuefa-Course")
        return self.page

    def open_lesson(self, title: str = "收到复议答复通知书以后", course: int = 0) -> Page:
        card = self.page.locator(".xuefa-Course").nth(course)
        card.locator(".xuefa-Lesson", has_text=title).click()
        return self.page

    def ready(self) -> Page:
        self.page.wait_for_selector(".jupyter-widgets.jupyter-button", state="visible")
        self.page.wait_for_selector(".xuefa-Cover", state="hidden")
        return self.page


@contextmanager
def windows(browser: Browser) -> Iterator[Callable[..., Seat]]:
    """Open windows before a server, in an English browser; they close with the block."""
    contexts = []

    def _sit(server: Jupyter, viewport: ViewportSize = LAPTOP) -> Seat:
        context = browser.new_context(viewport=viewport, locale="en-US")
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        seat = Seat(page, server)
        page.on("pageerror", lambda error: seat.errors.append(str(error)))
        page.on(
            "console",
            lambda said: (
                seat.errors.append(f"{said.text} {said.location.get('url', '')}")
                if said.type == "error"
                else None
            ),
        )
        return seat

    yield _sit
    for context in contexts:
        context.close()


@pytest.fixture
def sit(browser: Browser) -> Iterator[Callable[..., Seat]]:
    """Open a window of a test's own."""
    with windows(browser) as open_one:
        yield open_one

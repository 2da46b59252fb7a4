"""Opening lessons: card click to the first widget that can be used, and what an official costs.

A real JupyterLab and a real Chromium, as an official has them: each opening starts a kernel, runs
the notebook and draws it. Memory is what the lesson's kernel does not share with others.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
from playwright.sync_api import Page, sync_playwright

from benchmarks.settings import Figures, Settings, tell
from courses.catalogue import load_catalogue
from courses.catalogue.listing import PACKAGED
from tests.support.jupyter import Jupyter, jupyter

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "microsoft-edge")
IDENTITY = "--ServerApp.identity_provider_class=courses.server.identity.ConfiguredIdentity"
ENV = {"XUEFA_PROFILE": "official", "XUEFA_PERSON": "P00001", "XUEFA_LESSONS": ""}
USABLE = ".xuefa-Lesson-panel:not(.lm-mod-hidden) .xuefa-Widget button:visible"
READING_S = 4
"""How long an official reads the home page before opening a lesson."""
MB = 1024 * 1024


def measure(settings: Settings) -> Figures:
    """Open the first ``lessons`` lessons ``repeats`` times; times in seconds, memory in MiB."""
    times: list[float] = []
    memory: list[float] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        jupyter("jupyterlab", Path(folder), ENV, (IDENTITY,)) as server,
        _page(server) as page,
    ):
        for title in _titles()[: settings.lessons] * settings.repeats:
            times.append(_open(page, title))
            memory += [_own_mb(pid) for pid in server.kernel_processes()][-1:]
            tell(f"{title}: {times[-1]:.2f} s")
            page.locator(".lm-TabBar-tabCloseIcon:visible").last.click()
            page.wait_for_selector(".xuefa-Course:visible")
            time.sleep(READING_S)
    return {
        "openings": len(times),
        "median_s": round(statistics.median(times), 2),
        "worst_s": round(max(times), 2),
        "memory_mb": round(statistics.median(memory)),
    }


def _titles() -> list[str]:
    courses = load_catalogue(PACKAGED).courses
    return [lesson.title for course in courses for lesson in course.file.lessons]


@contextmanager
def _page(server: Jupyter) -> Iterator[Page]:
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        raise SystemExit(f"needs a browser ({', '.join(BROWSERS)})")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(server.lab)
        page.wait_for_selector(".xuefa-Course")
        yield page
        browser.close()


def _open(page: Page, title: str) -> float:
    start = time.perf_counter()
    page.locator(".xuefa-Lesson", has_text=title).click()
    page.wait_for_selector(".xuefa-Lesson-panel:not(.lm-mod-hidden)", state="attached")
    page.wait_for_selector(".xuefa-Cover", state="hidden", timeout=120_000)
    page.wait_for_selector(USABLE)
    return time.perf_counter() - start


def _own_mb(pid: int) -> float:
    return float(psutil.Process(pid).memory_full_info().uss) / MB

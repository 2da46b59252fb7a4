"""The lessons that ship, before a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from courses.catalogue import load_catalogue, read_content
from courses.catalogue.listing import PACKAGED
from courses.record import Event, StudyRecord
from tests.browser.conftest import Seat
from tests.support.jupyter import Jupyter
from tests.support.lesson_page import LessonPage

Sit = Callable[..., Seat]
PERSON = "P00001"
LESSONS = {
    f"{course.id}/{lesson.id}": (lesson.title, Path(course.folder, lesson.notebook))
    for course in load_catalogue(PACKAGED).courses
    for lesson in course.file.lessons
}
OUTER = ".xuefa-Lesson-panel:not(.lm-mod-hidden) .jp-WindowedPanel-outer"


def home(server: Jupyter) -> Path:
    """Where the server keeps what it must not lose."""
    return server.log.parent / "xuefa_home"


def record_of(server: Jupyter, person: str = PERSON) -> tuple[Event, ...]:
    """What a person's record holds."""
    return StudyRecord(person, home(server) / "records").read().events


def enter(seat: Seat, name: str) -> LessonPage:
    """From the home page into a lesson."""
    title, notebook = LESSONS[name]
    page = seat.page
    if page.url == "about:blank":
        seat.enter()
    page.locator(".xuefa-Lesson", has_text=title).click()
    page.wait_for_selector(".xuefa-Lesson-panel .xuefa-Head", state="attached", timeout=60_000)
    page.wait_for_selector(".xuefa-Cover", state="hidden", timeout=90_000)
    return LessonPage(page, read_content(notebook))

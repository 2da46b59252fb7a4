"""An invigilator before a room with three candidates."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from exam_hall.requests import AnswerRequest
from exam_hall.room import ExamRoom
from exam_hall.web.hall import Hall
from exam_hall.web.passwords import Passwords, hashed, password_file, save_passwords
from tests.browser.conftest import LAPTOP
from tests.exam_hall.conftest import (
    EXAM,
    INVIGILATOR,
    Clock,
    make_sitting,
    write_allotment,
    write_course,
)
from tests.exam_hall.web.conftest import all_passwords, password_of, running

NAMES = {"P1": ("张建国", "司法所", "03"), "P2": ("李芳", "东街社区", "01"), "P3": ("", "", "02")}

HEADER = "人员编号,姓名,单位,座位号\n"


@dataclass
class Watch:
    """An invigilator at their page, and the room they watch."""

    page: Page
    room: ExamRoom
    clock: Clock
    address: str
    errors: list[str]

    def row(self, name: str) -> Locator:
        return self.page.locator("tbody tr", has_text=name)

    def total(self, name: str) -> Locator:
        return self.page.get_by_label("各种情况的人数").get_by_role("button", name=name)

    def open(self, name: str) -> Locator:
        self.row(name).get_by_role("button").click()
        return self.page.locator("dialog[open]")

    def begin(self, *candidates: str) -> None:
        for candidate in candidates:
            self.room.start(candidate, f"page-{candidate}").result()

    def answer(self, candidate: str, *grade_ids: str) -> None:
        for number, grade_id in enumerate(grade_ids, start=1):
            asked = AnswerRequest(
                client=f"page-{candidate}",
                client_seq=number,
                attempt=1,
                grade_id=grade_id,
                value=True if grade_id == "q01" else ("A",),
            )
            self.room.answer(candidate, asked).result()

    def refreshed(self) -> None:
        """Wait until the page has asked again."""
        with self.page.expect_response(f"**/api/room/{EXAM}"):
            pass


Enter = Callable[..., Watch]


@pytest.fixture(autouse=True, scope="module")
def patience() -> Iterator[None]:
    """The page asks every five seconds, and machines that run tests are busy."""
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def enter(browser: Browser, tmp_path: Path) -> Iterator[Enter]:
    """Open a room and sit down before it as its invigilator."""
    closing: list[Callable[[], object]] = []

    def _enter(
        names: dict[str, tuple[str, str, str]] = NAMES, viewport: ViewportSize = LAPTOP
    ) -> Watch:
        course, clock = write_course(tmp_path / "course"), Clock()
        write_allotment(course, {who: "AB"[n % 2] for n, who in enumerate(names)})
        listed = "".join(f"{who},{','.join(said)}\n" for who, said in names.items())
        (tmp_path / "names.csv").write_text(HEADER + listed, "utf-8-sig")
        home = tmp_path / "hall"
        save_passwords(password_file(home, EXAM), _passwords())
        hall = Hall(home, clock=clock, sweep_s=0.05)
        rules = {"invigilators": [INVIGILATOR], "names": str(tmp_path / "names.csv")}
        room = hall.open(make_sitting(course, **rules))
        served = running(hall)
        address = served.__enter__().address
        closing.append(lambda: served.__exit__(None, None, None))
        context = browser.new_context(viewport=viewport, locale="en-US")
        closing.append(context.close)
        page, errors = context.new_page(), []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        _sign_in(page, f"{address}/xuefa/hall/room/{EXAM}", INVIGILATOR)
        page.wait_for_selector("tbody tr")
        return Watch(page, room, clock, address, errors)

    yield _enter
    for close in reversed(closing):
        close()


def _passwords() -> Passwords:
    return all_passwords().model_copy(
        update={"people": {**all_passwords().people, "T1": hashed(password_of("T1"))}}
    )


def _sign_in(page: Page, address: str, person: str) -> None:
    page.goto(address)
    page.locator("input[name=person]").fill(person)
    page.locator("input[name=password]").fill(password_of(person))
    page.keyboard.press("Enter")

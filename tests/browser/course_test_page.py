"""A course's test and its certificate in the browser, used as an official uses them."""

from __future__ import annotations

from playwright.sync_api import Locator, ViewportSize, expect

from courses.catalogue import load_catalogue
from courses.catalogue.listing import PACKAGED
from courses.questions import Question, practice_pool
from courses.record import Event, StudyRecord
from tests.browser.checks import axe_faults, latin_words, overflow
from tests.browser.conftest import LAPTOP, SHOTS, Seat
from tests.support.jupyter import Jupyter
from tests.support.lesson_page import wanted

PHONE: ViewportSize = {"width": 390, "height": 844}
PERSON = "P00011"

COURSE = load_catalogue(PACKAGED).course("xingsu")

PANEL = ".xuefa-Lesson-panel:not(.lm-mod-hidden)"

OUTER = f"{PANEL} .jp-WindowedPanel-outer"


def record_of(server: Jupyter) -> StudyRecord:
    return StudyRecord(PERSON, server.log.parent / "xuefa_home" / "records")


def events_of(server: Jupyter) -> tuple[Event, ...]:
    return record_of(server).read().events


class Paper:
    """The page of the test."""

    def __init__(self, seat: Seat) -> None:
        self.seat, self.page = seat, seat.page

    def open(self, at: str = "cover") -> None:
        """From the home page into the test."""
        if self.page.url == "about:blank":
            self.seat.enter()
        self.row.click()
        self.page.wait_for_selector(f"{PANEL} .xuefa-CourseTest", timeout=90_000)
        self.page.wait_for_selector(f"{PANEL} .xuefa-Cover", state="hidden", timeout=90_000)
        if at == "sitting":
            self.page.wait_for_selector(".xuefa-TestBar")

    @property
    def row(self) -> Locator:
        card = self.page.locator(".xuefa-Course", has_text="依法行政与应诉")
        return card.locator(".xuefa-Lesson", has_text="结业测试")

    @property
    def items(self) -> list[str]:
        nodes = self.page.locator(".xuefa-CourseTest .xuefa-Question")
        return [str(node.get_attribute("data-item")) for node in nodes.all()]

    def card(self, item: str) -> Locator:
        return self.page.locator(f'.xuefa-CourseTest [data-item="{item}"]')

    def given(self, item: str) -> list[str]:
        """What the page shows as given: values chosen, or texts."""
        card = self.card(item)
        if practice_pool()[item].kind == "fill":
            return [one.input_value() for one in card.locator(".xuefa-Blank").all()]
        return [str(one.get_attribute("value")) for one in card.locator("input:checked").all()]

    def answer(self, item: str, *, right: bool = True) -> None:
        """By mouse, as a touch would."""
        question, card = practice_pool()[item], self.card(item)
        for index, value in enumerate(answers(question, right=right)):
            if question.kind == "fill":
                card.locator(".xuefa-Blank").nth(index).fill(value)
            else:
                card.locator(f'input[value="{value}"]').check()

    def answer_by_keyboard(self, item: str) -> None:
        """With letters; Enter leads on."""
        question, card = practice_pool()[item], self.card(item)
        for index, value in enumerate(wanted(question)):
            if question.kind == "fill":
                self.page.keyboard.press("Tab") if index else None
                self.page.keyboard.type(value)
            else:
                option = card.locator(".xuefa-Option", has=self.page.locator(f'[value="{value}"]'))
                self.page.keyboard.press(option.locator(".xuefa-Letter").inner_text())
        self.page.keyboard.press("Enter")

    def counts(self, done: int) -> None:
        expect(self.page.locator(".xuefa-TestCount")).to_have_text(f"已答 {done} / 20")

    def saved(self) -> None:
        state = self.page.locator(".xuefa-TestEnding .xuefa-SaveState")
        expect(state).to_have_attribute("data-state", "saved")

    def shoot(self, name: str, sight: str = ".xuefa-CourseTest") -> None:
        """What is in sight, on a laptop and on a phone; nothing is wider than its place."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        for size in (PHONE, LAPTOP):
            self.page.set_viewport_size(size)
            self.page.wait_for_timeout(300)
            assert overflow(self.page, OUTER) <= 0, name
            at = self.page.locator(f"{PANEL} {sight}").first
            at.evaluate("n => n.scrollIntoView({block: n.clientHeight > 500 ? 'start' : 'center'})")
            self.page.screenshot(path=SHOTS / f"test-{name}-{size['width']}x{size['height']}.png")

    def sound(self) -> None:
        """Chinese, and nothing serious for axe."""
        assert latin_words(self.page) == set()
        assert axe_faults(self.page) == []


def answers(question: Question, *, right: bool) -> list[str]:
    if right:
        return wanted(question)
    if isinstance(question.key, bool):
        return ["false" if question.key else "true"]
    if question.kind == "fill":
        return ["不知道"] * len(question.key)
    wrong = [option for option in question.options if option not in question.key]
    return wrong[:1] if question.kind == "single" else [*wrong[:1], str(question.key[0])]

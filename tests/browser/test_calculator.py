"""The deadline calculator of a lesson: a day is filled in as three numbers, in Chinese throughout.

One page, which the tests share. The last days are worked out by hand from 行政诉讼法 67 (fifteen
days from the receipt of the complaint) and 行政诉讼法解释 48 (the day itself does not count; a last
day that is off moves to the first day behind the holiday).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, ViewportSize, expect

from courses.record.events import CHINA
from tests.browser.checks import axe_faults, complaints, latin_words, overflow
from tests.browser.conftest import LAPTOP, PROVIDER, Seat
from tests.support.jupyter import Jupyter

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-calculator")]

LESSON = "先取证后裁决，十五日内交证据"
EVENT = "哪一天：收到起诉状副本之日"
PHONE: ViewportSize = {"width": 390, "height": 844}
OUTER = ".xuefa-Lesson-panel:not(.lm-mod-hidden) .jp-WindowedPanel-outer"
NO_SUCH_DAY = "日期没有填完整，或者没有这一天，请核对。"


@dataclass(frozen=True)
class Day:
    """One date to fill in."""

    node: Locator

    @property
    def numbers(self) -> list[Locator]:
        return [self.node.get_by_label(name, exact=True) for name in "年月日"]

    @property
    def reading(self) -> Locator:
        return self.node.locator("output")

    @property
    def complaint(self) -> Locator:
        return self.node.locator(".xuefa-Wrong")

    @property
    def values(self) -> list[str]:
        return [number.input_value() for number in self.numbers]

    def invalid(self) -> list[str | None]:
        return [number.get_attribute("aria-invalid") for number in self.numbers]


@dataclass(frozen=True)
class Calculator:
    """The calculator of an open lesson."""

    seat: Seat

    @property
    def page(self) -> Page:
        return self.seat.page

    @property
    def root(self) -> Locator:
        return self.page.locator(".xuefa-Calculator")

    @property
    def due(self) -> Locator:
        return self.root.locator(".xuefa-Due")

    @property
    def result(self) -> Locator:
        return self.root.get_by_role("region", name="计算结果")

    def counter(self) -> Locator:
        """The button at the stage of the answer that leads here."""
        return self.page.get_by_role("button", name="算一算：提交作出行政行为的证据")

    def day(self, name: str = EVENT) -> Day:
        return Day(self.root.get_by_role("group", name=name))

    def keys(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def begin(self) -> Day:
        """Go to the limit of the answer, and with the keyboard into its year, which is chosen."""
        self.counter().focus()
        self.keys("Enter")
        day = self.day()
        expect(day.numbers[0]).to_be_focused()
        return day


@pytest.fixture(scope="module")
def server(start: Callable[..., Jupyter]) -> Jupyter:
    return start("official", PROVIDER, XUEFA_LESSONS="", XUEFA_PERSON="P00001")


@pytest.fixture(scope="module")
def calculator(server: Jupyter, browser: Browser) -> Iterator[Calculator]:
    """The lesson, opened from the home page in an English browser."""
    context = browser.new_context(viewport=LAPTOP, locale="en-US")
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    seat = Seat(context.new_page(), server)
    seat.page.on("pageerror", lambda error: seat.errors.append(str(error)))
    seat.page.on("console", lambda said: said.type == "error" and _complain(seat, said))
    page = seat.enter()
    page.locator(".xuefa-Lesson", has_text=LESSON).click()
    page.wait_for_selector(".xuefa-Calculator", state="attached", timeout=90_000)
    page.wait_for_selector(".xuefa-Cover", state="hidden", timeout=90_000)
    yield Calculator(seat)
    context.close()


def _complain(seat: Seat, said: ConsoleMessage) -> None:
    seat.errors.append(f"{said.text} {said.location.get('url', '')}")


@pytest.fixture
def day(calculator: Calculator) -> Day:
    """The day of receipt with nothing in it; the focus is in its year."""
    calculator.page.set_viewport_size(LAPTOP)
    day = calculator.begin()
    for number in reversed(day.numbers):
        number.fill("")
    day.numbers[0].focus()
    return day


def test_at_first_the_year_is_this_one_and_the_rest_is_asked_for(calculator: Calculator) -> None:
    day = calculator.begin()
    assert day.values == [str(datetime.now(CHINA).year), "", ""]
    calculator.keys("Enter")
    expect(day.complaint).to_have_text("请填写日期：收到起诉状副本之日。")
    expect(day.numbers[1]).to_be_focused()
    assert day.invalid() == ["false", "true", "true"]


def test_the_answer_is_counted_by_keyboard(calculator: Calculator, day: Day) -> None:
    # Nov 26 is the first day: November has 5 (26-30), so Dec 10 is the 15th, a Thursday, as
    # Nov 26 is one, two weeks earlier.
    calculator.page.keyboard.type("20261125")
    assert day.values == ["2026", "11", "25"]
    expect(day.reading).to_have_text("2026年11月25日 星期三")
    calculator.keys("Enter")
    expect(calculator.due).to_have_text("2026年12月10日 星期四")
    expect(calculator.result).to_be_focused()


def test_the_answer_is_counted_by_mouse(calculator: Calculator) -> None:
    # Sep 17 is the first day: September has 14 (17-30), so Oct 1 is the 15th; the National Day
    # holiday of 2026 lasts until Oct 7, so Thursday Oct 8 is the last day.
    calculator.counter().click()
    day = calculator.day()
    for number, text in zip(day.numbers, ("2026", "9", "16"), strict=True):
        number.click()
        calculator.page.keyboard.type(text)
    expect(day.reading).to_have_text("2026年9月16日 星期三")
    calculator.root.get_by_role("button", name="计算", exact=True).click()
    expect(calculator.due).to_have_text("2026年10月8日 星期四")


def test_a_result_disappears_with_the_first_change_of_its_day(
    calculator: Calculator, day: Day
) -> None:
    calculator.page.keyboard.type("20261125")
    calculator.keys("Enter")
    expect(calculator.due).to_be_visible()
    day.numbers[2].focus()
    calculator.keys("Backspace")
    expect(calculator.due).to_be_hidden()


def test_an_impossible_day_is_told_at_its_field_until_it_is_mended(
    calculator: Calculator, day: Day
) -> None:
    calculator.page.keyboard.type("20260230")
    expect(day.reading).to_be_empty()
    calculator.keys("Enter")
    expect(day.complaint).to_have_text(NO_SUCH_DAY)
    expect(day.numbers[2]).to_be_focused()
    expect(day.numbers[2]).to_have_accessible_description(NO_SUCH_DAY)
    assert day.invalid() == ["false", "false", "true"]
    expect(calculator.due).to_be_hidden()
    calculator.page.keyboard.type("28")
    expect(day.complaint).to_be_hidden()
    expect(day.reading).to_have_text("2026年2月28日 星期六")


def test_a_day_without_its_month_is_told_at_the_month(calculator: Calculator, day: Day) -> None:
    day.numbers[0].fill("2026")
    day.numbers[2].fill("5")
    calculator.keys("Enter")
    expect(day.complaint).to_have_text(NO_SUCH_DAY)
    expect(day.numbers[1]).to_be_focused()
    assert day.invalid() == ["false", "true", "false"]


def test_a_slip_in_the_year_is_told(calculator: Calculator, day: Day) -> None:
    calculator.page.keyboard.type("20621125")
    calculator.keys("Enter")
    expect(day.complaint).to_have_text("2062年太晚了，请核对年份。")
    expect(day.numbers[0]).to_be_focused()


def test_a_sign_behind_one_digit_goes_on_and_is_not_kept(calculator: Calculator, day: Day) -> None:
    calculator.page.keyboard.type("2026-9-5")
    assert day.values == ["2026", "9", "5"]
    expect(day.numbers[2]).to_be_focused()


def test_wide_digits_of_a_chinese_keyboard_are_digits(calculator: Calculator, day: Day) -> None:
    calculator.page.keyboard.insert_text("２０２６")
    calculator.page.keyboard.insert_text("０９")
    calculator.page.keyboard.insert_text("五5")
    assert day.values == ["2026", "09", "5"]
    expect(day.reading).to_have_text("2026年9月5日 星期六")


def test_backspace_goes_back_from_an_empty_number_and_deletes_nothing_by_that(
    calculator: Calculator, day: Day
) -> None:
    calculator.page.keyboard.type("20261")
    calculator.keys("Backspace", "Backspace")
    expect(day.numbers[0]).to_be_focused()
    assert day.values == ["2026", "", ""]
    calculator.keys("Backspace")
    calculator.page.keyboard.type("5")
    assert day.values == ["2025", "", ""]
    expect(day.numbers[1]).to_be_focused()


@pytest.mark.parametrize("text", ["2026-11-25", "2026年11月25日", "2026/11/25", "20261125"])
def test_a_day_pasted_into_the_year_fills_all_three(
    calculator: Calculator, day: Day, text: str
) -> None:
    calculator.page.evaluate("text => navigator.clipboard.writeText(text)", text)
    calculator.keys("Control+v")
    assert day.values == ["2026", "11", "25"]
    expect(day.reading).to_have_text("2026年11月25日 星期三")
    expect(day.numbers[2]).to_be_focused()


def test_the_button_fills_in_today(calculator: Calculator, day: Day) -> None:
    day.node.get_by_role("button", name="今天").press("Enter")
    now = datetime.now(CHINA)
    assert day.values == [str(now.year), str(now.month), str(now.day)]
    expect(day.reading).to_contain_text(f"{now.year}年{now.month}月{now.day}日 星期")


def test_a_period_begins_with_the_year_of_the_event_and_may_stay_unfilled(
    calculator: Calculator,
) -> None:
    # 行政诉讼法 81: six months; not to the point here, only that the untouched period is no error.
    root = calculator.root
    root.get_by_label("算哪个期限").select_option("litigation.judge")
    start = calculator.day("哪一天：")
    start.numbers[0].fill("2025")
    root.get_by_role("button", name="添加一段时间").click()
    first, last = calculator.day("从哪一天起"), calculator.day("到哪一天止")
    expect(first.numbers[0]).to_be_focused()
    assert first.values == last.values == ["2025", "", ""]
    start.numbers[1].fill("3")
    start.numbers[2].fill("3")
    calculator.keys("Enter")
    expect(calculator.due).to_be_visible()
    first.numbers[1].fill("4")
    calculator.keys("Enter")
    expect(first.complaint).to_have_text(NO_SUCH_DAY)
    expect(last.complaint).to_have_text("请填写到哪一天止。")
    expect(first.numbers[2]).to_be_focused()


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_everything_is_chinese_large_and_on_the_screen(
    calculator: Calculator, day: Day, size: ViewportSize
) -> None:
    page = calculator.page
    page.set_viewport_size(size)
    calculator.page.keyboard.type("20260230")
    calculator.keys("Enter")
    expect(day.complaint).to_be_visible()
    assert latin_words(page) == set()
    assert axe_faults(page) == []
    calculator.page.keyboard.type("28")
    calculator.keys("Enter")
    expect(calculator.due).to_be_visible()
    assert latin_words(page) == set()
    assert overflow(page, OUTER) <= 0
    # What a native date shows is in no text of the page.
    assert page.locator("input[type=date]").count() == 0
    for control in day.node.locator("input, button").all():
        box = control.bounding_box()
        assert box is not None
        assert box["height"] >= 44


def test_nothing_of_this_troubled_the_console(calculator: Calculator) -> None:
    assert complaints(calculator.seat) == []

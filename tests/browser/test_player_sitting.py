"""A whole exam in a browser: by mouse, by keyboard, on a phone; Chinese and accessible."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.browser.checks import axe_faults, latin_words, overflow
from tests.browser.conftest import SHOTS
from tests.browser.player_hall import (
    LAPTOP,
    PHONE,
    Desk,
    PlayerHall,
    Seats,
    player_hall,
    seats,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-player-sitting")]

KEYS = {"PageDown", "PageUp", "Alt", "Tab", "Shift", "Ctrl", "Enter", "Esc"}
"""What is printed on a keyboard may stand in the list of keys."""


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayerHall]:
    with player_hall(tmp_path_factory.mktemp("hall"), attempts="20") as running:
        yield running


@pytest.fixture
def take(browser: Browser) -> Iterator[Seats]:
    with seats(browser) as free:
        yield free


def shoot(page: Page, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SHOTS / f"player-{name}.png")


def test_the_start_page_says_what_exam_it_is_and_how_it_is_marked(
    hall: PlayerHall, take: Seats
) -> None:
    page = take(hall).sign_in()
    expect(page.get_by_role("heading", level=1)).to_have_text("法律知识考试")
    for said in ("60 分钟", "共 9 题，满分 24 分", "还可以考 20 次（共 20 次）", "可以开始"):
        expect(page.get_by_text(said, exact=True)).to_be_visible()
    row = page.get_by_role("row", name="三、多项选择题")
    expect(row).to_contain_text("全对得分")
    expect(row).to_contain_text("2 题")
    expect(row).to_contain_text("4 分")
    assert latin_words(page) == set()
    assert axe_faults(page) == []


def test_the_whole_exam_by_mouse(hall: PlayerHall, take: Seats) -> None:
    desk = take(hall)
    page = desk.begin()
    desk.choose("q01", "正确")
    desk.choose("q02", "错误")
    desk.choose("q03", "第B种说法")
    desk.choose("q04", "第D种说法")
    for text in ("第A种说法", "第C种说法"):
        desk.choose("q05", text)
    desk.choose("q06", "第E种说法")
    desk.question("q07").get_by_label("第 1 空").fill("十五")
    desk.question("q07").get_by_label("第 2 空").fill("１０")
    desk.write("q08", "先登记，\n再审查。")
    desk.write("q09", "不合法。")
    desk.question("q09").get_by_role("button", name="标记").click()
    desk.saved()
    assert desk.kept == {
        "q01": True,
        "q02": False,
        "q03": ["B"],
        "q04": ["D"],
        "q05": sorted(["A", "C"], key=letters(desk, "q05").index),
        "q06": ["E"],
        "q07": ["十五", "１０"],
        "q08": "先登记，\n再审查。",
        "q09": "不合法。",
    }
    assert desk.attempt.marks["q09"].value is True
    desk.question("q03").get_by_role("button", name="清除本题作答").click()
    desk.saved()
    assert desk.kept["q03"] is None
    desk.hand_in()
    desk.receipt()
    expect(page.get_by_text("8 题，共 9 题")).to_be_visible()
    assert desk.errors == []


def letters(desk: Desk, grade_id: str) -> list[str]:
    """The ids of a question's options in the order they are shown."""
    options = desk.question(grade_id).locator("input")
    return options.evaluate_all("nodes => nodes.map(node => node.value)")


def test_the_whole_exam_by_keyboard(hall: PlayerHall, take: Seats) -> None:
    desk = take(hall)
    page = desk.begin()
    keys = page.keyboard
    order = desk.order
    for grade_id in order[:6]:
        expect(desk.question(grade_id)).to_have_attribute("data-current", "yes")
        keys.press("b")
        keys.press("Alt+ArrowRight")
    assert {"q01", "q02"} == set(order[:2])
    keys.press("Alt+ArrowLeft")
    keys.press("d")
    keys.press("m")
    keys.press("n")  # the fill question, the first without an answer
    keys.press("Tab")
    keys.press("Tab")
    keys.type("三十")
    keys.press("Tab")
    keys.type("abc")  # letters go into the text, not to options
    keys.press("Alt+ArrowRight")
    keys.press("Tab")
    keys.press("Tab")
    keys.type("第一段")
    keys.press("Enter")
    keys.type("第二段")
    keys.press("Alt+ArrowRight")
    desk.saved()
    kept = desk.kept
    shown = letters(desk, order[5])
    assert kept[order[5]] == [shown[1], shown[3]]
    assert kept["q01"] is False
    assert kept[order[2]] == [letters(desk, order[2])[1]]
    assert kept["q07"] == ["三十", "abc"]
    assert kept[order[7]] == "第一段\n第二段"
    assert desk.attempt.marks[order[5]].value is True
    keys.press("F1")
    expect(page.get_by_role("dialog", name="按键说明")).to_be_visible()
    assert latin_words(page) <= KEYS
    keys.press("Escape")
    keys.press("Control+Enter")
    dialog = page.get_by_role("dialog", name="交卷")
    expect(dialog).to_contain_text("没有作答的 1 题")
    expect(dialog).to_contain_text("标记待查的 1 题")
    expect(dialog.get_by_role("button", name="返回作答")).to_be_focused()
    keys.press("Tab")
    keys.press("Enter")
    desk.receipt()
    assert desk.errors == []


def test_a_question_is_shown_as_the_text_it_is(hall: PlayerHall, take: Seats) -> None:
    desk = take(hall)
    desk.begin()
    expect(desk.question("q04")).to_contain_text("负责人是<b>哪一位</b>（　）。")
    assert "（一）受理；（二）答复。" in desk.question("q08").inner_text().splitlines()
    assert desk.errors == []


def test_a_letter_chosen_twice_stays_chosen(hall: PlayerHall, take: Seats) -> None:
    desk = take(hall)
    page = desk.begin()
    page.keyboard.press("a")
    page.keyboard.press("a")
    desk.saved()
    assert desk.kept[desk.order[0]] is True


def test_letters_go_to_the_question_in_view_after_scrolling(hall: PlayerHall, take: Seats) -> None:
    desk = take(hall)
    page = desk.begin()
    first = desk.order[0]
    expect(desk.question(first)).to_have_attribute("data-current", "yes")
    page.locator(".xuefa-Exam-Desk").evaluate("node => node.scrollTo(0, node.scrollHeight)")
    expect(desk.question(first)).to_have_attribute("data-current", "")
    page.keyboard.press("a")
    desk.saved()
    assert first not in desk.kept


def test_one_question_a_page_and_large_type_are_remembered(hall: PlayerHall, take: Seats) -> None:
    desk = take(hall)
    page = desk.begin()
    page.get_by_text("一页一题").click()
    page.get_by_text("特大").click()
    assert page.locator("[data-question]:visible").count() == 1
    page.reload()
    desk.sitting()
    assert page.locator("[data-question]:visible").count() == 1
    expect(page.locator(".xuefa-Exam")).to_have_attribute("data-size", "huge")
    assert desk.question(desk.order[0]).evaluate("n => getComputedStyle(n).fontSize") == "26px"
    page.get_by_role("button", name="下一题").click()
    expect(desk.question(desk.order[1])).to_be_visible()
    expect(page.get_by_text("第 2 题，共 9 题")).to_be_visible()


def test_the_whole_exam_on_a_phone(hall: PlayerHall, take: Seats) -> None:
    desk = take(hall, PHONE)
    page = desk.begin()
    next_one = page.get_by_role("button", name="下一题")
    for grade_id in desk.order[:6]:
        expect(desk.question(grade_id)).to_be_visible()
        desk.question(grade_id).locator("label").first.tap()
        next_one.tap()
    desk.saved()
    page.get_by_role("button", name="答题卡").tap()
    sheet = page.get_by_role("dialog", name="答题卡")
    expect(sheet.get_by_role("button", name="第 1 题，已答")).to_be_visible()
    shoot(page, "phone-sheet")
    assert axe_faults(page) == []
    sheet.get_by_role("button", name="第 9 题，未答").tap()
    expect(sheet).to_be_hidden()
    desk.write(desk.order[8], "在手机上作答")
    desk.saved()
    shoot(page, "phone")
    assert len(desk.kept) == 7
    desk.hand_in()
    desk.receipt()
    assert desk.errors == []


@pytest.mark.parametrize("viewport", [LAPTOP, PHONE], ids=["laptop", "phone"])
def test_pages_are_chinese_accessible_and_within_the_screen(
    hall: PlayerHall, take: Seats, viewport: ViewportSize
) -> None:
    desk = take(hall, viewport)
    page = desk.sign_in()
    name = "laptop" if viewport == LAPTOP else "phone"
    for size in ("标准", "特大"):
        again = page.get_by_role("button", name="再考一次")
        start = page.get_by_role("button", name="开始考试")
        expect(again.or_(start).first).to_be_visible()
        if again.is_visible():
            again.click()
        page.get_by_text(size, exact=True).click()
        check(page, f"{name}-start-{size}")
        start.click()
        desk.sitting()
        check(page, f"{name}-sitting-{size}")
        page.get_by_role("button", name="交卷", exact=True).click()
        check(page, f"{name}-hand-in-{size}")
        page.get_by_role("button", name="确定交卷").click()
        desk.receipt()
        check(page, f"{name}-receipt-{size}")
    assert desk.errors == []


def check(page: Page, name: str) -> None:
    shoot(page, name)
    page.locator(".xuefa-Exam-Code").evaluate_all(
        "codes => codes.forEach(c => { c.hidden = true })"
    )
    assert latin_words(page) == set(), name
    assert axe_faults(page) == [], name
    for box in (".xuefa-Exam", ".xuefa-Exam-Stage"):
        assert overflow(page, box) <= 0, name
    small = page.locator(".xuefa-Exam :is(button, a, label:has(input), textarea):visible")
    heights = small.evaluate_all("nodes => nodes.map(n => n.getBoundingClientRect().height)")
    assert min(heights) >= 44, name

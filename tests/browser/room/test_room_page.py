"""The invigilator's page itself: fresh, findable, reachable, honest about its age."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import ViewportSize, expect

from tests.browser.checks import axe_faults, latin_words, overflow
from tests.browser.conftest import LAPTOP, SHOTS
from tests.browser.room.conftest import Enter, _sign_in
from tests.exam_hall.conftest import (
    EXAM,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-room-page")]


SIZES: list[ViewportSize] = [
    LAPTOP,
    {"width": 820, "height": 1180},
    {"width": 390, "height": 844},
]


def test_a_refresh_takes_neither_what_is_typed_nor_the_place_of_the_keyboard(enter: Enter) -> None:
    watch = enter()
    watch.begin("P1")
    expect(watch.row("张建国")).to_contain_text("正在作答")
    watch.total("正在作答").click()
    button = watch.row("张建国").get_by_role("button")
    button.focus()
    watch.room.hand_in("P1", 1).result()
    expect(watch.row("张建国")).to_contain_text("已交卷")
    expect(button).to_be_focused()

    watch.page.keyboard.press("Enter")
    dialog = watch.page.locator("dialog[open]")
    dialog.get_by_role("button", name="记一笔").click()
    note = dialog.get_by_label("记录张建国的情况")
    note.press_sequentially("写到一半")
    watch.begin("P2")
    expect(watch.total("正在作答")).to_contain_text("1")
    expect(note).to_have_value("写到一半")
    expect(note).to_be_focused()
    watch.page.keyboard.press("Escape")
    expect(button).to_be_focused()
    watch.page.keyboard.press("Enter")
    expect(note).to_have_value("写到一半")


def test_only_what_changed_is_drawn(enter: Enter) -> None:
    names = {f"P{n:03}": (f"考生{n:03}", "东街社区", f"{n:03}") for n in range(1, 501)}
    watch = enter(names)
    watch.begin("P001", "P002")
    expect(watch.total("正在作答")).to_contain_text("2")
    watch.page.evaluate(
        """() => {
          window.rows = [...document.querySelectorAll('tbody tr')];
          window.changed = new Set();
          new MutationObserver(seen => seen.forEach(one => {
            const node = one.target.nodeType === 1 ? one.target : one.target.parentElement;
            changed.add(node.closest('tr') ?? 'elsewhere');
          })).observe(document.querySelector('tbody'),
            { subtree: true, childList: true, characterData: true, attributes: true });
        }"""
    )
    watch.answer("P001", "q01")
    expect(watch.row("考生001")).to_contain_text("已答 1 / 6")
    watch.refreshed()
    assert watch.page.evaluate("changed.size") <= 2
    assert watch.page.evaluate(
        "[...document.querySelectorAll('tbody tr')].every((row, n) => row === rows[n])"
    )


def test_when_the_hall_is_away_the_page_says_what_it_shows_is_old(enter: Enter) -> None:
    watch = enter()
    watch.begin("P1")
    expect(watch.row("张建国")).to_contain_text("正在作答")
    watch.page.context.set_offline(True)
    strip = watch.page.locator(".xuefa-Room-Strip")
    expect(strip).to_contain_text(
        re.compile(r"连不上考场服务器.*下面是 09:00:\d\d 的情况，可能已经变了")
    )
    expect(watch.row("张建国")).to_contain_text(re.compile(r"09:00:\d\d 联系过"))
    watch.page.get_by_role("button", name="全部收卷").click()
    expect(watch.page.locator("dialog[open]")).to_contain_text("连不上服务器，人数是")
    watch.page.keyboard.press("Escape")
    watch.page.context.set_offline(False)
    expect(strip).to_contain_text("每 5 秒自动更新")
    expect(watch.page.locator("header")).to_contain_text("已经恢复连接")


def test_whoever_was_signed_out_is_sent_to_sign_in_and_comes_back(enter: Enter) -> None:
    watch = enter()
    cookies = watch.page.context.cookies()
    watch.page.context.clear_cookies()
    link = watch.page.get_by_role("link", name="重新登录")
    expect(link).to_be_visible(timeout=20_000)
    expect(watch.page.locator(".xuefa-Room-Strip")).to_contain_text("登录已经过期")
    watch.page.context.add_cookies(cookies)
    expect(link).to_be_hidden(timeout=20_000)


def test_numbers_are_masked_until_they_are_asked_for(enter: Enter) -> None:
    names = {"P00012": ("张建国", "司法所", "1"), "P00013": ("", "", "2")}
    watch = enter(names)
    assert "P0001" not in watch.page.inner_text("body")
    expect(watch.page.locator("tbody tr").nth(1)).to_contain_text("P0***3")
    watch.page.get_by_role("button", name="显示编号").click()
    expect(watch.row("张建国")).to_contain_text("P00012")
    watch.page.get_by_role("button", name="显示编号").click()
    expect(watch.row("张建国")).to_contain_text("P0***2")


def test_people_are_found_filtered_and_sorted(enter: Enter) -> None:
    watch = enter()
    shown = watch.page.locator("tbody tr:visible")

    def seats() -> list[str]:
        return shown.locator("td:first-child").all_text_contents()

    assert seats() == ["01", "02", "03"]
    watch.page.get_by_label("排序").select_option("人员编号")
    assert seats() == ["03", "01", "02"]
    watch.page.get_by_label("排序").select_option("姓名")
    assert seats() == ["01", "03", "02"]
    for typed in ("李", "ｐ2", "01", "东街"):
        watch.page.get_by_label("查找").fill(typed)
        assert seats() == ["01"]
    watch.total("正在作答").click()
    expect(watch.page.get_by_text("没有符合条件的人")).to_be_visible()
    watch.page.get_by_role("button", name="看全部").click()
    assert len(seats()) == 3
    expect(watch.page.get_by_text("共 3 人", exact=True)).to_be_visible()


def test_everything_is_reached_by_keyboard(enter: Enter) -> None:
    watch = enter()
    watch.begin("P1")
    expect(watch.row("张建国")).to_contain_text("正在作答")
    press = watch.page.keyboard.press
    watch.row("李芳").get_by_role("button").focus()
    press("ArrowDown")
    press("ArrowDown")
    press("Enter")
    expect(watch.page.get_by_role("heading", name="张建国")).to_be_focused()
    for _ in range(2):
        press("Tab")
    expect(watch.page.get_by_role("button", name="加时", exact=True)).to_be_focused()
    press("Enter")
    expect(watch.page.get_by_label("加多少分钟")).to_be_focused()
    press("ControlOrMeta+a")
    watch.page.keyboard.type("15")
    watch.page.get_by_label("原因").focus()
    watch.page.keyboard.type("停电")
    press("Tab")
    press("Tab")
    press("Enter")
    expect(watch.page.locator("dialog[open]")).to_contain_text("已给张建国加时 15 分钟")
    press("Escape")
    expect(watch.row("张建国").get_by_role("button")).to_be_focused()


def test_a_candidate_cannot_open_it(enter: Enter) -> None:
    watch = enter()
    page = watch.page.context.browser.new_context().new_page()  # type: ignore[union-attr]
    _sign_in(page, f"{watch.address}/xuefa/hall/room/{EXAM}", "P1")
    expect(page.locator("body")).to_contain_text("不是本场考试的监考人员")
    assert page.locator("#xuefa-room").count() == 0
    page.context.close()


@pytest.mark.parametrize("size", SIZES, ids=lambda size: str(size["width"]))
def test_it_fits_the_screen_is_chinese_and_accessible(enter: Enter, size: ViewportSize) -> None:
    watch = enter(viewport=size)
    page = watch.page
    watch.begin("P1", "P2")
    watch.answer("P1", "q01", "q02")
    expect(watch.row("张建国")).to_contain_text("已答 2 / 6")
    looks = {
        "list": lambda: None,
        "grant": lambda: (
            watch.open("张建国").get_by_role("button", name="加时", exact=True).click()
        ),
        "void": lambda: page.get_by_role("button", name="作废", exact=True).click(),
        "notes": lambda: (
            page.keyboard.press("Escape"),
            page.get_by_role("button", name="考场情况记录").click(),
        ),
        "collect": lambda: (
            page.keyboard.press("Escape"),
            page.get_by_role("button", name="全部收卷").click(),
        ),
    }
    SHOTS.mkdir(parents=True, exist_ok=True)
    for name, look in looks.items():
        look()
        page.screenshot(path=SHOTS / f"room-{name}-{size['width']}.png")
        assert overflow(page, "html") <= 0
        assert overflow(page, ".xuefa-Room-List") <= 0
        assert latin_words(page) == set()
        assert axe_faults(page) == []
    small = page.evaluate(
        "[...document.querySelectorAll('button, select, input:not([type=radio])')]"
        ".filter(n => n.checkVisibility() && n.getBoundingClientRect().height < 44)"
        ".map(n => n.textContent || n.type)"
    )
    assert small == []
    assert watch.errors == []

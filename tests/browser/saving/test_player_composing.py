"""Chinese through an input method, and texts that are too long."""

from __future__ import annotations

import pytest
from playwright.sync_api import CDPSession, expect

from tests.browser.player_hall import Desk, PlayerHall
from tests.browser.saving.conftest import until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-player-composing")]


def test_chinese_typed_through_an_input_method_is_saved_as_it_was_composed(
    desk: Desk, hall: PlayerHall
) -> None:
    area = desk.question("q08").locator("textarea")
    area.focus()
    keyboard = desk.page.context.new_cdp_session(desk.page)
    compose(keyboard, "xing", "xingzheng")
    expect(area).to_have_value("xingzheng")
    keyboard.send("Input.insertText", {"text": "行政"})
    compose(keyboard, "fu", "fuyi")
    keyboard.send("Input.insertText", {"text": "复议"})
    desk.saved()
    assert desk.kept == {"q08": "行政复议"}
    expect(area).to_have_value("行政复议")
    expect(desk.question("q08")).to_contain_text("已写 4 字，最多 50 字")


def compose(keyboard: CDPSession, *texts: str) -> None:
    """What an input method does before a word is chosen."""
    for text in texts:
        length = len(text)
        keyboard.send(
            "Input.imeSetComposition",
            {"text": text, "selectionStart": length, "selectionEnd": length},
        )


def test_nothing_disturbs_a_text_while_it_is_composed(desk: Desk, hall: PlayerHall) -> None:
    area = desk.question("q08").locator("textarea")
    area.focus()
    keyboard = desk.page.context.new_cdp_session(desk.page)
    desk.page.evaluate(
        """() => {
          window.ended = 0;
          document.addEventListener('compositionend', () => { window.ended += 1; }, true);
        }"""
    )
    compose(keyboard, "da", "dafu")
    # Everything that redraws: a save, a failing one, contact, the countdown.
    desk.page.evaluate("window.dispatchEvent(new Event('online'))")
    until(lambda: desk.kept.get("q08") == "dafu", 10)
    hall.kill()
    desk.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(desk.strip).to_contain_text("连接中断")
    assert desk.page.evaluate("window.ended") == 0
    expect(area).to_be_focused()
    keyboard.send("Input.insertText", {"text": "答复"})
    hall.start()
    desk.saved()
    assert desk.kept == {"q08": "答复"}


def test_what_is_composed_when_the_page_is_left_is_saved(desk: Desk, hall: PlayerHall) -> None:
    desk.question("q08").locator("textarea").focus()
    compose(desk.page.context.new_cdp_session(desk.page), "jie", "jieguo")
    desk.page.evaluate("document.activeElement.blur()")
    desk.saved()
    assert desk.kept == {"q08": "jieguo"}


def test_an_essay_that_is_too_long_is_kept_and_said_not_to_be_saved(
    desk: Desk, hall: PlayerHall
) -> None:
    desk.write("q08", "字" * 50)
    desk.saved()
    desk.write("q08", "字" * 53)
    expect(desk.state).to_have_text("！ 有题没保存")
    expect(desk.question("q08")).to_contain_text("请删去 3 字")
    expect(desk.strip).to_contain_text("已写 53 字，最多 50 字")
    desk.choose("q01", "正确")
    until(lambda: desk.kept == {"q08": "字" * 50, "q01": True})
    desk.page.reload()
    desk.sitting()
    expect(desk.question("q08").locator("textarea")).to_have_value("字" * 53)
    expect(desk.state).to_have_text("！ 有题没保存")
    desk.write("q08", "字" * 49)
    desk.saved()
    assert desk.kept["q08"] == "字" * 49

"""Handing in, the receipt, further attempts, and the result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from exam_hall.results import RECHECK_FILE, published_folder, read_recheck
from tests.browser.checks import axe_faults, latin_words
from tests.browser.player_hall import EXAM, Desk, PlayerHall, Seats, player_hall, seats

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-player-ending")]


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayerHall]:
    place = tmp_path_factory.mktemp("hall")
    rules = {"attempts": "2", "password_required": "true", "invigilators": '["J00001"]'}
    with player_hall(place, **rules) as running:
        yield running


@pytest.fixture
def take(browser: Browser) -> Iterator[Seats]:
    with seats(browser) as free:
        yield free


@pytest.fixture
def desk(hall: PlayerHall, take: Seats) -> Desk:
    """A candidate who has begun."""
    seat = take(hall)
    seat.sign_in()
    seat.let_in()
    return seat


def test_the_room_lets_in_only_with_its_password(hall: PlayerHall, take: Seats) -> None:
    desk = take(hall)
    page = desk.sign_in()
    start = page.get_by_role("button", name="开始考试")
    start.click()
    expect(page.get_by_role("alert")).to_have_text("请先填写入场口令。")
    page.get_by_label("入场口令").fill("不对的口令")
    start.click()
    expect(page.get_by_role("alert")).to_contain_text("口令不对")
    expect(page.get_by_label("入场口令")).to_be_focused()
    desk.let_in()


def test_the_dialog_lists_what_is_open_and_leads_back_to_it(desk: Desk) -> None:
    page = desk.page
    desk.choose("q01", "正确")
    desk.question("q07").get_by_label("第 1 空").fill("十五")
    desk.question("q09").get_by_role("button", name="标记").click()
    page.get_by_role("button", name="交卷", exact=True).click()
    dialog = page.get_by_role("dialog", name="交卷")
    expect(dialog).to_contain_text("共 9 题，已答 2 题。")
    expect(dialog).to_contain_text("没有作答的 7 题")
    expect(dialog).to_contain_text("没有填完的 1 题")
    expect(dialog).to_contain_text("标记待查的 1 题")
    number = desk.order.index("q04") + 1
    dialog.get_by_role("button", name=f"第 {number} 题").click()
    expect(dialog).to_be_hidden()
    expect(desk.question("q04")).to_be_focused()
    expect(desk.question("q04")).to_be_in_viewport()


def test_handing_in_saves_first_and_gives_one_receipt_however_often_it_is_asked(
    desk: Desk, hall: PlayerHall
) -> None:
    desk.write("q08", "最后写的")
    second = desk.another()
    desk.hand_in()
    code = desk.receipt()
    assert desk.kept == {"q08": "最后写的"}
    expect(desk.page.get_by_text("1 题，共 9 题")).to_be_visible()
    expect(desk.page.get_by_text("（北京时间）")).to_be_visible()
    second.open()
    assert second.receipt() == code
    desk.page.reload()
    assert desk.receipt() == code
    assert desk.left_behind() == []
    assert (hall.course / "submitted" / desk.person / EXAM / "answers.json").is_file()


def test_a_page_left_open_elsewhere_shows_the_receipt_too(desk: Desk) -> None:
    second = desk.another()
    second.open()
    second.sitting()
    second.hand_in()
    code = second.receipt()
    desk.page.evaluate("window.dispatchEvent(new Event('online'))")
    assert desk.receipt() == code


def test_handing_in_offline_waits_can_be_called_off_and_goes_through_later(desk: Desk) -> None:
    page = desk.page
    desk.choose("q01", "正确")
    desk.saved()
    page.context.set_offline(True)
    desk.choose("q02", "正确")
    desk.hand_in()
    dialog = page.get_by_role("dialog", name="交卷")
    expect(dialog.get_by_role("status")).to_contain_text("连接中断，还没有交上")
    dialog.get_by_role("button", name="返回作答").click()
    desk.choose("q03", "第A种说法")
    desk.hand_in()
    expect(dialog.get_by_role("status")).to_contain_text("连接中断，还没有交上")
    page.context.set_offline(False)
    desk.receipt()
    assert desk.kept == {"q01": True, "q02": True, "q03": ["A"]}


def test_the_receipt_can_be_saved_and_printed(desk: Desk, tmp_path: Path) -> None:
    page = desk.page
    desk.hand_in()
    code = desk.receipt()
    with page.expect_download() as download:
        page.get_by_role("button", name="保存").click()
    assert download.value.suggested_filename == f"法律知识考试-回执-{code}.txt"
    download.value.save_as(tmp_path / "receipt.txt")
    lines = (tmp_path / "receipt.txt").read_text("utf-8-sig").splitlines()
    assert lines[:3] == [f"回执码：{code}", "考试：法律知识考试", "次数：第 1 次"]
    page.evaluate("() => { window.print = () => { window.printed = true; }; }")
    page.get_by_role("button", name="打印").click()
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    assert page.locator(".xuefa-Exam:visible").count() == 0
    expect(page.locator(".xuefa-Exam-Print")).to_contain_text(code)
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    expect(page.locator(".xuefa-Exam-Print")).to_have_count(0)


def test_a_further_attempt_begins_with_an_empty_paper(desk: Desk) -> None:
    desk.choose("q01", "正确")
    desk.hand_in()
    first = desk.receipt()
    desk.page.get_by_role("button", name="再考一次（还可以考 1 次）").click()
    desk.let_in()
    expect(desk.page.get_by_text("已答 0 题，共 9 题")).to_be_visible()
    desk.choose("q02", "错误")
    desk.hand_in()
    assert desk.receipt() != first
    expect(desk.page.get_by_text("第 2 次")).to_be_visible()
    expect(desk.page.get_by_role("button", name="再考一次")).to_have_count(0)
    assert desk.kept == {"q02": False}


def test_collecting_and_annulling_reach_the_open_page(hall: PlayerHall, take: Seats) -> None:
    annulled, again, collected = take(hall), take(hall), take(hall)
    for seat in (annulled, again, collected):
        seat.sign_in()
        seat.let_in()
    invigilator = take(hall, person="J00001").watch()
    invigilator.command("void", annulled.person, reason="替考", again=False)
    invigilator.command("void", again.person, reason="误开", again=True)
    for seat in (annulled, again):
        seat.page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(annulled.page.get_by_text("已作废")).to_be_visible()
    expect(annulled.page.get_by_text("还可以考 1 次")).to_be_visible()
    expect(again.page.get_by_role("button", name="开始考试")).to_be_visible()
    collected.write("q08", "收卷时正在写")
    collected.saved()
    invigilator.command("collect")
    collected.page.evaluate("window.dispatchEvent(new Event('online'))")
    collected.receipt()
    expect(collected.page.get_by_text("监考人员收卷")).to_be_visible()
    assert collected.kept == {"q08": "收卷时正在写"}


def test_after_publication_one_sees_ones_score_and_asks_for_a_re_check(
    desk: Desk, hall: PlayerHall
) -> None:
    page = desk.page
    desk.hand_in()
    desk.receipt()
    expect(page.get_by_text("成绩公布以后，在本页可以看到。")).to_be_visible()
    hall.publish(desk.person)
    page.reload()
    expect(page.locator(".xuefa-Exam-Score")).to_have_text("20.5 分满分 24 分")
    expect(page.get_by_text("等次：良好")).to_be_visible()
    expect(page.get_by_role("row", name="四、填空题")).to_contain_text("1.5")
    assert latin_words(page) <= set(re.findall("[A-Z]{2,}", desk.receipt()))
    assert axe_faults(page) == []
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="查看评阅详情").click()
    expect(opened.value.locator("body")).to_have_text("评阅详情")
    ask = page.get_by_role("button", name="提交申请")
    ask.click()
    expect(page.get_by_text("请先写明理由。")).to_be_visible()
    page.get_by_label("请写明哪一题、有什么疑问").fill("第 8 题答了两个要点。")
    ask.click()
    expect(page.get_by_text("已经提交复核申请")).to_be_visible()
    answer(hall, desk.person, "已复核，维持原分。")
    page.reload()
    expect(page.get_by_text("已经答复")).to_be_visible()
    expect(page.get_by_text("已复核，维持原分。")).to_be_visible()
    expect(page.get_by_text("第 8 题答了两个要点。")).to_be_visible()


def answer(hall: PlayerHall, person: str, text: str) -> None:
    """What ``xuefa grade recheck`` writes."""
    folder = published_folder(hall.course, person, EXAM)
    asked = read_recheck(folder)
    assert asked is not None
    answered = replace(asked, state="answered", answer=text, answered_at=asked.asked_at)
    (folder / RECHECK_FILE).write_bytes(answered.to_json())

"""What an invigilator does: give time, annul, collect, note."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Route, expect

from exam_hall.events import By
from exam_hall.standing import State
from tests.browser.room.conftest import Enter
from tests.exam_hall.conftest import (
    INVIGILATOR,
    OPENS,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-room-acts")]


def test_a_candidate_is_seen_from_absent_to_handed_in(enter: Enter) -> None:
    watch = enter()
    row = watch.row("张建国")
    expect(row).to_contain_text("未到")
    expect(watch.total("未到")).to_contain_text("3")

    watch.room.contact("P1", "page-P1").result()
    expect(row).to_contain_text("已到，未开始")
    watch.begin("P1")
    watch.answer("P1", "q01", "q02")
    expect(row).to_contain_text("正在作答")
    expect(row).to_contain_text("已答 2 / 6")
    expect(row).to_contain_text("第 1 次")
    expect(row).to_contain_text("10:00 截止")
    expect(row).to_contain_text(re.compile(r"\d 秒前"))
    expect(watch.total("正在作答")).to_contain_text("1")

    watch.room.hand_in("P1", 1).result()
    expect(row).to_contain_text("已交卷")
    expect(row).to_contain_text(re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}"))
    assert watch.errors == []


def test_time_left_goes_by_the_servers_clock_and_silence_is_told_in_words(enter: Enter) -> None:
    watch = enter()
    watch.begin("P1")
    row = watch.row("张建国")
    expect(row).to_contain_text(re.compile("1:00:00|59:5"))
    watch.clock.forward(20)
    expect(row).to_contain_text(re.compile("40:00|39:5"))
    expect(row).to_contain_text("20 分钟前，可能断线")
    watch.total("可能断线").click()
    expect(watch.page.locator("tbody tr:visible")).to_have_count(1)
    watch.clock.forward(40, seconds=30)
    expect(row).to_contain_text("时间已到，等待收卷")


def test_time_is_granted_with_a_reason(enter: Enter) -> None:
    watch = enter()
    watch.begin("P1")
    expect(watch.row("张建国")).to_contain_text("正在作答")
    dialog = watch.open("张建国")
    dialog.get_by_role("button", name="加时", exact=True).click()
    dialog.get_by_role("button", name="20 分钟").click()
    expect(dialog).to_contain_text("截止时间将改为 10:20")
    dialog.get_by_role("button", name="确定加时").click()
    expect(dialog).to_contain_text("请先填写原因")
    dialog.get_by_label("原因").fill("电脑故障")
    dialog.get_by_role("button", name="确定加时").click()
    expect(dialog).to_contain_text("已给张建国加时 20 分钟")
    assert watch.room.standing("P1").deadline == OPENS + dt.timedelta(minutes=80)
    expect(watch.row("张建国")).to_contain_text("10:20 截止")


def test_what_got_through_without_an_answer_is_not_done_twice(enter: Enter) -> None:
    watch = enter()
    watch.begin("P1")
    expect(watch.row("张建国")).to_contain_text("正在作答")
    dialog = watch.open("张建国")
    dialog.get_by_role("button", name="加时", exact=True).click()
    dialog.get_by_label("原因").fill("停电")

    def swallow(route: Route) -> None:
        route.fetch()
        route.abort()

    watch.page.route("**/grant", swallow, times=1)
    dialog.get_by_role("button", name="确定加时").click()
    expect(dialog).to_contain_text("不知道是否已经生效")
    expect(dialog.get_by_label("原因")).to_have_value("停电")
    dialog.get_by_role("button", name="确定加时").click()
    expect(dialog).to_contain_text("已给张建国加时 10 分钟")
    assert watch.room.standing("P1").deadline == OPENS + dt.timedelta(minutes=70)


@pytest.mark.parametrize(
    ("choice", "state", "shown"),
    [("不可以重考", State.VOIDED, "已作废"), ("可以重考", State.OPEN, "已作废，可以重考")],
)
def test_annulling_takes_a_second_confirmation_that_names_the_person(
    enter: Enter, choice: str, state: State, shown: str
) -> None:
    watch = enter()
    watch.begin("P1")
    expect(watch.row("张建国")).to_contain_text("正在作答")
    dialog = watch.open("张建国")
    dialog.get_by_role("button", name="作废", exact=True).click()
    dialog.get_by_label("作废的原因").fill("由他人代答")
    dialog.get_by_role("button", name="下一步").click()
    expect(dialog).to_contain_text("请选择可否重考")
    dialog.get_by_label(choice, exact=True).check()
    dialog.get_by_role("button", name="下一步").click()
    expect(dialog).to_contain_text("将作废张建国（座位 03，编号 P1）的第 1 次作答")
    assert watch.room.standing("P1").state is State.SITTING
    dialog.get_by_role("button", name="返回修改").click()
    expect(dialog.get_by_label("作废的原因")).to_have_value("由他人代答")
    dialog.get_by_role("button", name="下一步").click()
    dialog.get_by_role("button", name="确定作废张建国的作答").click()
    expect(dialog).to_contain_text("已作废张建国的作答")
    assert watch.room.standing("P1").state is state
    expect(watch.row("张建国")).to_contain_text(shown)


def test_all_are_collected_after_being_told_how_many_still_sit(enter: Enter) -> None:
    watch = enter()
    watch.begin("P1", "P2")
    expect(watch.total("正在作答")).to_contain_text("2")
    watch.page.get_by_role("button", name="全部收卷").click()
    dialog = watch.page.locator("dialog[open]")
    expect(dialog).to_contain_text("现在还有 2 人正在作答")
    expect(dialog.get_by_role("button", name="不收")).to_be_focused()
    dialog.get_by_role("button", name="确定收 2 人的答卷").click()
    expect(watch.page.locator("header")).to_contain_text("已收 2 份答卷")
    expect(watch.total("已交卷")).to_contain_text("2")
    ends = [watch.room.journal.record(who).attempts[0].handed_in for who in ("P1", "P2")]
    assert [(end.by, end.collector) for end in ends if end] == [(By.INVIGILATOR, INVIGILATOR)] * 2


def test_one_candidate_is_collected_and_the_others_go_on(enter: Enter) -> None:
    watch = enter()
    watch.begin("P1", "P2")
    expect(watch.row("张建国")).to_contain_text("正在作答")
    dialog = watch.open("张建国")
    dialog.get_by_role("button", name="代收", exact=True).click()
    expect(dialog).to_contain_text("代张建国（座位 03，编号 P1）交卷：现在已答 0 题，共 6 题")
    dialog.get_by_role("button", name="确定代收").click()
    expect(dialog).to_contain_text("已收张建国的答卷")
    states = {who: found.state for who, found in watch.room.standings().items()}
    assert (states["P1"], states["P2"]) == (State.HANDED_IN, State.SITTING)


def test_what_happens_is_noted_and_can_be_printed(enter: Enter) -> None:
    watch = enter()
    dialog = watch.open("张建国")
    dialog.get_by_role("button", name="记一笔").click()
    dialog.get_by_label("记录张建国的情况").fill("身体不适，离场 5 分钟")
    dialog.get_by_role("button", name="记下").click()
    expect(dialog.get_by_role("listitem")).to_contain_text("身体不适，离场 5 分钟")
    dialog.get_by_role("button", name="关闭").click()

    watch.page.get_by_role("button", name="考场情况记录").click()
    dialog = watch.page.locator("dialog[open]")
    dialog.get_by_label("记录整个考场的情况").fill("停电 3 分钟\n<b>已恢复</b>")
    dialog.get_by_role("button", name="记下").click()
    notes = dialog.get_by_role("listitem")
    expect(notes).to_have_count(2)
    expect(notes.first).to_contain_text("整个考场")
    expect(notes.first).to_contain_text("<b>已恢复</b>")
    expect(notes.last).to_contain_text("张建国")
    expect(notes.last).to_contain_text("09:00:0")
    assert [note.by for note in watch.room.journal.room_notes] == [INVIGILATOR]

    watch.page.evaluate("window.print = () => {}")
    dialog.get_by_role("button", name="打印").click()
    watch.page.emulate_media(media="print")
    sheet = watch.page.locator(".xuefa-Room-Print")
    expect(sheet).to_be_visible()
    expect(sheet).to_contain_text("张建国（座位 03，编号 P1）")
    expect(watch.page.locator("main")).to_be_hidden()

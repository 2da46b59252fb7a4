"""Full disks, refusals, sessions that ended, and a second page."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Route, expect

from tests.browser.player_hall import Desk, PlayerHall, Seats
from tests.browser.saving.conftest import OFFLINE

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-player-refused")]


def refuse(status: int, why: str, message: str) -> Callable[[Route], None]:
    body = json.dumps({"why": why, "message": message})

    def handle(route: Route) -> None:
        route.fulfill(status=status, content_type="application/json", body=body)

    return handle


def test_a_disk_that_is_full_is_said_and_tried_again(desk: Desk, hall: PlayerHall) -> None:
    refusing = refuse(503, "storage", "磁盘写不进去")
    desk.page.route("**/answer", refusing)
    desk.choose("q01", "正确")
    expect(desk.strip).to_contain_text("服务器暂时存不下，答案已留在本机，正在自动重试。")
    desk.page.unroute("**/answer", refusing)
    desk.page.get_by_role("button", name="立即重试").click()
    desk.saved()
    assert desk.kept == {"q01": True}


def test_what_the_hall_refuses_is_told_with_its_reason(desk: Desk, hall: PlayerHall) -> None:
    refusing = refuse(400, "malformed", "没有这个选项。")
    desk.page.route("**/answer", refusing)
    desk.choose("q03", "第A种说法")
    expect(desk.question("q03")).to_contain_text("没有保存：没有这个选项。")
    expect(desk.strip).to_contain_text("没有这个选项。")
    desk.page.unroute("**/answer", refusing)
    desk.choose("q03", "第B种说法")
    desk.saved()
    assert desk.kept == {"q03": ["B"]}


def test_whoever_was_signed_out_keeps_everything_and_signs_in_again(
    desk: Desk, hall: PlayerHall
) -> None:
    desk.page.context.clear_cookies()
    desk.choose("q01", "正确")
    expect(desk.strip).to_contain_text("登录已经过期，答案已留在本机；请重新登录，登录后自动上传。")
    desk.page.on("dialog", lambda dialog: dialog.accept())
    desk.page.get_by_role("button", name="重新登录").click()
    desk.page.locator("[name=password]").wait_for()
    desk.fill_in_sign_in()
    desk.sitting()
    desk.saved()
    assert desk.kept == {"q01": True}


def test_signing_in_from_another_tab_is_enough(desk: Desk, hall: PlayerHall) -> None:
    cookies = desk.page.context.cookies()
    desk.page.context.clear_cookies()
    desk.choose("q01", "正确")
    expect(desk.strip).to_contain_text("请重新登录")
    desk.page.context.add_cookies(cookies)  # type: ignore[arg-type]
    desk.saved()
    assert desk.kept == {"q01": True}


def test_a_second_tab_takes_the_pen_and_the_first_can_take_it_back(
    desk: Desk, hall: PlayerHall
) -> None:
    desk.choose("q01", "正确")
    desk.saved()
    second = desk.another()
    second.open()
    second.sitting()
    second.choose("q02", "正确")
    second.saved()
    desk.page.bring_to_front()
    desk.choose("q03", "第C种说法")
    expect(desk.strip).to_contain_text("本页只能查看，不能作答。本页还有 1 项没有上传")
    expect(desk.question("q03").locator("input").first).to_be_disabled()
    expect(desk.state).to_have_text("尚未上传")
    desk.page.get_by_role("button", name="在这里继续作答").click()
    expect(desk.question("q02").get_by_label("正确")).to_be_checked()
    desk.saved()
    assert desk.kept == {"q01": True, "q02": True, "q03": ["C"]}
    desk.choose("q03", "第D种说法")
    desk.saved()
    assert desk.kept["q03"] == ["D"]


def test_two_machines_with_different_answers_leave_the_choice_to_the_candidate(
    desk: Desk, hall: PlayerHall, take: Seats
) -> None:
    desk.write("q08", "第一稿")
    desk.saved()
    desk.page.context.set_offline(True)
    desk.write("q08", "第一台机器上的")
    desk.choose("q01", "正确")
    expect(desk.strip).to_contain_text(OFFLINE)
    second = take(hall, person=desk.person)
    second.sign_in()
    second.sitting()
    second.write("q08", "第二台机器上的")
    second.saved()
    desk.page.context.set_offline(False)
    desk.page.get_by_role("button", name="在这里继续作答").click()
    note = desk.question("q08").locator(".xuefa-Exam-Note")
    expect(note).to_contain_text("第一台机器上的")
    expect(desk.question("q08").locator("textarea")).to_have_value("第二台机器上的")
    expect(desk.state).to_have_text("？ 有题待选定")
    assert desk.kept == {"q01": True, "q08": "第二台机器上的"}
    desk.page.reload()
    desk.sitting()
    note.get_by_role("button", name="改用本机的这份").click()
    desk.saved()
    expect(desk.question("q08").locator("textarea")).to_have_value("第一台机器上的")
    assert desk.kept["q08"] == "第一台机器上的"
    assert desk.left_behind() == []

"""Nothing is lost and the save state is true, whatever happens to network, server and page."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, CDPSession, Response, Route, expect

from exam_hall.events import Answered
from exam_hall.journal import read_events
from exam_hall.opening import journal_file
from tests.browser.player_hall import EXAM, Desk, PlayerHall, Seats, player_hall, seats

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-player-saving")]

KILLS = 50
OFFLINE = "连接中断，答案已留在本机，恢复后自动上传。"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayerHall]:
    with player_hall(tmp_path_factory.mktemp("hall")) as running:
        yield running


@pytest.fixture
def take(browser: Browser) -> Iterator[Seats]:
    with seats(browser) as free:
        yield free


@pytest.fixture
def desk(hall: PlayerHall, take: Seats) -> Desk:
    """A candidate who has begun."""
    seat = take(hall)
    seat.begin()
    return seat


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)


def refuse(status: int, why: str, message: str) -> Callable[[Route], None]:
    body = json.dumps({"why": why, "message": message})

    def handle(route: Route) -> None:
        route.fulfill(status=status, content_type="application/json", body=body)

    return handle


def test_answers_given_offline_wait_and_are_uploaded_in_order(desk: Desk, hall: PlayerHall) -> None:
    desk.page.context.set_offline(True)
    desk.choose("q01", "正确")
    expect(desk.strip).to_contain_text(OFFLINE)
    expect(desk.state).to_have_text("！ 尚未上传")
    desk.choose("q01", "错误")
    desk.choose("q03", "第A种说法")
    desk.write("q08", "离线时写的")
    desk.choose("q01", "正确")
    assert len(desk.left_behind()) == 1
    assert desk.kept == {}
    desk.page.context.set_offline(False)
    desk.saved()
    expect(desk.strip).to_contain_text("网络已经恢复，答案都已保存。")
    assert desk.kept == {"q01": True, "q03": ["A"], "q08": "离线时写的"}
    numbers = [desk.attempt.answers[name].client_seq for name in ("q03", "q08", "q01")]
    assert numbers == sorted(numbers)
    assert desk.attempt.sent == 3, "answers that were superseded are not sent any more"
    assert desk.left_behind() == []


def test_while_offline_the_save_state_does_not_promise_what_the_browser_cannot_keep(
    hall: PlayerHall, take: Seats
) -> None:
    desk = take(hall)
    desk.page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new Error('no'); } })"
    )
    desk.begin()
    desk.page.context.set_offline(True)
    desk.choose("q01", "正确")
    expect(desk.strip).to_contain_text("请不要关闭或刷新本页")
    desk.page.context.set_offline(False)
    desk.saved()
    assert desk.kept == {"q01": True}


def test_a_server_killed_fifty_times_loses_nothing_it_acknowledged(
    desk: Desk, hall: PlayerHall
) -> None:
    chance, given = random.Random(4), dict[str, str]()  # noqa: S311
    acknowledged: set[tuple[str, int]] = set()
    desk.page.on("response", lambda reply: acknowledged.update(numbered(reply)))
    for _ in range(KILLS):
        death = threading.Timer(chance.uniform(0.05, 1.0), hall.kill)
        death.start()
        while death.is_alive():  # the candidate goes on, whatever happens
            grade_id, letter = chance.choice(("q03", "q04")), chance.choice("ABCDE")
            desk.choose(grade_id, f"第{letter}种说法")
            given[grade_id] = letter
            desk.page.wait_for_timeout(chance.uniform(20, 300))
        hall.start()
        desk.saved()
    assert desk.kept == {name: [letter] for name, letter in given.items()}
    journalled = {
        (event.client, event.client_seq)
        for event in read_events(journal_file(hall.home / "hall", EXAM), desk.person)
        if isinstance(event, Answered)
    }
    assert acknowledged <= journalled
    assert len(acknowledged) > KILLS


def numbered(reply: Response) -> set[tuple[str, int]]:
    """What an acknowledged answer was numbered by its page."""
    if not (reply.ok and reply.url.endswith("/answer")):
        return set()
    sent = reply.request.post_data_json
    return {(sent["client"], sent["client_seq"])}


def test_a_reload_shows_what_was_answered(desk: Desk, hall: PlayerHall) -> None:
    desk.choose("q02", "错误")
    desk.choose("q05", "第B种说法")
    desk.question("q07").get_by_label("第 2 空").fill("10")
    desk.write("q09", "两行\n文字")
    desk.question("q04").get_by_role("button", name="标记").click()
    desk.saved()
    order = desk.order
    desk.page.reload()
    desk.sitting()
    assert desk.order == order
    expect(desk.question("q02").get_by_label("错误")).to_be_checked()
    expect(desk.question("q05").get_by_label("第B种说法")).to_be_checked()
    expect(desk.question("q07").get_by_label("第 1 空")).to_have_value("")
    expect(desk.question("q07").get_by_label("第 2 空")).to_have_value("10")
    expect(desk.question("q09").locator("textarea")).to_have_value("两行\n文字")
    cell = desk.page.get_by_role("button", name=f"第 {order.index('q07') + 1} 题，没填完")
    expect(cell).to_be_visible()
    expect(desk.question("q04").get_by_role("button", name="已标记")).to_be_visible()


def test_a_page_that_died_offline_is_made_good_when_it_is_opened_again(
    desk: Desk, hall: PlayerHall
) -> None:
    desk.choose("q01", "正确")
    desk.saved()
    desk.page.context.set_offline(True)
    desk.choose("q01", "错误")
    desk.write("q08", "断电以前写的")
    desk.page.wait_for_timeout(500)
    client = desk.attempt.clients[-1]
    next_one = desk.another()
    desk.page.close(run_before_unload=False)
    next_one.page.context.set_offline(False)
    next_one.open()
    next_one.sitting()
    next_one.saved()
    assert desk.kept == {"q01": False, "q08": "断电以前写的"}
    assert desk.attempt.answers["q08"].client == client, "sent under the name it was written"
    expect(next_one.question("q08").locator("textarea")).to_have_value("断电以前写的")
    assert next_one.left_behind() == []


def test_a_tab_closed_right_after_the_last_key_still_sends_it(desk: Desk, hall: PlayerHall) -> None:
    desk.question("q09").locator("textarea").press_sequentially("最后一句")
    desk.page.close(run_before_unload=True)
    until(lambda: desk.kept.get("q09") == "最后一句")


def test_another_candidate_on_the_same_machine_gets_nothing_of_it(
    desk: Desk, hall: PlayerHall
) -> None:
    desk.page.context.set_offline(True)
    desk.choose("q01", "正确")
    desk.page.wait_for_timeout(500)
    first, other = desk.another(), desk.another()
    other.person = next(hall.newcomers)
    desk.page.close(run_before_unload=False)
    other.page.context.set_offline(False)
    other.begin()
    other.saved()
    assert other.kept == {}
    assert desk.kept == {}
    first.sign_in()
    first.sitting()
    first.saved()
    assert desk.kept == {"q01": True}


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

"""Nothing is lost, whatever happens to network, server and page."""

from __future__ import annotations

import random
import threading

import pytest
from playwright.sync_api import Response, expect

from exam_hall.events import Answered
from exam_hall.journal import read_events
from exam_hall.opening import journal_file
from tests.browser.player_hall import EXAM, Desk, PlayerHall, Seats
from tests.browser.saving.conftest import OFFLINE, until

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-player-saving")]

KILLS = 50


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

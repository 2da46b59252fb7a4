"""Time: counted by the server's clock, announced in time, and what happens when it has run out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.player_hall import Desk, Seats, moment, player_hall, seats

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser-player-time")]

GRACE_S = 15
MOVABLE_DATE = """\
  const RealDate = Date;
  let shift = 0;
  window.moveClock = ms => { shift = ms; };
  window.Date = class extends RealDate {
    constructor(...given) { given.length ? super(...given) : super(RealDate.now() + shift); }
    static now() { return RealDate.now() + shift; }
  };
"""


@pytest.fixture(scope="module")
def free(browser: Browser) -> Iterator[Seats]:
    with seats(browser) as take:
        yield take


@dataclass
class Evening:
    """Four candidates whose minute is up, and what their pages said meanwhile."""

    writer: Desk
    typed: str
    warned: str
    back_in_time: Desk
    while_cut: str
    too_late: Desk
    numbers: list[int]
    after_grace: str
    watcher: Desk


@pytest.fixture(scope="module")
def evening(tmp_path_factory: pytest.TempPathFactory, free: Seats) -> Iterator[Evening]:
    """All four sit at the same time: a minute each would take four."""
    place = tmp_path_factory.mktemp("evening")
    with player_hall(place, duration_minutes="1", grace_s=str(GRACE_S)) as hall:
        too_late, back_in_time, first, writer = (free(hall) for _ in range(4))
        for seat in (too_late, back_in_time, first, writer):
            seat.begin()
        warned = writer.strip.inner_text()
        for seat in (too_late, back_in_time, first):
            seat.choose("q01", "正确")
            seat.saved()
        numbers = sorted(too_late.order.index(name) + 1 for name in ("q01", "q08"))
        watcher, second = first, first.another()
        second.open()
        second.sitting()
        second.choose("q02", "正确")
        for seat in (too_late, back_in_time):
            seat.page.context.set_offline(True)
            seat.choose("q01", "错误")
            seat.write("q08", "最后一句")
        typed = write_to_the_end(writer)
        back_in_time.strip.get_by_text("时间到").wait_for(timeout=70_000)
        while_cut = back_in_time.strip.inner_text()
        back_in_time.page.context.set_offline(False)
        too_late.strip.get_by_text("不再计入").wait_for(timeout=70_000)
        after_grace = too_late.strip.inner_text()
        too_late.page.context.set_offline(False)
        for seat in (writer, back_in_time, too_late, watcher):
            seat.receipt()
        yield Evening(
            *(writer, typed, warned, back_in_time, while_cut),
            *(too_late, numbers, after_grace, watcher),
        )


def write_to_the_end(desk: Desk) -> str:
    """Type until the field is locked; the last letters through an input method."""
    area = desk.question("q09").locator("textarea")
    area.focus()
    clock = desk.page.locator(".xuefa-Exam-Time")
    while clock.inner_text() > "00:02":
        desk.page.keyboard.type("字")
        time.sleep(0.2)
    keyboard = desk.page.context.new_cdp_session(desk.page)
    keyboard.send(
        "Input.imeSetComposition", {"text": "wan", "selectionStart": 3, "selectionEnd": 3}
    )
    return area.input_value()


def test_whoever_begins_with_little_time_is_told_so(evening: Evening) -> None:
    assert "离交卷还有 1 分钟" in evening.warned


def test_what_was_typed_last_is_saved_and_handed_in_when_time_is_up(evening: Evening) -> None:
    attempt = evening.writer.attempt
    assert evening.typed.endswith("wan")
    assert evening.writer.kept["q09"] == evening.typed
    assert attempt.handed_in is not None
    assert attempt.handed_in.submitted >= attempt.deadline
    assert evening.writer.errors == []


def test_answers_that_arrive_within_the_grace_time_count(evening: Evening) -> None:
    assert "秒内恢复连接，仍然计入" in evening.while_cut
    assert evening.back_in_time.kept == {"q01": False, "q08": "最后一句"}
    assert evening.back_in_time.left_behind() == []


def test_later_ones_are_kept_unscored_and_the_candidate_is_told(evening: Evening) -> None:
    assert "服务器会按已经收到的答案自动交卷" in evening.after_grace
    desk = evening.too_late
    assert desk.kept == {"q01": True}
    first, second = evening.numbers
    told = f"第 {first}、{second} 题的最后修改在交卷之后才到服务器，没有计入。"
    expect(desk.page.get_by_role("alert")).to_contain_text(told)
    expect(desk.page.get_by_text("时间到，自动交卷")).to_be_visible()
    deadline = time.monotonic() + 20
    while desk.attempt.late < 2 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert desk.attempt.late == 2
    assert desk.left_behind() == []


def test_a_page_without_the_pen_shows_the_same_receipt(evening: Evening) -> None:
    assert evening.watcher.kept == {"q01": True, "q02": True}


def test_the_countdown_does_not_follow_the_clock_of_the_machine(
    tmp_path_factory: pytest.TempPathFactory, free: Seats
) -> None:
    with player_hall(tmp_path_factory.mktemp("clock")) as hall:
        desk = free(hall)
        desk.page.add_init_script(MOVABLE_DATE)
        desk.begin()
        before = seconds(desk)
        for days in (-400, 400):
            desk.page.evaluate(f"window.moveClock({days * 86_400_000})")
            desk.page.wait_for_timeout(1_500)
            assert 0 <= before - seconds(desk) < 20
        desk.page.evaluate("window.dispatchEvent(new Event('online'))")
        desk.choose("q01", "正确")
        desk.saved()
        assert 0 <= before - seconds(desk) < 25


def seconds(desk: Desk) -> int:
    left = 0
    for part in desk.page.locator(".xuefa-Exam-Time").inner_text().split(":"):
        left = left * 60 + int(part)
    return left


def test_time_granted_in_the_last_moment_lets_the_candidate_go_on(
    tmp_path_factory: pytest.TempPathFactory, free: Seats
) -> None:
    place = tmp_path_factory.mktemp("granted")
    rules = {"duration_minutes": "1", "grace_s": "60", "invigilators": '["J00001"]'}
    with player_hall(place, **rules) as hall:
        invigilator = free(hall, person="J00001").watch()
        desk = free(hall)
        desk.begin()
        while seconds(desk) > 2:
            desk.page.wait_for_timeout(200)
        desk.page.context.set_offline(True)
        expect(desk.strip).to_contain_text("时间到")
        expect(desk.question("q01").locator("input").first).to_be_disabled()
        invigilator.command("grant", desk.person, seconds=615, reason="停电", client_seq=1)
        desk.page.context.set_offline(False)
        expect(desk.strip).to_contain_text("监考人员加时 10 分钟", timeout=30_000)
        desk.choose("q01", "正确")
        desk.saved()
        assert 595 < seconds(desk) <= 615
        expect(desk.page.locator(".xuefa-Exam-Clock")).to_have_attribute("data-near", "")
        desk.page.wait_for_timeout(max(0, seconds(desk) - 599) * 1_000)
        expect(desk.strip).to_contain_text("离交卷还有 10 分钟。")


def test_before_the_opening_the_page_waits_and_then_lets_in_by_itself(
    tmp_path_factory: pytest.TempPathFactory, free: Seats
) -> None:
    place = tmp_path_factory.mktemp("waiting")
    with player_hall(place, opens=moment(30), closes=moment(7200)) as hall:
        desk = free(hall)
        page = desk.sign_in()
        expect(page.get_by_text("考试还没有开放，到开考时间才能开始。")).to_be_visible()
        expect(page.get_by_text("开考，到时本页会自动更新")).to_be_visible()
        page.get_by_role("button", name="开始考试").click(timeout=60_000)
        desk.sitting()


def test_whoever_comes_too_late_is_told_so(
    tmp_path_factory: pytest.TempPathFactory, free: Seats
) -> None:
    place = tmp_path_factory.mktemp("late")
    with player_hall(place, opens=moment(-3600), late_entry_minutes="30") as hall:
        page = free(hall).sign_in()
        expect(page.get_by_text("已过允许进入的时间，不能开始。")).to_be_visible()
        expect(page.get_by_role("button", name="开始考试")).to_have_count(0)

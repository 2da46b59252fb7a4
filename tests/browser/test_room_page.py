"""The invigilator's page before a real hall: it watches, acts, and says when it does not know."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, ViewportSize, expect

from exam_hall.events import By
from exam_hall.requests import AnswerRequest
from exam_hall.room import ExamRoom
from exam_hall.standing import State
from exam_hall.web.hall import Hall
from exam_hall.web.passwords import Passwords, hashed, password_file, save_passwords
from tests.browser.checks import axe_faults, latin_words, overflow
from tests.browser.conftest import LAPTOP, SHOTS
from tests.exam_hall.conftest import (
    EXAM,
    INVIGILATOR,
    OPENS,
    Clock,
    make_sitting,
    write_allotment,
    write_course,
)
from tests.exam_hall.web.conftest import all_passwords, password_of, running

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser-room-page")]

NAMES = {"P1": ("张建国", "司法所", "03"), "P2": ("李芳", "东街社区", "01"), "P3": ("", "", "02")}
SIZES: list[ViewportSize] = [
    LAPTOP,
    {"width": 820, "height": 1180},
    {"width": 390, "height": 844},
]
HEADER = "人员编号,姓名,单位,座位号\n"


@dataclass
class Watch:
    """An invigilator at their page, and the room they watch."""

    page: Page
    room: ExamRoom
    clock: Clock
    address: str
    errors: list[str]

    def row(self, name: str) -> Locator:
        return self.page.locator("tbody tr", has_text=name)

    def total(self, name: str) -> Locator:
        return self.page.get_by_label("各种情况的人数").get_by_role("button", name=name)

    def open(self, name: str) -> Locator:
        self.row(name).get_by_role("button").click()
        return self.page.locator("dialog[open]")

    def begin(self, *candidates: str) -> None:
        for candidate in candidates:
            self.room.start(candidate, f"page-{candidate}").result()

    def answer(self, candidate: str, *grade_ids: str) -> None:
        for number, grade_id in enumerate(grade_ids, start=1):
            asked = AnswerRequest(
                client=f"page-{candidate}",
                client_seq=number,
                attempt=1,
                grade_id=grade_id,
                value=True if grade_id == "q01" else ("A",),
            )
            self.room.answer(candidate, asked).result()

    def refreshed(self) -> None:
        """Wait until the page has asked again."""
        with self.page.expect_response(f"**/api/room/{EXAM}"):
            pass


Enter = Callable[..., Watch]


@pytest.fixture(autouse=True, scope="module")
def patience() -> Iterator[None]:
    """The page asks every five seconds, and machines that run tests are busy."""
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def enter(browser: Browser, tmp_path: Path) -> Iterator[Enter]:
    """Open a room and sit down before it as its invigilator."""
    closing: list[Callable[[], object]] = []

    def _enter(
        names: dict[str, tuple[str, str, str]] = NAMES, viewport: ViewportSize = LAPTOP
    ) -> Watch:
        course, clock = write_course(tmp_path / "course"), Clock()
        write_allotment(course, {who: "AB"[n % 2] for n, who in enumerate(names)})
        listed = "".join(f"{who},{','.join(said)}\n" for who, said in names.items())
        (tmp_path / "names.csv").write_text(HEADER + listed, "utf-8-sig")
        home = tmp_path / "hall"
        save_passwords(password_file(home, EXAM), _passwords())
        hall = Hall(home, clock=clock, sweep_s=0.05)
        rules = {"invigilators": [INVIGILATOR], "names": str(tmp_path / "names.csv")}
        room = hall.open(make_sitting(course, **rules))
        served = running(hall)
        address = served.__enter__().address
        closing.append(lambda: served.__exit__(None, None, None))
        context = browser.new_context(viewport=viewport, locale="en-US")
        closing.append(context.close)
        page, errors = context.new_page(), []
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
        _sign_in(page, f"{address}/xuefa/hall/room/{EXAM}", INVIGILATOR)
        page.wait_for_selector("tbody tr")
        return Watch(page, room, clock, address, errors)

    yield _enter
    for close in reversed(closing):
        close()


def _passwords() -> Passwords:
    return all_passwords().model_copy(
        update={"people": {**all_passwords().people, "T1": hashed(password_of("T1"))}}
    )


def _sign_in(page: Page, address: str, person: str) -> None:
    page.goto(address)
    page.locator("input[name=person]").fill(person)
    page.locator("input[name=password]").fill(password_of(person))
    page.keyboard.press("Enter")


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

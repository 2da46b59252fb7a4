"""A hall of its own, served as ``xuefa exam serve`` does, and browsers that sit an exam in it."""

from __future__ import annotations

import csv
import datetime as dt
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page, ViewportSize, expect

from exam_hall.contract import (
    FORM_CELL,
    Option,
    Paper,
    PaperSection,
    PaperSlot,
    canonical_json,
    form_source,
)
from exam_hall.journal import read_journal
from exam_hall.opening import journal_file
from exam_hall.record import Attempt
from exam_hall.results import FEEDBACK_FILE, RESULT_FILE, Result, SectionScore, published_folder

EXAM = "player-exam"
PEOPLE = tuple(f"P{number:05}" for number in range(1, 41))
LAPTOP: ViewportSize = {"width": 1366, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 844}
PATIENCE_S = 60

LETTERS = "ABCDE"
SLOTS = (
    PaperSlot("q01", "true_false", 1, "乡镇人民政府可以作出行政处罚决定。"),
    PaperSlot("q02", "true_false", 1, "行政复议机关应当自受理申请之日起六十日内作出决定。"),
    PaperSlot("q03", "single", 1, "对镇的建置有决定权的是（　）。", ()),
    PaperSlot("q04", "single", 1, "镇人民政府的负责人是<b>哪一位</b>（　）。", ()),
    PaperSlot("q05", "multiple", 2, "下列说法正确的有（　）。", ()),
    PaperSlot("q06", "multiple", 2, "下列属于行政处罚的有（　）。", ()),
    PaperSlot("q07", "fill", 1, "应当在____日内提交答辩状；有特殊情况的，可以延长____日。"),
    PaperSlot(
        "q08", "short", 5, "简述信息公开申请的办理程序。\n（一）受理；（二）答复。", max_chars=50
    ),
    PaperSlot("q09", "case", 10, "某镇作出处罚决定……\n问：是否合法？", max_chars=5_000),
)
SECTIONS = (
    ("一、判断题（共2题，每题1分，共2分。判断对的得分，判断错的不得分。）", 0, 2),
    ("二、单项选择题（共2题，每题1分，共2分。每题只有一个正确选项。）", 2, 4),
    ("三、多项选择题（共2题，每题2分，共4分。每题有两个以上正确选项，全对得分。）", 4, 6),
    ("四、填空题（共1题，每题1分，共1分。每空分值相同。）", 6, 7),
    ("五、主观题（共2题，共15分。按要点给分。）", 7, 9),
)


def paper() -> Paper:
    """Every kind of question; options say which they are."""
    slots = tuple(
        replace(slot, options=tuple(Option(one, f"第{one}种说法") for one in LETTERS))
        if slot.kind in ("single", "multiple")
        else slot
        for slot in SLOTS
    )
    parts = tuple(
        PaperSection(heading, tuple(slot.grade_id for slot in slots[begin:end]))
        for heading, begin, end in SECTIONS
    )
    return Paper(EXAM, "A", "法律知识考试", 3600, parts, slots)


def _notebook() -> dict[str, Any]:
    names = [FORM_CELL, *(slot.grade_id for slot in SLOTS)]
    cells = [
        {
            "cell_type": "markdown",
            "metadata": {"nbgrader": {"grade_id": name, "solution": True}},
            "source": [form_source("A") if name == FORM_CELL else f"{name} = None"],
        }
        for name in names
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def _write_course(course: Path, rules: dict[str, str]) -> Path:
    released, exams = course / "release" / EXAM, course / "exams" / EXAM
    released.mkdir(parents=True)
    exams.mkdir(parents=True)
    (released / "paper-A.json").write_bytes(paper().to_json())
    (released / "exam.ipynb").write_bytes(canonical_json(_notebook()))
    people = "".join(f"{who},A\n" for who in PEOPLE)
    (exams / "allotment.csv").write_text(f"人员编号,试卷\n{people}", "utf-8-sig")
    lines = {"exam": f'"{EXAM}"', "course": '"."', **rules}
    sitting = course / "sitting.toml"
    sitting.write_text("".join(f"{name} = {value}\n" for name, value in lines.items()), "utf-8")
    return sitting


def moment(seconds: float) -> str:
    """So many seconds from now, as a sitting file writes it."""
    return (dt.datetime.now(dt.UTC) + dt.timedelta(seconds=seconds)).isoformat()


@dataclass
class PlayerHall:
    """A hall in a process of its own, that can be killed and comes back at the same address."""

    home: Path
    sitting: Path
    port: int
    passwords: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    newcomers: Iterator[str] = field(default_factory=lambda: iter(PEOPLE))

    @property
    def course(self) -> Path:
        return self.sitting.parent

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/xuefa/hall/"

    def run(self, *command: str) -> None:
        subprocess.run(self._command(*command), env=self._env, check=True, capture_output=True)

    def make_passwords(self) -> None:
        slips = self.course / "slips.csv"
        self.run("exam", "passwords", str(self.sitting), "--out", str(slips))
        with slips.open(encoding="utf-8-sig", newline="") as file:
            self.passwords = {row["人员编号"]: row["密码"] for row in csv.DictReader(file)}

    def start(self) -> None:
        command = self._command("exam", "serve", str(self.sitting), "--port", str(self.port))
        with (self.home / "hall.log").open("ab") as log:
            self.process = subprocess.Popen(command, env=self._env, stdout=log, stderr=log)
        end = time.monotonic() + PATIENCE_S
        while not self._answers():
            assert self.process.poll() is None, (self.home / "hall.log").read_text("utf-8")
            assert time.monotonic() < end
            time.sleep(0.1)

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def attempts(self, person: str) -> tuple[Attempt, ...]:
        """What the journal on disk says of a candidate."""
        return read_journal(journal_file(self.home / "hall", EXAM)).record(person).attempts

    def publish(self, person: str) -> None:
        """What ``xuefa grade publish`` leaves for the hall."""
        folder = published_folder(self.course, person, EXAM)
        folder.mkdir(parents=True)
        page = "<!doctype html><title>评阅详情</title><p>评阅详情</p>".encode()
        now = dt.datetime.now(dt.UTC)
        sections = tuple(SectionScore(heading, 1.5, 2) for heading, _, _ in SECTIONS)
        result = Result(
            *(EXAM, "法律知识考试", person, 20.5, 24, "良好", sections),
            *(now, now + dt.timedelta(days=5), hashlib.sha256(page).hexdigest()),
        )
        (folder / FEEDBACK_FILE).write_bytes(page)
        (folder / RESULT_FILE).write_bytes(result.to_json())

    @property
    def _env(self) -> dict[str, str]:
        return {**os.environ, "XUEFA_HOME": str(self.home)}

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "xuefa", *words]

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@contextmanager
def player_hall(place: Path, **rules: str) -> Iterator[PlayerHall]:
    """A hall open since a minute ago and for two hours, unless ``rules`` (TOML) say otherwise."""
    times = {"opens": moment(-60), "closes": moment(7200)}
    with served(place, _write_course(place / "course", times | rules)) as running:
        yield running


@contextmanager
def served(place: Path, sitting: Path) -> Iterator[PlayerHall]:
    """A hall with that sitting of :data:`EXAM`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    (place / "home").mkdir(parents=True)
    hall = PlayerHall(place / "home", sitting, port)
    hall.make_passwords()
    hall.start()
    try:
        yield hall
    finally:
        hall.kill()


@dataclass
class Desk:
    """A candidate before a browser. ``errors`` collects what its console complains of."""

    page: Page
    hall: PlayerHall
    person: str
    errors: list[str] = field(default_factory=list)

    def sign_in(self) -> Page:
        self.page.goto(f"{self.hall.address}sign-in?to=/xuefa/hall/exam/{EXAM}")
        return self.fill_in_sign_in()

    def fill_in_sign_in(self) -> Page:
        self.page.locator("[name=person]").fill(self.person)
        self.page.locator("[name=password]").fill(self.hall.passwords[self.person])
        self.page.locator("button").click()
        return self.page

    def open(self) -> Page:
        self.page.goto(f"{self.hall.address}exam/{EXAM}")
        return self.page

    def let_in(self) -> Page:
        """Begin with the entry password of the room."""
        self.page.get_by_label("入场口令").fill(self.hall.passwords[""])
        self.page.get_by_role("button", name="开始考试").click()
        return self.sitting()

    def watch(self) -> Desk:
        """Sign in as an invigilator."""
        self.page.goto(f"{self.hall.address}sign-in")
        self.fill_in_sign_in()
        self.page.get_by_role("heading", name="考场").wait_for()
        return self

    def command(self, name: str, candidate: str | None = None, **fields: object) -> None:
        """What an invigilator's page asks for, about a candidate's last attempt or everybody."""
        cookies = {one["name"]: one["value"] for one in self.page.context.cookies()}
        whose = (
            {"candidate": candidate, "attempt": len(self.hall.attempts(candidate))}
            if candidate
            else {}
        )
        reply = self.page.request.post(
            f"{self.hall.address}api/room/{EXAM}/{name}",
            headers={"X-XSRFToken": cookies["_xsrf"]},
            data={"client": "invigilator", **whose, **fields},
        )
        assert reply.ok, reply.text()

    def begin(self) -> Page:
        self.sign_in().get_by_role("button", name="开始考试").click()
        return self.sitting()

    def sitting(self) -> Page:
        self.page.locator(".xuefa-Exam-Sitting").wait_for()
        return self.page

    def saved(self) -> None:
        expect(self.state).to_have_text("✓ 已保存", timeout=30_000)

    @property
    def attempt(self) -> Attempt:
        """The candidate's last attempt, as the journal on disk has it."""
        return self.hall.attempts(self.person)[-1]

    @property
    def kept(self) -> dict[str, object]:
        """The answers in it that count, by grade_id; lists as lists."""
        return {
            name: list(given.value) if isinstance(given.value, tuple) else given.value
            for name, given in self.attempt.answers.items()
        }

    @property
    def state(self) -> Locator:
        return self.page.locator(".xuefa-Exam-SaveState")

    @property
    def strip(self) -> Locator:
        return self.page.locator(".xuefa-Exam-Strip")

    @property
    def order(self) -> list[str]:
        """The grade_ids in the order this candidate sees them."""
        return self.page.locator("[data-question]").evaluate_all(
            "nodes => nodes.map(node => node.dataset.question)"
        )

    def question(self, grade_id: str) -> Locator:
        return self.page.locator(f"[data-question={grade_id}]")

    def choose(self, grade_id: str, text: str) -> None:
        self.question(grade_id).locator("label", has_text=text).click()

    def write(self, grade_id: str, text: str) -> None:
        self.question(grade_id).locator("textarea").fill(text)

    def hand_in(self) -> None:
        self.page.get_by_role("button", name="交卷", exact=True).click()
        self.page.get_by_role("button", name="确定交卷").click()

    def receipt(self) -> str:
        code = self.page.locator(".xuefa-Exam-Code")
        code.wait_for(timeout=60_000)
        return code.inner_text()

    def left_behind(self) -> list[str]:
        """What this browser still keeps of the exam."""
        keys = self.page.evaluate("Object.keys(localStorage)")
        return [key for key in keys if key.startswith("xuefa-exam/")]

    def another(self) -> Desk:
        """Another tab of the same browser."""
        return desk(self.page.context, self.hall, self.person)

    @property
    def complaints(self) -> list[str]:
        """Console errors but for requests that were meant to fail."""
        return [one for one in self.errors if "Failed to load resource" not in one]


def desk(context: BrowserContext, hall: PlayerHall, person: str) -> Desk:
    """A tab before which somebody sits."""
    page = context.new_page()
    page.set_default_timeout(30_000)
    seat = Desk(page, hall, person)
    page.on("pageerror", lambda error: seat.errors.append(str(error)))
    page.on("console", lambda said: seat.errors.append(said.text) if said.type == "error" else None)
    return seat


Seats = Callable[..., Desk]


@contextmanager
def seats(browser: Browser) -> Iterator[Seats]:
    """Take seats at machines of their own: ``take(hall)`` seats somebody new."""
    contexts: list[BrowserContext] = []

    def take(hall: PlayerHall, viewport: ViewportSize = LAPTOP, person: str | None = None) -> Desk:
        phone = viewport["width"] < 600
        context = browser.new_context(
            viewport=viewport, locale="en-US", is_mobile=phone, has_touch=phone
        )
        contexts.append(context)
        return desk(context, hall, person or next(hall.newcomers))

    yield take
    for context in contexts:
        context.close()

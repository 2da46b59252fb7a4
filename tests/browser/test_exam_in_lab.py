"""An exam in JupyterLab, from the card on the home page to the published score."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, Response, expect

from question_bank.bank import Bank
from question_bank.exam import load_exam
from tests.browser.checks import axe_faults, complaints, latin_words
from tests.browser.conftest import PROVIDER, SHOTS, Seat
from tests.support.commands import Xuefa
from tests.support.jupyter import Jupyter
from xuefa.demo.trial import Trial, write_trial

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("browser-exam-in-lab")]

Sit = Callable[..., Seat]
PERSON = "P00001"


@pytest.fixture
def trial(bank: Bank, tmp_path: Path) -> Trial:
    """The exam to try that the demo offers, of the synthetic bank."""
    return write_trial(tmp_path / "trial", bank, PERSON, 7, dt.datetime.now(dt.UTC))


def answer_all(page: Page, trial: Trial) -> None:
    """Give the right answers to all questions but the last."""
    exam = load_exam(trial.course, trial.exam)
    form = next(iter(exam.forms))
    keys = {slot.grade_id: exam.slot_key(slot).keys[form] for slot in exam.slots}
    paper = {slot.grade_id: slot for slot in exam.paper(form).slots}
    *answered, _ = keys
    for grade_id in answered:
        card = page.locator(f'.xuefa-Exam [data-question="{grade_id}"]')
        key = keys[grade_id]
        if isinstance(key, bool):
            card.locator(f'input[value="{json.dumps(key)}"]').check()
        elif paper[grade_id].kind == "fill":
            for index, blank in enumerate(key):
                card.locator("input[type=text]").nth(index).fill(blank[0])
        else:
            for option in key:
                card.locator(f'input[value="{option}"]').check()


def test_the_official_sits_the_trainer_publishes_the_official_sees_the_score(
    launch: Callable[..., Jupyter],
    sit: Sit,
    trial: Trial,
    xuefa: Xuefa,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server = launch("official", PROVIDER, XUEFA_PERSON=PERSON, XUEFA_SITTINGS=str(trial.sitting))
    monkeypatch.setenv("XUEFA_HOME", str(server.log.parent / "xuefa_home"))
    seat = sit(server)
    page = seat.enter()
    card = page.locator(".xuefa-Card", has_text="学法小测")
    expect(card).to_contain_text("可以开始")
    card.get_by_role("button", name="进入考试").click()
    player = page.locator(".xuefa-Exam")
    player.get_by_role("button", name="开始考试").click()
    expect(player).to_contain_text("剩余时间")
    answer_all(page, trial)
    expect(player).to_contain_text("已保存")
    assert latin_words(page) <= {"Ctrl", "Enter", "Alt"}
    assert axe_faults(page) == []
    page.screenshot(path=SHOTS / "exam-lab-1366x768.png")
    player.get_by_role("button", name="交卷").first.click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("没有作答的 1 题")
    dialog.get_by_role("button", name="确定交卷").click()
    expect(player).to_contain_text("回执")
    page.screenshot(path=SHOTS / "exam-receipt-1366x768.png")

    status, said = xuefa("grade", trial.exam, "--course", trial.course)
    assert status == 0, said
    status, said = xuefa("grade", "publish", trial.exam, "--course", trial.course)
    assert status == 0, said
    assert "已公布 1 人的成绩" in said

    page.locator(".lm-TabBar-tabCloseIcon:visible").last.click()
    expect(card).to_contain_text("成绩已公布", timeout=90_000)
    card.get_by_role("button", name="查看成绩").click()
    expect(player).to_contain_text("47")
    expect(player).to_contain_text("优秀")
    page.screenshot(path=SHOTS / "exam-result-1366x768.png")
    assert complaints(seat) == []


def test_before_and_after_the_sitting_no_key_is_in_anything_the_browser_receives(
    launch: Callable[..., Jupyter], sit: Sit, trial: Trial
) -> None:
    server = launch("official", PROVIDER, XUEFA_PERSON=PERSON, XUEFA_SITTINGS=str(trial.sitting))
    exam = load_exam(trial.course, trial.exam)
    secrets = {own.item.explanation for form in exam.forms.values() for own in form}
    seat = sit(server)
    replies: list[Response] = []
    seat.page.on(
        "response", lambda r: replies.append(r) if "/xuefa/hall/api/" in r.url and r.ok else None
    )
    page = seat.enter()
    page.locator(".xuefa-Card", has_text="学法小测").get_by_role("button").click()
    page.locator(".xuefa-Exam").get_by_role("button", name="开始考试").click()
    expect(page.locator(".xuefa-Exam")).to_contain_text("剩余时间")
    bodies = [reply.text() for reply in replies]
    paper = json.loads(next(body for body in bodies if '"slots"' in body))["paper"]
    fields = {"grade_id", "kind", "points", "stem", "options", "max_chars"}
    assert all(set(slot) == fields for slot in paper["slots"])
    assert not [secret for secret in secrets if any(secret in body for body in bodies)]

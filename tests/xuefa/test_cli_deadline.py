"""``xuefa deadline`` at the command line."""

from __future__ import annotations

import pytest

from courses.deadlines import rules
from xuefa.__main__ import command_line
from xuefa.command_line import run


def deadline(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.argv", ["xuefa", "deadline", *arguments])
    return run(command_line())


def test_the_list_names_every_rule_whole(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deadline("list", monkeypatch=monkeypatch) == 0
    shown = capsys.readouterr().out
    assert all(f"{own.id}　" in shown for own in rules())
    assert "提前7个工作日" in shown


def test_a_count_shows_the_last_day_the_steps_and_the_articles(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deadline("count", "review.decide", "2026-02-05", monkeypatch=monkeypatch) == 0
    shown = capsys.readouterr().out
    assert "行政复议：普通程序：作出复议决定\n最后一日：2026年4月7日（星期二）" in shown
    assert "1. 起算事件：受理行政复议申请之日，即2026年2月5日（星期四）。" in shown
    assert "· 《行政复议法》第六十二条第一款（2023-09-01 版）：“适用普通程序审理的" in shown
    assert "别的法律规定的复议期限少于六十日的，从其规定" in shown


@pytest.mark.parametrize(
    ("arguments", "due"),
    [
        (("review.decide", "2026-02-05", "--extended"), "最后一日：2026年5月6日"),
        (
            ("review.decide", "2026-02-05", "--left-out", "2026-03-01..2026-03-31"),
            "最后一日：2026年5月7日",
        ),
        (
            ("review.apply_untold", "2026-03-02", "--cap-from", "2025-03-20"),
            "最后一日：2026年3月20日",
        ),
        (("punishment.hearing_notice", "2026-10-15"), "最晚通知日：2026年9月30日"),
    ],
)
def test_what_happened_in_the_case_is_taken_into_account(
    arguments: tuple[str, ...],
    due: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert deadline("count", *arguments, monkeypatch=monkeypatch) == 0
    assert due in capsys.readouterr().out


def test_no_date_ends_with_status_1_and_the_reason(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert deadline("count", "review.apply", "2023-12-31", monkeypatch=monkeypatch) == 1
    shown = capsys.readouterr().out
    assert "不能给出日期" in shown
    assert "2023-12-31不在本规则的适用范围内" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("review.nothing", "2026-03-02"), "没有“review.nothing”这个期限"),
        (
            ("review.decide", "2026-03-02", "--left-out", "2026-03-10"),
            "扣除的时间“2026-03-10”看不懂；请写成 2026-03-02..2026-03-10 的样子",
        ),
        (
            ("review.decide", "2026-03-02", "--left-out", "2026-03-10..2026-03-09"),
            "期间写反了",
        ),
        (("punishment.pay", "2026-03-02", "--extended"), "没有规定可以延长"),
    ],
)
def test_what_cannot_be_counted_is_explained(
    arguments: tuple[str, ...],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert deadline("count", *arguments, monkeypatch=monkeypatch) == 1
    shown = capsys.readouterr().err
    assert said in shown

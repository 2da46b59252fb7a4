"""A mark shows that somebody came only if it is one of those that do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.attendance_marks import NO_COLUMN, PRESENT_MARKS, absence, is_time
from grading.tables import SIGNATURE, SIGNED_AT

UNKNOWN = "，是否到会无法认定"


@pytest.mark.parametrize(
    "mark",
    [
        *(
            "√",
            "✓",
            "✔",
            "已签",
            "已 签到",
            "是",
            "到",
            "签到",
            "１",
            "有",
            "yes",
            "张　伟",
            "8:31",
        ),
        *("2026-03-11 08:31:00", "3月11日"),
    ],
)
def test_marks_that_show_somebody_came(mark: str) -> None:
    assert absence({SIGNATURE: mark}, "张伟") == ""


@pytest.mark.parametrize(
    "mark",
    [
        *(
            "病假",
            "缺勤",
            "出差",
            "未参加",
            "旷课",
            "-",
            "请假(公差)",
            "缺席",
            "未到",
            "×",
            "0",
            "否",
        ),
        *("李娜", "张伟病假", "未签到", "/"),
    ],
)
def test_any_other_mark_is_quoted(mark: str) -> None:
    assert absence({SIGNATURE: mark}, "张伟") == f"签名栏写的是“{mark}”{UNKNOWN}"


def test_a_blank_signature_decides_nothing_whatever_the_time() -> None:
    assert absence({SIGNATURE: " ", SIGNED_AT: "8:31"}, "张伟") == f"签名栏为空{UNKNOWN}"


@pytest.mark.parametrize(
    ("time", "reason"),
    [
        ("08：31", ""),
        ("", f"签到时间为空{UNKNOWN}"),
        ("未打卡", f"签到时间写的是“未打卡”，不是时间{UNKNOWN}"),
        (NO_COLUMN, ""),
    ],
)
def test_without_a_signature_column_the_time_is_the_mark(time: str, reason: str) -> None:
    assert absence({SIGNATURE: NO_COLUMN, SIGNED_AT: time}, "张伟") == reason
    assert absence({SIGNED_AT: time}, "张伟") == reason


def test_a_signature_beside_a_refused_time_is_looked_into() -> None:
    assert "未打卡" in absence({SIGNATURE: "√", SIGNED_AT: "未打卡"}, "张伟")
    assert absence({SIGNATURE: "√", SIGNED_AT: ""}, "张伟") == ""


def test_a_sheet_with_neither_column_lists_those_who_came() -> None:
    assert absence({}, "张伟") == ""


def test_a_long_mark_is_quoted_in_part() -> None:
    assert absence({SIGNATURE: "长" * 30}, "张伟") == f"签名栏写的是“{'长' * 20}…”{UNKNOWN}"


@pytest.mark.parametrize(
    "text",
    [
        *("8:31", "08:31:59", "8：31", "8点31分", "8时30分", "上午 8:30", "8:30 am", "2026-03-11"),
        *("2026/3/1 8:31", "2026.03.11", "2026年3月11日 星期三 8:31", "3/11 8:31", "3月11日 8:31"),
        *("2026-03-11T08:31:00+08:00", "2026-03-1108:31", "11:59:59.5"),
    ],
)
def test_times_and_dates_are_recognised(text: str) -> None:
    assert is_time(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "24:00", "8:60", "2026-13-01", "2026-03-32", "8", "3.11", "1/2", "2026-03-11 未打卡"),
        *("8:31 未签退", "未 8:31", "T", "8:31:60"),
    ],
)
def test_anything_else_is_no_time(text: str) -> None:
    assert not is_time(text)


@given(st.text(max_size=12))
def test_no_word_of_absence_passes_with_anything_around_it(text: str) -> None:
    for word in ("未", "缺", "假"):
        assert absence({SIGNATURE: f"{text}{word}"}, "张伟")


def test_the_marks_are_written_as_they_are_compared() -> None:
    assert all(absence({SIGNATURE: f" {mark.lower()} "}, "张伟") == "" for mark in PRESENT_MARKS)

"""A calculation as it is shown: the day, the facts, the steps, the articles."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest

from courses.deadlines import ChineseCalendar, Rule, calculate, rule, rules
from courses.widgets.deadline_form import Asked, read_form
from courses.widgets.deadline_result import shown_calculation

TODAY = date(2026, 11, 25)


def shown(rule_id: str, start: str, **form: Any) -> dict[str, Any]:
    asked = read_form(rule(rule_id), {"start": start, **form}, TODAY)
    assert isinstance(asked, Asked)
    found = calculate(
        rule_id,
        asked.start,
        left_out=asked.left_out,
        extended=asked.extended,
        cap_from=asked.cap_from,
    )
    return shown_calculation(found, asked, ChineseCalendar())


def facts(result: dict[str, Any]) -> dict[str, str]:
    return {one["name"]: one["text"] for one in result["facts"]}


def test_the_day_is_shown_with_what_was_counted_from_when() -> None:
    found = shown("litigation.answer", "2026-09-16")
    assert found["title"] == "行政诉讼：被告答辩并提交证据和规范性文件"
    assert found["start"] == "收到起诉状副本之日：2026年9月16日 星期三"
    assert (found["which"], found["due"]) == ("最后一日", "2026年10月8日 星期四")


def test_the_steps_are_those_of_the_calculation() -> None:
    found = shown("litigation.answer", "2026-09-16")
    assert tuple(found["steps"]) == calculate("litigation.answer", date(2026, 9, 16)).steps


def test_the_first_day_counted_and_a_last_day_that_moved_are_named() -> None:
    told = facts(shown("litigation.answer", "2026-09-16"))
    assert told["期限"] == "15日"
    assert told["从哪天起算"] == "2026年9月17日（星期四）"
    assert told["顺延"] == "从2026年10月1日（星期四）顺延到2026年10月8日（星期四）"
    assert "没有计入的日子" not in told
    assert "顺延" not in facts(shown("litigation.answer", "2026-11-02"))


def test_the_days_skipped_are_summed_up_by_their_reasons() -> None:
    # Sep 5, 6; 7-20; 中秋 25-27; National Day Oct 1-7; 11, 17, 18.
    rows = [{"first": "2026-09-07", "last": "2026-09-20"}]
    told = facts(shown("disclosure.answer", "2026-09-01", left_out=rows))
    assert told["没有计入的日子"] == (
        "周末5天，依法扣除的时间14天，中秋假期3天，国庆节假期7天，共29天"
    )
    assert told["依法扣除"] == "2026年9月7日（星期一）至2026年9月20日（星期日）"
    # Nov 28, 29.
    assert facts(shown("punishment.ask_hearing", "2026-11-25"))["没有计入的日子"] == "周末2天"


def test_an_extension_and_a_longest_time_are_named_among_the_facts() -> None:
    extended = facts(shown("review.decide", "2026-02-05", extended=True))
    assert extended["期限"] == "60日，最长延长30日，合计90日"
    unknown = facts(shown("litigation.judge", "2026-02-05", extended=True))
    assert unknown["期限"] == "6个月，另有依法批准的延长期"
    capped = facts(shown("review.apply_untold", "2026-03-02", cap_from="2025-04-05"))
    assert capped["最长期限"] == "从2025年4月5日（星期六）起1年"


def test_without_a_day_the_warnings_say_why() -> None:
    found = shown("litigation.judge", "2025-08-15", extended=True)
    assert (found["due"], found["calendar"]["months"]) == ("", [])
    assert "因此不给出日期" in found["warnings"][0]
    assert "从哪天起算" not in facts(found)


def test_a_limit_that_runs_back_gives_the_latest_day_to_notify() -> None:
    # 行政处罚法 64, 85, back from Oct 15: 14, 13, 12, Saturday 10 (worked), 9, 8, Sep 30.
    found = shown("punishment.hearing_notice", "2026-10-15")
    assert (found["which"], found["due"]) == ("最晚通知日", "2026年9月30日 星期三")
    # Oct 1-7 and Sunday 11.
    assert facts(found)["没有计入的日子"] == "国庆节假期7天，周末1天，共8天"


def test_citations_have_quotations_and_lead_to_the_whole_article() -> None:
    first = shown("punishment.hearing_notice", "2026-10-15")["cites"][0]
    assert first["label"] == "《行政处罚法》第六十四条第（二）项"
    assert "七日前" in first["quote"]
    assert (first["law"], first["article"]) == ("行政处罚法", "64")


def test_a_caveat_names_other_limits_by_their_labels() -> None:
    texts = [one["text"] for one in shown("review.apply", "2026-08-04")["caveats"]]
    assert texts[1] == (
        "行政机关没有告知复议权利、复议机关和申请期限的，"
        "用“申请行政复议（没有告知复议权利、机关和期限）”。"
    )
    assert texts[2].endswith("另算“其他行政复议申请的最长期限”、“不动产行政复议申请的最长期限”。")


@pytest.mark.parametrize("own", rules(), ids=lambda own: own.id)
def test_nothing_that_is_shown_of_any_rule_is_a_name_of_the_program(own: Rule) -> None:
    found = shown(own.id, "2026-01-15")
    texts = [found["title"], found["start"], *found["steps"], *found["warnings"]]
    texts += [one["text"] for one in found["facts"] + found["caveats"]]
    assert not re.search(r"[A-Za-z_]", "".join(texts))

"""What a calculation says: its steps, its warnings, and the articles it cites."""

from __future__ import annotations

from datetime import date

from courses.deadlines import Calculation, Period, calculate

# --- how the count is shown


def test_the_count_is_shown_step_by_step() -> None:
    assert calculate("review.examine", date(2026, 2, 12)).steps == (
        "起算事件：收到行政复议申请之日，即2026年2月12日（星期四）。",
        "开始的当日不计入（《民事诉讼法》第八十五条第二款、《行政复议法》第八十八条第一款），"
        "从次日2026年2月13日（星期五）起算。",
        "期限5个工作日（《行政复议法》第三十条第一款），"
        "条文的“五日”指工作日（《行政复议法》第八十八条第二款）。",
        "不计入：2026年2月15日（星期日）至2026年2月23日（星期一），共9天，春节假期。",
        "照常计入：2026年2月14日（星期六），调休上班。",
        "2026年2月26日（星期四）为第5个工作日。",
        "期限的最后一日：2026年2月26日（星期四）。",
    )


def test_a_last_day_that_moves_is_shown_with_the_article() -> None:
    found = calculate("litigation.answer", date(2026, 9, 16))
    assert found.moved_from == date(2026, 10, 1)
    assert found.steps[-2] == (
        "最后一日2026年10月1日（星期四）是国庆节假期，顺延到节假日后的第一日"
        "2026年10月8日（星期四）（《行政诉讼法解释》第四十八条第三款）。"
    )
    assert [one.citation for one in found.citations] == [
        "《行政诉讼法》第六十七条第一款",
        "《行政诉讼法解释》第四十八条第二款",
        "《行政诉讼法解释》第四十八条第三款",
    ]
    assert not found.warnings


def test_a_last_day_that_does_not_move_cites_no_article_for_it() -> None:
    found = calculate("litigation.late_evidence", date(2026, 3, 2))
    assert (found.due, found.moved_from) == (date(2026, 3, 17), None)
    assert len(found.citations) == 2


def test_months_are_counted_by_the_civil_code_for_want_of_a_rule_of_their_own() -> None:
    found = calculate("litigation.sue", date(2025, 8, 31))
    assert (
        "到期月没有对应日，取月末日2026年2月28日（星期六）"
        "（参照《民法典》第二百零二条，《行政诉讼法》没有写明）。"
    ) in found.steps
    plain = calculate("litigation.sue", date(2026, 2, 28))
    assert any(step.startswith("到期月的对应日是2026年8月28日") for step in plain.steps)


def test_an_extension_shows_the_total_and_who_approves() -> None:
    found = calculate("review.decide", date(2026, 2, 5), extended=True)
    assert "按最长延长30日计（《行政复议法》第六十二条第一款），合计90日。" in found.steps
    assert "2026年5月6日（星期三）为第90日。" in found.steps
    assert found.warnings[0].startswith("延长须由行政复议机构的负责人批准")


def test_the_longest_time_is_shown_whichever_comes_first() -> None:
    start = date(2026, 3, 2)
    sooner = calculate("review.apply_untold", start, cap_from=date(2025, 3, 20))
    assert "先到，以它为准。" in sooner.steps[-2]
    assert sooner.moved_from is None
    later = calculate("review.apply_untold", start, cap_from=date(2025, 6, 15))
    assert "没有超过。" in later.steps[-2]
    assert later.moved_from == date(2026, 5, 1)
    assert not later.warnings


def test_a_worked_weekend_that_is_left_out_is_not_called_counted() -> None:
    stay = Period(date(2026, 9, 7), date(2026, 9, 20))
    found = calculate("disclosure.answer", date(2026, 9, 1), left_out=[stay])
    worked = [step for step in found.steps if step.startswith("照常计入")]
    assert worked == ["照常计入：2026年10月10日（星期六），调休上班。"]


# --- what is said where the law is silent


def test_a_law_silent_on_the_first_day_gets_both_readings() -> None:
    (said,) = calculate("punishment.ask_hearing", date(2026, 2, 11)).warnings
    assert "《行政处罚法》没有写明开始的当日是否计入期限，这里从次日起算" in said
    assert "当日计入的话，最后一日是2026年2月24日（星期二）" in said


def test_both_readings_agree_when_the_first_day_is_off_anyway() -> None:
    (said,) = calculate("punishment.ask_hearing", date(2026, 3, 1)).warnings
    assert said.endswith("当日计入的话，结果相同。")


def test_a_law_silent_on_the_last_day_moves_nothing_and_says_so() -> None:
    found = calculate("punishment.pay", date(2026, 9, 18))
    assert found.due == date(2026, 10, 3)
    assert found.warnings[-1] == (
        "最后一日2026年10月3日（星期六）是国庆节假期；《行政处罚法》没有写明是否顺延，这里不顺延。"
    )


def test_notice_days_before_are_given_in_both_readings() -> None:
    found = calculate("punishment.hearing_notice", date(2026, 10, 15))
    assert found.steps[-1] == "最晚在2026年9月30日（星期三）通知。"
    (said,) = found.warnings
    assert "隔满7个工作日的话，最晚是2026年9月29日（星期二）" in said


def test_an_extension_of_unknown_length_gets_no_date_but_the_one_without_it() -> None:
    found = calculate("litigation.judge", date(2025, 8, 15), extended=True)
    assert found.due is None
    assert "不延长的话，最后一日是2026年2月24日（星期二）" in found.warnings[0]
    assert not any("期限的最后一日" in step for step in found.steps)


def test_a_suspension_is_left_out_with_a_word_on_what_the_law_does_not_say() -> None:
    march = Period(date(2026, 3, 1), date(2026, 3, 31))
    found = calculate("review.decide", date(2026, 2, 5), left_out=[march])
    assert found.warnings[0].startswith("能扣除的只有：行政复议中止的时间")
    assert "没有写“不计入”三个字" in found.warnings[1]
    assert "《行政复议法实施条例》第三十七条" in {one.citation for one in found.citations}


def test_time_left_out_beside_the_limit_is_said_to_have_no_effect() -> None:
    early = Period(date(2026, 1, 1), date(2026, 1, 5))
    found = calculate("litigation.judge_summary", date(2026, 3, 2), left_out=[early])
    assert found.warnings[-1] == "2026-01-01至2026-01-05不在期限之内，没有影响结果。"
    late = Period(date(2026, 4, 17), date(2026, 4, 18))
    assert (
        len(calculate("litigation.judge_summary", date(2026, 3, 2), left_out=[late]).warnings) == 2
    )
    assert found.due == calculate("litigation.judge_summary", date(2026, 3, 2)).due


def test_a_last_day_does_not_move_into_time_left_out() -> None:
    # The 45th day is Saturday, May 30; on Monday a stay of three days begins.
    stay = Period(date(2026, 6, 1), date(2026, 6, 3))
    found = calculate("litigation.judge_summary", date(2026, 4, 15), left_out=[stay])
    assert (found.moved_from, found.due) == (date(2026, 5, 30), date(2026, 6, 4))
    assert not any("没有影响结果" in said for said in found.warnings)


def test_a_longest_time_that_was_not_given_is_named() -> None:
    (said,) = calculate("litigation.sue_untold", date(2026, 1, 15)).warnings
    assert "自知道或者应当知道行政行为内容之日起1年" in said


# --- which articles are cited


def cited(found: Calculation) -> list[str]:
    return [one.citation for one in found.citations]


def test_only_what_took_effect_is_cited() -> None:
    own = "《行政复议法》第六十二条第一款"
    plain = calculate("review.decide", date(2026, 3, 2))
    assert (plain.due, plain.moved_from) == (date(2026, 5, 6), date(2026, 5, 1))
    assert cited(plain) == [
        own,
        "《民事诉讼法》第八十五条第二款",
        "《行政复议法》第八十八条第一款",
        "《民事诉讼法》第八十五条第三款",
    ]
    quotes = [
        one.quote for one in calculate("review.decide", date(2026, 3, 2), extended=True).citations
    ]
    assert any("最多不得超过三十日" in quote for quote in quotes)
    assert "《民法典》第二百零二条" in cited(calculate("litigation.sue", date(2026, 3, 2)))


def test_counting_back_cites_no_article_on_the_first_day() -> None:
    assert cited(calculate("review.hearing_notice", date(2026, 5, 12))) == [
        "《行政复议法》第五十一条第一款",
        "《行政复议法》第八十八条第二款",
    ]


def test_a_longest_time_that_moves_is_cited_with_what_moves_it() -> None:
    # The 60th day is May 9, a worked Saturday; the year ends on Apr 5, off until Apr 6.
    stay = Period(date(2026, 4, 7), date(2026, 4, 10))
    found = calculate(
        "review.apply_untold", date(2026, 3, 10), left_out=[stay], cap_from=date(2025, 4, 5)
    )
    assert (found.due, found.moved_from) == (date(2026, 4, 7), date(2026, 4, 5))
    assert "《民事诉讼法》第八十五条第三款" in cited(found)
    assert any("最长不得超过一年" in one.quote for one in found.citations)

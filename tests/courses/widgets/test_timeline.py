"""The procedure timeline: its stages, its calculator, and what the record keeps of it.

Days off and days worked instead (调休) in 2026 used below: off Sep 25-27 and Oct 1-7, worked
Sep 20 (Sunday) and Oct 10 (Saturday). Those of 2027 are not announced.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from courses.catalogue.content import Timeline
from courses.deadlines import UnknownRule, rules
from courses.record import Context, Event, Verb, credit, load_rules, new_event, progress
from courses.study.sitting import Study
from courses.widgets.timeline import ProcedureTimeline
from tests.courses.widgets.conftest import LESSON, PERSON, new_id, say, sit_down
from tests.support.calendars import Until2026

REPLY = {
    "who": "镇政府",
    "when": "在收到起诉状副本之日起十五日内",
    "what": "提交证据和答辩状",
    "rule": "litigation.answer",
    "cite": {
        "law": "行政诉讼法",
        "article": "67",
        "paragraph": 1,
        "quote": "被告应当在收到起诉状副本之日起十五日内",
    },
}
SILENT = {
    "who": "人民法院",
    "when": "不因此停止",
    "what": "被告不答辩的，照常审理",
    "cite": {
        "law": "行政诉讼法",
        "article": "67",
        "paragraph": 2,
        "quote": "被告不提出答辩状的，不影响人民法院审理",
    },
}


def procedure(*rule_ids: str) -> Timeline:
    return Timeline.model_validate(
        {"id": "suit", "title": "应诉", "stages": [REPLY, SILENT], "rules": rule_ids}
    )


@pytest.fixture
def timeline(study: Study) -> ProcedureTimeline:
    """One that counts every rule there is."""
    return ProcedureTimeline(study, procedure(*(own.id for own in rules())), Until2026())


def count(timeline: ProcedureTimeline, rule: str, start: str, **facts: Any) -> dict[str, Any]:
    result: dict[str, Any] = say(timeline, "calculate", rule=rule, start=start, **facts)["result"]
    return result


def period(first: str, last: str) -> dict[str, str]:
    return {"first": first, "last": last}


# --- the stages


def test_the_stages_stand_in_order_with_who_when_what_and_the_cite(study: Study) -> None:
    reply, silent = ProcedureTimeline(study, procedure()).timeline["stages"]
    assert (reply["who"], reply["what"]) == ("镇政府", "提交证据和答辩状")
    assert reply["when"] == "在收到起诉状副本之日起十五日内"
    assert reply["cite"]["label"] == "《行政诉讼法》第六十七条第一款"
    assert (reply["rule"], silent["rule"]) == ("litigation.answer", None)


def test_without_rules_of_its_own_the_calculator_offers_those_of_the_stages(study: Study) -> None:
    timeline = ProcedureTimeline(study, procedure())
    assert [own["id"] for own in timeline.rules] == ["litigation.answer"]
    assert timeline.chosen == "litigation.answer"


def test_a_stage_leads_to_no_rule_that_is_not_offered(study: Study) -> None:
    timeline = ProcedureTimeline(study, procedure("review.apply"))
    assert [stage["rule"] for stage in timeline.timeline["stages"]] == [None, None]
    assert [own["id"] for own in timeline.rules] == ["review.apply"]


def test_a_procedure_without_time_limits_has_no_calculator(study: Study) -> None:
    data = {"id": "suit", "title": "应诉", "stages": [SILENT, SILENT]}
    timeline = ProcedureTimeline(study, Timeline.model_validate(data))
    assert (timeline.rules, timeline.chosen) == ([], "")


def test_a_rule_that_is_not_in_the_book_is_an_error_for_the_author(study: Study) -> None:
    with pytest.raises(UnknownRule, match=r"没有“review\.nothing”这个期限"):
        ProcedureTimeline(study, procedure("review.nothing"))


def test_the_article_of_a_stage_can_be_read_in_full(timeline: ProcedureTimeline) -> None:
    answer = say(timeline, "article", law="行政诉讼法", article="67")
    assert answer["article"]["heading"] == "第六十七条"


# --- worked by hand


def test_review_is_applied_for_until_after_national_day_when_the_60th_day_falls_into_it(
    timeline: ProcedureTimeline,
) -> None:
    # 行政复议法 20: August leaves 27, September makes 57, Oct 3 is the 60th, off until Oct 7.
    found = count(timeline, "review.apply", "2026-08-04")
    assert (found["which"], found["due"]) == ("最后一日", "2026年10月8日 星期四")


def test_review_is_decided_on_the_60th_calendar_day(timeline: ProcedureTimeline) -> None:
    # 行政复议法 62: October leaves 20, November makes 50, Dec 10 is the 60th, a Thursday.
    found = count(timeline, "review.decide", "2026-10-11")
    assert found["due"] == "2026年12月10日 星期四"
    assert not found["warnings"]


def test_an_extended_and_suspended_review_is_decided_on_the_90th_day_without_april(
    timeline: ProcedureTimeline,
) -> None:
    # 行政复议法 62, 39: March leaves 29, May makes 60, Jun 30 is the 90th, a Tuesday.
    april = period("2026-04-01", "2026-04-30")
    found = count(timeline, "review.decide", "2026-03-02", extended=True, left_out=[april])
    assert found["due"] == "2026年6月30日 星期二"


def test_a_complaint_is_answered_until_after_national_day_when_the_15th_day_falls_into_it(
    timeline: ProcedureTimeline,
) -> None:
    # 行政诉讼法 67, 解释 48: 14 calendar days in September, Oct 1 is the 15th, off until Oct 7.
    assert count(timeline, "litigation.answer", "2026-09-16")["due"] == "2026年10月8日 星期四"


def test_disclosure_is_answered_on_the_40th_working_day_without_the_time_of_the_third_party(
    timeline: ProcedureTimeline,
) -> None:
    # 信息公开条例 33: Sep 2-4 are 3, 7-20 left out, 21-24 makes 7, 28-30 makes 10, Oct 8-10 makes
    # 13, 12-16 makes 18, 19-23 makes 23, 26-30 makes 28, Nov 2-6 makes 33, 9-13 makes 38, 16, 17.
    overlapping = [period("2026-09-07", "2026-09-15"), period("2026-09-12", "2026-09-20")]
    found = count(timeline, "disclosure.answer", "2026-09-01", extended=True, left_out=overlapping)
    assert found["due"] == "2026年11月17日 星期二"


def test_a_hearing_is_asked_for_within_five_working_days(timeline: ProcedureTimeline) -> None:
    # 行政处罚法 64, 85: Nov 26, 27, 30, Dec 1, 2; with the day itself one day earlier.
    found = count(timeline, "punishment.ask_hearing", "2026-11-25")
    assert found["due"] == "2026年12月2日 星期三"
    assert "当日计入的话，最后一日是2026年12月1日" in found["warnings"][0]


def test_a_punishment_is_delivered_within_seven_working_days(timeline: ProcedureTimeline) -> None:
    # 行政处罚法 61, 85: Nov 26, 27, 30, Dec 1-4.
    assert count(timeline, "punishment.deliver", "2026-11-25")["due"] == "2026年12月4日 星期五"


def test_working_days_that_end_in_a_year_not_announced_are_not_counted_and_it_says_why(
    timeline: ProcedureTimeline,
) -> None:
    # Three working days are left in 2026; which of January are, nobody knows yet.
    found = count(timeline, "punishment.deliver", "2026-12-28")
    assert (found["due"], found["calendar"]["months"]) == ("", [])
    assert found["warnings"][0].startswith("2027年的节假日安排尚未公布")


def test_calendar_days_that_end_in_a_year_not_announced_are_counted_with_a_warning(
    timeline: ProcedureTimeline,
) -> None:
    # November leaves 5, December makes 36, Jan 24 is the 60th, a Sunday.
    found = count(timeline, "review.decide", "2026-11-25")
    assert found["due"] == "2027年1月24日 星期日"
    assert "2027年的节假日安排尚未公布" in found["warnings"][0]


# --- what is filled in wrongly


def test_what_is_wrong_is_said_at_its_field_and_counts_as_no_calculation(
    timeline: ProcedureTimeline,
) -> None:
    answer = say(timeline, "calculate", rule="review.apply", start="2026-02-30")
    assert answer["problems"] == [
        {"field": "start", "text": "日期没有填完整，或者没有这一天，请核对。"}
    ]
    assert "result" not in answer
    assert timeline.study.events == []


@pytest.mark.parametrize("rule", ["review.nothing", None, ["review.apply"]])
def test_a_rule_that_is_not_offered_is_answered_and_forgotten(
    timeline: ProcedureTimeline, rule: object
) -> None:
    answer = say(timeline, "calculate", rule=rule, start="2026-09-16")
    assert set(answer) == {"type", "id"}
    assert timeline.study.events == []


# --- the record


def test_the_record_keeps_that_a_limit_was_counted_but_no_date_of_it(
    timeline: ProcedureTimeline,
) -> None:
    id_ = new_id()
    facts = {"rule": "review.apply", "start": "2026-08-04", "place": "五、时间轴"}
    say(timeline, "calculate", id=id_, **facts)
    (event,) = timeline.study.events
    assert (event.id, event.verb) == (id_, Verb.EXPERIENCED)
    assert (event.object, event.context.place) == ("deadline:review.apply", "五、时间轴")
    assert event.result is None


def test_a_calculation_sent_again_is_answered_again_and_stored_once(
    timeline: ProcedureTimeline,
) -> None:
    facts = {"id": new_id(), "rule": "review.apply", "start": "2026-08-04"}
    first, second = (say(timeline, "calculate", **facts) for _ in range(2))
    assert first == second
    assert len(timeline.study.events) == 1


def test_the_limit_counted_last_is_chosen_again(
    timeline: ProcedureTimeline, tmp_path: Path
) -> None:
    for rule in ("review.apply", "litigation.answer", "disclosure.answer"):
        count(timeline, rule, "2026-08-04")
    again = ProcedureTimeline(sit_down(tmp_path), procedure("review.apply", "litigation.answer"))
    assert again.chosen == "litigation.answer"


def counted(minute: int, object_: str = "deadline:review.apply") -> Event:
    at = dt.datetime(2026, 11, 25, 1, minute, tzinfo=dt.UTC)
    return new_event(
        PERSON, Verb.EXPERIENCED, object_, context=Context(lesson=LESSON, place="三"), at=at
    )


def test_counting_is_active_time_of_the_lesson_and_completes_or_answers_nothing() -> None:
    events = [counted(0), counted(2), counted(3, f"lesson:{LESSON}")]
    (earned,) = credit(events, load_rules()).lessons
    assert (earned.lesson, earned.active) == (LESSON, dt.timedelta(minutes=3))
    reached = progress(events)[LESSON]
    assert (reached.place, reached.completed, dict(reached.answers)) == ("三", None, {})


def test_counting_outside_lessons_is_time_of_no_lesson(tmp_path: Path) -> None:
    timeline = ProcedureTimeline(sit_down(tmp_path, lesson=None), procedure())
    count(timeline, "litigation.answer", "2026-09-16")
    assert timeline.key == "timeline:suit"
    assert credit(timeline.study.events, load_rules()).lessons == ()

"""Every rule worked by hand on a paper calendar.

Days off and days worked instead (调休), as announced for each year and used below:
2024  off Feb 10-17, May 1-5, Sep 15-17, Oct 1-7; worked Feb 18, Apr 28, Sep 14, Sep 29, Oct 12
2025  off Jan 1, Jan 28-Feb 4, May 1-5, May 31-Jun 2, Oct 1-8; worked Jan 26, Apr 27, Sep 28
2026  off Jan 1-3, Feb 15-23, Apr 4-6, May 1-5, Jun 19-21, Sep 25-27, Oct 1-7;
      worked Jan 4, Feb 14, Feb 28, May 9, Sep 20, Oct 10
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from courses.deadlines import Period, calculate, rules


def day(text: str) -> date:
    return date.fromisoformat(text)


def without(*spans: str) -> dict[str, Any]:
    return {"left_out": [Period(*map(day, span.split(".."))) for span in spans]}


def cap(text: str) -> dict[str, Any]:
    return {"cap_from": day(text)}


LONGER: dict[str, Any] = {"extended": True}
NO: dict[str, Any] = {}

EXAMPLES: list[tuple[str, str, dict[str, Any], str]] = [
    # 复议申请：Aug 5-31 are 27, September 30 makes 57, Oct 3 is the 60th, off: Oct 8.
    ("review.apply", "2026-08-04", NO, "2026-10-08"),
    # January leaves 29, February of a leap year 29: 58; Mar 2 is the 60th, a Saturday: Monday.
    ("review.apply", "2024-01-02", NO, "2024-03-04"),
    # 60 counted days + Mar 10-19 (10): March 29, April 30, May 11 is the 70th, a Monday.
    ("review.apply", "2026-03-02", without("2026-03-10..2026-03-19"), "2026-05-11"),
    # The 60th is May 1, off: May 6; a year from Jun 15, 2025 comes later.
    ("review.apply_untold", "2026-03-02", cap("2025-06-15"), "2026-05-06"),
    # The same, but a year from Mar 20, 2025 ends on Friday, Mar 20.
    ("review.apply_untold", "2026-03-02", cap("2025-03-20"), "2026-03-20"),
    # The year ends on Sunday, Apr 5, in a holiday until Apr 6: Apr 7.
    ("review.apply_untold", "2026-03-02", cap("2025-04-05"), "2026-04-07"),
    ("review.latest_property", "2024-01-31", NO, "2044-01-31"),
    # Feb 29 has no corresponding day in 2029: the last of the month.
    ("review.latest_other", "2024-02-29", NO, "2029-02-28"),
    # 13, Saturday 14 (worked), then Spring Festival to the 23rd, 24, 25, 26.
    ("review.examine", "2026-02-12", NO, "2026-02-26"),
    # Sunday 28 (worked), 29, 30, then National Day to Oct 8, 9, 10.
    ("review.ask_correction", "2025-09-26", NO, "2025-10-10"),
    # 25, 26, Sunday 28 (worked), 29, 30, May 6, 7, 8, 9, 10.
    ("review.correct", "2024-04-24", NO, "2024-05-10"),
    # 18, then 端午 19-21, 22, 23, 24, 25.
    ("review.forward", "2026-06-17", NO, "2026-06-25"),
    # 2, 3, then 清明 4-6, 7, 8, 9, 10, weekend, 13.
    ("review.send_copy", "2026-04-01", NO, "2026-04-13"),
    # Sunday 20 (worked), 21-24 makes 5, 28, 29, 30 makes 8, Oct 8, 9.
    ("review.answer", "2026-09-18", NO, "2026-10-09"),
    # New Year off Jan 1-3, Sunday 4 (worked), 5, 6.
    ("review.send_copy_summary", "2025-12-31", NO, "2026-01-06"),
    # Sunday 26 (worked), 27, then Spring Festival to Feb 4, 5, 6, 7.
    ("review.answer_summary", "2025-01-24", NO, "2025-02-07"),
    # Back from May 12: 11, Saturday 9 (worked), 8, 7, 6.
    ("review.hearing_notice", "2026-05-12", NO, "2026-05-06"),
    # February leaves 23, March makes 54, Apr 6 is the 60th, off: Apr 7.
    ("review.decide", "2026-02-05", NO, "2026-04-07"),
    # 60 + 30: April makes 84, May 6 is the 90th, a Wednesday.
    ("review.decide", "2026-02-05", LONGER, "2026-05-06"),
    # March (31 days) left out: February 23, April 30, May 7 is the 60th.
    ("review.decide", "2026-02-05", without("2026-03-01..2026-03-31"), "2026-05-07"),
    # 60 + 30 without April: March leaves 29, May makes 60, Jun 30 is the 90th, a Tuesday.
    ("review.decide", "2026-03-02", LONGER | without("2026-04-01..2026-04-30"), "2026-06-30"),
    # September leaves 26, Oct 4 is the 30th, off: Oct 8.
    ("review.decide_summary", "2026-09-04", NO, "2026-10-08"),
    # 13, Saturday 14 (worked), 中秋 15-17, 18.
    ("review.ask_maker", "2024-09-12", NO, "2024-09-18"),
    # 19, 20, 23-27 makes 7, Sunday 29 (worked), 30, Oct 8.
    ("review.maker_answers", "2024-09-18", NO, "2024-10-08"),
    # July leaves 30, Aug 30 is the 60th, a Sunday: Monday.
    ("review.opinion", "2026-07-01", NO, "2026-08-31"),
    # No Feb 31: Feb 28, a Saturday, but a worked one: it does not move.
    ("litigation.sue", "2025-08-31", NO, "2026-02-28"),
    # May 1 is off until May 5: May 6.
    ("litigation.sue", "2025-11-01", NO, "2026-05-06"),
    # Ten days that do not count after May 1: May 11, a Monday.
    ("litigation.sue", "2025-11-01", without("2026-01-05..2026-01-14"), "2026-05-11"),
    # Six months to Jul 15; but a year from May 5, 2025 ends on May 5, off: May 6.
    ("litigation.sue_untold", "2026-01-15", cap("2025-05-05"), "2026-05-06"),
    ("litigation.sue_untold", "2026-01-15", cap("2025-08-01"), "2026-07-15"),
    # The 15th is Sep 26, in 中秋 and a weekend: Monday, Sep 28.
    ("litigation.sue_after_review", "2026-09-11", NO, "2026-09-28"),
    ("litigation.sue_review_overdue", "2026-04-07", NO, "2026-04-22"),
    # May leaves 6, Jun 9 is the 15th.
    ("litigation.sue_after_required_review", "2026-05-25", NO, "2026-06-09"),
    # The tenth is Oct 4: Oct 8.
    ("litigation.ask_more_time", "2026-09-24", NO, "2026-10-08"),
    ("litigation.latest_property", "2020-03-01", NO, "2040-03-01"),
    # Feb 28, 2025 is a Friday.
    ("litigation.latest_other", "2020-02-29", NO, "2025-02-28"),
    # No Feb 31: the last of the month, a worked Saturday.
    ("litigation.perform", "2025-12-31", NO, "2026-02-28"),
    ("litigation.sue_inaction", "2026-02-28", NO, "2026-08-28"),
    # Calendar days: the seventh is Oct 5, off: Oct 8 (seven working days would end on Oct 14).
    ("litigation.docket", "2026-09-28", NO, "2026-10-08"),
    # The fifth is Saturday, Mar 7: Monday.
    ("litigation.send_complaint", "2026-03-02", NO, "2026-03-09"),
    # The 15th is Oct 1: Oct 8.
    ("litigation.answer", "2026-09-16", NO, "2026-10-08"),
    # September leaves 5, Oct 10 is the 15th, a worked Saturday: it does not move.
    ("litigation.answer", "2026-09-25", NO, "2026-10-10"),
    # The 15th is May 5: May 6.
    ("litigation.late_evidence", "2026-04-20", NO, "2026-05-06"),
    # The fifth is Feb 14, a worked Saturday: it does not move.
    ("litigation.send_answer", "2026-02-09", NO, "2026-02-14"),
    # Feb 15 is the first day of Spring Festival: Feb 24.
    ("litigation.judge", "2025-08-15", NO, "2026-02-24"),
    # October (31 days, 鉴定) left out: 13 to Feb 28, 18 more to Mar 18.
    ("litigation.judge", "2025-08-15", without("2025-10-01..2025-10-31"), "2026-03-18"),
    # January leaves 15, February of a leap year makes 44, Mar 1 is the 45th, a Friday.
    ("litigation.judge_summary", "2024-01-16", NO, "2024-03-01"),
    # The 15th is Feb 1, in Spring Festival: Feb 5.
    ("litigation.appeal_judgment", "2025-01-17", NO, "2025-02-05"),
    # The tenth is Jun 1, in 端午: Jun 3.
    ("litigation.appeal_ruling", "2025-05-22", NO, "2025-06-03"),
    # No Feb 30: Feb 28, a Friday.
    ("litigation.judge_appeal", "2024-11-30", NO, "2025-02-28"),
    ("litigation.enforce", "2026-04-15", NO, "2026-07-15"),
    # 15-18 are 4, Sunday 20 (worked) 5, 21-24 makes 9, 28-30 makes 12, Oct 8, 9 makes 14,
    # Saturday 10 (worked) 15, 12-16 makes 20.
    ("disclosure.answer", "2026-09-14", NO, "2026-10-16"),
    # 20 more: four weeks without a holiday.
    ("disclosure.answer", "2026-09-14", LONGER, "2026-11-13"),
    # Sep 2-4 are 3, Sep 7-20 left out (the worked Sunday too), 21-24 makes 7, 28-30 makes 10,
    # Oct 8-10 makes 13, 12-16 makes 18, 19, 20.
    ("disclosure.answer", "2026-09-01", without("2026-09-07..2026-09-20"), "2026-10-20"),
    # Two periods that overlap are the one above.
    (
        "disclosure.answer",
        "2026-09-01",
        without("2026-09-07..2026-09-15", "2026-09-12..2026-09-20"),
        "2026-10-20",
    ),
    # The same, extended: the 20th is Oct 20, 21-23 makes 23, 26-30 makes 28, Nov 2-6 makes 33,
    # 9-13 makes 38, 16, 17.
    (
        "disclosure.answer",
        "2026-09-01",
        LONGER | without("2026-09-07..2026-09-20"),
        "2026-11-17",
    ),
    # 8, 9, then Spring Festival to the 17th, Sunday 18 (worked), 19-22.
    ("disclosure.ask_correction", "2024-02-07", NO, "2024-02-22"),
    # 23-25 are 3, Sunday 27 (worked), 28-30 makes 7, May 6-9 makes 11, 12-15.
    ("disclosure.third_party", "2025-04-22", NO, "2025-05-15"),
    # 11, 12, 15-18 makes 6, 22-26 makes 11, 29, 30, Jul 1, 2.
    ("disclosure.other_agency", "2026-06-10", NO, "2026-07-02"),
    # 3-6 are 4, 9-13 makes 9, Saturday 14 (worked) 10, 24-27 makes 14, Saturday 28 (worked) 15,
    # Mar 2-6.
    ("disclosure.publish", "2026-02-02", NO, "2026-03-06"),
    ("punishment.limitation", "2024-02-29", NO, "2026-02-28"),
    # Aug 1, 2026 is a Saturday: the law moves nothing.
    ("punishment.limitation_grave", "2021-08-01", NO, "2026-08-01"),
    # 23, 24, 28, 29, 30, Oct 8, 9.
    ("punishment.preserved_evidence", "2026-09-22", NO, "2026-10-09"),
    # July leaves 26, August 57, September 87, Oct 3: the law moves nothing.
    ("punishment.decide", "2026-07-05", NO, "2026-10-03"),
    # 12, 13, Saturday 14 (worked), 24, 25.
    ("punishment.ask_hearing", "2026-02-11", NO, "2026-02-25"),
    # Back from Oct 15: 14, 13, 12, Saturday 10 (worked), 9, 8, Sep 30.
    ("punishment.hearing_notice", "2026-10-15", NO, "2026-09-30"),
    # 29, 30, May 6-8 makes 5, Saturday 9 (worked), 11.
    ("punishment.deliver", "2026-04-28", NO, "2026-05-11"),
    # The 15th is Oct 3: the law moves nothing.
    ("punishment.pay", "2026-09-18", NO, "2026-10-03"),
    # New Year off Jan 1-3, Sunday 4 (worked), 5.
    ("punishment.hand_in_fine", "2025-12-31", NO, "2026-01-05"),
    # 11, Saturday 12 (worked), 14.
    ("punishment.withdraw_publication", "2024-10-10", NO, "2024-10-14"),
]


@pytest.mark.parametrize(("rule_id", "start", "facts", "due"), EXAMPLES)
def test_the_calculator_agrees_with_the_paper_calendar(
    rule_id: str, start: str, facts: dict[str, Any], due: str
) -> None:
    assert calculate(rule_id, day(start), **facts).due == day(due)


def test_every_rule_has_an_example() -> None:
    assert {example[0] for example in EXAMPLES} == {own.id for own in rules()}


def test_every_extension_of_known_length_has_an_example() -> None:
    extended = {example[0] for example in EXAMPLES if example[2] is LONGER}
    assert extended == {own.id for own in rules() if own.extension and own.extension.length}


def test_every_longest_time_has_an_example_where_it_comes_first() -> None:
    capped = {rule_id for rule_id, _, facts, _ in EXAMPLES if "cap_from" in facts}
    assert capped == {own.id for own in rules() if own.cap}

"""Credit hours: active time once, capped, earned by answers, traceable to events."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.record import (
    RULES_FILE,
    Context,
    CreditRules,
    CreditRulesError,
    Event,
    Verb,
    by_course,
    credit,
    load_rules,
    new_event,
)
from courses.record.credit_rules import LessonRules, Period
from courses.record.events import CHINA
from tests.courses.record.conftest import ACTOR, MORNING, Make

OTHER = "fuyi/a"


def minutes(number: float) -> dt.timedelta:
    return dt.timedelta(minutes=number)


def beats(make: Make, lesson: str, *seconds: float) -> list[Event]:
    return [make(Verb.EXPERIENCED, f"lesson:{lesson}", s, lesson) for s in seconds]


def studied(make: Make, seconds: float, lesson: str = "xingsu/evidence") -> list[Event]:
    """A lesson of one question, answered, with a heartbeat every minute."""
    opened = make(Verb.OPENED, f"lesson:{lesson}", 0, lesson, questions=1)
    answer = make(Verb.ANSWERED, "item:a-001", seconds, lesson, success=False)
    return [opened, *beats(make, lesson, *range(60, int(seconds), 60)), answer]


def test_the_rules_that_ship_are_as_documented(rules: CreditRules) -> None:
    assert (rules.idle_cutoff_s, rules.hour_minutes) == (180, 45)
    assert (rules.answered_share, rules.round_down_to_hours) == (Decimal(1), Decimal("0.1"))
    assert rules.period == Period()


def test_nothing_done_earns_nothing(rules: CreditRules) -> None:
    found = credit([], rules)
    assert (found.lessons, found.hours, found.active) == ((), 0, dt.timedelta())


def test_active_time_becomes_hours_rounded_down(make: Make, rules: CreditRules) -> None:
    found = credit(studied(make, 45 * 60), rules)
    assert (found.active, found.credited, found.hours) == (minutes(45), minutes(45), Decimal("1.0"))
    assert credit(studied(make, 45 * 60 - 1), rules).hours == Decimal("0.9")


def test_a_long_gap_counts_up_to_the_cutoff_only(make: Make, rules: CreditRules) -> None:
    events = beats(make, OTHER, 0, 60, 60 + 180, 240 + 181, 421 + 7200)
    assert credit(events, rules).active == dt.timedelta(seconds=60 + 180 + 180 + 180)


def test_two_tabs_of_one_lesson_count_once(make: Make, rules: CreditRules) -> None:
    one = beats(make, OTHER, *range(0, 600, 30))
    two = beats(make, OTHER, *range(13, 600, 30))
    assert credit(one + two, rules).active == dt.timedelta(seconds=583)


def test_two_lessons_at_a_time_share_it_by_the_last_touched(make: Make, rules: CreditRules) -> None:
    events = beats(make, "a/a", 0, 100) + beats(make, "b/b", 40, 160)
    found = {one.lesson: one.active.total_seconds() for one in credit(events, rules).lessons}
    assert found == {"a/a": 40, "b/b": 120}


def test_the_lesson_left_open_gets_the_rest(make: Make, rules: CreditRules) -> None:
    events = beats(make, "a/a", 0, 100) + beats(make, "b/b", 20, 50)
    found = {one.lesson: one.active.total_seconds() for one in credit(events, rules).lessons}
    assert found == {"a/a": 70, "b/b": 30}


def test_nothing_is_credited_before_the_questions_are_answered(
    make: Make, rules: CreditRules
) -> None:
    events = studied(make, 45 * 60)
    events[0] = make(Verb.OPENED, questions=4)
    one = credit(events, rules).lessons[0]
    assert (one.active, one.credited, one.hours) == (minutes(45), minutes(0), 0)
    assert one.shortfall == "答题 1/4，未达到 100%"
    easier = rules.model_copy(update={"answered_share": Decimal("0.25")})
    assert credit(events, easier).lessons[0].shortfall == ""


def test_an_item_answered_twice_is_one_question(make: Make, rules: CreditRules) -> None:
    again = make(Verb.ANSWERED, "item:a-001", 70, success=True)
    events = [make(Verb.OPENED, questions=2), *studied(make, 60)[1:], again]
    one = credit(events, rules).lessons[0]
    assert one.shortfall == "答题 1/2，未达到 100%"
    assert one.answered == (again.id,)


def test_a_lesson_whose_questions_nobody_counted_earns_nothing(
    make: Make, rules: CreditRules
) -> None:
    events = studied(make, 600)[1:]
    one = credit(events, rules).lessons[0]
    assert (one.questions, one.shortfall) == (None, "不知道这一课有几道题")
    ruled = rules.model_copy(update={"lessons": {"xingsu/evidence": LessonRules(questions=1)}})
    assert credit(events, ruled).lessons[0].credited > minutes(8)


def test_the_last_opening_says_how_many_questions_and_the_rules_overrule_it(
    make: Make, rules: CreditRules
) -> None:
    events = [*studied(make, 600), make(Verb.OPENED, after=700, questions=2)]
    assert credit(events, rules).lessons[0].questions == 2
    ruled = rules.model_copy(update={"lessons": {"xingsu/evidence": LessonRules(questions=1)}})
    assert credit(events, ruled).lessons[0].questions == 1


def test_a_lesson_is_capped(make: Make, rules: CreditRules) -> None:
    events = studied(make, 120 * 60)
    found = credit(events, rules)
    assert (found.active, found.credited, found.hours) == (minutes(120), minutes(90), 2)
    own = rules.model_copy(update={"lessons": {"xingsu/evidence": LessonRules(cap_minutes=30)}})
    assert credit(events, own).credited == minutes(30)


def test_a_day_is_capped_over_all_lessons_in_order_of_time(make: Make, rules: CreditRules) -> None:
    tight = rules.model_copy(update={"day_cap_minutes": 60})
    first = studied(make, 50 * 60, "b/b")
    second = [shifted(event, 3600) for event in studied(make, 50 * 60, "a/a")]
    found = {one.lesson: one.credited for one in credit(first + second, tight).lessons}
    assert found == {"a/a": minutes(10), "b/b": minutes(50)}


def test_lessons_that_do_not_qualify_use_up_no_cap(make: Make, rules: CreditRules) -> None:
    tight = rules.model_copy(update={"day_cap_minutes": 60})
    unanswered = studied(make, 50 * 60, "b/b")[:-1]
    second = [shifted(event, 3600) for event in studied(make, 50 * 60, "a/a")]
    assert credit(unanswered + second, tight).credited == minutes(50)


def shifted(event: Event, seconds: float) -> Event:
    later = event.timestamp + dt.timedelta(seconds=seconds)
    return event.model_copy(update={"timestamp": later})


def test_midnight_in_china_begins_a_new_days_cap(make: Make, rules: CreditRules) -> None:
    tight = rules.model_copy(update={"day_cap_minutes": 20})
    until_midnight = 15 * 3600 - 30 * 60 - 30  # the events begin at 23:29:30 in China
    events = [shifted(event, until_midnight) for event in studied(make, 60 * 60)]
    found = credit(events, tight)
    assert (found.active, found.credited) == (minutes(60), minutes(40))
    days = {span.start.astimezone(CHINA).date() for span in found.lessons[0].spans}
    assert days == {dt.date(2026, 3, 2)}
    halves = found.lessons[0].spans
    assert len(halves) == 1


def test_only_days_of_the_period_count(make: Make, rules: CreditRules) -> None:
    second_day = [shifted(event, 86_400) for event in studied(make, 600)]
    events = studied(make, 1200) + second_day
    later = rules.model_copy(update={"period": Period(first=dt.date(2026, 3, 3))})
    assert credit(events, later).active == minutes(10)
    earlier = rules.model_copy(update={"period": Period(last=dt.date(2026, 3, 2))})
    assert credit(events, earlier).active == minutes(20)


def test_every_figure_carries_its_evidence(make: Make, rules: CreditRules) -> None:
    events = studied(make, 120)
    pause = beats(make, "xingsu/evidence", 4000, 4060)
    one = credit(events + pause, rules).lessons[0]
    assert one.events == 5
    assert [(s.first, s.last) for s in one.spans] == [
        (events[0].id, pause[0].id),
        (pause[0].id, pause[1].id),
    ]
    assert [s.start for s in one.spans] == [MORNING, pause[0].timestamp]
    assert sum((s.credited for s in one.spans), dt.timedelta()) == one.credited == minutes(6)


def test_lessons_are_summed_by_course(make: Make, rules: CreditRules) -> None:
    events = beats(make, "xingsu/b", 0) + beats(make, "xingsu/a", 9) + beats(make, OTHER, 5)
    found = by_course(credit(events, rules))
    names = {course: [one.lesson for one in lessons] for course, lessons in found.items()}
    assert names == {"fuyi": ["fuyi/a"], "xingsu": ["xingsu/a", "xingsu/b"]}


@st.composite
def studies(draw: st.DrawFn) -> list[Event]:
    """Events of three lessons within two days, many at the same moment."""
    steps = st.tuples(
        st.sampled_from(["a/a", "a/b", "b/a"]),
        st.integers(0, 2 * 86_400) | st.integers(0, 900),
        st.sampled_from([Verb.EXPERIENCED, Verb.ANSWERED, Verb.OPENED]),
    )
    return [_drawn(*step) for step in draw(st.lists(steps, max_size=40))]


def _drawn(lesson: str, second: int, verb: Verb) -> Event:
    target = f"item:a-{second % 3:03}" if verb is Verb.ANSWERED else f"lesson:{lesson}"
    at = MORNING + dt.timedelta(seconds=second)
    return new_event(ACTOR, verb, target, context=Context(lesson=lesson), at=at)


def drawn_rules(cap: int, day: int, cutoff: int, questions: int) -> CreditRules:
    lessons = {name: LessonRules(questions=questions) for name in ("a/a", "a/b")}
    return load_rules().model_copy(
        update={
            "idle_cutoff_s": cutoff,
            "lesson_cap_minutes": cap,
            "day_cap_minutes": day,
            "lessons": lessons,
        }
    )


RULES = st.builds(
    drawn_rules, st.integers(1, 60), st.integers(1, 90), st.integers(10, 3600), st.integers(0, 3)
)


@given(events=studies(), rules=RULES)
def test_credit_never_exceeds_wall_time_nor_caps_and_is_never_negative(
    events: list[Event], rules: CreditRules
) -> None:
    found = credit(events, rules)
    times = [event.timestamp for event in events] or [MORNING]
    assert dt.timedelta() <= found.credited <= found.active <= max(times) - min(times)
    days = {event.day for event in events}
    assert found.credited <= len(days) * rules.day_cap
    for one in found.lessons:
        assert dt.timedelta() <= one.credited <= min(one.active, rules.lesson_cap(one.lesson))
        exact = Fraction(int(one.credited.total_seconds()), 60 * rules.hour_minutes)
        assert 0 <= exact - Fraction(one.hours) < Fraction(rules.round_down_to_hours)
        assert not (one.shortfall and one.credited)
        own = [e.timestamp for e in events if e.lesson == one.lesson]
        assert one.active <= max(own) - min(own)


@given(events=studies(), rules=RULES)
def test_no_moment_counts_twice(events: list[Event], rules: CreditRules) -> None:
    spans = sorted((s.start, s.end) for one in credit(events, rules).lessons for s in one.spans)
    for (_, end), (start, _) in pairwise(spans):
        assert end <= start


@given(events=studies(), rules=RULES)
def test_active_time_is_the_union_of_all_lessons(events: list[Event], rules: CreditRules) -> None:
    """Counted again second by second."""
    seconds: set[int] = set()
    for lesson in {event.lesson for event in events}:
        own = sorted(
            {int((e.timestamp - MORNING).total_seconds()) for e in events if e.lesson == lesson}
        )
        for one, following in pairwise(own):
            seconds.update(range(one, min(following, one + rules.idle_cutoff_s)))
    assert credit(events, rules).active.total_seconds() == len(seconds)


@given(events=studies(), rules=RULES, seed=st.integers(0, 99))
def test_credit_does_not_depend_on_the_order_of_events_or_on_repetitions(
    events: list[Event], rules: CreditRules, seed: int
) -> None:
    doubled = [*events, *events[::2]]
    random.Random(seed).shuffle(doubled)  # noqa: S311
    assert credit(doubled, rules) == credit(events, rules)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("idle_cutoff_s = 180", "idle_cutoff_s = 5", "“idle_cutoff_s”：不得小于 10"),
        ("hour_minutes = 45", "", "“hour_minutes”：缺少这一项"),
        ("hour_minutes = 45", 'hour_minutes = "四十五"', "“hour_minutes”：应为整数"),
        ("answered_share = 1.0", "answered_share = 1.5", "“answered_share”：不得大于 1"),
        ("answered_share = 1.0", "answerd_share = 1.0", "“answered_share”：缺少这一项"),
        ("round_down_to_hours = 0.1", "round_down_to_hours = 0", "须大于 0"),
        ("hour_minutes = 45", "hour_minutes = ", "不是合格的 TOML"),
        ("hour_minutes = 45", "hour_minutes = 45\nbonus = 1", "“bonus”：不认识这一项"),
    ],
)
def test_a_rule_that_makes_no_sense_is_named_in_chinese(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    path = tmp_path / "本镇.toml"
    text = RULES_FILE.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    with pytest.raises(CreditRulesError, match=said) as error:
        load_rules(path)
    assert str(error.value).startswith("本镇.toml")
    assert "\n" not in str(error.value)


def test_a_legal_office_may_bring_its_own_rules(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    text = RULES_FILE.read_text("utf-8") + (
        "[period]\nfirst = 2026-01-01\n"
        "[lessons.'xingsu/evidence']\nquestions = 8\ncap_minutes = 60\n"
    )
    path.write_text(text, "utf-8-sig")
    rules = load_rules(path)
    assert rules.period.first == dt.date(2026, 1, 1)
    assert rules.lesson_cap("xingsu/evidence") == minutes(60)
    assert rules.lesson_cap("other") == minutes(90)


def test_a_period_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    text = RULES_FILE.read_text("utf-8") + "[period]\nfirst = 2026-02-01\nlast = 2026-01-01\n"
    path.write_text(text, "utf-8")
    with pytest.raises(CreditRulesError, match="“period”：first（2026-02-01）晚于 last"):
        load_rules(path)


def test_missing_and_foreign_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CreditRulesError, match=r"none\.toml：找不到这个学时规则文件"):
        load_rules(tmp_path / "none.toml")
    (tmp_path / "gbk.toml").write_bytes("# 规则".encode("gb18030"))
    with pytest.raises(CreditRulesError, match="不是 UTF-8"):
        load_rules(tmp_path / "gbk.toml")

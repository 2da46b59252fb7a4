from collections import Counter
from datetime import UTC, timedelta

import pytest

from xuefa.demo.exam_day import DURATION, GRACE, OPENS, Broken, plan_exam_day

REGISTERED = [f"P{number:05d}" for number in range(1, 521)]
DAY = plan_exam_day(REGISTERED, seed=9)


def test_21_of_520_are_absent_and_have_no_sitting() -> None:
    assert len(DAY.absent) == 21
    assert list(DAY.sittings) == [person for person in REGISTERED if person not in DAY.absent]


def test_exactly_one_file_is_broken_in_each_of_six_ways() -> None:
    assert len(Broken) == 6
    assert Counter(DAY.broken.values()) == dict.fromkeys(Broken, 1)


def test_absent_late_and_broken_have_no_one_in_common() -> None:
    broken = set(DAY.broken)
    assert len(DAY.absent | DAY.late | broken) == 21 + 9 + 6
    assert DAY.absent | DAY.late | broken <= set(REGISTERED)


def test_the_late_hand_in_after_time_but_within_grace_and_nobody_else_does() -> None:
    due = OPENS + DURATION
    late = {person for person, sitting in DAY.sittings.items() if sitting.submitted > due}
    assert late == DAY.late
    assert len(late) == 9
    assert all(DAY.sittings[person].submitted <= due + GRACE for person in late)


def test_times_are_whole_seconds_in_utc_on_the_day_and_leave_time_to_answer() -> None:
    for sitting in DAY.sittings.values():
        assert sitting.started.tzinfo is UTC
        assert OPENS <= sitting.started <= OPENS + timedelta(minutes=8)
        assert sitting.submitted - sitting.started > timedelta(minutes=25)
        assert sitting.started.microsecond == sitting.submitted.microsecond == 0
        assert sitting.submitted.date() == OPENS.date()


def test_the_plan_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        DAY.broken["P00001"] = Broken.TOO_LARGE  # type: ignore[index]


def test_the_same_seed_plans_the_same_day() -> None:
    assert plan_exam_day(REGISTERED, seed=9) == DAY
    assert plan_exam_day(REGISTERED, seed=10) != DAY


def test_other_times_are_kept_to() -> None:
    opens = OPENS + timedelta(days=1)
    day = plan_exam_day(
        REGISTERED,
        seed=9,
        opens=opens,
        duration=timedelta(minutes=60),
        grace=timedelta(minutes=1),
    )
    due = opens + timedelta(minutes=60)
    handed_in = {person: sitting.submitted for person, sitting in day.sittings.items()}
    assert {person for person, at in handed_in.items() if at > due} == day.late
    assert max(handed_in.values()) <= due + timedelta(minutes=1)


def test_too_few_registered_is_said_plainly() -> None:
    assert len(plan_exam_day(REGISTERED[:16], seed=1).sittings) == 15
    with pytest.raises(ValueError, match="报名 15 人，至少需要 16 人"):
        plan_exam_day(REGISTERED[:15], seed=1)

"""The order a candidate sees: theirs alone, the same every time, and without effect on answers."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_hall.contract import Paper
from exam_hall.errors import RefusedError, Why
from exam_hall.order import arranged, form_of
from tests.exam_hall.conftest import ALLOTMENT, PAPER

KEY = b"k" * 32


def order(paper: Paper) -> list[tuple[str, str]]:
    return [(slot.grade_id, "".join(option.id for option in slot.options)) for slot in paper.slots]


def test_the_form_is_the_one_allotted() -> None:
    assert [form_of(ALLOTMENT, who) for who in ("P1", "P2")] == ["A", "B"]
    with pytest.raises(RefusedError, match="不在本场考试的名单中") as caught:
        form_of(ALLOTMENT, "P9")
    assert caught.value.why is Why.NOT_ALLOTTED


@given(st.text("abcXYZ019_-", min_size=1, max_size=64), st.integers(1, 9), st.binary(min_size=1))
def test_only_the_order_changes(candidate: str, attempt: int, key: bytes) -> None:
    seen = arranged(PAPER, candidate, attempt, key)
    assert {slot.grade_id for slot in seen.slots} == {slot.grade_id for slot in PAPER.slots}
    for before, after in zip(PAPER.sections, seen.sections, strict=True):
        assert before.heading == after.heading
        assert sorted(before.grade_ids) == sorted(after.grade_ids)
    given = {slot.grade_id: slot for slot in seen.slots}
    for slot in PAPER.slots:
        after_slot = given[slot.grade_id]
        assert set(slot.options) == set(after_slot.options)
        assert (slot.stem, slot.points, slot.kind) == (
            after_slot.stem,
            after_slot.points,
            after_slot.kind,
        )


def test_questions_stand_in_the_order_of_the_sections() -> None:
    seen = arranged(PAPER, "P1", 1, KEY)
    listed = [name for section in seen.sections for name in section.grade_ids]
    assert [slot.grade_id for slot in seen.slots] == listed


def test_candidates_attempts_and_keys_have_orders_of_their_own() -> None:
    seen = [arranged(PAPER, f"P{n}", 1, KEY) for n in range(20)]
    assert len({tuple(order(paper)) for paper in seen}) == 20
    assert order(arranged(PAPER, "P1", 2, KEY)) != order(seen[1])
    assert order(arranged(PAPER, "P1", 1, b"other")) != order(seen[1])


def test_every_option_comes_first_about_equally_often() -> None:
    firsts = [arranged(PAPER, f"P{n}", 1, KEY).slots[1].options[0].id for n in range(2000)]
    assert all(abs(firsts.count(letter) - 500) < 100 for letter in "ABCD")


def test_a_restarted_server_deals_the_same_order() -> None:
    script = "from tests.exam_hall.test_order import *; print(order(arranged(PAPER, 'P1', 1, KEY)))"
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert found == {str(order(arranged(PAPER, "P1", 1, KEY)))}

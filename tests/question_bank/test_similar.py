"""Items written twice are found whatever names and figures they have."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.schema import Item
from question_bank.similar import NEAR, alike
from tests.support.banks import make_item, scene

STEM = (
    "某镇人民政府于2026年3月2日收到张某的信息公开申请，申请内容不明确。"
    "镇人民政府应当在收到申请之日起几个工作日内一次性告知申请人作出补正（　）。"
)
OPTIONS = {"a": "五个工作日", "b": "七个工作日", "c": "十个工作日", "d": "二十个工作日"}


def asking(number: int, stem: str = STEM, **changes: Any) -> Item:
    return make_item(
        number, "single", **{"stem": stem, "options": OPTIONS, "answer": "b", **changes}
    )


def test_other_names_dates_and_punctuation_make_no_other_item() -> None:
    again = (
        STEM.replace("张某", "李某某").replace("2026年3月2日", "2025年11月18日").replace("，", "；")
    )
    (pair,) = alike([asking(1), asking(2, again)])
    assert (pair.first, pair.second, pair.likeness) == ("sample-0001", "sample-0002", 100.0)


def test_a_few_other_words_make_no_other_item() -> None:
    again = STEM.replace("申请内容不明确", "内容写得不清楚").replace("作出补正", "补正")
    (pair,) = alike([asking(1), asking(2, again)])
    assert NEAR <= pair.likeness < 100


def test_two_items_on_one_article_are_two() -> None:
    other = "征求第三方意见的，第三方应当自收到征求意见书之日起多少日内提出意见（　）。"
    assert alike([asking(1), asking(2, other, answer="c")]) == ()


def test_pools_make_no_difference_and_retired_items_do() -> None:
    assert len(alike([asking(1), asking(2, pool="practice")])) == 1
    assert alike([asking(1), asking(2, status="retired")]) == ()


def test_of_very_short_stems_nothing_is_said() -> None:
    short = {"stem": "正确的是（　）", "options": {"a": "可以", "b": "不可", "c": "应当"}}
    assert alike([asking(1, **short), asking(2, **short)]) == ()


@given(st.lists(st.integers(0, 300), unique=True, max_size=12), st.sampled_from([0.0, 50.0, NEAR]))
def test_pairs_name_two_items_once_and_are_alike_enough(numbers: list[int], least: float) -> None:
    pairs = alike([asking(n, f"{scene(n)}{STEM[:30]}") for n in numbers], least)
    assert len({frozenset((p.first, p.second)) for p in pairs}) == len(pairs)
    assert all(p.first != p.second and p.likeness >= round(least, 1) for p in pairs)
    likenesses = [pair.likeness for pair in pairs]
    assert likenesses == sorted(likenesses, reverse=True)


@pytest.mark.parametrize("count", [0, 1])
def test_fewer_than_two_items_are_no_pair(count: int) -> None:
    assert alike([asking(n) for n in range(count)]) == ()

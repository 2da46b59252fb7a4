"""What a candidate who knows no law could profit from."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.bias import NAMES, Bias, biases, is_unmarked_negative
from question_bank.schema import Item
from tests.support.banks import make_item

OPTIONS = {"a": "责令改正", "b": "罚款二百元", "c": "移送县公安局处理", "d": "报请上级"}


def bias_of(name: str, *items: Item) -> Bias:
    (found,) = (one for one in biases(items) if one.name == name)
    return found


def single(number: int = 1, **changes: Any) -> Item:
    return make_item(number, "single", **{"options": OPTIONS, "answer": "a", **changes})


def truth(number: int, answer: bool, **changes: Any) -> Item:
    return make_item(number, "true_false", answer=answer, **changes)


def test_the_share_of_right_statements() -> None:
    items = [truth(n, n % 4 == 0) for n in range(20)]
    found = bias_of("true_share", *items)
    assert (found.share, found.cases, found.is_within) == (0.25, 20, False)


def test_keys_that_gather_at_one_letter() -> None:
    items = [single(n, answer="b" if n < 15 else "acd"[n % 3]) for n in range(20)]
    assert bias_of("most_frequent_position", *items).share == 0.75
    assert not bias_of("most_frequent_position", *items).is_within
    assert bias_of("least_frequent_position", *items).share == pytest.approx(0.05)


@pytest.mark.parametrize(
    ("key", "longest", "shortest"), [("c", 1.0, 0.0), ("b", 0.0, 0.0), ("a", 0.0, 0.5)]
)
def test_the_length_of_the_key_and_ties_shared(key: str, longest: float, shortest: float) -> None:
    item = single(answer=key)
    assert bias_of("longest_is_key", item).share == longest
    assert bias_of("shortest_is_key", item).share == shortest


def test_every_option_right() -> None:
    right = make_item(1, "multiple", options=OPTIONS, answer=list("abcd"))
    assert bias_of("all_right", right, make_item(2, "multiple")).share == 0.5


def test_absolute_words_that_give_the_answer_away() -> None:
    items = [truth(n, False, stem=f"第{n}件事一律不予公开。") for n in range(9)]
    items += [truth(9, True, stem="任何组织不得干预。"), truth(10, True)]
    found = bias_of("absolutes_right", *items)
    assert (found.share, found.cases, found.is_within) == (0.1, 10, False)


def test_options_count_as_statements_unless_the_stem_asks_for_the_wrong_one() -> None:
    options = OPTIONS | {"d": "一律罚款"}
    assert bias_of("absolutes_right", single(options=options, answer="d")).share == 1.0
    asked = single(options=options, answer="d", negative=True)
    assert bias_of("absolutes_right", asked).cases == 0


def test_retired_items_are_not_looked_at() -> None:
    assert bias_of("true_share", truth(1, True, status="retired")).share is None


def test_too_few_cases_say_nothing() -> None:
    found = bias_of("true_share", *(truth(n, True) for n in range(19)))
    assert (found.share, found.is_within) == (1.0, True)


@pytest.mark.parametrize(
    "asked", ["不正确的是（　）", "下列做法错误的有（　）", "不属于的是（　）"]
)
def test_a_negative_stem_has_to_be_marked(asked: str) -> None:
    assert is_unmarked_negative(single(stem=f"关于某镇，下列说法{asked}"))
    assert not is_unmarked_negative(single(stem=f"关于某镇，下列说法{asked}", negative=True))


def test_a_negation_within_the_story_is_no_negative_stem() -> None:
    assert not is_unmarked_negative(single(stem="对不属于本机关公开的信息，正确的做法是（　）"))


def test_every_bias_has_a_name_in_chinese() -> None:
    assert {one.name for one in biases([])} == NAMES.keys()


KINDS = st.sampled_from(["true_false", "single", "multiple", "fill", "short", "case"])


@given(st.lists(st.tuples(st.integers(0, 500), KINDS), max_size=40))
def test_shares_are_shares(made: list[tuple[int, str]]) -> None:
    for one in biases([make_item(number, kind) for number, kind in made]):
        assert one.share is None if not one.cases else 0 <= (one.share or 0) <= 1
        assert one.as_dict()["within"] == one.is_within

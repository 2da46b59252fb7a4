"""Marking against an oracle written from the rules' words alone."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from question_bank.marking import (
    Rule,
    compile_marker,
    normalise_blank,
)

LETTERS = st.sampled_from("ABCDEFGH")

CHOICES = st.lists(LETTERS, unique=True, max_size=8)

KEYS = st.lists(LETTERS, unique=True, min_size=2, max_size=8)

RULES = st.sampled_from(list(Rule))

POINTS = st.sampled_from([0.5, 1.0, 1.5, 2.0, 3.0, 10.0])


def by_the_words(rule: Rule, key: list[str], answer: list[str], points: float) -> float:
    """What RULE_WORDS promise the candidate, counted option by option."""
    hits = misses = 0
    for option in answer:
        if option in key:
            hits += 1
        else:
            misses += 1
    if hits == len(key) and misses == 0:
        share = Fraction(1)
    elif rule is Rule.ALL_OR_NOTHING:
        share = Fraction(0)
    elif rule is Rule.PARTIAL:
        share = Fraction(hits, len(key)) if misses == 0 else Fraction(0)
    else:
        share = Fraction(hits - misses, len(key)) if hits > misses else Fraction(0)
    return float(share * Fraction(points))


@given(RULES, KEYS, CHOICES, POINTS)
def test_multiple_choice_earns_what_the_rules_words_say(
    rule: Rule, key: list[str], answer: list[str], points: float
) -> None:
    mark = compile_marker("multiple", key, rule, points)
    assert mark(answer) == pytest.approx(by_the_words(rule, key, answer, points), abs=1e-12)


@given(RULES, KEYS, CHOICES, POINTS)
def test_points_lie_between_zero_and_full_and_full_takes_the_right_set(
    rule: Rule, key: list[str], answer: list[str], points: float
) -> None:
    earned = compile_marker("multiple", key, rule, points)(answer)
    assert 0 <= earned <= points
    assert (earned == points) == (set(answer) == set(key))


@given(RULES, KEYS, CHOICES, st.randoms(use_true_random=False))
def test_the_order_of_options_does_not_matter(
    rule: Rule, key: list[str], answer: list[str], dice: Any
) -> None:
    shuffled_key, shuffled = dice.sample(key, len(key)), dice.sample(answer, len(answer))
    mark = compile_marker("multiple", key, rule, 2.0)
    assert compile_marker("multiple", shuffled_key, rule, 2.0)(shuffled) == mark(answer)


@given(RULES, KEYS, CHOICES, LETTERS)
def test_one_more_right_option_never_costs_and_one_more_wrong_never_pays(
    rule: Rule, key: list[str], answer: list[str], option: str
) -> None:
    mark = compile_marker("multiple", key, rule, 2.0)
    before = mark([part for part in answer if part != option])
    after = mark([*(part for part in answer if part != option), option])
    assert after >= before if option in key else after <= before


@given(KEYS, CHOICES)
def test_the_rules_are_ordered_by_how_kind_they_are(key: list[str], answer: list[str]) -> None:
    strict, partial, kind = (compile_marker("multiple", key, rule, 2.0)(answer) for rule in Rule)
    assert strict <= partial <= kind


@pytest.mark.parametrize(
    ("rule", "answer", "points"),
    [
        (Rule.ALL_OR_NOTHING, ["A", "B", "C"], 3),
        (Rule.ALL_OR_NOTHING, ["A", "B"], 0),
        (Rule.PARTIAL, ["A", "B"], 2),
        (Rule.PARTIAL, ["A", "B", "D"], 0),
        (Rule.PARTIAL, ["A", "B", "C", "D"], 0),
        (Rule.PER_OPTION, ["A", "B", "D"], 1),
        (Rule.PER_OPTION, ["A", "B", "C", "D"], 2),
        (Rule.PER_OPTION, ["A", "D", "E"], 0),
    ],
)
def test_three_right_options_worth_three_points(
    rule: Rule, answer: list[str], points: float
) -> None:
    assert compile_marker("multiple", ["A", "B", "C"], rule, 3.0)(answer) == points


@given(RULES, LETTERS, CHOICES)
def test_a_single_choice_is_right_or_wrong_under_every_rule(
    rule: Rule, key: str, answer: list[str]
) -> None:
    earned = compile_marker("single", [key], rule, 2.0)(answer)
    assert earned == (2.0 if answer == [key] else 0.0)


@pytest.mark.parametrize("key", [True, False])
def test_a_judgement_earns_only_by_the_same_truth_value(key: bool) -> None:
    mark = compile_marker("true_false", key, Rule.ALL_OR_NOTHING, 1.5)
    assert mark(key) == 1.5
    for other in (not key, int(key), str(key), [key], None, ""):
        assert mark(other) == 0


def test_a_writing_of_punctuation_alone_does_not_let_a_blank_pass() -> None:
    mark = compile_marker("fill", [["（）"], ["三十"]], Rule.PARTIAL, 2.0)
    assert mark(["", "三十"]) == 1
    assert mark(["", ""]) == 0


@pytest.mark.parametrize("junk", [["A", 5], ["A", None], [["A"]], ("A",), {"A"}, "A", 5])
def test_a_choice_that_is_no_list_of_texts_earns_nothing(junk: object) -> None:
    assert compile_marker("single", ["A"], Rule.PARTIAL, 2.0)(junk) == 0


@pytest.mark.parametrize("kind", ["single", "multiple", "fill"])
def test_a_key_that_does_not_fit_the_kind_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match="须为列表"):
        compile_marker(kind, True, Rule.PARTIAL, 1.0)


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        (["十五", "三十"], 3),
        (["三十", "十五"], 0),
        (["15", "七"], 1.5),
        (["十五"], 1.5),
        (["", "30"], 1.5),
        (["十五", "三十", "多余"], 3),
        (["十五", 30], 1.5),
        (["十五三十"], 0),
    ],
)
def test_every_blank_earns_its_share(answer: list[Any], points: float) -> None:
    mark = compile_marker("fill", [["十五", "15"], ["三十"]], Rule.ALL_OR_NOTHING, 3.0)
    assert mark(answer) == points


@pytest.mark.parametrize(
    "writing", ["十五日", "１５日", "15 日", "15日", " 十五　日。", "（十五）日", "“15日”"]
)
def test_fifteen_days_may_be_written_in_many_ways(writing: str) -> None:
    mark = compile_marker("fill", [["十五日"]], Rule.ALL_OR_NOTHING, 1.0)
    assert mark([writing]) == 1


@pytest.mark.parametrize("writing", ["五十日", "十日", "五日", "150日", "十五月", "1.5日", "十五"])
def test_another_figure_is_another_answer(writing: str) -> None:
    mark = compile_marker("fill", [["十五日"]], Rule.ALL_OR_NOTHING, 1.0)
    assert mark([writing]) == 0


@pytest.mark.parametrize(
    ("one", "other"), [("0.5", "05"), ("3.5万元", "35万元"), ("１.５倍", "15倍")]
)
def test_a_decimal_point_counts(one: str, other: str) -> None:
    assert normalise_blank(one) != normalise_blank(other)


@pytest.mark.parametrize(
    ("one", "other"), [("3,000元", "三千元"), ("两百", "200"), ("第3.", "第三")]
)
def test_a_comma_in_a_figure_and_a_full_stop_do_not_count(one: str, other: str) -> None:
    assert normalise_blank(one) == normalise_blank(other)


def chinese(number: int) -> str:
    """A numeral below 100,000 as statutes write it."""
    text, zero = "", False
    for power, unit in ((10000, "万"), (1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if zero and text else "") + "零一二三四五六七八九"[digit] + unit
        zero = not digit
    return text.removeprefix("一") if 10 <= number < 20 else text


@given(st.integers(min_value=1, max_value=99_999))
def test_a_figure_and_its_chinese_numeral_are_one_writing(number: int) -> None:
    wide = str(number).translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    assert normalise_blank(chinese(number)) == str(number) == normalise_blank(wide)


@given(st.text(max_size=30))
@example("零十零")
@example("万万")
def test_any_text_can_stand_in_a_blank(text: str) -> None:
    assert compile_marker("fill", [["决不相同"]], Rule.PARTIAL, 1.0)([text]) in (0, 1)

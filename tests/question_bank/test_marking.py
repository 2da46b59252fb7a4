"""Marking against an oracle written from the rules' words alone."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from question_bank.marking import (
    Rule,
    SlotKey,
    coerce_response,
    compile_marker,
    mark_cell,
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


BLANKS: dict[str, Any] = {
    "true_false": False,
    "single": ["A"],
    "multiple": ["A", "B"],
    "fill": [["十五"], ["三十"]],
}


@pytest.mark.parametrize("blank", [None, [], [""], ["", " "], "", {}])
@pytest.mark.parametrize("rule", list(Rule))
@pytest.mark.parametrize("kind", list(BLANKS))
def test_a_blank_earns_nothing_under_any_rule(kind: str, rule: Rule, blank: object) -> None:
    assert compile_marker(kind, BLANKS[kind], rule, 2.0)(blank) == 0


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


@pytest.mark.parametrize(
    ("kind", "raw", "meant"),
    [
        ("true_false", "对", True),
        ("true_false", " 正确 ", True),
        ("true_false", "√", True),
        ("true_false", "T", True),
        ("true_false", "错", False),
        ("true_false", "×", False),
        ("true_false", "False", False),
        ("true_false", True, True),
        ("true_false", "也许", "也许"),
        ("true_false", 1, 1),
        ("single", "b", ["B"]),
        ("single", ["b "], ["B"]),
        ("single", 2, 2),
        ("multiple", "acd", ["A", "C", "D"]),
        ("multiple", "D、A，a", ["A", "D"]),
        ("multiple", ("c", "a"), ["A", "C"]),
        ("multiple", {"b", "a"}, ["A", "B"]),
        ("multiple", ["a", 1], ["a", 1]),
        ("fill", "十五", ["十五"]),
        ("fill", 15, ["15"]),
        ("fill", ["十五", 30, 1.5, None], ["十五", "30", "1.5", ""]),
        ("fill", ("一", "二"), ["一", "二"]),
        ("fill", [{"a": 1}, 10**5000], ["", ""]),
    ],
)
def test_what_was_typed_by_hand_is_understood(kind: str, raw: object, meant: object) -> None:
    coerced = coerce_response(kind, raw)
    assert coerced == meant
    assert type(coerced) is type(meant)


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.binary(max_size=4)
    | st.sampled_from(["A", "AB", "对", "零十零", "十五"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=2), inner, max_size=2)
        | st.sets(st.text(max_size=2), max_size=3)
    ),
    max_leaves=6,
)
LITERALS = {
    kind: SlotKey(kind, 2.0, Rule.PER_OPTION, {"A": key, "B": key}).as_literal()  # type: ignore[arg-type]
    for kind, key in BLANKS.items()
}


@given(st.sampled_from(list(LITERALS)), JUNK, st.one_of(st.just("A"), JUNK))
@example("fill", ["零十零"], "A")
@example("single", ["A"], ["A"])
def test_a_hidden_test_gives_a_float_in_range_whatever_a_candidate_left(
    kind: str, response: object, form: object
) -> None:
    earned = mark_cell(response, form, LITERALS[kind])
    assert type(earned) is float
    assert 0 <= earned <= 2


def test_an_integer_too_long_to_print_earns_nothing() -> None:
    assert mark_cell([10**5000], "A", LITERALS["fill"]) == 0


@pytest.mark.parametrize("form", [None, "C", 5, ["A"], ""])
def test_a_form_the_exam_does_not_have_earns_nothing(form: object) -> None:
    assert mark_cell(["A"], form, LITERALS["single"]) == 0


def test_each_form_is_marked_by_its_own_key() -> None:
    literal = SlotKey("single", 1, Rule.PARTIAL, {"A": ["C"], "B": ["D"]}).as_literal()
    assert [mark_cell("c", form, literal) for form in "AB"] == [1.0, 0.0]
    assert [mark_cell("d", form, literal) for form in "AB"] == [0.0, 1.0]
    assert type(mark_cell("c", "A", literal)) is float


def test_a_key_reads_back_from_its_literal() -> None:
    key = SlotKey("fill", 1.5, Rule.PARTIAL, {"A": [["十五", "15"]], "B": [["三十"]]})
    assert SlotKey.from_literal(key.as_literal()) == key


@pytest.mark.parametrize(
    "change", [{"rule": "generous"}, {"points": "many"}, {"keys": 5}, {"points": None}]
)
def test_a_literal_that_is_no_key_is_refused_in_chinese(change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="答案键不合格式"):
        SlotKey.from_literal(LITERALS["single"] | change)


def test_a_literal_without_a_field_is_refused_in_chinese() -> None:
    with pytest.raises(ValueError, match="答案键不合格式"):
        SlotKey.from_literal({"kind": "single"})


def test_an_unknown_form_has_no_marker() -> None:
    with pytest.raises(KeyError):
        SlotKey.from_literal(LITERALS["single"]).marker("Z")

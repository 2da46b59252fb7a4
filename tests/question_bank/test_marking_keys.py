"""What was typed by hand, and keys as literals: understood or refused, never a crash."""

from __future__ import annotations

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
)

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

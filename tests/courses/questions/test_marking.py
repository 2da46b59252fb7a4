"""Whether an answer to a practice question is right."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.questions import is_right, read_response
from tests.support.lessons import question


def test_a_single_choice_is_right_with_its_one_option() -> None:
    asked = question(kind="single")
    assert [is_right(asked, (option,)) for option in "abcd"] == [False, False, True, False]


def test_a_multiple_choice_is_right_only_with_exactly_its_options() -> None:
    asked = question(kind="multiple")
    sets = [set(c) for n in range(1, 5) for c in combinations("abcd", n)]
    assert [s for s in sets if is_right(asked, tuple(sorted(s)))] == [{"a", "c"}]
    assert is_right(asked, ("c", "a"))


def test_truth_is_right_or_wrong_and_nothing_else_is_truth() -> None:
    asked = question(kind="true_false")
    assert is_right(asked, True)
    assert not is_right(asked, False)
    assert not is_right(asked, ("true",))


@pytest.mark.parametrize(
    ("written", "right"),
    [
        (("15", "收到"), True),
        (("十五", " 收 到。"), True),
        (("１５", "收到"), True),
        (("五", "收到"), False),
        (("15", ""), False),
        (("15",), False),
        (("15", "收到", "x"), False),
        (("收到", "15"), False),
    ],
)
def test_every_blank_must_hold_an_accepted_writing(written: tuple[str, ...], right: bool) -> None:
    assert is_right(question(kind="fill"), written) is right


@given(st.recursive(st.none() | st.booleans() | st.text() | st.integers(), st.lists))
def test_whatever_the_browser_sends_is_a_fitting_response_or_none(raw: object) -> None:
    for kind in ("single", "multiple", "true_false", "fill"):
        asked = question(kind=kind)
        response = read_response(asked, raw)
        if response is not None:
            assert isinstance(is_right(asked, response), bool)
            assert isinstance(response, bool) is (kind == "true_false")


@pytest.mark.parametrize(
    ("kind", "raw"),
    [
        ("single", ["a", "b"]),
        ("single", ["z"]),
        ("single", []),
        ("single", True),
        ("multiple", ["a", "a"]),
        ("multiple", ["a", 1]),
        ("true_false", ["true"]),
        ("true_false", None),
        ("fill", ["", " "]),
        ("fill", "十五"),
    ],
)
def test_what_does_not_fit_the_question_is_no_response(kind: str, raw: object) -> None:
    assert read_response(question(kind=kind), raw) is None


def test_an_endless_writing_is_cut() -> None:
    response = read_response(question(kind="fill"), ["长" * 10_000, "收到"])
    assert isinstance(response, tuple)
    assert len(response[0]) == 200

"""The checker's wrong responses really are wrong, under every rule."""

from __future__ import annotations

import pytest

from question_bank.check import wrong_responses
from question_bank.marking import Rule, compile_marker
from tests.support.banks import make_item


@pytest.mark.parametrize("kind", ["true_false", "single", "multiple", "fill"])
@pytest.mark.parametrize("rule", list(Rule))
def test_wrong_responses_of_every_kind_earn_less_than_full_marks(kind: str, rule: Rule) -> None:
    item = make_item(1, kind)
    mark = compile_marker(kind, item.key(), rule, 2.0)
    wrong = list(wrong_responses(item))
    assert len(wrong) == {"true_false": 1, "single": 6, "multiple": 6, "fill": 2}[kind]
    assert all(mark(response) < 2 for response in wrong)

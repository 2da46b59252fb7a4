"""Quotas: what is chosen meets every one of them, and what cannot be met is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest

from question_bank.bank import Bank, BankItem
from question_bank.blueprint import Blueprint
from question_bank.quotas import Choice, InfeasibleError, choose, fits
from tests.support.banks import make_blueprint, make_item


def entry(number: int, kind: str = "single", law: str = "宪法", **changes: Any) -> BankItem:
    return BankItem(make_item(number, kind, **changes), law, "专题", "f.yaml")


def plan(*sections: dict[str, Any], **changes: Any) -> Blueprint:
    filled = [{"kind": "single", "points_each": 1} | section for section in sections]
    points = sum(section["count"] * section["points_each"] for section in filled)
    return make_blueprint(**{"sections": filled, "points": points, "forms": ["A"]} | changes)


def shortages(items: Sequence[BankItem], blueprint: Blueprint) -> tuple[str, ...]:
    with pytest.raises(InfeasibleError) as caught:
        choose(items, blueprint, 1)
    assert all(line in str(caught.value) for line in caught.value.shortages)
    assert "题库不够组成这份试卷" in str(caught.value)
    return caught.value.shortages


def flat(choice: Choice) -> list[int]:
    return [i for section in choice.sections for i in section]


def shared(chosen: dict[str, Choice], one: str = "A", other: str = "B") -> int:
    return len(set(flat(chosen[one])) & set(flat(chosen[other])))


def test_every_section_gets_its_count_of_its_kind(bank: Bank) -> None:
    blueprint = make_blueprint()
    for choice in choose(bank.items, blueprint, 3).values():
        for section, indices in zip(blueprint.sections, choice.sections, strict=True):
            assert len(indices) == section.count
            assert {bank.items[i].item.kind for i in indices} == {section.kind}


def test_no_form_asks_an_item_twice_even_in_two_sections_of_one_kind(bank: Bank) -> None:
    for seed in range(5):
        for choice in choose(bank.items, make_blueprint(), seed).values():
            assert len(set(flat(choice))) == len(flat(choice))


def test_two_sections_that_need_all_items_share_them_out() -> None:
    items = [entry(n) for n in range(6)]
    chosen = choose(items, plan({"count": 3}, {"count": 3}), 1)
    assert sorted(flat(chosen["A"])) == [0, 1, 2, 3, 4, 5]


def test_quotas_by_law_and_difficulty_are_met_at_both_ends() -> None:
    items = [entry(n, law="宪法" if n < 8 else "监察法") for n in range(16)]
    quotas = {
        "count": 6,
        "laws": {"宪法": {"min": 2, "max": 2}, "监察法": {"min": 1}},
        "difficulty": {"1": {"min": 3}, "4-5": {"max": 1}},
    }
    for seed in range(5):
        picked = [items[i] for i in flat(choose(items, plan(quotas), seed)["A"])]
        steps = Counter(own.item.difficulty for own in picked)
        assert sum(own.law == "宪法" for own in picked) == 2
        assert steps[1] >= 3
        assert steps[4] + steps[5] <= 1


def test_too_few_items_of_a_kind_are_counted() -> None:
    items = [entry(n) for n in range(3)]
    assert shortages(items, plan({"count": 5})) == ("A 卷单项选择题：至少要 5 题，缺 2 题",)


def test_an_empty_bank_is_short_of_everything() -> None:
    assert shortages([], plan({"count": 5})) == ("A 卷单项选择题：至少要 5 题，缺 5 题",)


def test_an_empty_bank_is_short_of_everything_for_two_forms_too() -> None:
    lines = shortages([], plan({"count": 5}, forms=["A", "B"]))
    assert set(lines) == {f"{form} 卷单项选择题：至少要 5 题，缺 5 题" for form in "AB"}


def test_a_law_with_too_few_items_is_named() -> None:
    items = [entry(n) for n in range(9)] + [entry(9, law="监察法")]
    blueprint = plan({"count": 5, "laws": {"监察法": {"min": 3}}})
    assert shortages(items, blueprint) == ("A 卷单项选择题《监察法》：至少要 3 题，缺 2 题",)


def test_a_law_the_bank_does_not_have_is_named() -> None:
    items = [entry(n) for n in range(9)]
    blueprint = plan({"count": 5, "laws": {"民法典": {"min": 1}}})
    assert shortages(items, blueprint) == ("A 卷单项选择题《民法典》：至少要 1 题，缺 1 题",)


def test_a_difficulty_with_too_few_items_is_named() -> None:
    items = [entry(n, difficulty=2) for n in range(8)] + [entry(8, difficulty=5)]
    blueprint = plan({"count": 5, "difficulty": {"4-5": {"min": 4}}})
    assert shortages(items, blueprint) == ("A 卷单项选择题难度 4-5：至少要 4 题，缺 3 题",)


def test_an_upper_limit_that_leaves_too_few_is_named() -> None:
    items = [entry(n) for n in range(9)]
    blueprint = plan({"count": 5, "laws": {"宪法": {"max": 3}}})
    (line,) = shortages(items, blueprint)
    assert "2 题" in line
    assert "至多 3 题" in line or "至少要 5 题" in line


def test_forms_that_would_share_too_much_are_short() -> None:
    items = [entry(n) for n in range(8)]
    lines = shortages(items, plan({"count": 5}, forms=["A", "B"], overlap=0.0))
    assert sum(int(line.split()[-2]) for line in lines) == 2


def test_items_that_exclude_each_other_count_once() -> None:
    items = [entry(n, enemies=["sample-0000"] if n else []) for n in range(3)]
    items += [entry(9, "true_false")]
    (line,) = shortages(items, plan({"count": 3}))
    assert line == "A 卷单项选择题：至少要 3 题，缺 1 题"


def test_several_shortages_are_all_named() -> None:
    items = [entry(n) for n in range(3)] + [entry(n, "case") for n in (3, 4)]
    lines = shortages(items, plan({"count": 5}, {"kind": "case", "count": 4, "points_each": 10}))
    assert set(lines) == {
        "A 卷单项选择题：至少要 5 题，缺 2 题",
        "A 卷案例分析题：至少要 4 题，缺 2 题",
    }


@pytest.mark.parametrize(("overlap", "count", "most"), [(0.0, 5, 0), (0.2, 5, 1), (0.39, 5, 1)])
def test_forms_share_no_more_than_permitted(overlap: float, count: int, most: int) -> None:
    items = [entry(n, difficulty=3) for n in range(2 * count - most)]
    blueprint = plan({"count": count}, forms=["A", "B"], overlap=overlap)
    assert shared(choose(items, blueprint, 1)) == most


def test_an_item_moved_to_another_section_of_its_kind_still_counts_as_shared() -> None:
    items = [entry(n, difficulty=3) for n in range(4)]
    blueprint = plan({"count": 2}, {"count": 2}, forms=["A", "B"], overlap=0.0)
    lines = shortages(items, blueprint)
    assert sum(int(line.split()[-2]) for line in lines) == 4


def test_forms_of_a_bank_large_enough_are_kept_apart(bank: Bank) -> None:
    for seed in range(5):
        assert shared(choose(bank.items, make_blueprint(overlap=0.0), seed)) == 0


def test_all_pairs_of_three_forms_are_kept_apart(bank: Bank) -> None:
    blueprint = plan({"count": 10}, forms=["A", "B", "C"], overlap=0.1)
    chosen = choose(bank.items, blueprint, 2)
    assert all(shared(chosen, *pair) <= 1 for pair in ("AB", "AC", "BC"))


def test_enemies_never_stand_in_one_form() -> None:
    """One of each pair of neighbours, in either section and named from one side only."""
    items = [
        entry(n, "single" if n < 10 else "true_false", enemies=[f"sample-{n + 10:04d}"])
        for n in range(10)
    ]
    items += [entry(n, "true_false") for n in range(10, 20)]
    blueprint = plan({"count": 5}, {"kind": "true_false", "count": 5}, forms=["A", "B"], overlap=1)
    for seed in range(10):
        for choice in choose(items, blueprint, seed).values():
            chosen = set(flat(choice))
            assert not any({n, n + 10} <= chosen for n in range(10))


def test_an_enemy_that_is_not_eligible_does_no_harm() -> None:
    items = [entry(n, enemies=["elsewhere-001"]) for n in range(5)]
    assert len(flat(choose(items, plan({"count": 5}), 1)["A"])) == 5


def test_forms_are_equally_hard_section_by_section(bank: Bank) -> None:
    blueprint = make_blueprint(forms=["A", "B", "C"], overlap=0.3)
    for seed in range(3):
        sums = {
            form: [
                sum(bank.items[i].item.difficulty for i in indices) for indices in choice.sections
            ]
            for form, choice in choose(bank.items, blueprint, seed).items()
        }
        assert sums["A"] == sums["B"] == sums["C"]


def test_another_seed_chooses_other_items_and_the_same_seed_the_same(bank: Bank) -> None:
    chosen = [choose(bank.items, make_blueprint(), seed) for seed in (1, 1, 2)]
    assert chosen[0] == chosen[1]
    assert chosen[0] != chosen[2]


def test_an_essay_fits_only_a_section_of_its_points() -> None:
    section = plan({"kind": "short", "count": 1, "points_each": 5}).sections[0]
    points = [{"text": "一", "points": 2}, {"text": "二", "points": 2}]
    assert fits(entry(1, "short"), section)
    assert not fits(entry(1, "short", marking_points=points), section)
    assert not fits(entry(1, "case"), section)

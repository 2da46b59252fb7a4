"""Assembly: only what may be asked, the same from the same seed, and no order that tells."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from question_bank.assemble import assemble, deal, eligible
from question_bank.bank import Bank, BankItem
from question_bank.blueprint import load_blueprint
from question_bank.exam import Exam
from question_bank.quotas import InfeasibleError
from tests.support.banks import make_blueprint, make_item

DAY = dt.date(2026, 9, 18)
ROOT = Path(__file__).parents[2]


def entry(number: int, kind: str = "single", **changes: Any) -> BankItem:
    return BankItem(make_item(number, kind, **changes), "宪法", "专题", "f.yaml")


def test_only_reviewed_items_of_the_exam_pool_for_the_audience_are_eligible() -> None:
    bank = Bank(
        (
            entry(1),
            entry(2, pool="practice"),
            entry(3, status="draft"),
            entry(4, status="retired"),
            entry(5, audience=["执法人员"]),
            entry(6, audience=["执法人员", "领导干部"]),
        )
    )
    numbers = [own.item.id[-1] for own in eligible(bank, make_blueprint(audience="领导干部"))]
    assert numbers == ["1", "6"]
    assert [own.item.id[-1] for own in eligible(bank, make_blueprint())] == ["1", "5", "6"]


def test_an_item_that_may_not_be_asked_is_missed_rather_than_asked() -> None:
    one = {"kind": "single", "count": 2, "points_each": 1}
    blueprint = make_blueprint(sections=[one], points=2, forms=["A"])
    bank = Bank((entry(1), entry(2, pool="practice"), entry(3, status="draft")))
    with pytest.raises(InfeasibleError, match="缺 1 题"):
        assemble(bank, blueprint, 1, DAY)


def test_slots_are_numbered_through_all_sections(exam: Exam) -> None:
    assert [slot.number for slot in exam.slots] == list(range(1, len(exam.slots) + 1))
    assert [slot.grade_id for slot in exam.slots[:2]] == ["q01", "q02"]
    expected = [
        (n, section.kind, section.points_each)
        for n, section in enumerate(exam.blueprint.sections)
        for _ in range(section.count)
    ]
    assert [(slot.section, slot.kind, slot.points) for slot in exam.slots] == expected


def test_every_slot_of_every_form_holds_an_item_of_its_kind(exam: Exam) -> None:
    for form in exam.forms:
        assert len(exam.forms[form]) == len(exam.slots)
        for slot in exam.slots:
            assert exam.form_item(form, slot).item.kind is slot.kind


def test_the_exam_says_what_it_came_from(bank: Bank, exam: Exam) -> None:
    assert (exam.name, exam.seed, exam.on) == ("every-kind", 7, DAY)
    assert exam.bank_sha256 == bank.sha256
    assert assemble(bank, make_blueprint(), 7, DAY, "autumn").name == "autumn"


def test_the_same_seed_gives_the_same_exam_and_another_seed_another(bank: Bank, exam: Exam) -> None:
    again = assemble(bank, make_blueprint(), 7, DAY)
    other = assemble(bank, make_blueprint(), 8, DAY)
    assert again == exam
    assert again.model_dump_json() == exam.model_dump_json()
    assert other.forms != exam.forms


PRINT_EXAM = """
import datetime as dt
from question_bank.assemble import assemble
from tests.support.banks import make_bank, make_blueprint
print(assemble(make_bank(), make_blueprint(), 7, dt.date(2026, 9, 18)).model_dump_json())
"""


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_another_process_with_another_hash_seed_gives_the_same_exam(
    exam: Exam, hash_seed: str
) -> None:
    printed = subprocess.run(
        [sys.executable, "-c", PRINT_EXAM],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert Exam.model_validate_json(printed.stdout) == exam
    assert printed.stdout.strip() == exam.model_dump_json()


def test_the_order_of_options_is_the_same_whatever_the_key_says() -> None:
    for seed in range(30):
        orders = {deal(entry(1, answer=key), seed).order for key in "abcd"}
        assert len(orders) == 1


def test_the_order_of_options_does_not_look_at_their_words_or_the_explanation() -> None:
    words = {letter: f"别的文字{letter}" for letter in "dcba"}
    changed = entry(1, options=words, explanation="别的解析")
    assert deal(changed, 5).order == deal(entry(1), 5).order


def test_seed_and_item_decide_the_order_of_options() -> None:
    assert len({deal(entry(1), seed).order for seed in range(200)}) == 24
    assert len({deal(entry(number), 1).order for number in range(200)}) == 24


def test_the_right_option_is_printed_everywhere_equally_often() -> None:
    """400 keys over four letters: each some 100 times, and 60 … 140 in all but a freak."""
    letters = [deal(entry(n, answer="a"), 3).key() for n in range(400)]
    assert all(60 < letters.count([letter]) < 140 for letter in "ABCD")


@pytest.mark.parametrize("kind", ["true_false", "fill", "short", "case"])
def test_what_has_no_options_has_no_order(kind: str) -> None:
    assert deal(entry(1, kind), 1).order == ()


@pytest.mark.parametrize("name", ["leadership", "constitution", "appointment", "quick"])
def test_the_shipped_blueprints_can_be_assembled(bank: Bank, name: str) -> None:
    blueprint = load_blueprint(name)
    exam = assemble(bank, blueprint, 1, DAY)
    total = len(exam.slots)
    ids = {form: [own.item.id for own in items] for form, items in exam.forms.items()}
    assert sum(slot.points for slot in exam.slots) == blueprint.points
    for form, chosen in ids.items():
        assert len(set(chosen)) == total
        for n, section in enumerate(blueprint.sections):
            laws = [exam.form_item(form, s).law for s in exam.slots if s.section == n]
            for law, quota in section.laws.items():
                assert quota.min <= laws.count(law) <= quota.max
    if len(ids) == 2:
        assert len(set(ids["A"]) & set(ids["B"])) <= blueprint.overlap * total


def test_questions_stand_in_another_order_in_another_form(bank: Bank) -> None:
    section = {"kind": "single", "count": 20, "points_each": 1}
    blueprint = make_blueprint(sections=[section], points=20, overlap=1.0)
    few = Bank(tuple(own for own in bank.items if own.item.kind == "single")[:20])
    exam = assemble(few, blueprint, 1, DAY)
    orders = [[own.item.id for own in exam.forms[form]] for form in "AB"]
    assert sorted(orders[0]) == sorted(orders[1])
    assert orders[0] != orders[1]
    assert orders[0] != sorted(orders[0])

"""What a candidate receives does not depend on a single key, explanation, quote or model answer."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from question_bank.assemble import assemble
from question_bank.bank import Bank, BankItem
from question_bank.blueprint import load_blueprint
from question_bank.exam import Exam
from question_bank.release import release
from question_bank.schema import Item, Kind
from tests.support.banks import make_blueprint

MARK = "绝密"


def other_answer(item: Item) -> dict[str, Any]:
    """Another key: for choices also another number of right options."""
    match item.kind:
        case Kind.TRUE_FALSE:
            return {"answer": not item.answer}
        case Kind.SINGLE:
            return {"answer": "abcd"["dabc".index(str(item.answer))]}
        case Kind.MULTIPLE:
            return {"answer": ["b", "c", "d"]}
        case Kind.FILL:
            return {"answer": [[f"{MARK}一", "六十"], [f"{MARK}二"]]}
        case _:
            half = item.essay_points / 2
            return {
                "model_answer": f"{MARK}答案\n\n第二段",
                "marking_points": [{"text": MARK + n, "points": half} for n in "甲乙"],
            }


def exchanged(entry: BankItem) -> BankItem:
    item = entry.item
    changes = {
        **other_answer(item),
        "explanation": f"{MARK}解析",
        "citations": [{"law": entry.law, "article": 2, "quote": f"{MARK}引文足够长"}],
    }
    fields = item.model_dump(exclude_none=True) | changes
    return BankItem(Item.model_validate(fields), entry.law, entry.topic, entry.file)


@pytest.fixture(scope="module")
def exchanged_bank(bank: Bank) -> Bank:
    return Bank(tuple(exchanged(entry) for entry in bank.items))


def files(folder: Path) -> dict[str, bytes]:
    found = {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    assert found
    return found


def test_the_exchange_changes_every_key_and_nothing_a_candidate_sees(
    bank: Bank, exchanged_bank: Bank
) -> None:
    for old, new in zip(bank.items, exchanged_bank.items, strict=True):
        assert (old.item.stem, old.item.options) == (new.item.stem, new.item.options)
        assert old.item.explanation != new.item.explanation
        assert old.item.citations != new.item.citations
        if old.item.is_essay:
            assert old.item.model_answer != new.item.model_answer
            assert old.item.marking_points != new.item.marking_points
        else:
            assert old.item.key() != new.item.key()


@pytest.mark.slow
def test_exchanging_all_keys_and_proofs_leaves_the_release_byte_for_byte_the_same(
    released_course: Path, exam: Exam, exchanged_bank: Bank, tmp_path: Path
) -> None:
    other = assemble(exchanged_bank, make_blueprint(), exam.seed, exam.on)
    folder = release(tmp_path / "course", other)
    assert files(folder) == files(released_course / "release" / exam.name)
    assert not any(MARK.encode() in data for data in files(folder).values())
    source = files(tmp_path / "course" / "source")
    assert any(MARK.encode() in data for data in source.values())


@pytest.mark.parametrize("name", ["leadership", "constitution", "appointment"])
def test_the_papers_of_the_shipped_blueprints_do_not_depend_on_keys(
    bank: Bank, exchanged_bank: Bank, exam: Exam, name: str
) -> None:
    exams = [assemble(own, load_blueprint(name), 4, exam.on) for own in (bank, exchanged_bank)]
    for form in exams[0].forms:
        assert exams[0].paper(form).to_json() == exams[1].paper(form).to_json()
        keys = [[own.item.answer for own in exam.forms[form]] for exam in exams]
        assert keys[0] != keys[1]

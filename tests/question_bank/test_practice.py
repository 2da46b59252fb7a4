"""Publishing the practice pool: practice items only, complete, and byte for byte the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from courses.questions import is_right, practice_pool
from courses.statutes.proving import read_proofs
from question_bank.bank import QUESTIONS, Bank, load_bank
from question_bank.check import PROVE
from question_bank.practice import outdated, practice_files, publish
from question_bank.schema import Kind

PACKAGED = Path(__file__).parents[2] / "courses" / "practice"


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank()


@pytest.fixture(scope="module")
def files(bank: Bank) -> dict[str, str]:
    return practice_files(bank, read_proofs([QUESTIONS], PROVE))


def published(files: dict[str, str]) -> set[str]:
    return {q["id"] for text in files.values() for q in json.loads(text)["questions"]}


def test_what_the_courses_hold_is_what_the_bank_publishes(files: dict[str, str]) -> None:
    assert outdated(files, PACKAGED) == []


def test_no_exam_item_and_no_draft_is_published(bank: Bank, files: dict[str, str]) -> None:
    wanted = {
        entry.item.id
        for entry in bank.items
        if entry.item.pool == "practice"
        and entry.item.status == "reviewed"
        and entry.item.kind not in (Kind.SHORT, Kind.CASE)
    }
    assert published(files) == wanted
    text = "".join(files.values())
    exam = [entry.item for entry in bank.items if entry.item.pool == "exam"]
    assert exam
    assert not [item.id for item in exam if item.id in text or item.stem in text]


def test_the_right_response_of_the_bank_is_right_in_the_courses(
    bank: Bank, files: dict[str, str], tmp_path: Path
) -> None:
    publish(files, tmp_path)
    pool = practice_pool(tmp_path)
    for entry in bank.items:
        if entry.item.id in pool:
            right = entry.item.right_response()
            given = right if isinstance(right, bool) else tuple(right)
            assert is_right(pool[entry.item.id], given), entry.item.id


def test_every_published_quotation_names_its_version(files: dict[str, str]) -> None:
    rows = [q for text in files.values() for q in json.loads(text)["questions"]]
    assert all(cite["version"] for row in rows for cite in row["citations"])


def test_files_of_earlier_times_are_named_and_removed(
    files: dict[str, str], tmp_path: Path
) -> None:
    publish(files, tmp_path)
    (tmp_path / "old.json").write_text("{}", "utf-8")
    first = next(iter(files))
    (tmp_path / first).write_text("{}", "utf-8")
    assert outdated(files, tmp_path) == sorted(["old.json", first])
    publish(files, tmp_path)
    assert outdated(files, tmp_path) == []
    assert not (tmp_path / "old.json").exists()

"""Proofs: what was proved against which version, written so that equal proofs are equal bytes."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from courses.statutes import Library
from courses.statutes.matching import digest
from courses.statutes.proving import PROOFS, Proof, prove, read_proofs, write_proofs

DAY = dt.date(2026, 9, 18)
QUOTE = "被告应当在收到起诉状副本之日起十五日内"
ONE = Proof("法", "1", "2024-01-01", "a" * 64, "b" * 64)


@dataclass(frozen=True)
class Words:
    quote: str = QUOTE
    law: str = "行政诉讼法"
    article: str = "67"


def test_a_proof_names_law_article_version_and_both_digests() -> None:
    article = Library().article("行政诉讼法", 67, on=DAY)
    proof = prove(Words(), article)
    assert proof.law == "中华人民共和国行政诉讼法"
    assert proof.article == "67"
    assert proof.version == "2017-06-27"
    assert proof.article_sha256 == article.digest
    assert proof.quote_sha256 == digest(QUOTE)


def test_the_digest_of_a_quote_ignores_punctuation_and_width_alone() -> None:
    assert digest("十五日内，答复。") == digest("十五日内 答复")
    assert digest("１５日内答复的") == digest("15日内答复的")
    assert digest("十五日内答复") != digest("五日内答复")


def test_proofs_read_back_as_they_were_written(tmp_path: Path) -> None:
    proofs = {"aa-002": (ONE,), "aa-001": (ONE, replace(ONE, article="2")), "aa-003": ()}
    path = write_proofs(tmp_path, proofs)
    assert path == tmp_path / PROOFS
    assert read_proofs([tmp_path], "xuefa bank prove") == proofs


def test_equal_proofs_give_equal_bytes_whatever_their_order(tmp_path: Path) -> None:
    first = write_proofs(tmp_path, {"aa-001": (ONE,), "aa-002": ()}).read_bytes()
    assert write_proofs(tmp_path, {"aa-002": (), "aa-001": (ONE,)}).read_bytes() == first
    assert list(json.loads(first)) == ["aa-001", "aa-002"]


def test_several_folders_are_read_together_and_one_without_proofs_has_none(
    tmp_path: Path,
) -> None:
    folders = [tmp_path / name for name in "abc"]
    for folder in folders:
        folder.mkdir()
    write_proofs(folders[0], {"aa-001": (ONE,)})
    write_proofs(folders[2], {"bb-001": (ONE,)})
    assert read_proofs(folders, "xuefa bank prove").keys() == {"aa-001", "bb-001"}


@pytest.mark.parametrize("text", ["{", "[]", '{"aa-001": 5}', '{"aa-001": [{"law": "法"}]}', "5"])
def test_a_damaged_file_of_proofs_is_explained(tmp_path: Path, text: str) -> None:
    (tmp_path / PROOFS).write_text(text, "utf-8")
    with pytest.raises(ValueError, match=r"proofs\.json 不合格式：运行 xuefa bank prove"):
        read_proofs([tmp_path], "xuefa bank prove")

"""Committed proofs: which version of an article an item's key was proved against.

A machine that holds the text compares it with the proof, so that an amended article is noticed; one
that does not can still say what was proved, and calls the item unverified.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from courses.statutes import Article, normalise
from question_bank.schema import Citation

PROOFS = "proofs.json"
"""File name, in the folder of the bank it belongs to."""


@dataclass(frozen=True, slots=True)
class Proof:
    """``article_sha256`` is over the normalised article, ``quote_sha256`` over the quote."""

    law: str
    article: str
    version: str
    article_sha256: str
    quote_sha256: str


def prove(citation: Citation, article: Article) -> Proof:
    """The proof that a citation was checked against an article."""
    return Proof(
        article.law,
        citation.article or "",
        article.version_date.isoformat(),
        article.digest,
        quote_digest(citation),
    )


def quote_digest(citation: Citation) -> str:
    """SHA-256 of the normalised quote."""
    return hashlib.sha256(normalise(citation.quote).encode()).hexdigest()


def read_proofs(folders: Sequence[Path]) -> dict[str, tuple[Proof, ...]]:
    """The proofs of every bank folder by item id; a folder without the file has none.

    Raises:
        ValueError: a proofs file is damaged.
    """
    proofs: dict[str, tuple[Proof, ...]] = {}
    for folder in folders:
        path = folder / PROOFS
        if path.is_file():
            try:
                data = json.loads(path.read_text("utf-8"))
                proofs |= {id_: tuple(Proof(**row) for row in rows) for id_, rows in data.items()}
            except (ValueError, TypeError, AttributeError) as error:
                raise ValueError(f"{path} 不合格式：运行 xuefa bank prove 重新生成") from error
    return proofs


def write_proofs(folder: Path, proofs: Mapping[str, Sequence[Proof]]) -> Path:
    """Write ``proofs.json``; equal proofs give equal bytes."""
    data = {id_: [asdict(proof) for proof in rows] for id_, rows in sorted(proofs.items())}
    path = folder / PROOFS
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path

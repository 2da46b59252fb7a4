"""Proofs: which version of an article a quote was found in, so that an amendment is noticed.

A machine that holds the text compares it with the committed proof; one that does not can still say
what was proved, and calls the quote unverified.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

from courses.statutes.displacement import displaced
from courses.statutes.library import Library
from courses.statutes.matching import digest
from courses.statutes.records import Article

PROOFS = "proofs.json"
"""File name, in the folder whose quotes it proves."""


class Quoted(Protocol):
    """A quote with the article it stands in; without ``law`` it is no statute's."""

    @property
    def law(self) -> str | None:
        """Any name of the law."""

    @property
    def article(self) -> str | None:
        """The number in figures: ``67``, ``120之一``."""

    @property
    def quote(self) -> str:
        """The words, verbatim."""


@dataclass(frozen=True, slots=True)
class Proof:
    """``article_sha256`` is over the normalised article, ``quote_sha256`` over the quote."""

    law: str
    article: str
    version: str
    article_sha256: str
    quote_sha256: str


def find_quote(quoted: Quoted, library: Library, on: date) -> Article:
    """Find the article a quote stands in.

    Raises:
        NotHeld: the library lacks the text.
        StatuteError: no such article, or not in force on the day.
        ValueError: the quote is not there, or the provision is displaced.
    """
    law, number = quoted.law or "", quoted.article or ""
    article = library.article(law, number, on=on)
    if not article.contains(quoted.quote):
        raise ValueError(f"引文不在《{law}》第 {number} 条中：{quoted.quote}")
    if found := displaced(law, number, on, version=article.version_date):
        raise ValueError(f"《{law}》第 {number} 条已被取代，不能作依据：{found[0].note}")
    return article


def prove(quoted: Quoted, article: Article) -> Proof:
    """The proof that a quote was checked against an article."""
    return Proof(
        article.law,
        quoted.article or "",
        article.version_date.isoformat(),
        article.digest,
        digest(quoted.quote),
    )


def changed(
    found: Sequence[Proof], known: Sequence[Proof], *, strict: bool, command: str
) -> list[str]:
    """Say which articles differ from what was proved; if ``strict``, also what lacks a proof."""
    old = {(p.law, p.article, p.quote_sha256): p for p in known}
    faults = []
    for proof in found:
        before = old.get((proof.law, proof.article, proof.quote_sha256))
        where = f"《{proof.law}》第 {proof.article} 条"
        if before and before.article_sha256 != proof.article_sha256:
            told = f"{where}自 {before.version} 版核对之后已有变动"
            faults.append(f"{told}：重新审阅后运行 {command}")
        elif strict and before is None:
            faults.append(f"{where}尚无证明：运行 {command}")
    return faults


def without_text(quotes: Sequence[Quoted], known: Sequence[Proof], reason: str) -> str:
    """Say what is known of quotes whose text is not at hand."""
    proved = {proof.quote_sha256: proof for proof in known}
    proofs = [proved.get(digest(one.quote)) for one in quotes if one.law]
    if all(proofs):
        versions = "、".join(sorted({p.version for p in proofs if p}))
        return f"{reason}（曾对照 {versions} 版核对）"
    return f"{reason}（也没有核对记录）"


def read_proofs(folders: Sequence[Path], command: str) -> dict[str, tuple[Proof, ...]]:
    """The proofs of every folder by what they prove; a folder without the file has none.

    Raises:
        ValueError: a proofs file is damaged; the message names ``command`` as the remedy.
    """
    proofs: dict[str, tuple[Proof, ...]] = {}
    for folder in folders:
        path = folder / PROOFS
        if path.is_file():
            try:
                data = json.loads(path.read_text("utf-8"))
                proofs |= {id_: tuple(Proof(**row) for row in rows) for id_, rows in data.items()}
            except (ValueError, TypeError, AttributeError) as error:
                raise ValueError(f"{path} 不合格式：运行 {command} 重新生成") from error
    return proofs


def write_proofs(folder: Path, proofs: Mapping[str, Sequence[Proof]]) -> Path:
    """Write ``proofs.json``; equal proofs give equal bytes."""
    data = {id_: [asdict(proof) for proof in rows] for id_, rows in sorted(proofs.items())}
    path = folder / PROOFS
    path.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path

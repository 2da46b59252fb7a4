"""Searching within one law: by article number, or by words that are marked where they stand."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any

from courses.statutes import Article, BadCitation, parse_citations
from courses.statutes.names import titled
from courses.statutes.numerals import article_figures, article_label, parse_article_number
from courses.widgets.reader_view import HeldLaw

_ENOUGH = 0.5
"""Share of the pairs of characters typed that a near hit must have."""
_NEAR_HITS = 8
_BEFORE, _LENGTH = 18, 72


def find(held: HeldLaw, typed: str) -> dict[str, Any]:
    """Find articles by a number (67, 六十七, 第六十七条) or by words.

    Returns:
        ``article``: the number typed, where the law has it; otherwise ``hits``, each with ``key``,
        ``label``, ``snippet`` and the ``marks`` in its text, and ``told``, a line of explanation.
    """
    number = _number(typed)
    if number:
        return _by_number(held, number)
    terms = list(dict.fromkeys(_fold(word) for word in typed.split()))
    if not terms:
        return {"hits": [], "told": "请输入要找的词语，或者条号。"}
    texts = [(article, _fold(article.text)) for article in held.articles.values()]
    hits = [_hit(own, text, terms) for own, text in texts if all(term in text for term in terms)]
    if hits:
        return {"hits": hits, "told": f"找到{len(hits)}条。"}
    near = _near(texts, terms)
    told = "没有一条写着这些字" + ("，下面几条比较接近。" if near else "。换一个词试试。")
    return {"hits": near, "told": told}


def _number(typed: str) -> tuple[int, int] | None:
    try:
        return parse_article_number(typed)
    except BadCitation:
        cited = parse_citations(typed)
        return (cited[0].article, cited[0].suffix) if cited else None


def _by_number(held: HeldLaw, number: tuple[int, int]) -> dict[str, Any]:
    key = article_figures(*number)
    if key in held.articles:
        return {"article": key}
    last = list(held.articles.values())[-1]
    title = titled(held.version.short_name)
    told = f"{title}没有{article_label(*number)}，最后一条是{last.label}。"
    return {"hits": [], "told": told}


def _fold(text: str) -> str:
    """Fold width and case, one character for each, so that places stay the same."""
    folded = (unicodedata.normalize("NFKC", char).lower() for char in text)
    return "".join(new if len(new) == 1 else old for old, new in zip(text, folded, strict=True))


def _near(texts: list[tuple[Article, str]], terms: list[str]) -> list[dict[str, Any]]:
    pairs = sorted({term[at : at + 2] for term in terms for at in range(len(term) - 1)})
    found = [(own, text, [pair for pair in pairs if pair in text]) for own, text in texts]
    enough = [row for row in found if row[2] and len(row[2]) >= _ENOUGH * len(pairs)]
    best = sorted(enough, key=lambda row: -len(row[2]))[:_NEAR_HITS]
    return [_hit(own, text, shared) for own, text, shared in best]


def _hit(article: Article, folded: str, terms: Iterable[str]) -> dict[str, Any]:
    places = sorted((at, len(term)) for term in terms for at in _places(folded, term))
    marks = {article.text[at : at + length] for at, length in places}
    return {
        "key": article_figures(article.number, article.suffix),
        "label": article.label,
        "snippet": _snippet(article.text, places[0][0]),
        "marks": sorted(marks),
    }


def _places(text: str, term: str) -> Iterable[int]:
    at = text.find(term)
    while at >= 0:
        yield at
        at = text.find(term, at + len(term))


def _snippet(text: str, place: int) -> str:
    """A stretch of the text around a place, on one line."""
    start = max(0, place - _BEFORE)
    stretch = text[start : start + _LENGTH].replace("\n", "　")
    return ("……" if start else "") + stretch + ("……" if start + _LENGTH < len(text) else "")

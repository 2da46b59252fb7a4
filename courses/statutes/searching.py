"""Searching the articles in force."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from courses.statutes.citations import parse_citations
from courses.statutes.cleaning import widen
from courses.statutes.errors import StatuteError
from courses.statutes.library import Library, SearchText
from courses.statutes.records import Article

_Ranked: TypeAlias = list[tuple[float, SearchText, tuple[str, ...]]]

_QUESTION_WORDS = re.compile(
    r"的|是|了|吗|呢|多少天|多少|多久|多长时间|几天|什么|怎么样|怎么|如何|哪些|哪个|能不能|能否|是否|[？?。，]"
)
_CONTEXT = 28
_ENOUGH = 0.4
"""Share of the query's weight an article must have when no article has all of its words."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An article found: its score (higher is better), an excerpt, and the words it matched."""

    article: Article
    score: float
    snippet: str
    matched: tuple[str, ...]


def search(
    library: Library,
    query: str,
    *,
    on: date | None = None,
    law: str | None = None,
    limit: int = 20,
) -> tuple[Hit, ...]:
    """Find articles of the versions in force on the day, best first.

    Words separated by spaces must all be there; if no article has them all, articles that share
    most of the query's character pairs are given. A citation in the query comes first. A word
    that is the name of a law limits the search to it.

    Args:
        library: where to search.
        query: words, a phrase or a citation.
        on: the day; default today.
        law: any name of the law to search in.
        limit: the most hits to return.

    Raises:
        NotHeld: ``law`` is not held.
    """
    terms = [folded for word in query.split() if (folded := widen(word))]
    law, terms = _law_in(library, law, terms)
    if not terms or limit < 1:
        return ()
    day = on or date.today()
    cited = _cited(library, query, day)
    texts = library.search_texts(day, law)
    core = [part for term in terms for part in _QUESTION_WORDS.split(term) if part]
    ranked = _rank(texts, terms) or _rank(texts, core) or _rank_loosely(texts, core)
    hits = (_hit(library, own, score, words) for score, own, words in ranked[: 2 * limit])
    found = [*cited, *(hit for hit in hits if hit)]
    unique = {(hit.article.law, hit.article.number, hit.article.suffix): hit for hit in found[::-1]}
    return tuple(sorted(unique.values(), key=lambda hit: -hit.score)[:limit])


def _law_in(library: Library, law: str | None, terms: list[str]) -> tuple[str | None, list[str]]:
    if law is not None:
        return library.versions(law)[0].law, terms
    for term in terms if len(terms) > 1 else ():
        full = library.find(term)
        if full:
            return full, [other for other in terms if other != term]
    return None, terms


def _cited(library: Library, query: str, day: date) -> list[Hit]:
    hits = []
    for own in parse_citations(query):
        try:
            article = library.article(own.law or "", own.article, on=day, suffix=own.suffix)
        except StatuteError:
            continue
        hits.append(Hit(article, math.inf, _snippet(article.text, ()), ()))
    return hits


def _rank(texts: Sequence[SearchText], terms: list[str]) -> _Ranked:
    if not terms:
        return []
    named = [own for own in texts if all(t in own.text or t in own.law for t in terms)]
    found = [own for own in named if any(term in own.text for term in terms)]
    weight = _weights(texts, terms)
    scored = [(_score(own, terms, weight), own, tuple(terms)) for own in found]
    return sorted(scored, key=lambda row: -row[0])


def _score(own: SearchText, terms: list[str], weight: dict[str, float]) -> float:
    score = 0.0
    for term in terms:
        count = own.text.count(term)
        score += weight[term] * count / (count + 0.5 + len(own.text) / 400)
        score += 0.8 * weight[term] * _share(term, own.law)
        score += 0.1 * weight[term] * (term in own.text[:40])
    phrase = len(terms) > 1 and "".join(terms) in own.text
    return score * (1.5 if phrase else 1.0)


def _share(term: str, name: str) -> float:
    """Return the share of the term's character pairs that the law's name has."""
    pairs = [term[index : index + 2] for index in range(len(term) - 1)] or [term]
    return sum(pair in name for pair in pairs) / len(pairs)


def _rank_loosely(texts: Sequence[SearchText], terms: list[str]) -> _Ranked:
    pairs = sorted({term[index : index + 2] for term in terms for index in range(len(term) - 1)})
    if not pairs:
        return []
    weight = _weights(texts, pairs)
    total = sum(weight.values())
    scored: _Ranked = []
    for own in texts:
        shared = tuple(pair for pair in pairs if pair in own.text)
        share = sum(weight[pair] for pair in shared) / total
        if share >= _ENOUGH:
            scored.append((share, own, shared))
    return sorted(scored, key=lambda row: (-row[0], len(row[1].text)))


def _weights(texts: Sequence[SearchText], terms: Iterable[str]) -> dict[str, float]:
    count = len(texts)
    return {
        term: math.log(1 + count / (1 + sum(term in own.text for own in texts))) for term in terms
    }


def _hit(library: Library, own: SearchText, score: float, words: tuple[str, ...]) -> Hit | None:
    """Make a hit, unless the words stood in an annex or other text that is not the article's."""
    try:
        article = library.article_of(own.version, own.number, own.suffix)
    except StatuteError:
        return None
    clean = widen(article.text)
    if not all(word in clean or word in own.law for word in words):
        return None
    return Hit(article, score, _snippet(article.text, words), words)


def _snippet(text: str, words: tuple[str, ...]) -> str:
    line = text.replace("\n", " ")
    places = [place for word in words if (place := line.find(word)) >= 0]
    start = max(0, min(places, default=0) - _CONTEXT)
    end = start + 3 * _CONTEXT
    return ("…" if start else "") + line[start:end] + ("…" if end < len(line) else "")

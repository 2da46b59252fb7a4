"""What the reader shows of a law whose text is not held: the lesson's quotations of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any

from courses.catalogue.content import Cite, Reader
from courses.statutes import displaced, normalise
from courses.statutes.names import fold_name, short_names, titled
from courses.statutes.numerals import article_figures, article_label, parse_article_number
from courses.widgets.citing import cite_label
from courses.widgets.reader_view import governing

Number = tuple[int, int]


@lru_cache(maxsize=1024)
def _full_name(law: str) -> str:
    folded = fold_name(law)
    return short_names().get(folded, folded)


def same_law(one: str, other: str) -> bool:
    """Say whether two names mean the same law, held or not."""
    return _full_name(one) == _full_name(other)


def quotes_view(reader: Reader, cites: Sequence[Cite], day: date) -> dict[str, Any]:
    """The quotations of the reader's law for the browser, in groups by article.

    A key article that nothing quotes has a group too: it may have to be warned of.
    """
    own = [cite for cite in (*reader.cites, *cites) if same_law(cite.law, reader.law)]
    key = {parse_article_number(number) for number in reader.articles}
    quoted = {
        number: list(_distinct(within))
        for number, within in groupby(sorted(own, key=_number), key=_number)
    }
    numbers = sorted({*key, *quoted})
    return {
        "title": titled(fold_name(reader.law)),
        "groups": [_group(reader.law, n, quoted.get(n, []), n in key, day) for n in numbers],
    }


def _number(cite: Cite) -> Number:
    return parse_article_number(cite.article)


def _distinct(cites: Iterable[Cite]) -> Iterator[Cite]:
    """Leave out quotations that stand within another one; 款 and 项 in their order."""
    given = list({normalise(cite.quote): cite for cite in cites}.values())
    longest = [
        cite
        for cite in given
        if not any(normalise(cite.quote) in normalise(o.quote) for o in given if o is not cite)
    ]
    yield from sorted(longest, key=lambda cite: (cite.paragraph or 0, cite.item or 0))


def _group(law: str, number: Number, cites: list[Cite], key: bool, day: date) -> dict[str, Any]:
    name = article_figures(*number)
    rows = displaced(law, name, day)
    return {
        "key": name,
        "heading": article_label(*number),
        "main": key,
        "warnings": [f"{row.citation}已被{row.by_citation}取代：{row.note}" for row in rows],
        "governing": governing(law, name, day),
        "quotes": [{"where": _where(cite), "text": cite.quote} for cite in cites],
    }


def _where(cite: Cite) -> str:
    """The 款 and 项 a quotation stands in, where it names them."""
    whole = cite.model_copy(update={"paragraph": None, "item": None})
    return cite_label(cite).removeprefix(cite_label(whole))

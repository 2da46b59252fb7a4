"""A law as the reader shows it: its version, its key articles, and all its articles by chapter."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from courses.catalogue.content import Reader
from courses.statutes import (
    Article,
    Basis,
    LawVersion,
    Library,
    NotHeld,
    NotInForce,
    displaced,
)
from courses.statutes.names import titled
from courses.statutes.numerals import (
    article_figures,
    article_label,
    parse_article_number,
    to_chinese,
)
from courses.statutes.structure import Paragraph
from courses.widgets.citing import article_view, chinese_day, version_line

_CERTAIN = frozenset({Basis.LAST_ARTICLE, Basis.AMENDING_DECISION})
_NOTED = re.compile(r"第([\d、]+)条")


@dataclass(frozen=True, slots=True)
class HeldLaw:
    """A version of a law, read on a day; its articles in order, by number as in ``120之一``."""

    version: LawVersion
    day: date
    articles: Mapping[str, Article]


def held_law(law: str, day: date) -> HeldLaw | None:
    """Return the version of the day, else the one held that comes nearest; None if none is held."""
    library = Library.default()
    try:
        version = _version(library, law, day)
    except NotHeld:
        return None
    articles = {article_figures(own.number, own.suffix): own for own in library.articles(version)}
    return HeldLaw(version, day, articles) if articles else None


def _version(library: Library, law: str, day: date) -> LawVersion:
    try:
        return library.in_force(law, day)
    except (NotInForce, NotHeld):
        held = library.versions(law)
        return next((own for own in reversed(held) if own.effective_from <= day), held[0])


def law_view(held: HeldLaw, reader: Reader) -> dict[str, Any]:
    """A law for the browser.

    ``key`` holds the articles of the lesson in full, ``chapters`` the labels of all; ``older`` is
    the year of the version to compare with, ``lacking`` the same where it is not held.
    """
    version = held.version
    year = str(reader.compare.year) if reader.compare else ""
    comparable = reader.compare in {own.version_date for own in _others(version)}
    return {
        "title": titled(version.short_name),
        "version": version_line(version.version_date, version.effective_from),
        "basis": "" if version.basis in _CERTAIN else version.basis.explanation,
        "note": version.status_note or "",
        "warnings": list(_standing(version, held.day)),
        "key": [_key_view(held, number) for number in dict.fromkeys(reader.articles)],
        "chapters": list(_chapters(held.articles.values())),
        "older": year if comparable else "",
        "lacking": "" if comparable else year,
    }


def _others(version: LawVersion) -> Iterable[LawVersion]:
    held = Library.default().versions(version.law)
    return (own for own in held if own.version_date != version.version_date)


def _standing(version: LawVersion, day: date) -> Iterator[str]:
    """What to know of a version that is not the one in force on the day."""
    if version.effective_from > day:
        yield f"这一版尚未施行：{chinese_day(version.effective_from)}起施行。"
        if version.earlier_exists:
            yield "现在有效的是更早的版本，本机没有收入它的原文。"
    elif version.effective_until:
        by = f"，由{version.superseded_by}取代" if version.superseded_by else ""
        now = "这一版" if version.covers(day) else "这一版已失效："
        yield f"{now}施行到{chinese_day(version.effective_until)}为止{by}。"


def _key_view(held: HeldLaw, number: str) -> dict[str, Any]:
    parsed = parse_article_number(number)
    key = article_figures(*parsed)
    if key in held.articles:
        return reading_view(held, key)
    told = f"本机收入的{held.version.version_date.year}年版没有这一条的原文。"
    return {"key": key, "heading": article_label(*parsed), "missing": told}


def reading_view(held: HeldLaw, key: str) -> dict[str, Any]:
    """One article for the browser.

    ``lines`` are its 款, labelled where there is more than one, and its 项 (``item``, as are the
    further lines of a 款: 宪法 65). ``governing`` are the provisions that displace it, as
    ``citing.shown_cite`` gives them.
    """
    article = held.articles[key]
    view = article_view(article, held.day)
    return {
        "key": key,
        "heading": view["heading"],
        "chapter": "　".join(part for part in (article.chapter, article.section) if part),
        "warnings": [*view["warnings"], *_amended(article)],
        "governing": governing(article.law, key, held.day, article.version_date),
        "lines": list(_lines(article.paragraphs)),
    }


def _amended(article: Article) -> Iterator[str]:
    """The note on the version, where it names this article as changed since."""
    numbers = "、".join(_NOTED.findall(article.status_note or "")).split("、")
    if article.status_note and not article.suffix and str(article.number) in numbers:
        yield f"已有修改：{article.status_note}。"


def governing(law: str, key: str, day: date, version: date | None = None) -> list[dict[str, str]]:
    """Return the provisions that displace an article on the day, as quotations."""
    return [
        {
            "label": row.by_citation,
            "quote": row.by_quote,
            "law": row.by_law,
            "article": article_figures(row.by_article, row.by_suffix),
        }
        for row in displaced(law, key, day, version=version)
    ]


def _lines(paragraphs: Sequence[Paragraph]) -> Iterator[dict[str, Any]]:
    for paragraph in paragraphs:
        label = f"第{to_chinese(paragraph.number)}款" if len(paragraphs) > 1 else ""
        lead = enumerate(paragraph.lead.split("\n"))
        texts = [(text, at > 0) for at, text in lead if text]
        texts += [(text, True) for item in paragraph.items for text in item.text.split("\n")]
        for index, (text, item) in enumerate(texts):
            yield {"label": "" if index else label, "text": text, "item": item}


def _chapters(articles: Iterable[Article]) -> Iterator[dict[str, Any]]:
    for chapter, own in groupby(articles, key=lambda article: article.chapter):
        sections = groupby(own, key=lambda article: article.section)
        yield {
            "title": chapter or "",
            "sections": [
                {"title": section or "", "articles": [_label(article) for article in within]}
                for section, within in sections
            ],
        }


def _label(article: Article) -> dict[str, str]:
    return {"key": article_figures(article.number, article.suffix), "label": article.label}

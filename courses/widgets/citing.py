"""Articles as the widgets show them: with version, dates and warnings, or the quotation alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol

from courses.statutes import Article, Library, NotHeld, StatuteError, displaced, format_citation
from courses.statutes.citations import Citation
from courses.statutes.names import titled
from courses.statutes.numerals import parse_article_number


class Cited(Protocol):
    """A quotation with the article it stands in."""

    @property
    def law(self) -> str:
        """Any name of the law."""

    @property
    def article(self) -> str:
        """The number in figures: ``67``, ``120之一``."""

    @property
    def quote(self) -> str:
        """The words."""


def cite_label(cite: Cited) -> str:
    """Write what is cited: 《行政诉讼法》第六十七条第一款."""
    number, suffix = parse_article_number(cite.article)
    paragraph, item = getattr(cite, "paragraph", None), getattr(cite, "item", None)
    return format_citation(Citation(cite.law, number, suffix, paragraph, item))


def shown_cite(cite: Cited) -> dict[str, str]:
    """A quotation for the browser: ``label``, ``quote``, and ``law`` and ``article`` to ask for."""
    return {
        "label": cite_label(cite),
        "quote": cite.quote,
        "law": cite.law,
        "article": cite.article,
    }


def article_object(law: str, number: str) -> str:
    """Name an article in the study record: article:行政复议法/20."""
    return f"article:{law}/{number}"


def shown_article(law: str, number: str, on: date | None = None) -> dict[str, Any]:
    """An article for the browser; where it is not at hand, ``missing`` says so in Chinese."""
    try:
        article = Library.default().article(law, number, on=on)
    except NotHeld:
        return {"missing": f"本机没有收入{titled(law)}全文，请联系管理员导入。"}
    except StatuteError as error:
        return {"missing": str(error)}
    return article_view(article)


def article_view(article: Article, on: date | None = None) -> dict[str, Any]:
    """An article at hand for the browser: paragraphs, version, dates, warnings."""
    return {
        "label": article.citation,
        "heading": article.label,
        "paragraphs": [_paragraph(p.lead or p.text, p.items) for p in article.paragraphs],
        "version": version_line(article.version_date, article.effective_from),
        "warnings": list(warnings(article, on)),
    }


def _paragraph(lead: str, items: Any) -> Mapping[str, Any]:
    return {"text": lead, "items": [item.text for item in items]}


def version_line(version: date, effective: date) -> str:
    """Say which version it is: 2023年9月1日修订，2024年1月1日起施行."""
    return f"{chinese_day(version)}版本，{chinese_day(effective)}起施行"


def chinese_day(day: date) -> str:
    """Write a day: 2023年9月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def warnings(article: Article, on: date | None = None) -> list[str]:
    """What a reader of the article must be told: displaced, not in force, uncertain."""
    day = on or date.today()
    found = displaced(
        article.law, article.number, day, suffix=article.suffix, version=article.version_date
    )
    told = [f"{row.citation}已被{row.by_citation}取代：{row.note}" for row in found]
    if article.effective_from > day:
        told.append(f"尚未施行：{chinese_day(article.effective_from)}起施行。")
    elif article.effective_until and article.effective_until < day:
        told.append(f"已失效：施行到{chinese_day(article.effective_until)}为止。")
    return told

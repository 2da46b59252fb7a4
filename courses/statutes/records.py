"""The records this package hands out."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from courses.statutes.errors import NoSuchArticle
from courses.statutes.matching import contains_quote, digest
from courses.statutes.names import titled
from courses.statutes.numerals import to_chinese
from courses.statutes.structure import Item, Paragraph


class Basis(StrEnum):
    """How well the first day in force is known."""

    LAST_ARTICLE = "A"
    AMENDING_DECISION = "B"
    PUBLISHED_REPORT = "C"
    GENERAL_KNOWLEDGE = "D"
    SOURCE = "S"
    VERSION_DATE = "V"

    @property
    def explanation(self) -> str:
        """Say in Chinese what the letter stands for."""
        return _EXPLANATIONS[self]


_EXPLANATIONS = {
    Basis.LAST_ARTICLE: "末条写明",
    Basis.AMENDING_DECISION: "修改决定写明",
    Basis.PUBLISHED_REPORT: "据公开报道",
    Basis.GENERAL_KNOWLEDGE: "据一般知识，未见官方文本，用前请核",
    Basis.SOURCE: "来源资料载明",
    Basis.VERSION_DATE: "施行日未核，暂以公布（修改）日代替",
}


@dataclass(frozen=True, slots=True)
class LawVersion:
    """One version of a law.

    ``effective_until`` is the last day in force, that day included; None: still in force.
    ``status_note`` says what is not certain about this version, None if nothing.
    ``earlier_exists``: the law had a version before this one; ``known_since`` is a day, if one is
    known, on which such a version was in force (not always the first).
    """

    law: str
    short_name: str
    kind: str
    version_date: date
    effective_from: date
    effective_until: date | None
    superseded_by: str | None
    basis: Basis
    status_note: str | None
    article_count: int
    source: str
    key: str = field(repr=False)
    earlier_exists: bool = field(default=False, repr=False)
    known_since: date | None = field(default=None, repr=False)

    def covers(self, day: date) -> bool:
        """Say whether this version is in force on the day."""
        last = self.effective_until
        return self.effective_from <= day and (last is None or day <= last)


@dataclass(frozen=True, slots=True)
class Article:
    """One article of one version of a law; ``text`` has its 款 and 项 on lines of their own."""

    law: str
    short_name: str
    version_date: date
    effective_from: date
    effective_until: date | None
    number: int
    suffix: int
    label: str
    chapter: str | None
    section: str | None
    paragraphs: tuple[Paragraph, ...]
    text: str
    source: str
    status_note: str | None = None

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the normalised text: the proof that an article has not changed."""
        return digest(self.text)

    @property
    def citation(self) -> str:
        """The article as one cites it: 《行政复议法》第二十条."""
        return f"{titled(self.short_name)}{self.label}"

    def paragraph(self, number: int) -> Paragraph:
        """Return the 款 of that number.

        Raises:
            NoSuchArticle: the article has fewer.
        """
        if not 1 <= number <= len(self.paragraphs):
            raise NoSuchArticle(
                f"{self.citation}没有第{to_chinese(max(number, 1))}款，"
                f"这一条共{to_chinese(len(self.paragraphs))}款"
            )
        return self.paragraphs[number - 1]

    def item(self, number: int, paragraph: int | None = None) -> Item:
        """Return the 项 of that number, from the 款 given or the first one that has it.

        Raises:
            NoSuchArticle: there is none.
        """
        within = self.paragraphs if paragraph is None else (self.paragraph(paragraph),)
        for own in within:
            for item in own.items:
                if item.number == number:
                    return item
        where = "" if paragraph is None else f"第{to_chinese(paragraph)}款"
        raise NoSuchArticle(f"{self.citation}{where}没有第（{to_chinese(max(number, 1))}）项")

    def contains(self, quote: str) -> bool:
        """Say whether the article contains the quote (see ``contains_quote``)."""
        return contains_quote(self.text, quote)

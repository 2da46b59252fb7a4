"""What a source of statutes holds, before any of our own knowledge is added."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Holding:
    """One version of one law as its source describes it."""

    key: str
    law: str
    short_name: str
    kind: str
    version_date: date
    stated_effective: date | None
    original_effective: str | None
    status: str
    status_as_of: str | None
    superseded_by: str | None
    note: str | None
    article_count: int
    source: str
    stated_until: date | None = None
    from_package: bool = False
    amended: bool = False
    """An earlier version existed: the law was amended since it was made."""


@dataclass(frozen=True, slots=True)
class RawArticle:
    """One article of a source, its text cleaned."""

    number: int
    suffix: int
    label: str
    chapter: str | None
    section: str | None
    text: str


class Source(Protocol):
    """Somewhere statutes come from."""

    def holdings(self) -> tuple[Holding, ...]:
        """List what is held, without reading the texts."""

    def articles(self, key: str) -> tuple[RawArticle, ...]:
        """Read the articles of one version, in order."""

    def missing(self, key: str) -> frozenset[int]:
        """Return the numbers of articles that the version has and the source lost."""

    def raw_texts(self) -> Iterator[tuple[str, int, int, str]]:
        """Yield key, number, suffix and uncleaned text of every article, for searching."""

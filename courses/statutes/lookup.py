"""The functions most callers need, on the library of the environment."""

from datetime import date

from courses.statutes import searching
from courses.statutes.changes import LawComparison
from courses.statutes.library import Library
from courses.statutes.records import Article, LawVersion
from courses.statutes.searching import Hit


def article(law: str, number: int | str, on: date | None = None, suffix: int = 0) -> Article:
    """Return an article of the version in force on the day (see ``Library.article``)."""
    return Library.default().article(law, number, on=on, suffix=suffix)


def versions(law: str) -> tuple[LawVersion, ...]:
    """Return the versions held, oldest first (see ``Library.versions``)."""
    return Library.default().versions(law)


def in_force(law: str, on: date | None = None) -> LawVersion:
    """Return the version in force on the day (see ``Library.in_force``)."""
    return Library.default().in_force(law, on)


def search(
    query: str, *, on: date | None = None, law: str | None = None, limit: int = 20
) -> tuple[Hit, ...]:
    """Find articles in force on the day (see ``searching.search``)."""
    return searching.search(Library.default(), query, on=on, law=law, limit=limit)


def compare(law: str, old: date | str, new: date | str) -> LawComparison:
    """Compare two versions of a law (see ``comparing.compare``)."""
    # scipy takes longer to load than an article takes to find, so only a comparison loads it.
    from courses.statutes import comparing  # noqa: PLC0415

    return comparing.compare(Library.default(), law, old, new)

"""Provisions still on the books that later law has displaced."""

import tomllib
from datetime import date
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from courses.statutes.citations import Citation, format_citation
from courses.statutes.names import fold_name, short_names
from courses.statutes.numerals import parse_article_number


class Displacement(BaseModel):
    """An article that no longer governs as it reads, the one that does, and the proof.

    ``quote`` stands in the displaced article, ``by_quote`` in the one that displaces it;
    ``version`` is the version date of the displaced text; ``since`` the first day.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)
    law: str
    version: date
    article: int
    suffix: int = 0
    quote: str
    by_law: str
    by_article: int
    by_suffix: int = 0
    by_quote: str
    since: date
    note: str

    @property
    def citation(self) -> str:
        """The displaced article: 《政府信息公开条例》第五十一条."""
        return format_citation(Citation(self.law, self.article, self.suffix))

    @property
    def by_citation(self) -> str:
        """The article that displaces it."""
        return format_citation(Citation(self.by_law, self.by_article, self.by_suffix))


@cache
def displacements() -> tuple[Displacement, ...]:
    """Return the whole list in ``displaced.toml``."""
    path = resources.files("courses.statutes") / "displaced.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["displaced"]
    return tuple(Displacement.model_validate(row) for row in rows)


def displaced(
    law: str,
    number: int | str,
    on: date | None = None,
    *,
    suffix: int = 0,
    version: date | None = None,
) -> tuple[Displacement, ...]:
    """Return what displaces an article on the day (default: today); usually nothing.

    Args:
        law: any name of the law; the text itself need not be held.
        number: as for ``Library.article``.
        on: the day.
        suffix: 1 for 之一, unless ``number`` says it.
        version: version date of the text in hand; a later version than the displaced one is not
            affected.

    Raises:
        BadCitation: the number cannot be read.
    """
    folded = fold_name(law)
    full = short_names().get(folded, folded)
    wanted = parse_article_number(number, suffix)
    day = on or date.today()
    return tuple(
        row
        for row in displacements()
        if fold_name(row.law) == full
        and (row.article, row.suffix) == wanted
        and row.since <= day
        and version in (None, row.version)
    )

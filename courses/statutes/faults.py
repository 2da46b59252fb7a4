"""The curated list of faults in the package's data."""

import tomllib
from datetime import date
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)
    law: str
    version: date


class Cut(_Row):
    """Words from which on an article's text is not its own."""

    number: int
    at: str
    reason: str


class Missing(_Row):
    """Articles the law has and the source has not."""

    numbers: tuple[int, ...]


class Fold(Missing):
    """Articles of the source that are part of article ``into``."""

    into: int


class SourceFaults(BaseModel):
    """Everything in ``source_faults.toml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    missing: tuple[Missing, ...]
    cut: tuple[Cut, ...]
    broken_lines: tuple[_Row, ...]
    fold: tuple[Fold, ...]
    unreliable: tuple[_Row, ...]

    def missing_numbers(self, law: str, version: date) -> frozenset[int]:
        """Return the numbers of the articles that the source lost."""
        rows = (row.numbers for row in self.missing if (row.law, row.version) == (law, version))
        return frozenset(number for numbers in rows for number in numbers)

    def has_broken_lines(self, law: str, version: date) -> bool:
        """Say whether the source breaks this law's lines inside sentences."""
        return any((row.law, row.version) == (law, version) for row in self.broken_lines)

    def is_unreliable(self, law: str, version: date) -> bool:
        """Say whether the source's article numbers of this text are not its own."""
        return any((row.law, row.version) == (law, version) for row in self.unreliable)

    def cut_text(self, law: str, version: date, number: int, raw: str) -> str:
        """Return the raw text of the article without what is not its own."""
        for row in self.cut:
            if (row.law, row.version, row.number) == (law, version, number):
                return raw.partition(row.at)[0]
        return raw


@cache
def source_faults() -> SourceFaults:
    """Read ``source_faults.toml`` once."""
    path = resources.files("courses.statutes") / "source_faults.toml"
    return SourceFaults.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))

"""The records of a comparison of two versions."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from courses.statutes.records import Article, LawVersion


class ChangeKind(StrEnum):
    """What became of an article."""

    UNCHANGED = "未变"
    MOVED = "移位"
    CHANGED = "修改"
    ADDED = "新增"
    REMOVED = "删除"


@dataclass(frozen=True, slots=True)
class DiffSegment:
    """A stretch of text that is in both versions, only in the old, or only in the new."""

    kind: Literal["equal", "delete", "insert"]
    text: str


@dataclass(frozen=True, slots=True)
class ArticleChange:
    """One article of the old version, the new, or both; ``similarity`` from 0 to 1."""

    kind: ChangeKind
    old: Article | None
    new: Article | None
    similarity: float
    segments: tuple[DiffSegment, ...]


@dataclass(frozen=True, slots=True)
class LawComparison:
    """Two versions and every article of both, in the order of the new."""

    old: LawVersion
    new: LawVersion
    changes: tuple[ArticleChange, ...]

    def count(self, kind: ChangeKind) -> int:
        """Return how many articles fared so."""
        return sum(change.kind is kind for change in self.changes)

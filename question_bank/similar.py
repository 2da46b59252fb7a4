"""Near-duplicates: items that ask the same in nearly the same words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from question_bank.bias import chosen
from question_bank.schema import Item

NEAR: Final = 75.0
"""From this likeness (0 to 100) on, two items are one item written twice."""
_TRIFLES: Final = re.compile(r"[\d〇一二三四五六七八九十百千万两]+|[\u4e00-\u9fff]某某?|某|[\W_]")
"""Names, figures and punctuation: changing them makes no other item."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two items and how alike they are, from 0 to 100."""

    first: str
    second: str
    likeness: float


def normalised(item: Item) -> str:
    """What an item asks, key included, without names, figures and punctuation."""
    right = "".join(item.options[name] for name in chosen(item))
    return _TRIFLES.sub("", item.stem + right)


def alike(items: Sequence[Item], least: float = NEAR) -> tuple[Pair, ...]:
    """The pairs of items that are at least so alike, the most alike first.

    The likeness is the normalised indel similarity of the normalised texts. Retired items are left
    out; so are texts of fewer than ten characters, of which nothing can be said.
    """
    live = [item for item in items if item.status != "retired" and len(normalised(item)) >= 10]
    texts = [normalised(item) for item in live]
    scores = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=least, workers=-1)
    pairs = [
        Pair(live[a].id, live[b].id, round(float(scores[a, b]), 1))
        for a in range(len(live))
        for b in range(a + 1, len(live))
        if scores[a, b] >= least
    ]
    return tuple(sorted(pairs, key=lambda pair: (-pair.likeness, pair.first, pair.second)))

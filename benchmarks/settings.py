"""How large a run is, and how progress is told."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass

Figures = Mapping[str, int | float]
"""What a subject reports: figures by name, times in seconds unless the name says otherwise."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Sizes of a run; the defaults are the ones whose figures are published."""

    papers: int = 2000
    stock_papers: int = 10
    repeats: int = 3
    candidates: int = 2000
    seconds: int = 60
    lessons: int = 100


def tell(message: str) -> None:
    """Say what is going on, apart from the figures."""
    print(message, file=sys.stderr, flush=True)

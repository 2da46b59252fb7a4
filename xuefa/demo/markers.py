"""A simulated marker, who gives points for the wording of the marking points."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A marked essay: points, at most the sum of the marking points, and a comment in Chinese."""

    score: float
    comment: str


def mark_essay(text: str, marking_points: Sequence[tuple[str, float]]) -> Mark:
    """Award the points of every marking point whose wording the essay contains.

    Spaces, punctuation and the width of characters do not matter.

    Args:
        text: what the candidate wrote.
        marking_points: the wording of each marking point with its points.
    """
    written = _plain(text)
    if not written:
        return Mark(0.0, "未作答，不得分。")
    missing = [wording for wording, _ in marking_points if _plain(wording) not in written]
    score = sum(points for wording, points in marking_points if wording not in missing)
    return Mark(float(score), _comment(missing, len(marking_points)))


def _comment(missing: Sequence[str], count: int) -> str:
    if not missing:
        return "要点齐全。"
    wordings = "；".join(wording.strip().rstrip("。；") for wording in missing)
    opening = "未答出要点" if len(missing) == count else f"答出{count - len(missing)}个要点，缺少"
    return f"{opening}：{wordings}。"


def _plain(text: str) -> str:
    """The text with nothing but letters and digits, full-width forms folded."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())

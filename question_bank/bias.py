"""Biases of a bank: what a candidate who knows no law could profit from.

After Haladyna, Downing and Rodriguez, A Review of Multiple-Choice Item-Writing Guidelines (2002):
keys balanced in position and length, no clue words, negative stems rare and marked.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from question_bank.schema import Item, Kind

ABSOLUTE: Final = re.compile(r"一律|任何|必须|一切|绝对|所有|无论如何|永远")
NEGATIVE: Final = re.compile(
    r"(不正确|错误|不属于|不符合|不包括|不合法|不应当|不得|不能|不可以)的(有|是)?（　）"
)
"""How a stem asks for what is wrong."""
LEAST: Final = 20
"""Below so many cases a share says nothing."""
CLUES_LEAST: Final = 10


@dataclass(frozen=True, slots=True)
class Bias:
    """One share and what it may be.

    Attributes:
        name: what is measured; :data:`NAMES` has it in Chinese.
        share: between 0 and 1; None where there is nothing to measure.
        cases: of how many.
        low: the least it may be.
        high: the most it may be.
        least: below so many cases nothing is said.
    """

    name: str
    share: float | None
    cases: int
    low: float
    high: float
    least: int = LEAST

    @property
    def is_within(self) -> bool:
        """Whether the share is where it should be, or too few cases say anything."""
        if self.share is None or self.cases < self.least:
            return True
        return self.low <= self.share <= self.high

    def as_dict(self) -> dict[str, Any]:
        """For ``xuefa bank check --json``."""
        share = None if self.share is None else round(self.share, 3)
        bounds = {"low": round(self.low, 3), "high": round(self.high, 3)}
        return {"share": share, "cases": self.cases, **bounds, "within": self.is_within}


NAMES: Final = {
    "true_share": "判断题中“正确”所占比例",
    "most_frequent_position": "单选题答案最集中的一个位置所占比例",
    "least_frequent_position": "单选题答案最少的一个位置所占比例",
    "longest_is_key": "单选题中答案是最长选项的比例",
    "shortest_is_key": "单选题中答案是最短选项的比例",
    "all_right": "多选题中全部选项都对的比例",
    "absolutes_right": "含“一律”“任何”等字样的选项和判断中，正确的比例",
    "negative": "否定式提问的比例",
}


def biases(items: Iterable[Item]) -> tuple[Bias, ...]:
    """The biases of some items, as a rule those of one law."""
    live = [item for item in items if item.status != "retired"]
    by_kind = {kind: [item for item in live if item.kind is kind] for kind in Kind}
    singles, multiples = by_kind[Kind.SINGLE], by_kind[Kind.MULTIPLE]
    truths = by_kind[Kind.TRUE_FALSE]
    positions = Counter(str(item.answer) for item in singles)
    spread = [positions[letter] for letter in "abcd"]
    right, clues = _clues(live)
    return (
        _bias("true_share", sum(item.answer is True for item in truths), len(truths), 0.4, 0.6),
        _bias("most_frequent_position", max(spread), len(singles), 0.25, 0.4),
        _bias("least_frequent_position", min(spread), len(singles), 0.1, 0.25),
        _bias("longest_is_key", _extreme(singles, longest=True), len(singles), 0.1, 0.35),
        _bias("shortest_is_key", _extreme(singles, longest=False), len(singles), 0.1, 0.35),
        _bias("all_right", sum(map(_all_right, multiples)), len(multiples), 0.0, 0.2),
        Bias("absolutes_right", right / clues if clues else None, clues, 0.2, 0.8, CLUES_LEAST),
        _bias("negative", sum(item.negative for item in live), len(live), 0.0, 0.1),
    )


def is_unmarked_negative(item: Item) -> bool:
    """Whether a stem asks for what is wrong without being marked as such."""
    is_choice = item.kind in (Kind.SINGLE, Kind.MULTIPLE)
    return is_choice and not item.negative and NEGATIVE.search(item.stem) is not None


def chosen(item: Item) -> tuple[str, ...]:
    """The right options of a choice item; none of another."""
    if item.kind not in (Kind.SINGLE, Kind.MULTIPLE):
        return ()
    key = item.key()
    return tuple(map(str, key)) if isinstance(key, list) else ()


def _bias(name: str, count: float, cases: int, low: float, high: float) -> Bias:
    return Bias(name, count / cases if cases else None, cases, low, high)


def _extreme(singles: Sequence[Item], *, longest: bool) -> float:
    """How many keys are the longest (shortest) option; of several equal ones a part each."""
    found = 0.0
    for item in singles:
        lengths = {name: len(text) for name, text in item.options.items()}
        edge = (max if longest else min)(lengths.values())
        at_edge = [name for name, length in lengths.items() if length == edge]
        found += (str(item.answer) in at_edge) / len(at_edge)
    return found


def _all_right(item: Item) -> bool:
    return len(chosen(item)) == len(item.options)


def _clues(items: Iterable[Item]) -> tuple[int, int]:
    """How many statements with an absolute word are right, and how many there are."""
    told = [
        is_right for item in items for text, is_right in _statements(item) if ABSOLUTE.search(text)
    ]
    return sum(told), len(told)


def _statements(item: Item) -> Iterator[tuple[str, bool]]:
    """What a candidate is to judge: statements, and options of stems that ask for what is right."""
    if isinstance(item.answer, bool):
        yield item.stem, item.answer
    elif not item.negative:
        right = chosen(item)
        yield from ((text, name in right) for name, text in item.options.items())

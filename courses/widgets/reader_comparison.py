"""Two versions of a law side by side, every article of both, with what differs marked."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any

from courses.statutes import Article, ChangeKind, DiffSegment, LawVersion, compare, normalise
from courses.statutes.changes import ArticleChange
from courses.statutes.numerals import article_figures
from courses.widgets.citing import chinese_day

LEAST_ALIKE = 0.4
"""Two lines less alike than this are shown as one taken out and one put in."""
_SHORT = 2
"""Characters in common between two differences that only make them hard to read."""
_MARK = re.compile(r"^（[一二三四五六七八九十百]+）")

Line = tuple[DiffSegment, ...]
Differ = Callable[[str, str], Line]
Pair = tuple[str | None, str | None]


def comparison_view(version: LawVersion, old: date) -> dict[str, Any]:
    """Compare ``version`` with the older one of the date, for the browser.

    ``changes`` are in the order of the new version; each has its ``kind`` (未变, 移位, 修改, 新增,
    删除) and the ``old`` and ``new`` article (None where there is none): ``key``, ``label`` and
    ``lines``, which are lists of pairs of equal, delete or insert and a text.

    Raises:
        NotHeld: the older version is not held.
    """
    found = compare(version.law, old, version.version_date)
    # Like the comparison itself, it brings scipy: only when it is asked for.
    from courses.statutes.comparing import diff  # noqa: PLC0415

    return {
        "old": _heading(found.old),
        "new": _heading(found.new),
        "changes": [_change(change, diff) for change in found.changes],
    }


def _heading(version: LawVersion) -> dict[str, str]:
    """The version, and when it was or is in force."""
    until = version.effective_until
    since = f"{chinese_day(version.effective_from)}起施行"
    return {
        "version": f"{chinese_day(version.version_date)}版本",
        "term": f"施行到{chinese_day(until)}" if until else since,
    }


def _change(change: ArticleChange, diff: Differ) -> dict[str, Any]:
    lines = list(_lines(change, diff))
    return {
        "kind": str(change.kind),
        "old": change.old and _side(change.old, lines, "insert"),
        "new": change.new and _side(change.new, lines, "delete"),
    }


def _side(article: Article, lines: Sequence[Line], hidden: str) -> dict[str, Any]:
    own = [[(part.kind, part.text) for part in line if part.kind != hidden] for line in lines]
    return {
        "key": article_figures(article.number, article.suffix),
        "label": article.label,
        "lines": [line for line in own if line],
    }


def _lines(change: ArticleChange, diff: Differ) -> Iterator[Line]:
    """The lines of both articles, compared line by line so that no 项 is taken for another."""
    if change.kind is not ChangeKind.CHANGED or change.old is None or change.new is None:
        for segment in change.segments:
            yield from ((DiffSegment(segment.kind, text),) for text in segment.text.split("\n"))
        return
    for old, new in align(change.old.text.split("\n"), change.new.text.split("\n")):
        if old is not None and new is not None:
            yield readable(diff(old, new))
        elif old is not None:
            yield (DiffSegment("delete", old),)
        elif new is not None:
            yield (DiffSegment("insert", new),)


def align(old: Sequence[str], new: Sequence[str]) -> list[Pair]:
    """Pair the lines of two texts, in their order, so that they are most alike in total.

    Returns:
        Old and new line; None where a line has no partner.
    """
    gain = _likeness(old, new)
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], gain[i][j] + best[i + 1][j + 1])
    pairs: list[Pair] = []
    i = j = 0
    while i < len(old) and j < len(new):
        if gain[i][j] > 0 and best[i][j] == gain[i][j] + best[i + 1][j + 1]:
            pairs.append((old[i], new[j]))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            pairs.append((old[i], None))
            i += 1
        else:
            pairs.append((None, new[j]))
            j += 1
    return [*pairs, *((line, None) for line in old[i:]), *((None, line) for line in new[j:])]


def _likeness(old: Sequence[str], new: Sequence[str]) -> list[list[float]]:
    """How alike the lines are, 0 to 1, and 0 for too little: by the pairs of characters they share.

    Rare pairs weigh more: all 项 of an article have much in common. What the shorter line shares
    counts as well, since a 项 is often cut down to its last words.
    """
    bags = [_bag(line) for line in (*old, *new)]
    spread = Counter(pair for bag in bags for pair in bag)
    weight = {pair: math.log(1 + len(bags) / count) for pair, count in spread.items()}

    def weigh(bag: Counter[str]) -> float:
        return sum(weight[pair] * count for pair, count in bag.items())

    def alike(one: Counter[str], other: Counter[str]) -> float:
        shared, sizes = weigh(one & other), (weigh(one), weigh(other))
        found = shared / sum(sizes) + shared / min(sizes) / 2
        return found if found >= LEAST_ALIKE else 0.0

    return [[alike(one, other) for other in bags[len(old) :]] for one in bags[: len(old)]]


def _bag(line: str) -> Counter[str]:
    plain = normalise(_MARK.sub("", line))
    return Counter(plain[at : at + 2] for at in range(len(plain) - 1)) or Counter([line])


def readable(line: Sequence[DiffSegment]) -> Line:
    """Join differences that only a character or two keep apart."""
    if len(line) < 3:
        return tuple(line)
    joined: list[DiffSegment] = []
    old = new = ""
    for index, part in enumerate(line):
        if part.kind == "equal" and not (0 < index < len(line) - 1 and _short(part.text)):
            joined += [*_difference(old, new), part]
            old = new = ""
            continue
        old += part.text if part.kind != "insert" else ""
        new += part.text if part.kind != "delete" else ""
    return (*joined, *_difference(old, new))


def _short(text: str) -> bool:
    """Say whether it is a word or less; a comma does keep two differences apart."""
    return len(text) <= _SHORT and text.isalnum()


def _difference(old: str, new: str) -> Iterator[DiffSegment]:
    if old:
        yield DiffSegment("delete", old)
    if new:
        yield DiffSegment("insert", new)

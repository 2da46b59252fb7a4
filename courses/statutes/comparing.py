"""Comparing two versions of a law, article by article."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from difflib import SequenceMatcher

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array

from courses.statutes.changes import ArticleChange, ChangeKind, DiffSegment, LawComparison
from courses.statutes.errors import NotHeld
from courses.statutes.library import Library
from courses.statutes.matching import normalise
from courses.statutes.names import how_to_add, titled
from courses.statutes.records import Article, LawVersion

LEAST_ALIKE = 0.3
"""Two articles less alike than this are not versions of each other."""


def compare(library: Library, law: str, old: date | str, new: date | str) -> LawComparison:
    """Compare two versions of a law.

    Articles are matched by what they say, since numbers shift.

    Args:
        library: where the versions are.
        law: any name of the law.
        old: version date, e.g. 2017-09-01.
        new: version date.

    Raises:
        NotHeld: the law or one of the versions is not held.
    """
    before, after = _pick(library, law, old), _pick(library, law, new)
    olds, news = library.articles(before), library.articles(after)
    pairs = match_articles(olds, news)
    changes = [_change(olds[i], news[j], alike) for i, j, alike in pairs]
    matched_new = {j for _, j, _ in pairs}
    added = [
        ArticleChange(ChangeKind.ADDED, None, own, 0.0, (DiffSegment("insert", own.text),))
        for j, own in enumerate(news)
        if j not in matched_new
    ]
    removed = _removed(olds, pairs)
    order = {(own.number, own.suffix): float(j) for j, own in enumerate(news)}
    placed = [(order[c.new.number, c.new.suffix], c) for c in (*changes, *added) if c.new]
    everything = sorted([*placed, *removed], key=lambda row: row[0])
    return LawComparison(before, after, tuple(change for _, change in everything))


def _pick(library: Library, law: str, version: date | str) -> LawVersion:
    held = library.versions(law)
    for own in held:
        if str(own.version_date) == str(version):
            return own
    listed = "、".join(str(own.version_date) for own in held)
    raise NotHeld(
        f"法规库里没有{titled(held[0].short_name)} {version} 这一版的原文，"
        f"现有的版本：{listed}。{how_to_add()}"
    )


def match_articles(
    olds: Sequence[Article], news: Sequence[Article]
) -> list[tuple[int, int, float]]:
    """Pair the articles of two versions so that they are most alike in total.

    Returns:
        Indexes of the old and the new article, and how alike they are (0 to 1).
    """
    if not olds or not news:
        return []
    alike = _similarity([own.text for own in olds], [own.text for own in news])
    # A hair's breadth for the same number settles ties between articles with the same words.
    near = np.equal.outer([own.number for own in olds], [own.number for own in news]) * 1e-6
    rows, columns = linear_sum_assignment(alike + near, maximize=True)
    found = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(i, j, float(alike[i, j])) for i, j in found if alike[i, j] >= LEAST_ALIKE]


def _similarity(
    olds: list[str], news: list[str]
) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
    """Weighted Dice coefficient of the character pairs, rare pairs weighing more."""
    bags = [Counter(_pairs(text)) for text in (*olds, *news)]
    vocabulary = {pair: column for column, pair in enumerate(sorted(set().union(*bags)))}
    spread = Counter(pair for bag in bags for pair in bag)
    weights = np.array([np.log(1 + len(bags) / spread[pair]) for pair in vocabulary])
    rows = [row for row, bag in enumerate(bags) for _ in bag]
    columns = [vocabulary[pair] for bag in bags for pair in bag]
    present = csr_array((np.ones(len(rows)), (rows, columns)), shape=(len(bags), len(vocabulary)))
    weighted = present.multiply(weights).tocsr()
    total = np.asarray(weighted.sum(axis=1)).ravel()
    shared = (weighted[: len(olds)] @ present[len(olds) :].T).toarray()
    return np.asarray(2 * shared / np.add.outer(total[: len(olds)], total[len(olds) :]), np.float64)


def _pairs(text: str) -> list[str]:
    plain = normalise(text)
    return [plain[index : index + 2] for index in range(len(plain) - 1)] or [plain]


def _change(old: Article, new: Article, alike: float) -> ArticleChange:
    if normalise(old.text) != normalise(new.text):
        return ArticleChange(ChangeKind.CHANGED, old, new, alike, diff(old.text, new.text))
    same_place = (old.number, old.suffix) == (new.number, new.suffix)
    kind = ChangeKind.UNCHANGED if same_place else ChangeKind.MOVED
    return ArticleChange(kind, old, new, 1.0, (DiffSegment("equal", new.text),))


def diff(old: str, new: str) -> tuple[DiffSegment, ...]:
    """Return the character-level difference; deletions come before insertions."""
    segments: list[DiffSegment] = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            segments.append(DiffSegment("equal", old[i1:i2]))
            continue
        if i2 > i1:
            segments.append(DiffSegment("delete", old[i1:i2]))
        if j2 > j1:
            segments.append(DiffSegment("insert", new[j1:j2]))
    return tuple(segments)


def _removed(
    olds: Sequence[Article], pairs: list[tuple[int, int, float]]
) -> list[tuple[float, ArticleChange]]:
    """Place each removed article after the new home of the article before it."""
    home = {i: j for i, j, _ in pairs}
    placed: list[tuple[float, ArticleChange]] = []
    place = -0.5
    for i, own in enumerate(olds):
        if i in home:
            place = home[i] + 0.5
            continue
        segments = (DiffSegment("delete", own.text),)
        placed.append((place, ArticleChange(ChangeKind.REMOVED, own, None, 0.0, segments)))
    return placed

"""Comparing statute text: what counts as the same words, and whether a quote is there."""

import hashlib
import re
import unicodedata

from courses.statutes.errors import QuoteTooShort
from courses.statutes.structure import split_paragraphs

SHORTEST_QUOTE = 6
"""Normalised characters a quote must have at least."""

_KEPT = re.compile(
    r"\([零〇一二三四五六七八九十百]+\)"  # the mark of an item: （三）十日 is not 三十日
    r"|[^\W_]+|%|(?<=\d)\.(?=\d)|(?<=[\d%])-(?=\d)"
)
_NUMERALS = frozenset("〇零一二两三四五六七八九十百千万亿0123456789.")
_NEGATIONS = frozenset("不未非无")


def normalise(text: str) -> str:
    """Reduce text to the characters that carry meaning.

    Width variants are folded (NFKC), white space and punctuation dropped. Kept besides words:
    the marks of items, the percent sign, and the point or dash inside a figure.
    """
    folded = unicodedata.normalize("NFKC", "".join(text.split()))
    return "".join(_KEPT.findall(folded))


def digest(text: str) -> str:
    """Return the SHA-256 (hex) of the normalised text."""
    return hashlib.sha256(normalise(text).encode()).hexdigest()


def contains_quote(text: str, quote: str) -> bool:
    """Say whether the quote stands in the article's text, word for word.

    Punctuation and width do not count. A quote runs on from one 款 into the next only where the
    quote itself has a line break. It may not start or end inside a figure (十日 is not in
    三十日), nor right after a negation that it leaves out (不, 未, 非, 无).

    Args:
        text: the cleaned text of one article, 款 and 项 on lines of their own.
        quote: the words to find.

    Raises:
        QuoteTooShort: fewer than ``SHORTEST_QUOTE`` characters are left after normalising.
    """
    parts = [part for line in quote.splitlines() if (part := normalise(line))]
    if sum(map(len, parts)) < SHORTEST_QUOTE:
        raise QuoteTooShort(
            f"引文“{quote.strip()}”太短，去掉标点后不足 {SHORTEST_QUOTE} 个字，请引更完整的一句"
        )
    body = "\n".join(normalise(paragraph.text) for paragraph in split_paragraphs(text))
    pattern = re.compile("(?=(" + "\n?".join(map(re.escape, parts)) + "))")
    return any(_whole(body, found.start(1), found.end(1)) for found in pattern.finditer(body))


def _whole(body: str, start: int, end: int) -> bool:
    before, first = body[start - 1 : start], body[start]
    last, after = body[end - 1], body[end : end + 1]
    cut_figure = (before in _NUMERALS and first in _NUMERALS) or (
        last in _NUMERALS and after in _NUMERALS
    )
    return not cut_figure and before not in _NEGATIONS

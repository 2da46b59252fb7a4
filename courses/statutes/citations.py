"""Citations of articles in running text: finding them and writing them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from courses.statutes.errors import BadCitation
from courses.statutes.named_before import law_before
from courses.statutes.names import titled
from courses.statutes.numerals import DIGITS, article_label, to_chinese, to_int

LONGEST_RANGE = 200
"""Articles a range may span; a longer one is given by its two ends only."""

_N = rf"\s*([{DIGITS}]+)\s*"
_ARTICLE = re.compile(rf"第{_N}(?:条(?:\s*之\s*([{DIGITS}]+))?|之\s*([{DIGITS}]+)\s*条)")
_PARAGRAPH = re.compile(rf"第{_N}款")
_MARK = rf"[（(]\s*[{DIGITS}]+\s*[）)]"
_ITEMS = re.compile(
    rf"第\s*(?:{_MARK}|[{DIGITS}]+)(?:\s*(?:[、和及与或至到]|以及|或者)\s*第?\s*{_MARK})*\s*项"
)
_SUBITEM = re.compile(rf"第{_N}目")
_JOIN = re.compile(r"\s*(?:、|，|,|；|;|和|及|与|或者|或|以及|至|到|—+|－|～|~|-)\s*")
_TO = frozenset("至到—－～~-")


@dataclass(frozen=True, slots=True)
class Citation:
    """One article cited, down to 款, 项 and 目 where the text goes that far.

    ``law`` is the name as written, without its 《》; None where the text names none. ``start``
    and ``end`` (characters) and ``text`` say where it stands; they do not count in comparing.
    """

    law: str | None
    article: int
    suffix: int = 0
    paragraph: int | None = None
    item: int | None = None
    subitem: int | None = None
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    text: str = field(default="", compare=False)


def format_citation(citation: Citation) -> str:
    """Write a citation the official way: 《行政复议法》第二十条第二款第（三）项."""
    parts = [article_label(citation.article, citation.suffix)]
    if citation.law:
        parts.insert(0, titled(citation.law))
    if citation.paragraph:
        parts.append(f"第{to_chinese(citation.paragraph)}款")
    if citation.item:
        parts.append(f"第（{to_chinese(citation.item)}）项")
    if citation.subitem:
        parts.append(f"第{to_chinese(citation.subitem)}目")
    return "".join(parts)


def parse_citations(text: str, law: str | None = None) -> tuple[Citation, ...]:
    """Find all citations in a text, in order.

    A law once named holds for the articles joined to it by 、和至 and the like; 该法 means the
    law last named in 《》. Ranges (第三十四条至第三十六条) are given article by article.
    Numerals that make no sense are passed over.

    Args:
        text: the text to read.
        law: what 本法, and an article without a law, mean.
    """
    found: list[Citation] = []
    for match in _ARTICLE.finditer(text):
        try:
            head = _head(match)
        except BadCitation:
            continue
        join = text[found[-1].end : match.start()] if found else None
        joined = join is not None and _JOIN.fullmatch(join) is not None
        named = law_before(text, match.start())
        own_law = named or (found[-1].law if joined else law)
        if joined and join and join.strip()[0] in _TO and not named:
            found.extend(_between(found[-1], head))
        found.extend(_with_parts(text, match, replace(head, law=own_law)))
    return tuple(found)


def _head(match: re.Match[str]) -> Citation:
    suffix = match[2] or match[3]
    return Citation(None, to_int(match[1]), to_int(suffix) if suffix else 0)


def _between(first: Citation, last: Citation) -> Iterator[Citation]:
    if first.paragraph or first.item or last.article - first.article > LONGEST_RANGE:
        return
    for number in range(first.article + 1, last.article):
        yield replace(first, article=number, suffix=0)


def _with_parts(text: str, match: re.Match[str], head: Citation) -> list[Citation]:
    parts, end = _parts(text, match.end(), head)
    span = text[match.start() : end]
    return [replace(part, start=match.start(), end=end, text=span) for part in parts or [head]]


def _parts(text: str, start: int, head: Citation) -> tuple[list[Citation], int]:
    """Read 款, 项 and 目 after an article: 第二款第（一）、（三）项、第三款."""
    parts: list[Citation] = []
    end = start
    while True:
        join = _JOIN.match(text, end) if parts else None
        read = _one_part(text, join.end() if join else end, parts[-1] if parts else head)
        if read is None or (parts and join is None):
            return parts, end
        if join and join.group().strip()[0] in _TO:
            parts.extend(_parts_between(parts[-1], read[0][0]))
        parts.extend(read[0])
        end = read[1]


def _one_part(text: str, start: int, before: Citation) -> tuple[list[Citation], int] | None:
    try:
        return _read_part(text, start, before)
    except BadCitation:
        return None


def _read_part(text: str, start: int, before: Citation) -> tuple[list[Citation], int] | None:
    end, base = start, replace(before, item=None, subitem=None)
    paragraph = _PARAGRAPH.match(text, end)
    if paragraph:
        base, end = replace(base, paragraph=to_int(paragraph[1])), paragraph.end()
    items = _ITEMS.match(text, end)
    if items:
        numbers = _item_numbers(items.group())
        rows, end = [replace(base, item=number) for number in numbers], items.end()
    else:
        rows = [base]
    subitem = _SUBITEM.match(text, end)
    if subitem:
        rows[-1], end = replace(rows[-1], subitem=to_int(subitem[1])), subitem.end()
    return (rows, end) if end > start else None


def _item_numbers(written: str) -> list[int]:
    numbers: list[int] = []
    for join, digits in re.findall(rf"([至到]?)\s*第?\s*[（(]?\s*([{DIGITS}]+)", written):
        number = to_int(digits)
        if join and numbers:
            numbers.extend(range(numbers[-1] + 1, number))
        numbers.append(number)
    return numbers


def _parts_between(first: Citation, last: Citation) -> Iterator[Citation]:
    if first.item and last.item and first.paragraph == last.paragraph:
        for number in range(first.item + 1, last.item):
            yield replace(first, item=number, subitem=None)
    elif first.paragraph and last.paragraph and not first.item:
        for number in range(first.paragraph + 1, last.paragraph):
            yield replace(first, paragraph=number)

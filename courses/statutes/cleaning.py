"""Undoing what the source does to the text of an article.

Rules that hold everywhere are here; faults of one article are listed in ``source_faults.toml``.
"""

import re

_INVISIBLE = re.compile(r"[\u200b-\u200d\u2060\ufeff\u2009]")
_WIDE = str.maketrans({",": "，", ":": "：", ";": "；", "(": "（", ")": "）", "?": "？", "!": "！"})
_NARROW_MARK = re.compile(r"(?<=[^\x00-\x7f])[,:;()?!]|[,:;()?!](?=[^\x00-\x7f])")
_SPACE = r"[ \t\u00a0\u3000]+"
_GAP = re.compile(rf"(?<=[^\x00-\x7f]){_SPACE}|{_SPACE}(?=[^\x00-\x7f])")
_DASH = re.compile(r"(?<=[一-鿿])-{2,}(?=[一-鿿])")
_ESCAPED = re.compile(r"\\([<>])")
_HEADING = re.compile(r"^(第[一二三四五六七八九十百]+(编|分编|章|节)(\s|[^，。；]*$)|附\s*则$)")
_ANNEX = re.compile(r"^附(件|表|录)?[一二三四五六七八九十\d]*(：|$)")
_FOLDED = (*((mark, "") for mark in '"“”‘’'), (",", "，"), (":", "："), ("(", "（"), (")", "）"))
_SENTENCE_ENDS = "。；：！？”）"


def clean(raw: str, *, last: bool = False, broken_lines: bool = False) -> str:
    """Clean the raw text of one article.

    Args:
        raw: the text as the source has it, 款 and 项 on lines of their own.
        last: it is the last article of its law, where the source appends the annexes.
        broken_lines: the source breaks lines inside sentences of this law.
    """
    lines = [_tidy(line) for line in raw.replace("\r", "").split("\n")]
    lines = [line for line in lines if line]
    lines = without_headings(without_annex(lines) if last else lines)
    if broken_lines:
        lines = rejoin(lines)
    return pair_quotes("\n".join(lines))


def _tidy(line: str) -> str:
    # "1.\u20092元" is 1.2元: a thin space is typesetting, never a gap between words.
    line = _ESCAPED.sub(r"\1", _INVISIBLE.sub("", line))
    line = _DASH.sub("—", line)
    line = _NARROW_MARK.sub(lambda found: found.group().translate(_WIDE), line)
    return line.strip(" \t\u00a0\u3000")


def without_annex(lines: list[str]) -> list[str]:
    """Cut the annexes that the source appends to the last article."""
    for index, line in enumerate(lines[1:], start=1):
        if _ANNEX.match(line):
            return lines[:index]
    return lines


def without_headings(lines: list[str]) -> list[str]:
    """Drop the headings of the next 编, 分编 or 附则 that trail the article, then close gaps."""
    kept = list(lines)
    while len(kept) > 1 and _HEADING.match(kept[-1]):
        kept.pop()
    return [_GAP.sub("", line) for line in kept]


def rejoin(lines: list[str]) -> list[str]:
    """Join lines that the source broke in the middle of a sentence."""
    joined: list[str] = []
    for line in lines:
        if joined and joined[-1][-1] not in _SENTENCE_ENDS:
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def widen(text: str) -> str:
    """Fold text for searching: no white space, no quotation marks, marks of one width."""
    plain = "".join(text.split())
    for old, new in _FOLDED:
        plain = plain.replace(old, new)
    return plain


def pair_quotes(text: str) -> str:
    r"""Turn straight quotes into pairs of “ ” and ‘ ’.

    A quotation that runs over several 款 opens anew at each of them and closes once, so a quote
    at the start of a line always opens.
    """
    for straight, opening, closing in (('"', "“", "”"), ("'", "‘", "’")):
        text = _pair(text, straight, opening, closing)
    return text


def _pair(text: str, straight: str, opening: str, closing: str) -> str:
    is_open = False
    result: list[str] = []
    for index, char in enumerate(text):
        if char != straight:
            result.append(char)
            continue
        is_open = not is_open or index == 0 or text[index - 1] == "\n"
        result.append(opening if is_open else closing)
    return "".join(result)

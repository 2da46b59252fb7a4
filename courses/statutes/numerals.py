"""Chinese and Arabic numerals of articles, paragraphs and items."""

import re
import unicodedata
from functools import cache, lru_cache

from courses.statutes.errors import BadCitation

_DIGITS = "零一二三四五六七八九"
DIGITS = "〇零一二两三四五六七八九十百千0-9０-９"
_NUMBER = re.compile(
    rf"^第?\s*(?P<number>[{DIGITS}\s]+?)\s*条?\s*(?:之\s*(?P<suffix>[{DIGITS}]+))?\s*条?$"
)


@lru_cache(maxsize=4096)
def to_int(text: str) -> int:
    """Read a numeral such as 一百二十, 120 or １２０.

    Raises:
        BadCitation: it is not a positive whole number.
    """
    plain = unicodedata.normalize("NFKC", "".join(text.split())).replace("〇", "零")
    try:
        value = int(plain) if plain.isascii() else _written().get(plain) or _read(plain)
    except ValueError as error:
        raise BadCitation(f"“{text}”不是能读懂的数目，请写成“二十”或“20”") from error
    if value < 1:
        raise BadCitation(f"“{text}”不是有效的条款号，条款号从一起算")
    return value


def _read(plain: str) -> int:
    # Loading cn2an takes longer than all the rest a lesson does before it is shown.
    import cn2an  # noqa: PLC0415

    return int(cn2an.cn2an(plain, "smart"))


@cache
def _written() -> dict[str, int]:
    """The numerals that articles, paragraphs and items of statutes bear."""
    return {to_chinese(number): number for number in range(1, 1300)}


@lru_cache(maxsize=4096)
def to_chinese(number: int) -> str:
    """Write a number the way statutes do: 10 is 十, 110 is 一百一十."""
    if not 0 <= number < 10_000:
        import cn2an  # noqa: PLC0415  as in _read

        return str(cn2an.an2cn(number))
    places = zip(f"{number:04}", "千百十 ", strict=True)
    text = "".join(_DIGITS[int(digit)] + (unit if digit != "0" else "") for digit, unit in places)
    text = re.sub("零+", "零", text.replace(" ", "")).strip("零") or "零"
    return text.removeprefix("一") if text.startswith("一十") else text


def article_label(number: int, suffix: int = 0) -> str:
    """Give the heading of an article, e.g. 第一百二十条之一."""
    tail = f"之{to_chinese(suffix)}" if suffix else ""
    return f"第{to_chinese(number)}条{tail}"


def parse_article_number(number: int | str, suffix: int = 0) -> tuple[int, int]:
    """Read an article number, e.g. 20, "二十", "第一百二十条之一" or "120之一".

    Returns:
        The number and the suffix (0 without 之).

    Raises:
        BadCitation: it cannot be read as an article number.
    """
    if isinstance(number, int):
        return number, suffix
    found = _NUMBER.match(number.strip())
    if not found:
        raise BadCitation(f"“{number}”不是能读懂的条号，请写成“20”“第二十条”或“120之一”")
    # cn2an refuses 二十之一, so the part after 之 is read by itself.
    own = found["suffix"]
    return to_int(found["number"]), to_int(own) if own else suffix


def article_figures(number: int, suffix: int = 0) -> str:
    """Write an article's number in figures, as records, items and lessons do: 67, 120之一."""
    return f"{number}之{to_chinese(suffix)}" if suffix else str(number)

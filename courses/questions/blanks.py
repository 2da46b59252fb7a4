"""When two writings of a blank are the same: 十五 日, １５日 and 15日."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_DROPPED = re.compile(r"[\s，。、；：,;:·“”\"'‘’（）()《》<>]+|(?<!\d)\.|\.(?!\d)")
_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千万]+")


@lru_cache(maxsize=65536)
def normalise_blank(text: str) -> str:
    """One writing for equal contents of a blank: 十五 日, １５日 and 15日 are the same."""
    plain = _DROPPED.sub("", unicodedata.normalize("NFKC", text)).casefold()
    return _NUMERAL.sub(_to_digits, plain)


def _to_digits(match: re.Match[str]) -> str:
    # Loading cn2an takes longer than all the rest a lesson does before it is shown.
    import cn2an  # noqa: PLC0415

    try:
        return str(cn2an.cn2an(match[0].replace("〇", "零"), "smart"))
    except (ValueError, KeyError):  # cn2an raises either for what is no numeral: 零十零
        return match[0]

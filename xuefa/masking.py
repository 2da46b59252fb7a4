"""Personal data as it may be printed: enough to find the row, too little to read the person."""

from __future__ import annotations

import re
from collections.abc import Iterable

from courses.masking import mask_id

_QUOTED_MARK = re.compile(r"(?<=写的是)“([^”]*)”")
_SAYS_ABSENT = re.compile(r"[假差缺未旷病退否无不]")
_NUMBER = re.compile(r"[A-Za-z]?\d{5,}[Xx]?")


def mask_name(name: str) -> str:
    """Return a name as it may be printed: 张* for 张某某."""
    return f"{name[0]}*" if name else ""


class Mask:
    """Masks the names and numbers of people wherever a text holds them."""

    def __init__(self, names: Iterable[str], ids: Iterable[str]) -> None:
        """Know the people of a roster."""
        self._names = _any_of(names)
        self._ids = _any_of(ids)

    def text(self, said: str) -> str:
        """Return what a message says without names, long numbers or a stranger's signature."""
        masked = _QUOTED_MARK.sub(lambda found: f"“{_mask_mark(found[1])}”", said)
        return self.place(_NUMBER.sub(lambda found: mask_id(found[0]), masked))

    def place(self, said: str) -> str:
        """Return the name of a file or sheet without names or numbers of the roster."""
        masked = self._ids.sub(lambda found: mask_id(found[0]), said)
        return self._names.sub(lambda found: mask_name(found[0]), masked)


def _mask_mark(mark: str) -> str:
    """A mark that says why somebody is away is shown; any other word may be a name."""
    shown = len(mark) == 1 or _SAYS_ABSENT.search(mark) or not any(c.isalpha() for c in mark)
    return mark if shown else mask_name(mark)


def _any_of(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)", re.IGNORECASE)

"""How personnel numbers are compared. Standard library only: workers import it."""

from __future__ import annotations

import re
import unicodedata

INVISIBLE = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")


def squeeze(text: str) -> str:
    """Return ``text`` in NFKC form without any white space or invisible character."""
    return "".join(INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).split())


def id_key(text: str) -> str:
    """Return a personnel number as compared: half width, upper case, no white space."""
    return squeeze(text).upper()

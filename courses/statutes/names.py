"""Full names, short names, and which name means which law."""

import difflib
import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources

from courses.statutes.errors import NotHeld

STATE = "中华人民共和国"
_BRACKETS = str.maketrans({"〈": "《", "〉": "》", "<": "《", ">": "》", "(": "（", ")": "）"})
_EDITION = re.compile(r"（[^（）]*\d{4}[^（）]*(?:修订|修正|版|施行|公布|年)?）$")


def fold_name(name: str) -> str:
    """Reduce a name to the form names are compared in: no white space, outer 《》 or state."""
    plain = "".join(name.split()).translate(_BRACKETS)
    if _wrapped(plain):
        plain = plain[1:-1]
    return plain.replace(STATE, "")


def titled(name: str) -> str:
    """Put a name in book-title marks, the marks inside it one level down (GB/T 15834)."""
    return f"《{name.replace('《', '〈').replace('》', '〉')}》"


def _wrapped(name: str) -> bool:
    """Say whether one pair of 《》 holds the whole name, which may hold further pairs."""
    depth = 0
    for index, char in enumerate(name):
        depth += {"《": 1, "》": -1}.get(char, 0)
        if depth == 0:
            return index == len(name) - 1 and index > 0
    return False


@cache
def short_names() -> dict[str, str]:
    """Return short name to full name, both folded."""
    return {short: fold_name(full) for short, full in _file()["names"].items()}


@cache
def ambiguous_names() -> frozenset[str]:
    """Return names that stand for many laws."""
    return frozenset(_file()["ambiguous"]["names"])


@cache
def _file() -> dict[str, dict[str, str]]:
    path = resources.files("courses.statutes") / "short_names.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


class NameIndex:
    """Finds the full name of a law from any name it goes by."""

    def __init__(self, laws: Iterable[str]) -> None:
        """Take the full names of the laws held."""
        self._full = {fold_name(law): law for law in laws}

    def find(self, name: str) -> str | None:
        """Return the full name, or None if the name is unknown or stands for many laws."""
        folded = fold_name(name)
        if folded in ambiguous_names():
            return None
        for candidate in (folded, _EDITION.sub("", folded)):
            full = self._full.get(candidate) or self._full.get(short_names().get(candidate, ""))
            if full:
                return full
        return None

    def resolve(self, name: str) -> str:
        """Return the full name.

        Raises:
            NotHeld: no law held goes by that name, or the name stands for many.
        """
        full = self.find(name)
        if full:
            return full
        folded = fold_name(name)
        if folded in ambiguous_names():
            raise NotHeld(f"“{name.strip()}”可以指很多部法律法规，请写全称，如“政府信息公开条例”")
        raise NotHeld(f"法规库里没有{titled(folded)}{self._hint(folded)}。{how_to_add()}")

    def _hint(self, folded: str) -> str:
        containing = [name for name in self._full if folded and folded in name]
        near = sorted(containing, key=len)[:3] or difflib.get_close_matches(
            folded, self._full, n=3, cutoff=0.6
        )
        return "，是不是要找" + "、".join(map(titled, near)) if near else ""


def how_to_add() -> str:
    """Say how a statute that is not held can be added."""
    return (
        "可用“xuefa statutes import 文件”导入，或把存放法规文件的文件夹写入环境变量 XUEFA_STATUTES"
    )

"""Templates: HTML files of the static folder with ``{{name}}`` where an escaped value goes."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from exam_hall.web.static_files import FOLDER

HTML: Final = "text/html; charset=utf-8"
_PLACE: Final = re.compile(r"\{\{(\w+)\}\}")


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()


def rendered(name: str, **values: str) -> bytes:
    """The page a template gives; values it has no place for are not used.

    Raises:
        KeyError: it asks for a value that is not there.
    """
    return filled(_read(name, (FOLDER / name).stat().st_mtime_ns), values)


def filled(template: str, values: Mapping[str, str]) -> bytes:
    """A template with its values in place, escaped unless they are :class:`Markup`.

    Raises:
        KeyError: the template asks for a value that is not there.
    """

    def value(place: re.Match[str]) -> str:
        found = values[place[1]]
        return found if isinstance(found, Markup) else html.escape(found)

    return _PLACE.sub(value, template).encode()


@lru_cache(maxsize=16)
def _read(name: str, modified_ns: int) -> str:
    del modified_ns  # it only tells one version from another
    return (FOLDER / name).read_text("utf-8")

"""Which articles matter to a town: ``important.toml`` says why, in a few words."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

FILE: Final = Path(__file__).with_name("important.toml")


@cache
def important_articles() -> Mapping[str, Mapping[str, str]]:
    """By law and article number (as in ``120之一``): why it matters."""
    read = tomllib.loads(FILE.read_text("utf-8"))
    return {
        law: {str(number): str(why) for number, why in own.items()} for law, own in read.items()
    }

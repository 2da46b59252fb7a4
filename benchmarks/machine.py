"""Facts without which a time means nothing."""

from __future__ import annotations

import datetime as dt
import os
import platform
import sqlite3
from importlib.metadata import version

PACKAGES = ("nbgrader", "orjson", "sqlalchemy")


def machine_facts() -> dict[str, object]:
    """Cores, system and versions, with the moment in UTC (ISO 8601)."""
    return {
        "date": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "cores": os.cpu_count(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in PACKAGES},
    }

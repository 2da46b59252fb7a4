"""Who is learning: the account that the host configured, never what a page says."""

from __future__ import annotations

import os

from courses.record.events import PERSON_ID

VARIABLES = ("XUEFA_PERSON", "JUPYTERHUB_USER")


def configured_person() -> str | None:
    """Return the 人员编号 of this account; None where none is configured or it is no id."""
    named = (os.environ.get(name, "").strip() for name in VARIABLES)
    return next((name for name in named if PERSON_ID.fullmatch(name)), None)

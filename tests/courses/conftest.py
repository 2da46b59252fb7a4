"""Libraries to look laws up in: the package alone, and with the texts in $XUEFA_STATUTES."""

from __future__ import annotations

import os

import pytest

from courses.statutes import Library
from courses.statutes.library import statute_folders


@pytest.fixture(scope="session")
def library() -> Library:
    """The national laws alone."""
    return Library()


@pytest.fixture(scope="session")
def regulations() -> Library:
    """The national laws and the regulations of $XUEFA_STATUTES; in CI they must be there."""
    if not os.environ.get("XUEFA_STATUTES"):
        reason = "没有设置 XUEFA_STATUTES：行政法规、司法解释和旧版法律的原文未核对"
        excused = os.environ.get("XUEFA_WITHOUT_STATUTES")
        if os.environ.get("CI") == "true" and not excused:
            pytest.fail(reason)
        pytest.skip(reason)
    return Library(statute_folders()[1:])

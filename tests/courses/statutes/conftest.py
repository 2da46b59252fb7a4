"""Libraries to test with: the package alone, and with the texts in $XUEFA_STATUTES."""

import os
from pathlib import Path

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
        reason = "没有设置 XUEFA_STATUTES：行政法规和旧版法律的原文未核对"
        excused = os.environ.get("XUEFA_WITHOUT_STATUTES")
        if os.environ.get("CI") == "true" and not excused:
            pytest.fail(reason)
        pytest.skip(reason)
    return Library(statute_folders()[1:])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, with no further folders."""
    monkeypatch.setenv("XUEFA_HOME", str(tmp_path))
    monkeypatch.delenv("XUEFA_STATUTES", raising=False)
    return tmp_path

"""A home of its own to look for texts in."""

from pathlib import Path

import pytest


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, with no further folders."""
    monkeypatch.setenv("XUEFA_HOME", str(tmp_path))
    monkeypatch.delenv("XUEFA_STATUTES", raising=False)
    return tmp_path

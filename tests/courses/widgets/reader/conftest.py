"""Readers of laws at hand and of one that is not."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from courses.catalogue.content import Reader
from courses.study.sitting import Study
from courses.widgets.reader import ArticleReader

REGULATION = "政府信息公开条例"

FOLDERS = os.environ.get("XUEFA_STATUTES", "")


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the national laws of the package are at hand."""
    monkeypatch.setenv("XUEFA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XUEFA_STATUTES", raising=False)


@pytest.fixture
def texts(alone: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts of $XUEFA_STATUTES are at hand too; in CI they must be there."""
    if not FOLDERS:
        reason = "没有设置 XUEFA_STATUTES：行政法规和旧版法律的原文未核对"
        if os.environ.get("CI") == "true" and not os.environ.get("XUEFA_WITHOUT_STATUTES"):
            pytest.fail(reason)
        pytest.skip(reason)
    monkeypatch.setenv("XUEFA_STATUTES", FOLDERS)


def read(law: str, *articles: str, compare: str | None = None, **fields: Any) -> Reader:
    data = {"id": "key", "law": law, "articles": articles or ("1",), "compare": compare, **fields}
    return Reader.model_validate(data)


@pytest.fixture
def evidence(study: Study) -> ArticleReader:
    return ArticleReader(study, read("行政诉讼法", "67", "34"))

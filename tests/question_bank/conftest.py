"""A library of the packaged laws and of statutes a test invents."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from courses.statutes import Library
from courses.statutes.package_source import PackageSource

MakeLibrary = Callable[..., Library]


@pytest.fixture(scope="session")
def package() -> PackageSource:
    return PackageSource()


@pytest.fixture
def make_library(tmp_path: Path, package: PackageSource) -> MakeLibrary:
    """A library of the packaged laws and the statutes given."""

    def make(*statutes: dict[str, Any]) -> Library:
        folder = tmp_path / f"statutes{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        for n, data in enumerate(statutes):
            path = folder / f"{n}.json"
            path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
        library = Library((folder,), package)
        assert library.problems == ()
        return library

    return make

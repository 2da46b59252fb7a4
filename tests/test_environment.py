"""environment.yml, pyproject.toml and constraints.txt say the same."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
CONDA_NAMES = {"matplotlib-base": "matplotlib"}
CORE = {"jupyterlab", "ipywidgets", "nbgrader", "pandas", "pytest", "nbval"}


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]


def requirements() -> dict[str, str]:
    """Name → specifier of everything pyproject asks for."""
    listed = [*project()["dependencies"], *project()["optional-dependencies"]["dev"]]
    pairs = (re.match(r"([A-Za-z0-9_-]+)(?:\[\w+\])?(.*)", line) for line in listed)
    return {pair[1].lower(): pair[2] for pair in pairs if pair}


def environment() -> tuple[dict[str, str], list[str]]:
    """Name → specifier of the conda packages, and the lines of the pip section."""
    entries = yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["dependencies"]
    pairs = (re.match(r"([a-z0-9_-]+)(.*)", line) for line in entries if isinstance(line, str))
    conda = {CONDA_NAMES.get(pair[1], pair[1]): pair[2] for pair in pairs if pair}
    return conda, entries[-1]["pip"]


def test_conda_packages_have_the_versions_of_pyproject() -> None:
    conda, _ = environment()
    assert conda.pop("python") == project()["requires-python"]
    conda.pop("pip")
    wanted = {name: re.sub(r"^==", "=", requirements()[name]) for name in conda}
    assert conda == wanted


def test_the_environment_names_the_core_packages_and_ends_with_this_checkout() -> None:
    conda, pip = environment()
    assert conda.keys() >= CORE
    assert pip[-1] == "-e .[dev]"
    assert yaml.safe_load((ROOT / "environment.yml").read_text("utf-8"))["channels"] == [
        "conda-forge"
    ]


def test_every_requirement_is_pinned_and_no_registry_is_named() -> None:
    text = (ROOT / "constraints.txt").read_text("utf-8")
    pinned = {line.split("==")[0].strip().lower() for line in text.splitlines() if "==" in line}
    assert {name.replace("_", "-") for name in requirements()} <= pinned
    assert not re.search(r"https?://|--index|--find-links", text)


@pytest.mark.xdist_group("together")
def test_tests_of_one_group_are_told_apart_from_others(request: pytest.FixtureRequest) -> None:
    """Side by side, a group's tests share one demo, one hall, one browser."""
    if request.config.getoption("loadgroup", default=False):
        assert request.node.nodeid.endswith("@together")

"""What an official's account has installed: courses, exam hall, front end; no key, no nbgrader."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
CHECK = ROOT / "tests" / "support" / "official_account.py"


def project(folder: Path) -> dict[str, str]:
    """The dependencies a pyproject declares, by name."""
    data = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    rows = map(Requirement, data["project"]["dependencies"])
    return {canonicalize_name(row.name): str(row.specifier) for row in rows}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"]
    options = ["--disable-pip-version-check", "--no-index", "--wheel-dir", str(out)]
    subprocess.run([*command, *options, str(ROOT / "official")], check=True, capture_output=True)
    (built,) = out.glob("*.whl")
    return built


def closure(names: Iterator[str]) -> set[str]:
    """Everything that is installed when these are."""
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in found:
            continue
        try:
            required = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # of another system or Python
        found.add(name)
        rows = map(Requirement, required)
        waiting += [
            row.name for row in rows if row.marker is None or row.marker.evaluate({"extra": ""})
        ]
    return found


@pytest.fixture(scope="module")
def account(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of exactly the modules that the wheel and what it requires would install."""
    folder = tmp_path_factory.mktemp("account")
    zipfile.ZipFile(wheel).extractall(folder)
    for name in closure(iter(project(ROOT / "official"))):
        for file in metadata.files(name) or ():
            top = file.parts[0]
            if top in ("..", "__pycache__") or (folder / top).exists():
                continue
            own = Path(str(metadata.distribution(name).locate_file(top)))
            (folder / top).symlink_to(own)
    return folder


def test_the_wheel_holds_courses_hall_and_front_end_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.startswith("xuefa_official-")} == {
        "courses",
        "exam_hall",
    }
    data = "data/share/jupyter/labextensions/xuefa-lab/package.json"
    assert any(name.endswith(data) for name in names)
    assert any(name.endswith("jupyter_server_config.d/xuefa.json") for name in names)
    assert any(re.fullmatch(r"courses/lessons/\w+/\w+/lesson\.ipynb", name) for name in names)


def test_no_item_of_the_exam_pool_is_in_the_wheel(wheel: Path) -> None:
    from question_bank.bank import load_bank  # noqa: PLC0415

    archive = zipfile.ZipFile(wheel)
    text = "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    exam = [entry.item for entry in load_bank().items if entry.item.pool == "exam"]
    assert exam
    assert not [item.id for item in exam if item.stem in text or item.explanation in text]


def test_what_it_requires_never_brings_nbgrader() -> None:
    installed = closure(iter(project(ROOT / "official")))
    assert "jupyterlab" in installed
    assert not installed & {"nbgrader", "pandas", "xuefa", "typer"}


def test_it_requires_what_the_whole_project_requires_and_no_other_version() -> None:
    whole, own = project(ROOT), project(ROOT / "official")
    assert {name: whole.get(name) for name in own} == own


def test_versions_are_the_same() -> None:
    def version(folder: Path) -> str:
        data = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
        return str(data["project"]["version"])

    assert version(ROOT) == version(ROOT / "official")


def test_an_account_can_import_its_lessons_and_neither_bank_nor_grading(account: Path) -> None:
    start = f"import runpy, sys; sys.path.insert(0, {str(account)!r}); sys.argv = ['check']; "
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-S",
            "-c",
            f"{start}runpy.run_path({str(CHECK)!r}, None, '__main__')",
        ],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(account)},
        cwd=account,
    )
    assert (done.returncode, done.stdout.strip()) == (0, "学员账号里只有课程和考场"), done.stderr

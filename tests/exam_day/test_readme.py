"""The READMEs tell the truth: their commands work, and both say the same."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.exam_day.conftest import ROOT, Walk, commands

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]


def test_every_command_of_the_readme_succeeds(walk: Walk) -> None:
    failed = {c: done.stdout + done.stderr for c, done in walk.said.items() if done.returncode}
    assert not failed
    assert len(walk.said) >= 8


def test_no_command_of_the_readme_ends_in_a_traceback(walk: Walk) -> None:
    assert not [c for c, done in walk.said.items() if "Traceback" in done.stderr]


def test_both_readmes_give_the_same_commands() -> None:
    assert commands("README.md") == commands("README.zh-CN.md")


def test_both_readmes_list_the_same_reference_and_the_same_picture() -> None:
    english, chinese = (
        (ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md")
    )
    for pattern in (r"^\| `(xuefa [^`]+)`", r"!\[[^]]*\]\(([^)]+)\)", r"`make (\w+)`"):
        assert re.findall(pattern, english, re.MULTILINE)
        assert set(re.findall(pattern, english, re.MULTILINE)) == set(
            re.findall(pattern, chinese, re.MULTILINE)
        )


def test_the_picture_of_the_readme_exists() -> None:
    pictures = re.findall(r"!\[[^]]*\]\(([^)]+)\)", (ROOT / "README.md").read_text("utf-8"))
    assert pictures
    assert all((ROOT / picture).stat().st_size > 10_000 for picture in pictures)


def test_the_exam_a_trainer_releases_by_the_readme_holds_no_key(walk: Walk) -> None:
    released: Path = walk.checkout / "mycourse" / "release" / "autumn"
    text = "".join(path.read_text("utf-8") for path in released.iterdir())
    assert "mark_cell" not in text
    assert "BEGIN" not in text

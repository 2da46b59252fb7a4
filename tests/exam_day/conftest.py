"""A newcomer's checkout, in which the commands of the README are run in their order."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```sh\n(.*?)^```", re.MULTILINE | re.DOTALL)


def commands(readme: str) -> list[str]:
    """The lines of a README's sh blocks."""
    text = (ROOT / readme).read_text("utf-8")
    return [line for block in BLOCK.findall(text) for line in block.splitlines()]


@dataclass(frozen=True)
class Walk:
    """The checkout after the walk, and what each command said."""

    checkout: Path
    said: dict[str, subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Run every command of README.md in a copy of this checkout."""
    checkout = tmp_path_factory.mktemp("newcomer") / "xuefa"
    checkout.mkdir()
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (checkout / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, checkout / name)
    venv = Path(sys.prefix)
    (checkout / ".venv").symlink_to(venv)
    (venv / ".ready").touch()
    home = tmp_path_factory.mktemp("home")
    env = {**os.environ, "XUEFA_HOME": str(home), "PYTHONPATH": str(checkout)}
    said = {}
    for command in commands("README.md"):
        said[command] = subprocess.run(
            shlex.split(command),
            cwd=checkout,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
    return Walk(checkout, said)

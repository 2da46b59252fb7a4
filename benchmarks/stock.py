"""Stock ``nbgrader autograde``: plain configuration, a kernel for every paper."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

CONFIG = """from question_bank.release import configure

c = get_config()
configure(c)
"""


def seconds_per_paper(course: Path, exam: str, papers: int, into: Path) -> float:
    """Grade the first ``papers`` hand-ins in a copy of the course.

    The clock starts when nbgrader takes up the first paper, so that its own start and imports do
    not count against it.

    Raises:
        RuntimeError: nbgrader did not grade them.
    """
    _copy(course, exam, papers, into)
    command = [sys.executable, "-m", "nbgrader", "autograde", exam]
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    with subprocess.Popen(
        command,
        cwd=into,
        env={**os.environ, "PATH": path},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        started, lines = None, []
        for line in process.stderr:
            if started is None and "Copying " in line:
                started = time.perf_counter()
            lines.append(line)
    if process.returncode or started is None:
        raise RuntimeError("nbgrader autograde failed:\n" + "".join(lines[-5:]))
    return (time.perf_counter() - started) / papers


def _copy(course: Path, exam: str, papers: int, into: Path) -> None:
    shutil.copytree(course, into, ignore=shutil.ignore_patterns("submitted", "autograded"))
    (into / "nbgrader_config.py").write_text(CONFIG, "utf-8")
    for folder in sorted((course / "submitted").iterdir())[:papers]:
        shutil.copytree(folder, into / "submitted" / folder.name)
    assert len(list((into / "submitted").glob(f"*/{exam}"))) == papers

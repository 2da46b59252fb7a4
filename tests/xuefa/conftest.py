"""The command line, run in this process."""

from __future__ import annotations

import pytest

from tests.support.commands import Xuefa
from xuefa.__main__ import command_line
from xuefa.command_line import run


@pytest.fixture
def xuefa(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Xuefa:
    """Run a command; its status and all it printed."""
    monkeypatch.setenv("COLUMNS", "300")

    def call(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr("sys.argv", ["xuefa", *map(str, arguments)])
        status = run(command_line())
        said = capsys.readouterr()
        return status, said.out + said.err

    return call

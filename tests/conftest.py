"""Fixtures every test package may use."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import settings

from question_bank.assemble import assemble
from question_bank.bank import Bank
from question_bank.exam import Exam
from question_bank.release import release
from tests.support.banks import make_bank, make_blueprint
from tests.support.commands import Xuefa
from xuefa.__main__ import command_line
from xuefa.command_line import run

# No test measures time, least of all on a busy machine.
settings.register_profile("xuefa", deadline=None)
settings.load_profile("xuefa")

EXAM_DAY = dt.date(2026, 9, 18)


@pytest.fixture(scope="session")
def bank() -> Bank:
    """The synthetic bank."""
    return make_bank()


@pytest.fixture(scope="session")
def exam(bank: Bank) -> Exam:
    """An assembled exam of every kind and every marking rule, in two forms."""
    return assemble(bank, make_blueprint(), 7, EXAM_DAY)


@pytest.fixture(scope="session")
def released_course(exam: Exam, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder with that exam released through nbgrader. Copy it; do not change it."""
    course = tmp_path_factory.mktemp("released") / "course"
    release(course, exam)
    return course


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

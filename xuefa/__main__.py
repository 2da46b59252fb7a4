"""The one command line: ``xuefa``."""

import sys
from typing import Any, ClassVar

import typer

from xuefa.command_line import in_chinese, run
from xuefa.lazy import LazyGroup

COMMANDS = ("demo", "statutes", "deadline", "lesson", "bank", "exam", "grade", "tally")
"""In the order of a year's work."""


class Commands(LazyGroup):
    """All of :data:`COMMANDS`."""

    modules: ClassVar = {name: f"xuefa.cli_{name}" for name in COMMANDS}


app = typer.Typer(
    name="xuefa",
    help="学法：干部法律培训与考试工具。",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


@app.callback()
def _xuefa() -> None:
    """Nothing is common to all commands."""


def command_line() -> Any:
    """The tree of commands, in Chinese throughout."""
    return in_chinese(typer.main.get_command(app))


def main() -> None:
    """Run the command line and end with its status."""
    sys.exit(run(command_line()))


if __name__ == "__main__":
    main()

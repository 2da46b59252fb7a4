"""The one command line: ``xuefa``."""

import sys
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from xuefa.command_line import in_chinese, run
from xuefa.console import DefaultGroup

COMMANDS = ("demo", "statutes", "deadline", "lesson", "bank", "exam", "grade", "tally")
WITH_DEFAULT = {"grade", "tally"}
"""Groups whose command ``run`` is meant when none is named."""


class Commands(TyperGroup):
    """Loads a command when it is asked for: pandas and scipy take seconds to import."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command, in the order of a year's work."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """One command, in Chinese throughout."""
        return load(cmd_name) if cmd_name in COMMANDS else None


def load(name: str) -> Any:
    """Import and build one of :data:`COMMANDS`."""
    module = import_module(f"xuefa.cli_{name}")
    parent = typer.Typer()
    parent.callback()(lambda: None)
    if hasattr(module, "app"):
        group = DefaultGroup if name in WITH_DEFAULT else TyperGroup
        parent.add_typer(module.app, name=name, cls=group)
    else:
        parent.command(name)(getattr(module, name))
    built: Any = typer.main.get_command(parent)
    return in_chinese(built.commands[name])


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

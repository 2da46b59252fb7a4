"""The one command line: ``xuefa``."""

from xuefa import chinese  # noqa: F401  (must come before typer)

# ruff: isort: split
from typing import Any

import typer

from xuefa import cli_bank, cli_demo, cli_exam, cli_grade, cli_statutes, cli_tally
from xuefa.console import DefaultGroup, in_chinese

app = typer.Typer(
    name="xuefa",
    help="学法：干部法律培训与考试工具。",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("demo")(cli_demo.demo)
app.add_typer(cli_statutes.app, name="statutes")
app.add_typer(cli_bank.app, name="bank")
app.add_typer(cli_exam.app, name="exam")
app.add_typer(cli_grade.app, name="grade", cls=DefaultGroup)
app.add_typer(cli_tally.app, name="tally", cls=DefaultGroup)


def command_line() -> Any:
    """The tree of commands, in Chinese throughout."""
    return in_chinese(typer.main.get_command(app))


def main() -> None:
    """Run the command line."""
    command_line()(prog_name="xuefa")


if __name__ == "__main__":
    main()

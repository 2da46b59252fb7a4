"""``xuefa exam``: papers from the bank, and the exam hall."""

from __future__ import annotations

from typing import ClassVar

import typer

from xuefa.lazy import LazyGroup


class ExamCommands(LazyGroup):
    """In the order of an exam's days."""

    modules: ClassVar = {
        "assemble": "xuefa.cli_assemble",
        "allot": "xuefa.cli_assemble",
        "release": "xuefa.cli_assemble",
        "room-papers": "xuefa.cli_room_papers",
        "passwords": "xuefa.cli_passwords",
        "serve": "xuefa.cli_hall",
        "receipt": "xuefa.cli_hall",
    }


app = typer.Typer(
    help="考试：按蓝图组卷，分配试卷，发布，开设考场。", no_args_is_help=True, cls=ExamCommands
)


@app.callback()
def _exam() -> None:
    """Nothing is common to all commands."""

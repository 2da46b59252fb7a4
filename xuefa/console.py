"""How the commands speak: Chinese, on one console, with progress on whatever takes time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn
from rich.progress import TimeElapsedColumn as Elapsed
from typer.core import TyperGroup

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def fail(message: object, *lines: str) -> NoReturn:
    """Say in Chinese what is wrong and end with status 1."""
    err.print(f"[bold red]未能完成[/]：{escape(str(message))}", soft_wrap=True)
    for line in lines:
        err.print(escape(line), soft_wrap=True)
    raise typer.Exit(1)


@contextmanager
def files() -> Iterator[None]:
    """End in Chinese, with status 1, when a file or folder cannot be read or written."""
    try:
        yield
    except OSError as error:
        where = error.filename2 or error.filename or "文件"
        fail(f"{where} 读写不了：请核对路径和权限，并看磁盘是否已满")


@contextmanager
def waiting(text: str) -> Iterator[None]:
    """A spinner while something of unknown length runs."""
    with err.status(f"{text}……"):
        yield


@contextmanager
def progress(text: str) -> Iterator[Any]:
    """A bar, or one line where output is no terminal; yields what to call with (done, total)."""
    if not err.is_terminal:
        err.print(f"{text}……")
        yield lambda _done, _total: None
        return
    columns = (SpinnerColumn(), TextColumn(text), BarColumn(), MofNCompleteColumn(), Elapsed())
    with Progress(*columns, console=err, transient=True) as bar:
        task = bar.add_task(text, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


class DefaultGroup(TyperGroup):
    """A group of commands with one, ``run``, that is meant when none is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put ``run`` before arguments that begin with no command's name."""
        if args and args[0] not in self.commands and args[0] not in ("--help", "-h"):
            args = ["run", *args]
        return super().parse_args(ctx, args)

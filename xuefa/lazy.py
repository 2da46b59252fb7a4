"""Commands loaded when they are asked for: pandas and scipy take seconds to import."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any, ClassVar

import typer
from typer.core import TyperGroup

from xuefa.command_line import in_chinese


class LazyGroup(TyperGroup):
    """A group that imports the module of a command when it is asked for.

    ``modules`` names it by command, in the order of the help. The module holds a typer ``app``, or
    a function of the command's name.
    """

    modules: ClassVar[Mapping[str, str]] = {}

    def list_commands(self, ctx: Any) -> list[str]:
        """Every command, in order."""
        return list(self.modules)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """One command, in Chinese throughout."""
        return load(self.modules[cmd_name], cmd_name) if cmd_name in self.modules else None


def load(module_name: str, name: str) -> Any:
    """Import a module and build the command of that name."""
    module = import_module(module_name)
    parent = typer.Typer()
    parent.callback()(lambda: None)
    if hasattr(module, "app"):
        parent.add_typer(module.app, name=name)
    else:
        parent.command(name)(getattr(module, name.replace("-", "_")))
    built: Any = typer.main.get_command(parent)
    return in_chinese(built.commands[name])

"""Typer in Chinese: placeholders, usage lines and what is said when a command is mistyped."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import typer
from rich.markup import escape
from typer._click.core import Context
from typer._click.exceptions import (
    BadParameter,
    MissingParameter,
    NoArgsIsHelpError,
    NoSuchOption,
    UsageError,
)
from typer._click.formatting import HelpFormatter

from xuefa.console import err

PLACEHOLDERS: dict[type, str] = {
    dt.datetime: "日期",
    Path: "路径",
    int: "整数",
    float: "数字",
    str: "文字",
}
INTERRUPTED = 130
EXTRA = "unexpected extra argument"


def in_chinese(command: Any) -> Any:
    """Replace typer's English placeholders throughout a tree of commands."""
    command.options_metavar = "[选项]"
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = "命令 [参数]…"
    help_option = command.get_help_option(Context(command))
    help_option.help = "显示这份说明。"
    for parameter in [*command.params, help_option]:
        if parameter.param_type_name == "argument":
            parameter.display_type_rich = _no_type
        elif parameter.metavar is None:
            parameter.metavar = "" if parameter.is_flag else placeholder(parameter)
    for child in getattr(command, "commands", {}).values():
        in_chinese(child)
    return command


def placeholder(parameter: Any) -> str:
    """What kind of thing a parameter takes, in Chinese."""
    wanted = str(parameter.type_descriptor.annotation)
    return next((word for type_, word in PLACEHOLDERS.items() if type_.__name__ in wanted), "内容")


def run(command: Any) -> int:
    """Run a tree of commands; say in Chinese what is wrong with how one was typed.

    Returns:
        The exit status: 2 for a command mistyped, else the command's own.
    """
    try:
        status = command.main(prog_name="xuefa", standalone_mode=False)
    except NoArgsIsHelpError as error:
        error.show()
        return 2
    except UsageError as error:
        err.print(f"[bold red]命令写法不对[/]：{escape(slip(error))}", soft_wrap=True)
        if error.ctx:
            err.print(f"查看用法：{error.ctx.command_path} --help", soft_wrap=True)
        return 2
    except (typer.Abort, KeyboardInterrupt):
        err.print("已中止。")
        return INTERRUPTED
    return status if isinstance(status, int) else 0


def slip(error: UsageError) -> str:
    """What the user mistyped."""
    match error:
        case MissingParameter(param=param) if param:
            return f"缺少{_called(param)}".rstrip()
        case BadParameter(param=param, message=said) if param and _is_chinese(said):
            return f"{_called(param)}：{said}"
        case BadParameter(param=param) if param:
            return f"{_called(param)}要写{_wanted(param)}"
        case NoSuchOption(option_name=name):
            return f"没有选项 {name}"
    text = error.format_message()
    if EXTRA in text:
        return f"多写了 {text[text.find('(', text.find(EXTRA) + len(EXTRA) + 4) + 1 : -1]}"
    return text if _is_chinese(text) else "请核对各个选项"


def _is_chinese(text: str) -> bool:
    return any("\u4e00" <= sign <= "\u9fff" for sign in text)


def _called(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return f"“{parameter.metavar or parameter.name}”"
    return f"选项 {parameter.opts[0]} "


def _wanted(parameter: Any) -> str:
    info = parameter.type_descriptor.parameter_info
    if formats := getattr(info, "formats", None):
        return f"成 {dt.datetime(2026, 12, 4, 10, 30).strftime(formats[0])} 的样子"
    bounds = [
        f"{words} {bound}"
        for words, bound in (
            ("不小于", getattr(info, "min", None)),
            ("不大于", getattr(info, "max", None)),
        )
        if bound is not None
    ]
    return f"{'、'.join(bounds)} 的{placeholder(parameter)}" if bounds else placeholder(parameter)


def _no_type(ctx: Context) -> None:
    """An argument is described by its name and its help alone."""
    del ctx


def _write_usage(
    formatter: HelpFormatter, prog: str, args: str = "", prefix: str = "用法："
) -> None:
    _english_usage(formatter, prog, args, prefix)


# Typer has no setting for the word before a usage line.
_english_usage = HelpFormatter.write_usage
HelpFormatter.write_usage = _write_usage  # type: ignore[method-assign,assignment]

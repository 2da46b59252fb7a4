"""Chinese for the words typer itself says. Import this module before typer.

Typer takes its words from :mod:`gettext` while it is being imported, and has no Chinese of its own.
"""

from __future__ import annotations

import gettext

WORDS = {
    "(deprecated) ": "（已停用）",
    "[default: {}]": "[默认：{}]",
    "[env var: {}]": "[环境变量：{}]",
    "[required]": "[必填]",
    "required": "必填",
    "default: {default}": "默认：{default}",
    "Arguments": "参数",
    "Options": "选项",
    "Commands": "命令",
    "Error": "出错",
    "Aborted.": "已中止。",
    "Aborted!": "已中止！",
    "Usage:": "用法：",
    "Usage: ": "用法：",
    "Try [blue]'{command_path} {help_option}'[/] for help.": (
        "运行 [blue]{command_path} {help_option}[/] 查看用法。"
    ),
    "Show this message and exit.": "显示这份说明。",
    "Missing command.": "没有写要做什么：请在后面写上命令。",
    "No such command {name!r}.": "没有 {name} 这个命令。",
    "No such option: {name}": "没有 {name} 这个选项。",
    "No such option: {name!r}": "没有 {name} 这个选项。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Invalid value: {message}": "填写不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 填写不对：{message}",
    "Invalid value": "填写不对",
    "Option {name!r} requires an argument.": "选项 {name} 后面要写内容。",
    "{value!r} is not a valid {number_type}.": "{value} 不是{number_type}。",
    "{name} {filename!r} does not exist.": "{name} {filename} 不存在。",
    "{name} {filename!r} is a file.": "{name} {filename} 是文件，不是文件夹。",
    "{name} {filename!r} is a directory.": "{name} {filename} 是文件夹，不是文件。",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
    "File": "文件",
    "Directory": "文件夹",
    "Path": "路径",
}

_untranslated = gettext.gettext
_untranslated_plural = gettext.ngettext

PLURALS = {
    "Got unexpected extra argument ({args})": "多出了参数：{args}",
    "{value!r} does not match the format {formats}.": "{value} 不合格式 {formats}。",
    "(Possible options: {possibilities})": "（是不是 {possibilities}？）",
    "Did you mean {possibility}?": "是不是 {possibility}？",
}


def translate(message: str) -> str:
    """The Chinese for a word of typer's, or the word itself."""
    return WORDS.get(message) or _untranslated(message)


def translate_plural(msgid1: str, msgid2: str, n: int) -> str:
    """The same for messages that have a plural."""
    return PLURALS.get(msgid1) or _untranslated_plural(msgid1, msgid2, n)


gettext.gettext = translate
gettext.ngettext = translate_plural

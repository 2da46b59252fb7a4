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
    "Arguments": "参数",
    "Options": "选项",
    "Commands": "命令",
    "Error": "出错",
    "Missing command.": "没有写要做什么：请在后面写上命令。",
    "No such command {name!r}.": "没有 {name} 这个命令。",
}

_untranslated = gettext.gettext


def translate(message: str) -> str:
    """The Chinese for a word of typer's, or the word itself."""
    return WORDS.get(message) or _untranslated(message)


gettext.gettext = translate

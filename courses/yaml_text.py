"""Reading YAML that people write: safe, no key twice, and what is wrong said in Chinese."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml


class YamlError(ValueError):
    """A file is no sound YAML; ``str(error)`` says in Chinese what is wrong with it."""


class _TwiceError(yaml.YAMLError):
    """A key written twice; the message is Chinese."""


class _UniqueKeys(yaml.SafeLoader):
    """A safe loader that refuses what YAML forbids and PyYAML accepts: a key written twice."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value]
        if twice := [key for key in keys if keys.count(key) > 1]:
            line = node.start_mark.line + 1
            raise _TwiceError(f"第 {line} 行起的一段里 {twice[0]} 写了两次")
        return super().construct_mapping(node, deep)


def read_yaml(path: Path) -> Any:
    """Read one YAML file.

    Raises:
        YamlError: the file cannot be read, is not UTF-8 or no sound YAML.
    """
    try:
        return yaml.load(path.read_text("utf-8"), Loader=_UniqueKeys)  # noqa: S506  (a safe loader)
    except (yaml.YAMLError, ValueError, OSError) as error:
        raise YamlError(_unreadable(error)) from error


def _unreadable(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return "不是 UTF-8 编码：请另存为 UTF-8"
    if isinstance(error, OSError):
        return "文件读不出来，请检查权限和磁盘"
    if isinstance(error, _TwiceError):
        return f"不是合格的 YAML：{error}"
    if isinstance(error, yaml.YAMLError):
        mark = getattr(error, "problem_mark", None)
        where = f"第 {mark.line + 1} 行附近" if mark else "文件里"
        return f"不是合格的 YAML：{where}写法有误，请检查缩进、冒号和引号"
    return "不是合格的 YAML：有写错的日期或数字，如不存在的 2026-02-30"

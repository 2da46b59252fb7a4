"""What is wrong with a course file, in Chinese."""

from __future__ import annotations

from pydantic import ValidationError

_REASONS = {
    "missing": "缺少这一项",
    "extra_forbidden": "没有这一项，请检查拼写",
    "string_type": "须是文字",
    "string_too_short": "不能为空",
    "string_too_long": "太长",
    "string_pattern_mismatch": "只能用小写字母、数字、连字符和下划线",
    "int_type": "须是整数",
    "greater_than_equal": "太小",
    "less_than_equal": "太大",
    "list_type": "须是列表",
    "too_short": "至少要有一课",
}


def in_chinese(error: ValidationError) -> list[str]:
    """Return one line per fault: the field and what is wrong with it."""
    return [_line(fault["loc"], fault["type"], fault["msg"]) for fault in error.errors()]


def _line(location: tuple[int | str, ...], kind: str, message: str) -> str:
    field = " ".join(f"第 {part + 1} 项" if isinstance(part, int) else part for part in location)
    reason = _REASONS.get(kind) or message.removeprefix("Value error, ")
    return f"{field}：{reason}" if field else reason

"""Chinese for what pydantic finds wrong with a field of the trainer's file."""

from __future__ import annotations

from typing import Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

_WORDS: Final = {
    "missing": "缺少这一项，请补上",
    "extra_forbidden": "不认识这一项，请删去或改正名称",
    "greater_than": "须大于 {gt}，请改正",
    "greater_than_equal": "不得小于 {ge}，请改正",
    "less_than_equal": "不得大于 {le}，请改正",
    "string_type": "应为文字，请加引号",
    "string_too_short": "不得为空，请填写",
    "bool_type": "应为 true 或 false，不加引号",
    "int_type": "应为整数，不加引号",
    "dict_type": "应为 [表] 的写法，每行一项",
}
_PATTERNS: Final = {
    "exam": "考试代号须以小写字母开头，只含小写字母、数字、- 和 _，至多 40 个字符，请改正",
    "extra_minutes": "人员编号只能用字母、数字、- 和 _，至多 64 个字符，请改正",
}


def listed(file: str, error: ValidationError) -> list[str]:
    """One line per fault: file, field, what is wrong, what to do."""
    return [_line(file, detail) for detail in error.errors()]


def _line(file: str, detail: ErrorDetails) -> str:
    parts = [str(part) for part in detail["loc"] if part != "[key]"]
    field = ".".join(parts)
    return f"{file} 的 {field}：{_words(detail)}" if field else f"{file}：{_words(detail)}"


def _words(detail: ErrorDetails) -> str:
    context = detail.get("ctx", {})
    if detail["type"] == "value_error":
        return str(context["error"])
    if detail["type"] == "string_pattern_mismatch":
        return _PATTERNS.get(str(detail["loc"][0]), "写法不对，请改正")
    return _WORDS.get(detail["type"], "内容不合格式，请改正").format(**context)

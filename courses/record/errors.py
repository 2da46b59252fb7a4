"""What can go wrong with a study record; every message is for the reader, in Chinese."""

from __future__ import annotations

from pydantic import ValidationError

_WORDS = {
    "missing": "缺少这一项，请补上",
    "extra_forbidden": "不认识这一项，请删去或改正名称",
    "greater_than": "须大于 {gt}",
    "greater_than_equal": "不得小于 {ge}",
    "less_than_equal": "不得大于 {le}",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "decimal_type": "应为数字",
    "decimal_parsing": "应为数字",
    "date_type": "不是日期，请写成 2026-11-01 的样子",
    "date_parsing": "不是日期，请写成 2026-11-01 的样子",
    "date_from_datetime_parsing": "不是日期，请写成 2026-11-01 的样子",
    "date_from_datetime_inexact": "不要写时刻，只写日期，如 2026-11-01",
    "string_pattern_mismatch": "写法不对，须符合 {pattern}",
    "string_too_long": "太长，至多 {max_length} 个字",
    "timezone_aware": "时间须带时区",
    "dict_type": "应为一个小节",
    "model_type": "应为一个小节",
}


class RecordError(Exception):
    """A study record cannot be written or read; ``str(error)`` is one plain Chinese line."""


class CreditRulesError(RecordError):
    """A file of credit rules cannot be used: file, field, what is wrong, what to do."""


def explain(error: ValidationError) -> str:
    """Say in Chinese where the first fault of a record is and what is wrong with it."""
    detail = error.errors()[0]
    place = ".".join(str(part) for part in detail["loc"])
    context = detail.get("ctx", {})
    if detail["type"] == "value_error":
        words = str(context["error"])
    else:
        words = _WORDS.get(detail["type"], "内容不合格式").format(**context)
    return f"“{place}”：{words}" if place else words

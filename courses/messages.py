"""Chinese for what pydantic finds wrong with a field."""

from __future__ import annotations

from pydantic import ValidationError
from pydantic_core import ErrorDetails

_WORDS = {
    "missing": "缺少这一项，请补上",
    "extra_forbidden": "不认识这一项，请删去或改正名称",
    "enum": "须是 {expected} 之一",
    "literal_error": "须是 {expected} 之一",
    "greater_than": "须大于 {gt}",
    "greater_than_equal": "不得小于 {ge}",
    "less_than_equal": "不得大于 {le}",
    "string_pattern_mismatch": "写法不对，须符合 {pattern}",
    "string_too_short": "不得为空",
    "string_too_long": "太长，至多 {max_length} 个字",
    "too_short": "至少要有 {min_length} 项",
    "too_long": "至多 {max_length} 项",
    "string_type": "应为文字，请加引号",
    "bool_type": "应为 true 或 false",
    "bool_parsing": "应为 true 或 false",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "float_type": "应为数字",
    "float_parsing": "应为数字",
    "decimal_type": "应为数字",
    "decimal_parsing": "应为数字",
    "tuple_type": "应为列表",
    "dict_type": "应为“名称: 内容”的对照",
    "model_type": "应为“名称: 内容”的对照",
    "date_parsing": "不是日期，请写成 2026-11-01 的样子",
    "date_from_datetime_parsing": "不是日期，请写成 2026-11-01 的样子",
    "date_from_datetime_inexact": "不要写时刻，只写日期，如 2026-11-01",
    "date_type": "不是日期，请写成 2026-11-01 的样子",
    "timezone_aware": "时间须带时区",
    "list_type": "应为列表",
    "json_invalid": "不是合格的 JSON",
}


def located(detail: ErrorDetails) -> str:
    """The field an error is about, then :func:`explain`."""
    field = ".".join(map(str, detail["loc"]))
    return f"{field}：{explain(detail)}" if field else explain(detail)


def listed(error: ValidationError) -> list[str]:
    """One line per fault, with places in lists counted as people count: lessons 第 1 项 id."""
    return [_line(detail) for detail in error.errors()]


def _line(detail: ErrorDetails) -> str:
    parts = (f"第 {part + 1} 项" if isinstance(part, int) else part for part in detail["loc"])
    field = " ".join(parts)
    return f"{field}：{explain(detail)}" if field else explain(detail)


def explain(detail: ErrorDetails) -> str:
    """Say in Chinese what one of the errors of a ``ValidationError`` means."""
    context = detail.get("ctx", {})
    if detail["type"] == "value_error":
        return str(context["error"])
    expected = str(context.get("expected", "")).replace(" or ", "、").replace(", ", "、")
    words = _WORDS.get(detail["type"], "内容不合格式")
    return words.format(**{**context, "expected": expected})

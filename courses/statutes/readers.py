"""Reading a statute from a file: one reader for each kind of file."""

import json
import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from courses.statutes.errors import BadStatuteFile
from courses.statutes.numerals import article_label

LARGEST_FILE = 20_000_000
"""Bytes; the longest statute is under one tenth of this."""

Name = Annotated[str, Field(min_length=2, max_length=200)]


class StatuteArticle(BaseModel):
    """One article in a statute file."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    number: Annotated[int, Field(ge=1, le=9999)]
    label: str = ""
    suffix: Annotated[int, Field(ge=0, le=99)] = 0
    chapter: str | None = None
    section: str | None = None
    text: Annotated[str, Field(min_length=1)]

    @model_validator(mode="after")
    def _label_fits(self) -> Self:
        expected = article_label(self.number, self.suffix)
        if self.label and self.label != expected:
            raise ValueError(f"label 是“{self.label}”，与条号不符，应为“{expected}”")
        return self


class StatuteFile(BaseModel):
    """One version of one statute, as a file holds it.

    ``preamble`` and ``effective_date_basis`` are not read further: an imported copy keeps them.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    name: Name
    short_name: Name | None = None
    kind: Literal["法律", "行政法规", "监察法规", "地方性法规", "规章", "司法解释", "党内法规"]
    version_date: date
    effective_date: date | None = None
    effective_until: date | None = None
    status: Literal["现行有效", "已修订", "已废止", "unknown"] = "unknown"
    status_as_of: str | None = None
    superseded_by: str | None = None
    source: Annotated[str, Field(min_length=1)]
    effective_date_basis: str | None = None
    original_effective_date: str | None = None
    note: str | None = None
    history: tuple[str, ...] = ()
    preamble: str | None = None
    article_count: int | None = None
    articles: Annotated[tuple[StatuteArticle, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _articles_in_order(self) -> Self:
        order = [(article.number, article.suffix) for article in self.articles]
        for before, after in pairwise(order):
            if after <= before:
                raise ValueError(
                    f"{article_label(*after)}排在{article_label(*before)}之后，条号重复或颠倒"
                )
        if self.article_count not in (None, len(order)):
            raise ValueError(f"article_count 写的是 {self.article_count}，实有 {len(order)} 条")
        return self


Reader = Callable[[Path], StatuteFile]


def read_statute(path: Path) -> StatuteFile:
    """Read a statute file with the reader for its suffix.

    Raises:
        BadStatuteFile: no reader for the suffix, or the content is not as it should be; the
            message names the file, the field and the remedy.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        kinds = "、".join(sorted(READERS))
        raise BadStatuteFile(
            f"{path.name}：还不能读取“{path.suffix or '无扩展名'}”文件，目前支持 {kinds}；"
            "请先转换成支持的格式再导入"
        )
    return reader(path)


def read_json(path: Path) -> StatuteFile:
    """Read our own JSON format."""
    try:
        data = json.loads(_text(path))
    except json.JSONDecodeError as error:
        raise BadStatuteFile(
            f"{path.name}：第 {error.lineno} 行第 {error.colno} 列不合 JSON 语法；"
            "请检查引号、逗号和括号是否成对"
        ) from error
    except RecursionError as error:
        raise BadStatuteFile(f"{path.name}：括号嵌套太深，不是法规文件") from error
    try:
        return StatuteFile.model_validate(data)
    except ValidationError as error:
        raise BadStatuteFile(f"{path.name}：{_explain(error, data)}") from error


READERS: dict[str, Reader] = {".json": read_json}
"""Suffix (lower case, with its dot) to reader."""


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise BadStatuteFile(f"{path.name}：文件超过 20 MB，不像一部法规；请核对后再导入")
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadStatuteFile(f"{path.name}：不是 UTF-8 编码；请另存为 UTF-8 后再导入") from error
    except FileNotFoundError as error:
        raise BadStatuteFile(f"{path.name}：找不到这个文件；请检查路径") from error
    except OSError as error:
        raise BadStatuteFile(f"{path.name}：打不开；请检查它是不是文件、有没有读取权限") from error


_PROBLEMS = {
    "missing": "缺少这一项；请补上",
    "extra_forbidden": "不认识这一项；请删去或改正名称",
    "string_too_short": "不能为空；请补上内容",
    "string_too_long": "太长；请核对",
    "too_short": "不能为空；请补上条文",
    "string_type": "应为文字；请加引号",
    "int_type": "应为整数",
    "int_parsing": "应为整数",
    "int_from_float": "应为整数",
    "greater_than_equal": "数目太小；请核对条号",
    "less_than_equal": "数目太大；请核对条号",
    "literal_error": "不在允许的几种之内；请从 {expected} 中选一个",
    "tuple_type": "应为列表，用方括号括起来",
    "model_type": "应为对象，用花括号括起来",
}


def _explain(error: ValidationError, data: Any) -> str:
    first = error.errors()[0]
    kind = first["type"]
    if kind == "value_error":
        problem = str(first["ctx"]["error"])
    elif kind.startswith("date"):
        problem = "不是有效日期；请写成“2023-09-01”的形式"
    else:
        expected = re.sub(r"\s*or\s*", ", ", str(first.get("ctx", {}).get("expected", "")))
        problem = _PROBLEMS.get(kind, "内容不合格式").format(expected=expected)
    more = f"（另有 {error.error_count() - 1} 处问题）" if error.error_count() > 1 else ""
    where = _where(first["loc"], data)
    return f"{where}{problem}{more}"


def _where(location: tuple[int | str, ...], data: Any) -> str:
    if not location:
        return ""
    if location[0] == "articles" and len(location) > 1 and isinstance(location[1], int):
        row = data["articles"][location[1]]
        number = row.get("number") if isinstance(row, dict) else None
        named = f"（条号 {number}）" if isinstance(number, int) else ""
        field = f"的字段 {location[2]} " if len(location) > 2 else ""
        return f"articles 第 {location[1] + 1} 个条目{named}{field}："
    return f"字段 {location[0]}："

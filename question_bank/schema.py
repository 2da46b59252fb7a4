"""Items as data: the pydantic models behind the YAML files of the bank.

One file holds the items of one law and topic. An item owns its proof: each citation carries a
verbatim quote that proves the key, which :mod:`question_bank.check` looks up in the statute.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

BLANK = "____"
"""How a stem marks a blank to fill in."""

ItemId = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,12}-[0-9]{3,5}$")]
OptionId = Annotated[str, StringConstraints(pattern=r"^[a-h]$")]
RESERVED = re.compile(r"(BEGIN|END) (SOLUTION|HIDDEN TESTS|MARK SCHEME)|[\ue000\ue001]")
"""Where nbgrader and our templates cut notebooks: in a text they would cut in the wrong place."""


def _without_marks(text: str) -> str:
    if found := RESERVED.search(text):
        raise ValueError(f"文字里不得有试卷内部使用的标记 {found[0]!r}")
    return text


Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    AfterValidator(_without_marks),
]


class Kind(StrEnum):
    """The six kinds of item, in the order exams print them."""

    TRUE_FALSE = "true_false"
    SINGLE = "single"
    MULTIPLE = "multiple"
    FILL = "fill"
    SHORT = "short"
    CASE = "case"


KIND_NAMES: dict[Kind, str] = {
    Kind.TRUE_FALSE: "判断题",
    Kind.SINGLE: "单项选择题",
    Kind.MULTIPLE: "多项选择题",
    Kind.FILL: "填空题",
    Kind.SHORT: "简答题",
    Kind.CASE: "案例分析题",
}

Audience = Literal["领导干部", "机关工作人员", "执法人员", "村（社区）干部", "编外人员"]
Level = Literal["remember", "understand", "apply", "analyse"]
Pool = Literal["practice", "exam"]
Status = Literal["draft", "reviewed", "retired"]


class Record(BaseModel):
    """A frozen record that accepts no field it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Citation(Record):
    """Where the key comes from, with the words that prove it.

    ``article`` is the number as printed in figures (``67``, ``120之一``). A ``document`` (a text
    that is no statute) takes the place of ``law`` and then needs ``signed_off_by``.
    """

    law: Text | None = None
    article: (
        Annotated[str, StringConstraints(pattern=r"^\d+(之[一二三四五六七八九十]+)?$")] | None
    ) = None
    document: Text | None = None
    signed_off_by: Text | None = None
    quote: Text

    @model_validator(mode="before")
    @classmethod
    def _article_as_text(cls, data: object) -> object:
        if isinstance(data, dict) and isinstance(data.get("article"), int):
            return {**data, "article": str(data["article"])}
        return data

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.law is None) == (self.document is None):
            raise ValueError("依据须写明 law 与 document 之一，且只能写一个")
        if self.law is not None and self.article is None:
            raise ValueError("引用法律须写明 article（条号）")
        if self.document is not None and self.signed_off_by is None:
            raise ValueError("引用文件须有人审签：填写 signed_off_by")
        return self


class MarkingPoint(Record):
    """One thing an essay has to say, and the points it earns."""

    text: Text
    points: Annotated[float, Field(gt=0)]


class BlindAnswer(Record):
    """What became of the item when a reader answered it without seeing the key."""

    date: dt.date
    outcome: Literal["agreed", "mended"]


class Item(Record):
    """One question. Which answer fields are filled follows from ``kind``; see ``_answer_fits``.

    ``enemies`` are items that must not stand in the same form, because one gives the other away.
    """

    id: ItemId
    pool: Pool
    kind: Kind
    status: Status
    difficulty: Annotated[int, Field(ge=1, le=5)]
    level: Level
    audience: Annotated[tuple[Audience, ...], Field(min_length=1)]
    situation: bool
    negative: bool = False
    enemies: tuple[ItemId, ...] = ()
    stem: Text
    options: dict[OptionId, Text] = Field(default_factory=dict)
    answer: bool | OptionId | tuple[OptionId, ...] | tuple[tuple[Text, ...], ...] | None = None
    model_answer: Text | None = None
    marking_points: tuple[MarkingPoint, ...] = ()
    explanation: Text
    citations: Annotated[tuple[Citation, ...], Field(min_length=1)]
    checked: dt.date
    blind: BlindAnswer | None = None

    @property
    def is_essay(self) -> bool:
        """Whether a human marks it."""
        return self.kind in (Kind.SHORT, Kind.CASE)

    @property
    def essay_points(self) -> float:
        """The sum of the marking points; 0 for an objective item."""
        return sum(point.points for point in self.marking_points)

    def key(self) -> bool | list[str] | list[list[str]]:
        """The key of an objective item: truth, option ids, or the writings of each blank."""
        if isinstance(self.answer, bool):
            return self.answer
        if isinstance(self.answer, str):
            return [self.answer]
        if self.kind is Kind.FILL:
            return [list(blank) for blank in self.answer or ()]
        return [str(option) for option in self.answer or ()]

    def right_response(self) -> bool | list[str]:
        """A response that earns full marks, by option ids."""
        key = self.key()
        if isinstance(key, bool):
            return key
        return [part if isinstance(part, str) else part[0] for part in key]

    @model_validator(mode="after")
    def _answer_fits(self) -> Self:
        _CHECKS[self.kind](self)
        if not self.is_essay and (self.model_answer or self.marking_points):
            raise ValueError("客观题不填 model_answer 和 marking_points")
        if self.status == "reviewed" and self.blind is None:
            raise ValueError("reviewed 的题目须记录盲答结果：填写 blind")
        return self


def _check_true_false(item: Item) -> None:
    if not isinstance(item.answer, bool):
        raise ValueError("判断题的 answer 须为 true 或 false")
    if item.options:
        raise ValueError("判断题不写 options")


def _check_choice(item: Item) -> None:
    if len(item.options) < 3:
        raise ValueError("选择题至少要有三个选项")
    if len(set(item.options.values())) != len(item.options):
        raise ValueError("选项内容重复")


def _check_single(item: Item) -> None:
    _check_choice(item)
    if not isinstance(item.answer, str) or item.answer not in item.options:
        raise ValueError("单选题的 answer 须是一个选项代号")


def _check_multiple(item: Item) -> None:
    _check_choice(item)
    chosen = item.answer
    if not isinstance(chosen, tuple) or not all(c in item.options for c in chosen):
        raise ValueError("多选题的 answer 须是选项代号的列表")
    if len(set(chosen)) != len(chosen) or len(chosen) < 2:
        raise ValueError("多选题至少有两个正确选项，且不得重复")


def _check_fill(item: Item) -> None:
    answer, blanks = item.answer, item.stem.count(BLANK)
    if item.options:
        raise ValueError("填空题不写 options")
    if blanks == 0:
        raise ValueError(f"填空题题干须有空格 {BLANK}")
    if not isinstance(answer, tuple) or not all(isinstance(b, tuple) and b for b in answer):
        raise ValueError("填空题的 answer 须是列表：每空一个列表，列出可接受的写法")
    if len(answer) != blanks:
        raise ValueError(f"题干有 {blanks} 个空，answer 却有 {len(answer)} 组")


def _check_essay(item: Item) -> None:
    if item.answer is not None or item.options:
        raise ValueError("简答题、案例题不写 answer 和 options，写 model_answer 与 marking_points")
    if item.model_answer is None or len(item.marking_points) < 2:
        raise ValueError("简答题、案例题须有 model_answer 和至少两条 marking_points")


_CHECKS = {
    Kind.TRUE_FALSE: _check_true_false,
    Kind.SINGLE: _check_single,
    Kind.MULTIPLE: _check_multiple,
    Kind.FILL: _check_fill,
    Kind.SHORT: _check_essay,
    Kind.CASE: _check_essay,
}


class ItemFile(Record):
    """One YAML file: the items of one law and topic."""

    law: Text
    topic: Text
    items: Annotated[tuple[Item, ...], Field(min_length=1)]


def schema_text() -> str:
    """The JSON Schema of a questions file, as published for editors."""
    schema = ItemFile.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"

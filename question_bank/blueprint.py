"""Blueprints: what an exam consists of, as a TOML file a trainer can read and change."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, ValidationError, field_validator, model_validator

from courses.messages import explain
from question_bank.marking import RULE_WORDS, Rule
from question_bank.schema import KIND_NAMES, Kind, Record, Text

_EXAM_NAME = r"^[a-z][a-z0-9_-]{0,39}$"
ExamName = Annotated[str, StringConstraints(pattern=_EXAM_NAME)]
NUMERALS = "一二三四五六七八九十"
BLUEPRINTS = Path(__file__).parent / "blueprints"
"""Where the blueprints that ship with the package lie."""


class BlueprintError(ValueError):
    """A blueprint cannot be used; the message is Chinese and names file, field and remedy."""


class Range(Record):
    """A quota: how many items, both ends included."""

    min: Annotated[int, Field(ge=0)] = 0
    max: Annotated[int, Field(ge=0)] = 1000

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min > self.max:
            raise ValueError(f"min {self.min} 大于 max {self.max}")
        return self


class Section(Record):
    """One part of the paper: ``count`` items of one kind, ``points_each`` marks each."""

    kind: Kind
    count: Annotated[int, Field(gt=0)]
    points_each: Annotated[float, Field(gt=0)]
    rule: Rule = Rule.ALL_OR_NOTHING
    laws: dict[Text, Range] = Field(default_factory=dict)
    difficulty: dict[Annotated[str, StringConstraints(pattern=r"^[1-5](-[1-5])?$")], Range] = Field(
        default_factory=dict
    )

    @property
    def points(self) -> float:
        """Marks of the whole section."""
        return self.count * self.points_each

    def heading(self, number: int) -> str:
        """The printed heading with the marking rule in words; ``number`` counts from 1."""
        return (
            f"{NUMERALS[number - 1]}、{KIND_NAMES[self.kind]}（共{self.count}题，"
            f"每题{self.points_each:g}分，共{self.points:g}分。{_KIND_RULES[self.kind]}"
            f"{'，' + RULE_WORDS[self.rule] if self.kind is Kind.MULTIPLE else ''}。）"
        )


_KIND_RULES: dict[Kind, str] = {
    Kind.TRUE_FALSE: "判断正确或者错误，判断对的得分，判断错的不得分",
    Kind.SINGLE: "每题只有一个正确选项",
    Kind.MULTIPLE: "每题有两个以上正确选项",
    Kind.FILL: "每空分值相同",
    Kind.SHORT: "按要点给分",
    Kind.CASE: "阅读材料，回答问题，按要点给分",
}


class Attempts(Record):
    """How often a candidate may sit, and which result counts."""

    allowed: Annotated[int, Field(ge=1)] = 1
    counts: Literal["best", "last"] = "best"
    make_up: Annotated[int, Field(ge=0)] = 0


class Blueprint(Record):
    """The plan of an exam.

    ``overlap`` is the largest share (0 … 1) of items that two forms may have in common;
    ``bands`` maps a band's name to the percentage of full marks from which it is earned.
    """

    name: ExamName
    title: Text
    closed_book: bool = True
    duration_minutes: Annotated[int, Field(gt=0, le=600)]
    points: Annotated[float, Field(gt=0)]
    forms: Annotated[tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z]$")], ...], Field()] = (
        "A",
    )
    overlap: Annotated[float, Field(ge=0, le=1)] = 0.0
    audience: str | None = None
    bands: dict[Text, Annotated[float, Field(ge=0, le=100)]]
    attempts: Attempts = Attempts()
    sections: Annotated[tuple[Section, ...], Field(min_length=1, max_length=10)]

    @field_validator("bands")
    @classmethod
    def _descending(cls, bands: dict[str, float]) -> dict[str, float]:
        return dict(sorted(bands.items(), key=lambda band: -band[1]))

    @model_validator(mode="after")
    def _adds_up(self) -> Self:
        total = sum(section.points for section in self.sections)
        if abs(total - self.points) > 1e-9:
            raise ValueError(f"各部分合计 {total:g} 分，与 points = {self.points:g} 不符")
        if len(set(self.forms)) != len(self.forms) or not self.forms:
            raise ValueError("forms 不得为空或重复")
        if self.attempts.allowed > 1 and self.attempts.counts == "best" and self._has_essays:
            raise ValueError(
                "有简答题或案例分析题的考试不能取最好成绩（每次作答都要人工评阅）："
                'attempts 的 counts 请写 "last"，或 allowed 写 1'
            )
        return self

    @property
    def _has_essays(self) -> bool:
        return any(section.kind in (Kind.SHORT, Kind.CASE) for section in self.sections)


def is_exam_name(name: str) -> bool:
    """Whether a text can name an exam (:data:`ExamName`)."""
    return re.fullmatch(_EXAM_NAME, name) is not None and "\n" not in name


def load_blueprint(source: str | Path) -> Blueprint:
    """Read a blueprint by path, or by the name of one that ships with the package.

    Raises:
        BlueprintError: no such file, not TOML, or a field does not fit.
    """
    path = Path(source)
    if not path.is_file():
        path = BLUEPRINTS / f"{source}.toml"
    if not path.is_file():
        known = "、".join(sorted(p.stem for p in BLUEPRINTS.glob("*.toml")))
        raise BlueprintError(f"没有蓝图 {source}：请给出文件路径，或用自带的 {known}")
    try:
        return Blueprint.model_validate(tomllib.loads(path.read_text("utf-8")))
    except UnicodeDecodeError as error:
        raise BlueprintError(f"{path.name} 不是 UTF-8 编码：请另存为 UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise BlueprintError(f"{path.name} 不是合格的 TOML：{_toml_fault(error)}") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "整个文件"
        raise BlueprintError(f"{path.name} 的 {field}：{explain(first)}") from error


def _toml_fault(error: tomllib.TOMLDecodeError) -> str:
    """Python 3.11 tells the line only in its English words."""
    line = re.search(r"at line (\d+)", str(error))
    where = f"第 {line[1]} 行" if line else "末尾"
    return f"{where}写法有误，请检查引号、等号和方括号"

"""What a lesson holds besides its text: ``lesson.yaml`` beside its notebook.

The notebook says where each part stands; the parts themselves are data, so that every citation in
them can be checked and a trainer writes no code.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

PartId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,31}$")]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
ArticleNumber = Annotated[str, StringConstraints(pattern=r"^\d+(之[一二三四五六七八九十]+)?$")]
Verdict = Literal["sound", "risky", "wrong"]
"""Of a decision: lawful and prudent; open to challenge; unlawful."""


class Part(BaseModel):
    """A frozen record that accepts no field it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Cite(Part):
    """An article (down to 款 and 项 where it matters) and words of it, verbatim."""

    law: Text
    article: ArticleNumber
    paragraph: Annotated[int, Field(ge=1)] | None = None
    item: Annotated[int, Field(ge=1)] | None = None
    quote: Text


class Reader(Part):
    """The articles of one law to read; ``compare`` is the date of an older version to offer.

    ``cites`` are the short quotations shown where the text of a regulation is not at hand.
    """

    id: PartId
    law: Text
    articles: Annotated[tuple[ArticleNumber, ...], Field(min_length=1)]
    compare: date | None = None
    cites: tuple[Cite, ...] = ()


class Choice(Part):
    """One way to decide; without ``next`` the case ends here."""

    id: PartId
    text: Text
    verdict: Verdict
    consequence: Text
    cite: Cite
    next: PartId | None = None


class Step(Part):
    """A point of a case at which somebody has to decide."""

    id: PartId
    text: Text
    choices: Annotated[tuple[Choice, ...], Field(min_length=2, max_length=5)]


class Case(Part):
    """以案释法: a situation, decisions from the first step on, and a closing analysis."""

    id: PartId
    title: Text
    situation: Text
    steps: Annotated[tuple[Step, ...], Field(min_length=2)]
    closing: Text
    cites: tuple[Cite, ...] = ()

    @model_validator(mode="after")
    def _paths_lead_on(self) -> Case:
        by_id = _by_id(self.steps, "steps")
        for step in self.steps:
            _by_id(step.choices, f"steps {step.id} 的 choices")
            if not any(choice.verdict == "sound" for choice in step.choices):
                raise ValueError(f"steps {step.id} 没有一个稳妥（sound）的选择")
            for choice in step.choices:
                if choice.next is not None and choice.next not in by_id:
                    raise ValueError(f"{step.id}/{choice.id} 的 next {choice.next} 不存在")
        reached = _reach(self.steps[0], by_id, ())
        if unreached := [step.id for step in self.steps if step.id not in reached]:
            raise ValueError(f"从第一步走不到：{'、'.join(unreached)}")
        return self


def _reach(step: Step, by_id: dict[str, Step], path: tuple[str, ...]) -> set[str]:
    if step.id in path:
        raise ValueError(f"案例绕回了已经走过的一步：{step.id}")
    following = {choice.next for choice in step.choices if choice.next}
    deeper = (_reach(by_id[name], by_id, (*path, step.id)) for name in sorted(following))
    return {step.id}.union(*deeper)


class Row(Part):
    """One row of a comparison: what is compared, one cell per column, and where it is written."""

    head: Text
    cells: tuple[Text, ...]
    cites: Annotated[tuple[Cite, ...], Field(min_length=1)]


class Table(Part):
    """易错辨析: what is easily mistaken side by side. ``columns`` leaves the heads' own out."""

    id: PartId
    title: Text
    corner: Text = "比较项目"
    columns: Annotated[tuple[Text, ...], Field(min_length=2, max_length=4)]
    rows: Annotated[tuple[Row, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _cells_fit(self) -> Table:
        for row in self.rows:
            if len(row.cells) != len(self.columns):
                told = f"有 {len(row.cells)} 格，应有 {len(self.columns)} 格"
                raise ValueError(f"rows {row.head}：{told}")
        return self


class Stage(Part):
    """One step of a procedure; ``rule`` names the deadline rule that counts its time."""

    who: Text
    what: Text
    when: Text
    rule: Annotated[str, StringConstraints(pattern=r"^[a-z_]+\.[a-z_]+$")] | None = None
    cite: Cite


class Timeline(Part):
    """The steps of a procedure in order. The calculator offers ``rules`` (default: the stages')."""

    id: PartId
    title: Text
    stages: Annotated[tuple[Stage, ...], Field(min_length=2)]
    rules: tuple[str, ...] = ()

    @property
    def calculated(self) -> tuple[str, ...]:
        """The deadline rules the calculator offers, in order."""
        own = (stage.rule for stage in self.stages if stage.rule)
        return self.rules or tuple(dict.fromkeys(own))


class Card(Part):
    """A flash card: a question and its answer, a line or two each."""

    id: PartId
    front: Text
    back: Text
    cite: Cite


P = TypeVar("P", Step, Choice, Reader, Case, Table, Timeline, Card)


class Lesson(Part):
    """The parts of one lesson. ``practice`` are ids of the practice pool, in teaching order."""

    law: Text
    goals: Annotated[tuple[Text, ...], Field(min_length=2, max_length=6)]
    readers: Annotated[tuple[Reader, ...], Field(min_length=1)]
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]
    tables: Annotated[tuple[Table, ...], Field(min_length=1)]
    timelines: tuple[Timeline, ...] = ()
    cards: Annotated[tuple[Card, ...], Field(min_length=4)]
    practice: Annotated[tuple[str, ...], Field(min_length=8)]

    @model_validator(mode="after")
    def _ids_differ(self) -> Lesson:
        for name in ("readers", "cases", "tables", "timelines", "cards"):
            _by_id(getattr(self, name), name)
        if len(set(self.practice)) < len(self.practice):
            raise ValueError("practice 里有重复的题号")
        return self

    def cites(self) -> Iterator[Cite]:
        """Every quotation of the lesson, in its order."""
        for reader in self.readers:
            yield from reader.cites
        for case in self.cases:
            yield from (choice.cite for step in case.steps for choice in step.choices)
            yield from case.cites
        yield from (cite for table in self.tables for row in table.rows for cite in row.cites)
        yield from (stage.cite for line in self.timelines for stage in line.stages)
        yield from (card.cite for card in self.cards)


def _by_id(parts: Sequence[P], where: str) -> dict[str, P]:
    by_id = {part.id: part for part in parts}
    if len(by_id) < len(parts):
        raise ValueError(f"{where} 里有重复的 id")
    return by_id

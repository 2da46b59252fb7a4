"""A practice question as it lies in ``courses/practice/*.json``: generated from the question bank.

The pool holds practice items only, so the keys in it are no secret. Essays are not among them.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

ItemId = Annotated[str, Field(pattern=r"^[a-z]{2,12}-[0-9]{3,5}$")]
Kind = Literal["true_false", "single", "multiple", "fill"]
Key = bool | tuple[str, ...] | tuple[tuple[str, ...], ...]
"""Truth, the right option ids, or the accepted writings of each blank."""


class Record(BaseModel):
    """A frozen record that accepts no field it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Citation(Record):
    """The article that proves the key, its words, and the version they were found in."""

    law: str
    article: str
    quote: str
    version: str | None = None


class Question(Record):
    """One practice question. ``options`` are those of a choice, by id; else there are none."""

    id: ItemId
    kind: Kind
    law: str
    topic: str
    difficulty: Annotated[int, Field(ge=1, le=5)]
    negative: bool = False
    stem: str
    options: dict[str, str] = Field(default_factory=dict)
    key: Key
    explanation: str
    citations: tuple[Citation, ...]


class QuestionFile(Record):
    """One file of the pool: the questions of one law."""

    generated_by: str
    questions: tuple[Question, ...]

"""The rules of credit hours, as a TOML file the legal office can change."""

from __future__ import annotations

import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from courses.record.errors import CreditRulesError, explain

RULES_FILE = Path(__file__).parent / "credit.toml"
"""The rules that ship with the package."""

Minutes = Annotated[int, Field(gt=0, le=100_000)]
# a TOML 0.1 is a binary fraction: take the number as written
Written = Annotated[
    Decimal, BeforeValidator(lambda value: str(value) if isinstance(value, float) else value)
]


class _Table(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Period(_Table):
    """The days that count, both included, in China time; a missing end is open."""

    first: dt.date | None = None
    last: dt.date | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.first and self.last and self.first > self.last:
            raise ValueError(f"first（{self.first}）晚于 last（{self.last}），请改正")
        return self

    def holds(self, day: dt.date) -> bool:
        """Return whether a day counts."""
        return (self.first or day) <= day <= (self.last or day)


class LessonRules(_Table):
    """What differs for one lesson."""

    questions: Annotated[int, Field(ge=0)] | None = None
    cap_minutes: Minutes | None = None


class CreditRules(_Table):
    """The rules; ``credit.toml`` explains each in Chinese."""

    idle_cutoff_s: Annotated[int, Field(ge=10, le=3600)]
    hour_minutes: Minutes
    lesson_cap_minutes: Minutes
    day_cap_minutes: Minutes
    answered_share: Annotated[Written, Field(ge=0, le=1)]
    round_down_to_hours: Annotated[Written, Field(gt=0, le=10)]
    period: Period = Period()
    lessons: dict[str, LessonRules] = Field(default_factory=dict)

    @property
    def idle_cutoff(self) -> dt.timedelta:
        """What a longer gap between two events counts for."""
        return dt.timedelta(seconds=self.idle_cutoff_s)

    @property
    def day_cap(self) -> dt.timedelta:
        """The most that counts on one day, all lessons together."""
        return dt.timedelta(minutes=self.day_cap_minutes)

    def lesson_cap(self, lesson: str) -> dt.timedelta:
        """Return the most that counts for a lesson in the period."""
        own = self.lessons.get(lesson, LessonRules()).cap_minutes
        return dt.timedelta(minutes=own or self.lesson_cap_minutes)


def load_rules(path: Path = RULES_FILE) -> CreditRules:
    """Read a file of rules.

    Raises:
        CreditRulesError: it is missing, is no TOML, or a rule is missing or makes no sense.
    """
    try:
        return CreditRules.model_validate(tomllib.loads(path.read_text("utf-8-sig")))
    except FileNotFoundError:
        raise CreditRulesError(f"{path.name}：找不到这个学时规则文件。请核对路径。") from None
    except OSError:
        raise CreditRulesError(f"{path.name}：无法读取这个学时规则文件。请检查权限。") from None
    except UnicodeDecodeError:
        raise CreditRulesError(f"{path.name}：不是 UTF-8 文字，请用 UTF-8 另存。") from None
    except tomllib.TOMLDecodeError as error:
        raise CreditRulesError(
            f"{path.name}：不是合格的 TOML（{error}）。请对照自带的 credit.toml 改正。"
        ) from None
    except ValidationError as error:
        raise CreditRulesError(
            f"{path.name}，{explain(error)}。请对照自带的 credit.toml 改正。"
        ) from None

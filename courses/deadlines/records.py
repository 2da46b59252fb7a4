"""The records of ``rules.toml``: a rule, how its procedure counts, and the provisions behind it."""

from datetime import date
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from courses.statutes.numerals import article_label, to_chinese


class Unit(StrEnum):
    """What a time limit is counted in."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    YEARS = "years"

    @property
    def word(self) -> str:
        """The word that follows the number."""
        return _UNIT_WORDS[self]


_UNIT_WORDS = {
    Unit.DAYS: "日",
    Unit.WORKING_DAYS: "个工作日",
    Unit.MONTHS: "个月",
    Unit.YEARS: "年",
}


class Direction(StrEnum):
    """Whether the limit runs on from its event or back from it (听证的七日前)."""

    AFTER = "after"
    BEFORE = "before"


class Record(BaseModel):
    """A frozen record that accepts no field it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Provision(Record):
    """Words of one article of one version of a law."""

    law: str
    version: date
    article: int
    paragraph: int | None = None
    item: int | None = None
    quote: str

    @property
    def citation(self) -> str:
        """The provision as one cites it: 《行政复议法》第八十八条第二款."""
        paragraph = f"第{to_chinese(self.paragraph)}款" if self.paragraph else ""
        item = f"第{to_chinese(self.item)}项" if self.item else ""
        return f"《{self.law}》{article_label(self.article)}{paragraph}{item}"


class LeftOut(Record):
    """Time that is not counted, and where the law says so."""

    what: str
    basis: tuple[Provision, ...] = Field(min_length=1)
    note: str | None = None


class Extension(Record):
    """By how much a limit may be extended (None: the law does not say), by whom and when."""

    length: int | None = Field(default=None, gt=0)
    approver: str
    condition: str
    basis: tuple[Provision, ...] = Field(min_length=1)


class Cap(Record):
    """The longest time, from an event of its own, that a limit may reach."""

    event: str
    length: int = Field(gt=0)
    unit: Unit
    basis: tuple[Provision, ...] = Field(min_length=1)


class Caveat(Record):
    """Something the date cannot show, with the provisions it rests on, if any."""

    text: str
    basis: tuple[Provision, ...] = ()


class Regime(Record):
    """How one procedure counts; an empty tuple means that the law does not say.

    ``working_day`` makes some 日 working days, ``first_day`` leaves the first day out,
    ``last_day`` moves a last day that is a holiday.
    """

    id: str
    procedure: str
    law: str
    valid_from: date
    working_day: tuple[Provision, ...]
    first_day: tuple[Provision, ...]
    last_day: tuple[Provision, ...]


class Rule(Record):
    """One time limit: from which event it runs, how long, and why."""

    id: str = Field(pattern=r"^[a-z_]+\.[a-z_]+$")
    regime: Regime
    label: str
    event: str
    direction: Direction = Direction.AFTER
    length: int = Field(gt=0)
    unit: Unit
    basis: tuple[Provision, ...] = Field(min_length=1)
    left_out: tuple[LeftOut, ...] = ()
    extension: Extension | None = None
    cap: Cap | None = None
    caveats: tuple[Caveat, ...] = ()
    valid_from: date
    valid_to: date | None = None

    def covers(self, day: date) -> bool:
        """Say whether the provisions of this rule were all in force on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """Everything the calculation rests on (the caveats apart)."""
        regime = self.regime
        parts = [self.basis, regime.working_day, regime.first_day, regime.last_day]
        parts += [ground.basis for ground in self.left_out]
        parts += [part.basis for part in (self.extension, self.cap) if part]
        return tuple(dict.fromkeys(one for part in parts for one in part))

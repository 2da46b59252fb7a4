"""When each version of a law is in force: our table, and the rules for what is not in it."""

import re
import tomllib
from datetime import date, timedelta
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from courses.statutes.holdings import Holding
from courses.statutes.records import Basis, LawVersion

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ONE_DAY = timedelta(days=1)
_ENDED = {"已修订", "已废止"}


class InForceRow(BaseModel):
    """One row of ``in_force.toml``; the file's head says what the fields mean."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    law: str
    version: date
    effective_from: date | None = None
    basis: Basis | None = None
    effective_until: date | None = None
    superseded_by: str | None = None
    amended: bool = False
    note: str | None = None


@cache
def in_force_table() -> dict[tuple[str, date], InForceRow]:
    """Read ``in_force.toml`` once, keyed by law and version."""
    path = resources.files("courses.statutes") / "in_force.toml"
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["version"]
    return {(row.law, row.version): row for row in map(InForceRow.model_validate, rows)}


@cache
def first_days() -> dict[str, date]:
    """Read ``first_in_force.toml`` once: law to the first day its first version was in force."""
    path = resources.files("courses.statutes") / "first_in_force.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


def row_covering(law: str, day: date) -> InForceRow | None:
    """Return the row of the version of a law in force on the day, whether it is held or not."""
    for row in _rows_of(law):
        if row.effective_from and row.effective_from <= day <= (row.effective_until or date.max):
            return row
    return None


def _rows_of(law: str) -> list[InForceRow]:
    return [row for (named, _), row in in_force_table().items() if named == law]


def date_versions(holdings: list[Holding]) -> tuple[LawVersion, ...]:
    """Give every version of one law its days in force, oldest first.

    A version ends the day before the next one held or in the table begins, unless the table or
    the source says otherwise.
    """
    ordered = sorted(holdings, key=lambda own: own.version_date)
    starts = [_start(own) for own in ordered]
    known = {row.version: row.effective_from for row in _rows_of(ordered[0].law)}
    known |= {own.version_date: day for own, (day, _) in zip(ordered, starts, strict=True)}
    days = sorted((version, day) for version, day in known.items() if day)
    return tuple(
        _version(own, start, earlier=_earlier(own, start[0], days), successor=_next(own, days))
        for own, start in zip(ordered, starts, strict=True)
    )


def _next(own: Holding, days: list[tuple[date, date]]) -> tuple[date, date] | None:
    """Return version date and first day of the version after this one."""
    return next((row for row in days if row[0] > own.version_date), None)


def _earlier(own: Holding, start: date, days: list[tuple[date, date]]) -> bool:
    first = first_days().get(own.law)
    amended = own.amended or _row(own).amended or days[0][0] < own.version_date
    return amended or (first is not None and first < start)


def _row(own: Holding) -> InForceRow:
    empty = InForceRow(law=own.law, version=own.version_date)
    return in_force_table().get((own.law, own.version_date), empty)


def _start(own: Holding) -> tuple[date, Basis]:
    row = _row(own)
    if row.effective_from and row.basis:
        return row.effective_from, row.basis
    stated = own.stated_effective
    if own.from_package:
        # The package infers its date from the last article, which an amendment leaves alone: a
        # date no later than the version is the first version's or a guess.
        if stated and stated > own.version_date:
            return stated, Basis.LAST_ARTICLE
        return own.version_date, Basis.VERSION_DATE
    return (stated, Basis.SOURCE) if stated else (own.version_date, Basis.VERSION_DATE)


def _version(
    own: Holding, start: tuple[date, Basis], *, earlier: bool, successor: tuple[date, date] | None
) -> LawVersion:
    row = _row(own)
    until, guessed = _end(own, row, successor[1] if successor else None)
    by = row.superseded_by or own.superseded_by
    if successor and (not by or _DATE.fullmatch(by)):
        by = f"{own.law}（{successor[0]}）"
    return LawVersion(
        law=own.law,
        short_name=own.short_name,
        kind=own.kind,
        version_date=own.version_date,
        effective_from=start[0],
        effective_until=until,
        superseded_by=by,
        basis=start[1],
        status_note=_note(own, row, until, guessed=guessed),
        article_count=own.article_count,
        source=own.source,
        key=own.key,
        earlier_exists=earlier,
        known_since=_day_in(own.original_effective),
    )


def _day_in(written: str | None) -> date | None:
    return date.fromisoformat(written) if written and _DATE.fullmatch(written) else None


def _end(own: Holding, row: InForceRow, next_start: date | None) -> tuple[date | None, bool]:
    """Return the last day in force, and whether it is only inferred."""
    known = row.effective_until or own.stated_until
    if known:
        return known, False
    if next_start:
        return next_start - _ONE_DAY, False
    named = _DATE.findall(own.superseded_by or "") if own.status in _ENDED else []
    return (date.fromisoformat(named[-1]) - _ONE_DAY, True) if named else (None, False)


def _note(own: Holding, row: InForceRow, until: date | None, *, guessed: bool) -> str | None:
    parts = [row.note] if row.note else []
    if own.status in _ENDED and until is None and not row.note:
        parts.append(f"来源标为“{own.status}”，失效日期未核，引用前请核对官方文本")
    if guessed:
        parts.append("失效日期按替代文件的日期推定，请核对")
    if own.status == "unknown":
        parts.append("是否仍然有效未核实")
    if own.status_as_of:
        parts.append(f"效力状态只核到{own.status_as_of}")
    if own.note:
        parts.append(own.note)
    return "；".join(parts) or None

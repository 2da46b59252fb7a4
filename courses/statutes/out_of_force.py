"""Why no version held covers a day: not yet in force, no longer, or a version that is not held."""

from datetime import date

from courses.statutes.errors import NotHeld, NotInForce
from courses.statutes.in_force import first_days, row_covering
from courses.statutes.names import how_to_add, titled
from courses.statutes.records import LawVersion


def out_of_force(held: tuple[LawVersion, ...], day: date) -> NotInForce | NotHeld:
    """Return the error for a day that none of a law's versions held (oldest first) covers."""
    first, last = held[0], held[-1]
    if day < first.effective_from:
        return _before(first, day)
    if last.effective_until and day > last.effective_until:
        by = f"，由{last.superseded_by}取代" if last.superseded_by else ""
        return NotInForce(
            f"{titled(last.short_name)}自{last.effective_from}施行至{last.effective_until}，已失效{by}"
        )
    before = [own for own in held if own.effective_from <= day][-1]
    which = _named(last.law, day) or f"{before.version_date}版之后的某一版"
    return NotHeld(_not_held(first, f"在{day}有效的是另一个版本（{which}）"))


def _before(first: LawVersion, day: date) -> NotInForce | NotHeld:
    begun = first_days().get(first.law)
    if begun and day < begun:
        return NotInForce(f"{titled(first.short_name)}自{begun}起施行，在{day}尚未施行")
    if not first.earlier_exists:
        return NotInForce(
            f"{titled(first.short_name)}（{first.version_date}）"
            f"自{first.effective_from}起施行，在{day}尚未施行"
        )
    named = _named(first.law, day)
    which = named or f"{first.version_date}版之前的某一版"
    known = named or begun or (first.known_since and first.known_since <= day)
    # The day the law first came into force is not known of every law.
    supposing = "" if known else "如果已经施行，"
    return NotHeld(_not_held(first, f"在{day}{supposing}有效的是更早的版本（{which}）"))


def _named(law: str, day: date) -> str | None:
    row = row_covering(law, day)
    return f"{row.version}版，自{row.effective_from}起施行" if row else None


def _not_held(first: LawVersion, what: str) -> str:
    return f"{titled(first.short_name)}{what}，法规库里没有它的原文。{how_to_add()}"

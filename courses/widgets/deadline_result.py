"""A calculation as the timeline shows it: the day, how it was counted, what to mind, and why."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

from courses.catalogue.content import Cite
from courses.deadlines import (
    Calculation,
    Calendar,
    Direction,
    Period,
    Provision,
    Rule,
    Skipped,
    rule,
)
from courses.deadlines.wording import dated, length_of
from courses.widgets.citing import shown_cite
from courses.widgets.deadline_form import UNIT_NAMES, Asked, how_counted
from courses.widgets.deadline_months import shown_months

_RULE_ID = re.compile(r" ?\b([a-z_]+\.[a-z_]+)\b ?")


def large(day: date) -> str:
    """Write a day as it is shown large: 2026年12月10日 星期四."""
    return dated(day).replace("（", " ").removesuffix("）")


def shown_calculation(found: Calculation, asked: Asked, calendar: Calendar) -> dict[str, Any]:
    """What was asked and found, for the browser.

    All texts are Chinese; ``due`` is empty where there is no day to give, and then ``warnings``
    say why. ``facts`` are names with texts, ``cites`` those of ``shown_cite``, ``calendar`` is that
    of ``shown_months``.
    """
    own = found.rule
    back = own.direction is Direction.BEFORE
    return {
        "title": f"{own.regime.procedure}：{own.label}",
        "start": f"{own.event}：{large(found.start)}",
        "unit": UNIT_NAMES[own.unit],
        "which": "最晚通知日" if back else "最后一日",
        "due": large(found.due) if found.due else "",
        "facts": list(_facts(found, asked)),
        "steps": list(found.steps),
        "warnings": list(found.warnings),
        "caveats": [
            {"text": _without_ids(one.text), "cites": _cites(one.basis)} for one in own.caveats
        ],
        "cites": _cites(found.citations),
        "calendar": shown_months(found, calendar),
    }


def _facts(found: Calculation, asked: Asked) -> Iterable[dict[str, str]]:
    own = found.rule
    yield _fact("期限", _length(own, asked.extended))
    yield _fact("怎样计算", how_counted(own))
    if asked.left_out:
        yield _fact("依法扣除", "；".join(map(_span, asked.left_out)))
    if own.cap and asked.cap_from:
        longest = length_of(own.cap.length, own.cap.unit)
        yield _fact("最长期限", f"从{dated(asked.cap_from)}起{longest}")
    if not found.due or not found.first:
        return
    yield _fact("从哪天起算", dated(found.first))
    last = max(found.due, found.first)
    if skipped := [one for one in found.skipped if one.first <= last]:
        yield _fact("没有计入的日子", _sums(skipped))
    if found.moved_from:
        yield _fact("顺延", f"从{dated(found.moved_from)}顺延到{dated(found.due)}")


def _span(period: Period) -> str:
    return f"{dated(period.first)}至{dated(period.last)}"


def _fact(name: str, text: str) -> dict[str, str]:
    return {"name": name, "text": text}


def _length(own: Rule, extended: bool) -> str:
    length = length_of(own.length, own.unit)
    if not extended or own.extension is None:
        return length
    if own.extension.length is None:
        return f"{length}，另有依法批准的延长期"
    added = length_of(own.extension.length, own.unit)
    total = length_of(own.length + own.extension.length, own.unit)
    return f"{length}，最长延长{added}，合计{total}"


def _sums(skipped: Iterable[Skipped]) -> str:
    """Sum up the days by their reasons."""
    days: Counter[str] = Counter()
    for one in skipped:
        days[one.reason] += one.days
    parts = "，".join(f"{reason}{count}天" for reason, count in days.items())
    return f"{parts}，共{days.total()}天" if len(days) > 1 else parts


def _without_ids(text: str) -> str:
    """Write the names of rules in place of their ids."""
    return _RULE_ID.sub(lambda found: f"“{rule(found[1]).label}”", text)


def _cites(provisions: Iterable[Provision]) -> list[dict[str, str]]:
    return [shown_cite(_as_cite(one)) for one in provisions]


def _as_cite(own: Provision) -> Cite:
    return Cite(
        law=own.law,
        article=str(own.article),
        paragraph=own.paragraph,
        item=own.item,
        quote=own.quote,
    )

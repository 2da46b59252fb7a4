"""Which order a candidate sees: a keyed hash, the same after every restart, nobody's to guess.

Only the order changes. Options keep their ids, by which they are answered and graded; questions
keep their grade_ids and stay in their section.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from dataclasses import replace

from exam_hall.contract import Paper, PaperSection, PaperSlot
from exam_hall.errors import RefusedError, Why


def form_of(allotment: Mapping[str, str], candidate: str) -> str:
    """The form a candidate was given.

    Raises:
        RefusedError: they were given none.
    """
    form = allotment.get(candidate)
    if form is None:
        raise RefusedError(
            Why.NOT_ALLOTTED, "您不在本场考试的名单中，请核对人员编号，或询问监考人员。"
        )
    return form


def arranged(paper: Paper, candidate: str, attempt: int, key: bytes) -> Paper:
    """A paper with questions and options in the order one candidate sees in one attempt.

    Args:
        paper: the form as released.
        candidate: who sits.
        attempt: counts from 1; each has an order of its own.
        key: a secret key, so that nobody can work out a neighbour's order.
    """
    whose = f"{paper.exam}/{paper.form}/{candidate}/{attempt}"
    sections = tuple(
        PaperSection(section.heading, _dealt(section.grade_ids, whose, key))
        for section in paper.sections
    )
    slots = {slot.grade_id: _slot(slot, whose, key) for slot in paper.slots}
    order = (name for section in sections for name in section.grade_ids)
    return replace(paper, sections=sections, slots=tuple(slots[name] for name in order))


def _slot(slot: PaperSlot, whose: str, key: bytes) -> PaperSlot:
    options = {option.id: option for option in slot.options}
    order = _dealt(options, f"{whose}/{slot.grade_id}", key)
    return replace(slot, options=tuple(options[name] for name in order))


def _dealt(names: Iterable[str], whose: str, key: bytes) -> tuple[str, ...]:
    def place(name: str) -> bytes:
        return hmac.digest(key, f"{whose}/{name}".encode(), hashlib.sha256)

    return tuple(sorted(names, key=place))

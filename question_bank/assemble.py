"""Assembly: (items, blueprint, seed) → exam. Pure, and the same arguments give the same exam."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from question_bank.bank import Bank, BankItem
from question_bank.blueprint import Blueprint
from question_bank.exam import Exam, FormItem, Slot
from question_bank.quotas import choose
from question_bank.schema import Kind


def assemble(
    bank: Bank, blueprint: Blueprint, seed: int, on: dt.date, name: str | None = None
) -> Exam:
    """Choose items for every form and deal them into slots.

    Args:
        bank: its reviewed items of the exam pool are eligible.
        blueprint: sections, quotas, forms.
        seed: stored in the exam.
        on: the day of the exam, for which the items' law has been checked.
        name: the exam's own name; the blueprint's unless given.

    Raises:
        InfeasibleError: the bank cannot fill the blueprint.
    """
    items = eligible(bank, blueprint)
    choices = choose(items, blueprint, seed)
    forms = {
        form: tuple(
            deal(items[i], seed)
            for indices in choice.sections
            for i in sorted(indices, key=lambda i: _hash(seed, form, items[i].item.id))
        )
        for form, choice in choices.items()
    }
    return Exam(
        name=name or blueprint.name,
        blueprint=blueprint,
        seed=seed,
        on=on,
        bank_sha256=bank.sha256,
        slots=tuple(_slots(blueprint)),
        forms=forms,
    )


def eligible(bank: Bank, blueprint: Blueprint) -> list[BankItem]:
    """The reviewed exam items that suit the blueprint's audience, in the order of their ids."""
    return [
        entry
        for entry in bank.pool("exam")
        if blueprint.audience is None or blueprint.audience in entry.item.audience
    ]


def _slots(blueprint: Blueprint) -> Sequence[Slot]:
    slots: list[Slot] = []
    for n, section in enumerate(blueprint.sections):
        for _ in range(section.count):
            number = len(slots) + 1
            slots.append(
                Slot(
                    grade_id=f"q{number:02d}",
                    number=number,
                    section=n,
                    kind=section.kind,
                    points=section.points_each,
                )
            )
    return slots


def deal(entry: BankItem, seed: int) -> FormItem:
    """Order the options by the seed alone, so that the order tells nothing of the key."""
    item = entry.item
    order = sorted(item.options, key=lambda option: _hash(seed, item.id, option))
    choice = item.kind in (Kind.SINGLE, Kind.MULTIPLE)
    return FormItem(
        item=item, law=entry.law, topic=entry.topic, order=tuple(order) if choice else ()
    )


def _hash(*parts: object) -> bytes:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).digest()

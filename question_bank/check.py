"""Proving the bank: every item valid, renders, marks as it should, and is proved by its quote."""

from __future__ import annotations

import datetime as dt
import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import mistune

from courses.statutes import Library, NotHeld, StatuteError
from courses.statutes.proving import Proof, changed, find_quote, prove, without_text
from question_bank.assemble import deal
from question_bank.bank import Bank, BankItem, Fault
from question_bank.bias import NAMES, Bias, biases, is_unmarked_negative
from question_bank.exam import Slot, paper_slot
from question_bank.marking import Rule, compile_marker
from question_bank.notebook import question_text
from question_bank.schema import Item, Kind
from question_bank.similar import Pair, alike

PROVE = "xuefa bank prove"
"""The command that records proofs."""

POINTS = 2.0
"""Points on which marking is tried out."""


@dataclass(frozen=True, slots=True)
class Report:
    """What the checker found.

    Attributes:
        bank: what was checked.
        failures: what has to be mended.
        unverified: items whose text is not at hand.
        proofs: of the verified items, by id.
        bias: by law.
        duplicates: items written twice.
    """

    bank: Bank
    failures: tuple[Fault, ...]
    unverified: tuple[Fault, ...]
    proofs: Mapping[str, tuple[Proof, ...]]
    bias: Mapping[str, tuple[Bias, ...]]
    duplicates: tuple[Pair, ...]

    def as_dict(self) -> dict[str, Any]:
        """The figures of ``xuefa bank check --json``."""
        items = self.bank.items
        return {
            "items": len(items),
            "by_law": dict(Counter(entry.law for entry in items)),
            "by_kind": dict(Counter(entry.item.kind.value for entry in items)),
            "by_pool": dict(Counter(entry.item.pool for entry in items)),
            "by_status": dict(Counter(entry.item.status for entry in items)),
            "verified": len(self.proofs),
            "unverified": len(self.unverified),
            "unverified_items": [_row(fault) for fault in self.unverified],
            "bias": {
                law: {one.name: one.as_dict() for one in found} for law, found in self.bias.items()
            },
            "near_duplicates": [asdict(pair) for pair in self.duplicates],
            "failures": [_row(fault) for fault in self.failures],
        }


def _row(fault: Fault) -> dict[str, str]:
    return {"where": fault.where, "file": fault.file, "message": fault.message}


def usable(report: Report) -> Bank:
    """The items of a checked bank without those that failed."""
    failed = {fault.where for fault in report.failures}
    return Bank(tuple(entry for entry in report.bank.items if entry.item.id not in failed))


def check_bank(
    bank: Bank,
    library: Library,
    known: Mapping[str, Sequence[Proof]],
    on: dt.date,
    *,
    strict: bool = False,
) -> Report:
    """Check every item of a bank.

    Args:
        bank: items and the faults met while reading them.
        library: the statutes at hand.
        known: the committed proofs by item id.
        on: the day on which the cited articles must be in force.
        strict: what cannot be verified, what lacks a current proof, and a bias beyond its bounds,
            is a failure too.

    Returns:
        The report; retired items are counted but not checked.
    """
    failures = list(bank.faults)
    unverified: list[Fault] = []
    proofs: dict[str, tuple[Proof, ...]] = {}
    ids = {entry.item.id for entry in bank.items}
    for entry in bank.items:
        item = entry.item
        if item.status == "retired":
            continue
        faults = list(_own_faults(entry, ids))
        try:
            found = prove_item(item, library, on)
            faults += changed(found, known.get(item.id, ()), strict=strict, command=PROVE)
            proofs[item.id] = found
        except NotHeld as error:
            reason = without_text(item.citations, known.get(item.id, ()), str(error))
            unverified.append(Fault(item.id, reason, entry.file))
        except (StatuteError, ValueError) as error:
            faults.append(str(error))
        failures += [Fault(item.id, fault, entry.file) for fault in faults]
    bias = {law: biases(items) for law, items in by_law(bank).items()}
    duplicates = alike([entry.item for entry in bank.items])
    failures += _duplicate_faults(bank, duplicates)
    if strict:
        failures += [*unverified, *_bias_faults(bias)]
    return Report(bank, tuple(failures), tuple(unverified), proofs, bias, duplicates)


def by_law(bank: Bank) -> dict[str, list[Item]]:
    """The items of a bank by the law of their file."""
    found: dict[str, list[Item]] = {}
    for entry in bank.items:
        found.setdefault(entry.law, []).append(entry.item)
    return found


def _duplicate_faults(bank: Bank, pairs: Iterable[Pair]) -> Iterator[Fault]:
    file = {entry.item.id: entry.file for entry in bank.items}
    for pair in pairs:
        reason = f"与 {pair.first} 几乎相同（相似度 {pair.likeness:g}）：改写或停用其中一题"
        yield Fault(pair.second, reason, file[pair.second])


def _bias_faults(bias: Mapping[str, Sequence[Bias]]) -> Iterator[Fault]:
    for law, found in bias.items():
        for one in found:
            if one.share is not None and not one.is_within:
                bounds = f"应在 {one.low:.0%} 至 {one.high:.0%} 之间"
                yield Fault(
                    law, f"{NAMES[one.name]}为 {one.share:.0%}（{one.cases} 题），{bounds}", law
                )


def prove_item(item: Item, library: Library, on: dt.date) -> tuple[Proof, ...]:
    """Find every quote of an item in the article it cites.

    Raises:
        NotHeld: the library lacks the text.
        StatuteError: no such article, or not in force on the day.
        ValueError: the quote is not there, or the provision is displaced.
    """
    return tuple(prove(one, find_quote(one, library, on)) for one in item.citations if one.law)


def _own_faults(entry: BankItem, ids: set[str]) -> Iterator[str]:
    item = entry.item
    if missing := [enemy for enemy in item.enemies if enemy not in ids]:
        yield f"enemies 里的 {missing[0]} 不在题库中"
    if is_unmarked_negative(item):
        yield "题干问的是不正确的一项，却没有写 negative: true"
    yield from _rendering_faults(entry)
    if not item.is_essay:
        for rule in Rule:
            yield from _marking_faults(item, rule)


def _rendering_faults(entry: BankItem) -> Iterator[str]:
    slot = Slot(grade_id="q01", number=1, section=0, kind=entry.item.kind, points=POINTS)
    source = question_text(1, paper_slot(slot, deal(entry, 0)))
    shown = _squeeze(html.unescape(re.sub(r"<[^>]*>", "", str(mistune.html(source)))))
    for text in (entry.item.stem, *entry.item.options.values()):
        if _squeeze(text) not in shown:
            yield f"显示出来的与写的不同：{text[:20]}"


def _squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


def _marking_faults(item: Item, rule: Rule) -> Iterator[str]:
    mark = compile_marker(item.kind.value, item.key(), rule, POINTS)
    right = item.right_response()
    if abs(mark(right) - POINTS) > 1e-9:
        yield f"按 {rule} 规则，正确答案没有得满分"
    if mark(None) or mark([]):
        yield f"按 {rule} 规则，空白答案得了分"
    if wrong := [r for r in wrong_responses(item) if not mark(r) < POINTS - 1e-9]:
        yield f"按 {rule} 规则，错误答案 {wrong[0]} 得了满分"


def wrong_responses(item: Item) -> Iterator[object]:
    """Responses that must earn less than full marks."""
    match item.kind, item.right_response():
        case Kind.TRUE_FALSE, bool(truth):
            yield not truth
        case Kind.FILL, list(blanks):
            for n in range(len(blanks)):
                yield [*blanks[:n], "决不会是答案", *blanks[n + 1 :]]
        case _, list(right):
            others = [option for option in item.options if option not in right]
            yield from ([option] for option in others)
            yield from ([*right, option] for option in others)
            if len(right) > 1:
                yield from ([r for r in right if r != left_out] for left_out in right)

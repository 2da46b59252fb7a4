"""The quotas of a blueprint as an integer programme, solved by HiGHS through SciPy.

One binary variable says whether a form takes an item into a section. Where no solution exists the
same programme is solved again with slack on every quota, and the slack says what is short.
"""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import coo_array

from question_bank.bank import BankItem
from question_bank.blueprint import Blueprint, Range, Section
from question_bank.schema import KIND_NAMES

BALANCE_COST = 10.0
"""Cost of one step of difficulty between two forms, against item costs below 1."""


class InfeasibleError(ValueError):
    """The bank cannot fill the blueprint; ``shortages`` says in Chinese by how much."""

    def __init__(self, shortages: Sequence[str]) -> None:
        self.shortages = tuple(shortages)
        super().__init__("题库不够组成这份试卷：\n" + "\n".join(self.shortages))


@dataclass(frozen=True, slots=True)
class _Row:
    terms: dict[int, float]
    low: float
    high: float
    label: str = ""


@dataclass(slots=True)
class _Programme:
    """Variables (cost, upper bound, whether whole) and rows of a programme."""

    costs: list[float] = field(default_factory=list)
    uppers: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    rows: list[_Row] = field(default_factory=list)

    def variable(self, cost: float, upper: float = 1.0, *, whole: bool = True) -> int:
        self.costs.append(cost)
        self.uppers.append(upper)
        self.whole.append(int(whole))
        return len(self.costs) - 1

    def solve(self) -> np.ndarray | None:
        """The optimum, or ``None`` when there is none."""
        if not self.costs:  # a bank without a single fitting item
            return None
        entries = [(r, c, v) for r, row in enumerate(self.rows) for c, v in row.terms.items()]
        rows, columns, values = zip(*entries, strict=True)
        matrix = coo_array((values, (rows, columns)), shape=(len(self.rows), len(self.costs)))
        result = milp(
            np.array(self.costs),
            integrality=np.array(self.whole),
            bounds=Bounds(0, np.array(self.uppers)),
            constraints=LinearConstraint(
                matrix.tocsr(), [row.low for row in self.rows], [row.high for row in self.rows]
            ),
            options={"mip_rel_gap": 1e-4},
        )
        return None if result.x is None else np.asarray(result.x)

    def relaxed(self) -> tuple[_Programme, dict[int, tuple[int, int]]]:
        """The programme with slack on every labelled row, and the slack variables of each."""
        soft = _Programme([0.0] * len(self.costs), list(self.uppers), list(self.whole))
        slack: dict[int, tuple[int, int]] = {}
        for number, row in enumerate(self.rows):
            terms = dict(row.terms)
            if row.label:
                short, over = soft.variable(1.0, 1e4), soft.variable(1.0, 1e4)
                terms |= {short: 1.0, over: -1.0}
                slack[number] = (short, over)
            soft.rows.append(_Row(terms, row.low, row.high, row.label))
        return soft, slack


@dataclass(frozen=True, slots=True)
class Choice:
    """Which items a form takes into each section: ``sections[n]`` holds indices into the items."""

    sections: tuple[tuple[int, ...], ...]


Key = tuple[str, int, int]
"""(form, section, index of the item)"""


def choose(items: Sequence[BankItem], blueprint: Blueprint, seed: int) -> dict[str, Choice]:
    """Fill every form of the blueprint.

    Args:
        items: the eligible items.
        blueprint: the quotas.
        seed: chooses among the many solutions; the same seed gives the same choice.

    Returns:
        One choice per form.

    Raises:
        InfeasibleError: with every quota that cannot be met.
    """
    programme, variables = _programme(items, blueprint, seed)
    solution = programme.solve()
    if solution is None:
        raise InfeasibleError(_shortages(programme))
    return {
        form: Choice(
            tuple(
                tuple(
                    i
                    for (f, n, i), v in variables.items()
                    if (f, n) == (form, s) and solution[v] > 0.5
                )
                for s in range(len(blueprint.sections))
            )
        )
        for form in blueprint.forms
    }


def _programme(
    items: Sequence[BankItem], blueprint: Blueprint, seed: int
) -> tuple[_Programme, dict[Key, int]]:
    programme = _Programme()
    variables: dict[Key, int] = {}
    for form in blueprint.forms:
        for s, section in enumerate(blueprint.sections):
            for i, entry in enumerate(items):
                if fits(entry, section):
                    cost = _random(seed, form, entry.item.id)
                    variables[form, s, i] = programme.variable(cost)
    programme.rows.extend(_quota_rows(items, blueprint, variables))
    programme.rows.extend(_once_rows(variables))
    programme.rows.extend(_enemy_rows(items, variables))
    _balance(programme, items, blueprint, variables)
    _limit_overlap(programme, blueprint, variables)
    return programme, variables


def fits(entry: BankItem, section: Section) -> bool:
    """Whether an item may stand in a section: its kind, and for essays its points."""
    item = entry.item
    return item.kind is section.kind and (
        not item.is_essay or abs(item.essay_points - section.points_each) < 1e-9
    )


def _random(seed: int, *parts: str) -> float:
    digest = hashlib.sha256("\x1f".join((str(seed), *parts)).encode()).digest()
    return int.from_bytes(digest[:6], "big") / 2**48


def _quota_rows(
    items: Sequence[BankItem], blueprint: Blueprint, variables: dict[Key, int]
) -> Iterator[_Row]:
    for form in blueprint.forms:
        for s, section in enumerate(blueprint.sections):
            own = {i: v for (f, n, i), v in variables.items() if (f, n) == (form, s)}
            where = f"{form} 卷{KIND_NAMES[section.kind]}"
            yield _row(own.values(), Range(min=section.count, max=section.count), where)
            for law, quota in section.laws.items():
                chosen = [v for i, v in own.items() if items[i].law == law]
                yield _row(chosen, quota, f"{where}《{law}》")
            for steps, quota in section.difficulty.items():
                low, high = int(steps[0]), int(steps[-1])
                chosen = [v for i, v in own.items() if low <= items[i].item.difficulty <= high]
                yield _row(chosen, quota, f"{where}难度 {steps}")


def _row(variables: Iterable[int], quota: Range, label: str) -> _Row:
    terms = dict.fromkeys(variables, 1.0)
    return _Row(terms, quota.min, quota.max, label)


def _once_rows(variables: dict[Key, int]) -> Iterator[_Row]:
    """No form takes one item into two sections."""
    for chosen in _places(variables).values():
        if len(chosen) > 1:
            yield _Row(dict.fromkeys(chosen, 1.0), 0, 1)


def _enemy_rows(items: Sequence[BankItem], variables: dict[Key, int]) -> Iterator[_Row]:
    """No form takes two items of which one gives the other away."""
    numbers = {entry.item.id: i for i, entry in enumerate(items)}
    places = _places(variables)
    for (form, i), chosen in places.items():
        for enemy in items[i].item.enemies:
            if others := places.get((form, numbers.get(enemy, -1))):
                yield _Row(dict.fromkeys(chosen + others, 1.0), 0, 1)


def _places(variables: dict[Key, int]) -> dict[tuple[str, int], list[int]]:
    """The variables by form and item, whatever the section."""
    places: dict[tuple[str, int], list[int]] = {}
    for (form, _, i), variable in variables.items():
        places.setdefault((form, i), []).append(variable)
    return places


def _balance(
    programme: _Programme,
    items: Sequence[BankItem],
    blueprint: Blueprint,
    variables: dict[Key, int],
) -> None:
    """Every form's sections are to be as hard as the first form's: differences cost."""
    first = blueprint.forms[0]
    for other, s in itertools.product(blueprint.forms[1:], range(len(blueprint.sections))):
        terms: dict[int, float] = {}
        for (form, n, i), variable in variables.items():
            if n == s and form in (first, other):
                sign = 1.0 if form == first else -1.0
                terms[variable] = sign * items[i].item.difficulty
        for sign in (1.0, -1.0):
            terms[programme.variable(BALANCE_COST, 1e4, whole=False)] = sign
        programme.rows.append(_Row(terms, 0, 0))


def _limit_overlap(programme: _Programme, blueprint: Blueprint, variables: dict[Key, int]) -> None:
    total = sum(section.count for section in blueprint.sections)
    allowed = int(blueprint.overlap * total + 1e-9)
    places = _places(variables)
    for one, other in itertools.combinations(blueprint.forms, 2):
        shared: list[int] = []
        for (form, i), chosen in places.items():
            if form == one:
                both = programme.variable(0.0, whole=False)
                terms = dict.fromkeys(chosen + places[other, i], 1.0) | {both: -1.0}
                programme.rows.append(_Row(terms, -np.inf, 1))
                shared.append(both)
        label = f"{one}、{other} 两卷相同的题"
        programme.rows.append(_row(shared, Range(min=0, max=allowed), label))


def _shortages(programme: _Programme) -> list[str]:
    relaxed, slack = programme.relaxed()
    solution = relaxed.solve()
    if solution is None:
        return ["各项要求互相矛盾"]
    lines = []
    for number, (short, over) in slack.items():
        row = programme.rows[number]
        if solution[short] > 1e-6:
            need = f"{row.low:g}"
            lines.append(f"{row.label}：至少要 {need} 题，缺 {solution[short]:g} 题")
        if solution[over] > 1e-6:
            lines.append(f"{row.label}：至多 {row.high:g} 题，多出 {solution[over]:g} 题")
    return lines

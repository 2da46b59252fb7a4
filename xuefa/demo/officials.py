"""Simulated candidates: how able they are and what they answer.

The probability of a right answer is that of the two-parameter logistic model (Birnbaum 1968):
``1 / (1 + exp(-a (ability - b)))``, with the slot's discrimination ``a`` and difficulty ``b``.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random

from xuefa.demo.answers import essay_answer, wrong_choice, wrong_fill
from xuefa.demo.chance import stream
from xuefa.demo.town import Person
from xuefa.demo.units import Category

Answer = bool | list[str] | str
"""True or false; option ids or the texts of the blanks; an essay."""


class Kind(StrEnum):
    """The kinds of question."""

    TRUE_FALSE = "true_false"
    SINGLE = "single"
    MULTIPLE = "multiple"
    FILL = "fill"
    SHORT = "short"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Slot:
    """What the simulation knows of a slot in one form of the exam.

    ``correct`` is a truth value (true_false), the ids of the right options (single, multiple), the
    text of each blank (fill), or the wording of each marking point (short, case). ``difficulty``
    runs from 1 (easy) to 5 (hard).
    """

    grade_id: str
    kind: Kind
    difficulty: int
    correct: bool | tuple[str, ...]
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Official:
    """A candidate; ``ability`` is in logits, 0 that of an average reader of the law."""

    id: str
    ability: float


_MEAN_ABILITY: Mapping[Category, float] = {
    Category.LEADER: 0.7,
    Category.ENFORCEMENT: 0.5,
    Category.OFFICE: 0.4,
    Category.VILLAGE: -0.3,
    Category.AUXILIARY: -0.5,
}
_ABILITY_SPREAD = 0.65
_EASE = 0.95
"""How far below an average ability the middle difficulty lies: those examined have studied."""
_STEP = 0.45
_MULTIPLE_IS_HARDER = 0.4
_BLANK_OBJECTIVE = 0.008
_BLANK_ESSAY = 0.03


def officials_of(people: Iterable[Person], seed: int) -> tuple[Official, ...]:
    """Give each person an ability, drawn from the normal distribution of the category."""
    return tuple(
        Official(
            person.id,
            stream(seed, "ability", person.id).gauss(
                _MEAN_ABILITY[person.category], _ABILITY_SPREAD
            ),
        )
        for person in people
    )


def chance_of_right(ability: float, slot: Slot, seed: int) -> float:
    """The probability, from 0 to 1, that somebody of this ability answers the slot right."""
    discrimination = stream(seed, "discrimination", slot.grade_id).uniform(0.8, 1.4)
    difficulty = (slot.difficulty - 3) * _STEP - _EASE
    if slot.kind is Kind.MULTIPLE:
        difficulty += _MULTIPLE_IS_HARDER
    return 1 / (1 + math.exp(-discrimination * (ability - difficulty)))


def simulate_answers(official: Official, slots: Sequence[Slot], *, seed: int) -> dict[str, Answer]:
    """Answer the slots as the official would; slots left blank are missing.

    Each slot has a random stream of its own: what is answered to one does not depend on the others
    or on their order.

    Returns:
        Answers by grade_id, in the order of the slots.
    """
    answers: dict[str, Answer] = {}
    for slot in slots:
        rng = stream(seed, "answer", official.id, slot.grade_id)
        answer = _answer(slot, chance_of_right(official.ability, slot, seed), rng)
        if answer is not None:
            answers[slot.grade_id] = answer
    return answers


def _answer(slot: Slot, chance: float, rng: Random) -> Answer | None:
    essay = slot.kind in (Kind.SHORT, Kind.CASE)
    if rng.random() < (_BLANK_ESSAY if essay else _BLANK_OBJECTIVE):
        return None
    if isinstance(slot.correct, bool):
        return slot.correct is (rng.random() < chance)
    if essay:
        return essay_answer(slot.correct, chance, rng)
    if rng.random() < chance:
        return list(slot.correct)
    if slot.kind is Kind.FILL:
        return wrong_fill(slot.correct, rng)
    return wrong_choice(slot.options, slot.correct, rng, several=slot.kind is Kind.MULTIPLE)

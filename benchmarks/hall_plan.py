"""Who does what when in the exam hall: timetables and answers from a seed. Pure."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

CONTACT_S = 15
SAVE_S = (5, 15)
"""A candidate saves again after at least and at most so many seconds."""
LONGEST_START_S, LONGEST_END_S = 30, 60
TYPED = "应当先告知当事人依法享有的陈述、申辩权利，再依照法定程序作出书面决定并送达。"

Slot = Mapping[str, Any]
"""A question as the paper sent to the candidate has it."""


class Step(StrEnum):
    """What a candidate asks of the hall."""

    OPEN = "open"
    CONTACT = "contact"
    SAVE = "save"
    HAND_IN = "hand_in"


@dataclass(frozen=True, slots=True)
class Plan:
    """How many sit, and for how many seconds between the last to start and the first to leave."""

    candidates: int
    seconds: float
    seed: int = 7

    @property
    def starting_s(self) -> float:
        """All start within so many seconds."""
        return min(LONGEST_START_S, self.seconds / 2)

    @property
    def ending_s(self) -> float:
        """All hand in within so many seconds."""
        return min(LONGEST_END_S, self.seconds)

    @property
    def total_s(self) -> float:
        """From the first start to the last hand-in."""
        return self.starting_s + self.seconds + self.ending_s


def dice_of(plan: Plan, number: int) -> random.Random:
    """The chance of one candidate, the same in every run."""
    return random.Random(f"{plan.seed}/{number}")  # noqa: S311


def timetable(plan: Plan, dice: random.Random) -> list[tuple[float, Step]]:
    """One candidate's steps in order, each with its second; saving goes on until the hand-in."""
    opens = dice.uniform(0, plan.starting_s)
    ends = plan.starting_s + plan.seconds + dice.uniform(0, plan.ending_s)
    contacts = ((at, Step.CONTACT) for at in _every(opens + CONTACT_S, ends))
    saves = ((at, Step.SAVE) for at in _saves(opens, ends, dice))
    return [(opens, Step.OPEN), *sorted([*contacts, *saves]), (ends, Step.HAND_IN)]


def _every(first: float, end: float) -> Iterator[float]:
    while first < end:
        yield first
        first += CONTACT_S


def _saves(begin: float, end: float, dice: random.Random) -> Iterator[float]:
    """The first one sooner: otherwise all would save in step with their start."""
    at = begin + dice.uniform(0, SAVE_S[1])
    while at < end:
        yield at
        at += dice.uniform(*SAVE_S)


def value_for(slot: Slot, dice: random.Random) -> bool | str | list[str]:
    """An answer that fits the question and is not blank; essays are of every length typed so far.

    Args:
        slot: the question.
        dice: the candidate's chance.
    """
    letters = [option["id"] for option in slot["options"]]
    match slot["kind"]:
        case "true_false":
            return dice.random() < 0.5
        case "single":
            return [dice.choice(letters)]
        case "multiple":
            return sorted(dice.sample(letters, dice.randint(1, len(letters))))
        case "fill":
            return [str(dice.randint(1, 60)) for _ in range(slot["stem"].count("____"))]
        case _:
            text = TYPED * 20
            return text[: dice.randint(20, min(len(text), slot["max_chars"]))]

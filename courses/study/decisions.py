"""The way a person has taken through a case, from their events alone. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from courses.catalogue.content import Case, Choice, Step
from courses.record import Event, Verb


@dataclass(frozen=True, slots=True)
class Decision:
    """What was chosen at a step."""

    step: Step
    choice: Choice


Run = tuple[Decision, ...]
"""A walk through a case: it begins with the first step, each decision leads to the next."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """All runs through one case, oldest first; none is empty."""

    case: Case
    runs: tuple[Run, ...]

    @property
    def path(self) -> Run:
        """The current run; empty before the first decision."""
        return self.runs[-1] if self.runs else ()

    @property
    def finished(self) -> bool:
        """Whether the current run has come to an end of the case."""
        return _ended(self.path)

    @property
    def ever_finished(self) -> bool:
        """Whether any run has."""
        return any(map(_ended, self.runs))

    @property
    def present(self) -> Step | None:
        """The step to decide now; None where the current run is finished."""
        if not self.path:
            return self.case.steps[0]
        following = self.path[-1].choice.next
        return next((step for step in self.case.steps if step.id == following), None)

    def following(self, step: str, choice: str) -> Decision | None:
        """Return the decision if it is one to take now, after the end the first of a new run."""
        awaited = self.present or self.case.steps[0]
        decision = _decision(self.case, step, choice)
        return decision if decision and decision.step.id == awaited.id else None

    def earlier(self, step: str) -> Decision | None:
        """Return what was first ever chosen at a step; None if no earlier run reached it."""
        taken = (decision for run in self.runs[:-1] for decision in run)
        return next((decision for decision in taken if decision.step.id == step), None)


def decisions(case: Case, events: Iterable[Event], name: str) -> Decisions:
    """Follow a person through a case.

    A run begins whenever the first step is decided. What does not follow from the step before is
    passed over, as are steps and choices that the case no longer has.

    Args:
        case: the case as it is now.
        events: all events of the person.
        name: what the study record calls the case: ``case:xingsu/evidence/demolition``.
    """
    runs: list[Run] = []
    for step, choice in _taken(events, name):
        decision = _decision(case, step, choice)
        if decision is None:
            continue
        if decision.step.id == case.steps[0].id:
            runs.append((decision,))
        elif runs and runs[-1][-1].choice.next == decision.step.id:
            runs[-1] += (decision,)
    return Decisions(case, tuple(runs))


def _taken(events: Iterable[Event], name: str) -> Iterable[tuple[str, str]]:
    """Step and choice of every decision, each event once.

    In the order of the file: a clock that was set back must not tear a walk apart.
    """
    own = (event for event in events if event.verb == Verb.DECIDED and event.object == name)
    unique = {event.id: event for event in sorted(own, key=lambda event: event.seq)}
    for event in unique.values():
        match event.result.response if event.result else None:
            case (str(step), str(choice)):
                yield step, choice


def _decision(case: Case, step: str, choice: str) -> Decision | None:
    return next(
        (
            Decision(at, taken)
            for at in case.steps
            for taken in at.choices
            if (at.id, taken.id) == (step, choice)
        ),
        None,
    )


def _ended(run: Run) -> bool:
    return bool(run) and run[-1].choice.next is None

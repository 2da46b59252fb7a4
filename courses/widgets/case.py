"""The case (以案释法): a situation, one decision after another, and what comes of each."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping
from typing import Any, get_args

import traitlets

from courses.catalogue.content import Case, Step, Verdict
from courses.record import Result, Verb
from courses.study.decisions import Decision, Decisions, Run, decisions
from courses.study.sitting import Study
from courses.study.standing import case_object
from courses.widgets.base import StudyWidget, place_of
from courses.widgets.citing import shown_cite


class CaseCard(StudyWidget):
    """One case.

    Traits:
        case: title, situation and the first step.
        run: the current run: its ``number`` from 1 (0 before the first decision), the ``path`` of
            decisions with what came of them, the ``step`` to decide now (None at the end), and the
            ``ending`` (None before). What was not reached is in neither.
    """

    asset = "case"

    case = traitlets.Dict().tag(sync=True)
    run = traitlets.Dict().tag(sync=True)

    def __init__(self, study: Study, lesson_case: Case) -> None:
        """Show ``lesson_case`` where the person's record has come to."""
        self._case = lesson_case
        shown = {
            "title": lesson_case.title,
            "situation": lesson_case.situation,
            "first": _shown_step(study.owner, lesson_case.steps[0]),
        }
        super().__init__(study, case_object(study.lesson, lesson_case.id), case=shown)
        self._restore()
        study.on_change(self._restore)

    def receive(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        """Store a decision, if it follows from the present step."""
        if message.get("type") != "decide":
            return super().receive(message)
        # Another window may have gone on: what follows is judged by the file.
        self.study.refresh()
        step, choice = (str(message.get(name)) for name in ("step", "choice"))
        decision = self._decisions().following(step, choice)
        if decision is None:
            raise ValueError("no decision to take now")
        result = Result(success=decision.choice.verdict == "sound", response=(step, choice))
        self.study.store(Verb.DECIDED, self.key, result, id=message["id"], place=place_of(message))
        return {}

    def _decisions(self) -> Decisions:
        return decisions(self._case, self.study.events, self.key)

    def _restore(self) -> None:
        """Show the current run, whichever window took it so far."""
        taken, owner = self._decisions(), self.study.owner
        self.run = {
            "number": len(taken.runs),
            "path": [_shown_decision(owner, decision, taken) for decision in taken.path],
            "step": _shown_step(owner, taken.present) if taken.present else None,
            "ending": _shown_ending(taken) if taken.finished else None,
        }


def _shown_step(owner: str, step: Step) -> dict[str, Any]:
    """A step with its choices in this person's order, so that no place gives the sound one away."""

    def order(choice: str) -> str:
        return hashlib.sha256(f"{owner}\n{step.id}\n{choice}".encode()).hexdigest()

    choices = sorted(step.choices, key=lambda choice: order(choice.id))
    return {
        "id": step.id,
        "text": step.text,
        "choices": [{"id": choice.id, "text": choice.text} for choice in choices],
    }


def _shown_decision(owner: str, decision: Decision, taken: Decisions) -> dict[str, Any]:
    """What came of a decision; ``before`` is what was first chosen here, in a later run only."""
    before, choice = taken.earlier(decision.step.id), decision.choice
    return {
        "step": _shown_step(owner, decision.step),
        "choice": choice.id,
        "verdict": choice.verdict,
        "consequence": choice.consequence,
        "cite": shown_cite(choice.cite),
        "before": before and {"choice": before.choice.id, "verdict": before.choice.verdict},
    }


def _shown_ending(taken: Decisions) -> dict[str, Any]:
    """The analysis, how the decisions of this run fell out, and those of the first if another."""
    case, runs = taken.case, taken.runs
    return {
        "closing": case.closing,
        "cites": [shown_cite(cite) for cite in case.cites],
        "counts": _counts(taken.path),
        "first": _counts(runs[0]) if len(runs) > 1 else None,
    }


def _counts(run: Run) -> dict[str, int]:
    """How many decisions were sound, risky and wrong."""
    found = Counter(decision.choice.verdict for decision in run)
    return {verdict: found[verdict] for verdict in get_args(Verdict)}

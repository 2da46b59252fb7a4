"""The procedure timeline: who does what by when, and a calculator of its time limits."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

import traitlets

from courses.catalogue.content import Stage, Timeline
from courses.deadlines import Calendar, ChineseCalendar, DeadlineError, calculate, rule
from courses.record import Verb
from courses.record.events import CHINA
from courses.study.sitting import Study
from courses.widgets.base import StudyWidget, place_of
from courses.widgets.citing import shown_cite
from courses.widgets.deadline_form import Asked, problem, read_form, shown_rule
from courses.widgets.deadline_result import shown_calculation

DEADLINE = "deadline:"


class ProcedureTimeline(StudyWidget):
    """One procedure.

    What is calculated is no answer: the record keeps that a time limit was counted, not its dates,
    which may be those of a real case.

    Traits:
        timeline: title, and the stages with who, when, what, cite and, where one counts it, rule.
        rules: the time limits to choose from, each with what may be filled in for it.
        chosen: the id of the one to begin with: the last one counted, otherwise the first.
    """

    asset = "timeline"

    timeline = traitlets.Dict().tag(sync=True)
    rules = traitlets.List(traitlets.Dict()).tag(sync=True)
    chosen = traitlets.Unicode().tag(sync=True)

    def __init__(self, study: Study, timeline: Timeline, calendar: Calendar | None = None) -> None:
        """Show ``timeline``; ``calendar`` knows the holidays, by default the announced ones.

        Raises:
            UnknownRule: the timeline names a rule that is not in the book.
        """
        self._rules = {name: rule(name) for name in timeline.calculated}
        self._calendar = calendar or ChineseCalendar()
        name = f"{study.lesson}/{timeline.id}" if study.lesson else timeline.id
        super().__init__(
            study,
            f"timeline:{name}",
            timeline={
                "title": timeline.title,
                "stages": [self._shown_stage(stage) for stage in timeline.stages],
            },
            rules=[shown_rule(own) for own in self._rules.values()],
            chosen=_last_counted(study, self._rules) or next(iter(self._rules), ""),
        )

    def receive(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        """Count a time limit: the answer holds ``result``, or ``problems`` by their fields."""
        if message.get("type") != "calculate":
            return super().receive(message)
        own = self._rules.get(str(message.get("rule")))
        if own is None:
            raise ValueError("no time limit of this procedure")
        asked = read_form(own, message, _today())
        if not isinstance(asked, Asked):
            return {"problems": asked}
        try:
            result = self._result(asked)
        except DeadlineError as error:
            return {"problems": [problem("start", str(error))]}
        name, place = DEADLINE + own.id, place_of(message)
        self.study.store(Verb.EXPERIENCED, name, id=message["id"], place=place)
        return {"result": result}

    def _result(self, asked: Asked) -> dict[str, Any]:
        found = calculate(
            asked.rule.id,
            asked.start,
            left_out=asked.left_out,
            extended=asked.extended,
            cap_from=asked.cap_from,
            calendar=self._calendar,
        )
        return shown_calculation(found, asked, self._calendar)

    def _shown_stage(self, stage: Stage) -> dict[str, Any]:
        return {
            "who": stage.who,
            "when": stage.when,
            "what": stage.what,
            "rule": stage.rule if stage.rule in self._rules else None,
            "cite": shown_cite(stage.cite),
        }


def _last_counted(study: Study, offered: Collection[str]) -> str:
    """The time limit among those offered that the person counted last; empty before any."""
    counted = (
        event.object.removeprefix(DEADLINE)
        for event in reversed(study.events)
        if event.verb == Verb.EXPERIENCED and event.object.startswith(DEADLINE)
    )
    return next((name for name in counted if name in offered), "")


def _today() -> date:
    return datetime.now(CHINA).date()

"""The way through a case: a walk from the first step, whatever else the record holds."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from courses.catalogue.content import Case
from courses.record import Event, Result, Verb, new_event
from courses.study.decisions import Decisions, decisions
from tests.support.lessons import choice, lesson

NAME = "case:xingsu/evidence/late"
(LATE,) = lesson().cases


def decided(step: str, taken: str, name: str = NAME, verb: Verb = Verb.DECIDED) -> Event:
    return new_event("P00001", verb, name, result=Result(response=(step, taken)))


def in_file(events: Sequence[Event]) -> list[Event]:
    """The events with the places the record's writer gives them."""
    return [event.model_copy(update={"seq": n}) for n, event in enumerate(events, start=1)]


def walk(*taken: tuple[str, str]) -> Decisions:
    return decisions(LATE, in_file([decided(*one) for one in taken]), NAME)


def ids(found: Decisions) -> list[list[tuple[str, str]]]:
    return [[(one.step.id, one.choice.id) for one in run] for run in found.runs]


def test_before_the_first_decision_one_stands_at_the_first_step() -> None:
    found = walk()
    assert found.path == ()
    assert found.present == LATE.steps[0]
    assert (found.finished, found.ever_finished) == (False, False)


def test_each_choice_leads_to_its_own_next_step() -> None:
    for taken, step in (("now", "second"), ("wait", "repair")):
        present = walk(("first", taken)).present
        assert present is not None
        assert present.id == step


def test_a_choice_without_a_next_step_ends_the_run() -> None:
    found = walk(("first", "wait"), ("repair", "never"))
    assert (found.finished, found.ever_finished, found.present) == (True, True, None)


def test_deciding_the_first_step_again_begins_a_new_run() -> None:
    found = walk(("first", "now"), ("second", "later"), ("first", "wait"))
    assert ids(found) == [[("first", "now"), ("second", "later")], [("first", "wait")]]
    assert (found.finished, found.ever_finished) == (False, True)


def test_a_decision_that_does_not_follow_is_passed_over() -> None:
    found = walk(("second", "in-time"), ("first", "wait"), ("second", "later"), ("first", "gone"))
    assert ids(found) == [[("first", "wait")]]


def test_only_the_present_step_can_be_decided_until_the_end() -> None:
    under_way = walk(("first", "now"))
    assert under_way.following("second", "later") is not None
    for step, taken in (("first", "wait"), ("repair", "never"), ("second", "never")):
        assert under_way.following(step, taken) is None


def test_after_the_end_the_first_step_can_be_decided_anew_and_no_other() -> None:
    ended = walk(("first", "now"), ("second", "later"))
    assert ended.following("first", "wait") is not None
    assert ended.following("second", "in-time") is None


def test_what_was_first_chosen_at_a_step_stays_known() -> None:
    first = (("first", "wait"), ("repair", "at-once"), ("second", "later"))
    second = (("first", "now"), ("second", "in-time"))
    found = walk(*first, *second, ("first", "now"))
    for step, taken in first:
        earlier = found.earlier(step)
        assert earlier is not None
        assert earlier.choice.id == taken


def test_a_step_the_current_run_is_the_first_to_reach_was_never_chosen_earlier() -> None:
    found = walk(("first", "now"), ("second", "later"), ("first", "wait"), ("repair", "never"))
    assert found.earlier("repair") is None


def test_a_clock_set_back_does_not_tear_a_walk_apart() -> None:
    first, second = in_file([decided("first", "now"), decided("second", "later")])
    early = second.model_copy(update={"timestamp": first.timestamp.replace(year=2020)})
    assert len(decisions(LATE, [first, early], NAME).path) == 2


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """Any case: every step after the first is led to by an earlier one, some by several."""
    count = draw(st.integers(2, 4))
    nexts: list[list[int | None]] = [[None] for _ in range(count)]
    for step in range(1, count):
        for before in draw(st.sets(st.integers(0, step - 1), min_size=1)):
            nexts[before].append(step)
    steps = [
        {
            "id": f"s{n}",
            "text": f"第{n}步",
            "choices": [
                choice(f"c{m}", "wrong" if m else "sound", None if to is None else f"s{to}")
                for m, to in enumerate(draw(st.permutations(own if own[1:] else [None, None])))
            ],
        }
        for n, own in enumerate(nexts)
    ]
    data = {"id": "any", "title": "案", "situation": "某镇", "steps": steps, "closing": "完"}
    return Case.model_validate(data)


def foreign(case: Case) -> st.SearchStrategy[Event]:
    """What the record may hold besides: other cases, other verbs, no answer, what is gone."""
    first = case.steps[0].id
    return st.sampled_from(
        [
            decided(first, "c0", name="case:xingsu/evidence/other"),
            decided(first, "c0", verb=Verb.ANSWERED),
            decided("gone", "c0"),
            decided(first, "gone"),
            new_event("P00001", Verb.DECIDED, NAME),
            new_event("P00001", Verb.DECIDED, NAME, result=Result(response=first)),
            new_event("P00001", Verb.EXPERIENCED, "lesson:xingsu/evidence"),
        ]
    ).map(lambda event: event.model_copy(update={"id": uuid.uuid4().hex}))


@given(st.data())
def test_any_record_yields_walks_from_the_first_step(data: st.DataObject) -> None:
    case: Case = data.draw(cases())
    every = [(step.id, own.id) for step in case.steps for own in step.choices]
    taken = data.draw(st.lists(st.sampled_from(every), max_size=20))
    for run in decisions(case, in_file([decided(*one) for one in taken]), NAME).runs:
        assert run[0].step == case.steps[0]
        assert all(one.choice.next == then.step.id for one, then in pairwise(run))
        assert all(one.choice in one.step.choices for one in run)


@given(st.data())
def test_duplicates_and_foreign_events_change_nothing(data: st.DataObject) -> None:
    case: Case = data.draw(cases())
    events: list[Event] = []
    expected: list[list[tuple[str, str]]] = []
    step: Any = None
    for _ in range(data.draw(st.integers(0, 8))):
        if step is None:
            step = case.steps[0]
            expected.append([])
        own = data.draw(st.sampled_from(step.choices))
        expected[-1].append((step.id, own.id))
        events.append(decided(step.id, own.id))
        noise = st.one_of(foreign(case), st.sampled_from(events))
        events += data.draw(st.lists(noise, max_size=3))
        step = next((later for later in case.steps if later.id == own.next), None)
    shuffled = data.draw(st.permutations(in_file(events)))
    found = decisions(case, shuffled, NAME)
    assert ids(found) == expected
    assert found.finished == (step is None and bool(expected))

"""The fold: which of several answers counts, whatever order they arrive in."""

from __future__ import annotations

import datetime as dt
import random

from hypothesis import given
from hypothesis import strategies as st

from exam_hall.events import Answered, Contact, Event, Late, Marked, Note
from exam_hall.record import Attempt, Record, fold
from tests.exam_hall.conftest import OPENS, begun


def answered(seq: int, client: str, client_seq: int, value: str, grade_id: str = "q02") -> Answered:
    return Answered(
        seq=seq,
        at=OPENS + dt.timedelta(seconds=seq),
        candidate="P1",
        attempt=1,
        client=client,
        client_seq=client_seq,
        grade_id=grade_id,
        value=(value,),
    )


def opened(seq: int, client: str) -> Contact:
    return Contact(seq=seq, at=OPENS, candidate="P1", attempt=1, client=client)


def folded(*events: Event) -> Attempt:
    record = Record("P1")
    for event in events:
        record = fold(record, event)
    assert record.last is not None
    return record.last


def counted(*events: Event) -> object:
    return folded(begun(), *events).answers["q02"].value


def test_the_last_answer_of_a_page_counts() -> None:
    assert counted(answered(2, "page", 1, "A"), answered(3, "page", 2, "B")) == ("B",)


def test_an_answer_that_arrives_after_a_later_one_of_the_same_page_does_not_replace_it() -> None:
    assert counted(answered(2, "page", 2, "B"), answered(3, "page", 1, "A")) == ("B",)


def test_the_page_opened_last_holds_the_pen() -> None:
    first, second = answered(2, "page", 1, "A"), answered(3, "phone", 1, "B")
    assert counted(first, second, answered(4, "page", 2, "C")) == ("B",)


def test_what_an_old_page_sends_late_fills_only_what_the_new_one_left_open() -> None:
    late = answered(3, "page", 5, "C"), answered(4, "page", 6, "D", "q03")
    sat = folded(begun(), opened(2, "phone"), answered(5, "phone", 1, "B"), *late)
    assert {name: given.value for name, given in sat.answers.items()} == {
        "q02": ("B",),
        "q03": ("D",),
    }
    assert sat.clients == ("page", "phone")


def test_late_answers_are_counted_but_do_not_count() -> None:
    kept = answered(2, "page", 1, "A")
    late = Late.model_validate({**kept.model_dump(), "kind": "late", "client_seq": 2})
    sat = folded(begun(), kept, late.model_copy(update={"value": ("B",)}))
    assert (sat.answers["q02"].value, sat.sent, sat.late) == (("A",), 2, 1)


def test_marks_follow_the_same_rule() -> None:
    def marked(seq: int, client_seq: int, on: bool) -> Marked:
        return Marked(
            seq=seq,
            at=OPENS,
            candidate="P1",
            attempt=1,
            client="page",
            client_seq=client_seq,
            grade_id="q02",
            on=on,
        )

    sat = folded(begun(), marked(2, 2, False), marked(3, 1, True))
    assert sat.marks["q02"].value is False
    assert sat.answers == {}


def test_a_second_start_of_the_same_attempt_changes_nothing() -> None:
    assert folded(begun(), answered(2, "page", 1, "A"), begun(seq=3)).answers


def test_an_answer_to_an_attempt_that_never_began_changes_nothing() -> None:
    record = fold(Record("P1"), answered(2, "page", 1, "A"))
    assert (record.attempts, record.last) == ((), None)


def test_notes_are_kept_with_the_candidate() -> None:
    note = Note(
        seq=2, at=OPENS, candidate="P1", by="T1", client="desk", client_seq=1, text="换座位"
    )
    assert fold(Record("P1"), note).notes == (note,)


PAGES = ("page", "phone", "desk")


@given(
    values=st.lists(st.tuples(st.sampled_from(PAGES), st.sampled_from("ABCD")), max_size=12),
    seed=st.integers(0, 999),
)
def test_the_order_of_arrival_decides_nothing_once_the_pages_are_open(
    values: list[tuple[str, str]], seed: int
) -> None:
    opening: list[Event] = [begun(), *(opened(2 + n, page) for n, page in enumerate(PAGES))]
    sent = [answered(9, page, n, value) for n, (page, value) in enumerate(values, start=1)]
    shuffled = sent * 2
    random.Random(seed).shuffle(shuffled)  # noqa: S311
    arrived = [event.model_copy(update={"seq": 9 + n}) for n, event in enumerate(shuffled)]
    one = folded(*opening, *sent).answers
    other = folded(*opening, *arrived).answers
    assert {n: g.value for n, g in one.items()} == {n: g.value for n, g in other.items()}

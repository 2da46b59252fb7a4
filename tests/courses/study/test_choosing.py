"""Which questions a test asks: the same for the same attempt, evenly dealt, of every kind."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from courses.questions import Question
from courses.questions.records import Kind
from courses.study.choosing import KIND_ORDER, SIZE, Deal, choose, grouped
from tests.support.lessons import question

Groups = list[list[Question]]
KINDS = st.sampled_from(KIND_ORDER)


@st.composite
def groups(draw: st.DrawFn, least: int = 1) -> Groups:
    """Up to six groups of up to fourteen questions, ids all different."""
    sizes = draw(st.lists(st.integers(least, 14), min_size=1, max_size=6))
    kinds = [draw(st.lists(KINDS, min_size=size, max_size=size)) for size in sizes]
    return [
        [question(f"xingsu-{group}{index:02}", kind) for index, kind in enumerate(own)]
        for group, own in enumerate(kinds, start=1)
    ]


DEALS = st.builds(Deal, st.sampled_from(["P1", "P2"]), st.just("xingsu"), st.integers(1, 50))


@given(groups(), DEALS)
def test_twenty_are_asked_or_all_there_are_and_none_twice(dealt: Groups, deal: Deal) -> None:
    chosen = [one.id for one in choose(dealt, deal)]
    there = {one.id for own in dealt for one in own}
    assert len(chosen) == min(SIZE, len(there))
    assert len(set(chosen)) == len(chosen)
    assert set(chosen) <= there


@given(groups(), DEALS)
def test_every_kind_the_pool_has_is_asked(dealt: Groups, deal: Deal) -> None:
    there = {one.kind for own in dealt for one in own}
    assert {one.kind for one in choose(dealt, deal)} == there


@given(groups(), DEALS)
def test_the_order_is_that_of_a_printed_exam(dealt: Groups, deal: Deal) -> None:
    kinds = [KIND_ORDER.index(one.kind) for one in choose(dealt, deal)]
    assert kinds == sorted(kinds)


@given(groups(), DEALS)
def test_the_same_attempt_is_the_same_wherever_it_is_worked_out(dealt: Groups, deal: Deal) -> None:
    again = [list(reversed(own)) for own in dealt]
    assert choose(dealt, deal) == choose(again, Deal(deal.person, deal.course, deal.attempt))


@given(groups(least=4), DEALS)
def test_a_group_gives_less_than_another_only_where_it_has_no_more_or_the_kinds_need_it(
    dealt: Groups, deal: Deal
) -> None:
    chosen = {one.id for one in choose(dealt, deal)}
    counts = [sum(one.id in chosen for one in own) for own in dealt]
    with_more = [c for c, own in zip(counts, dealt, strict=True) if c < len(own)]
    # Seeds of rare kinds may lie in one group: that is what more than one apart can come from.
    only_there = max(
        len({q.kind for q in own} - {q.kind for other in dealt if other is not own for q in other})
        for own in dealt
    )
    assert not with_more or max(counts) - min(with_more) <= max(1, only_there)


def pool(sizes: list[int]) -> Groups:
    kinds: list[Kind] = list(KIND_ORDER)
    return [
        [question(f"xingsu-{g}{n:02}", kinds[n % 4]) for n in range(size)]
        for g, size in enumerate(sizes, start=1)
    ]


def test_four_lessons_of_a_dozen_give_five_each() -> None:
    dealt = pool([12, 12, 12, 12])
    chosen = {one.id for one in choose(dealt, Deal("P00001", "xingsu", 1))}
    assert [sum(q.id in chosen for q in own) for own in dealt] == [5, 5, 5, 5]


def test_kinds_are_asked_about_as_often_as_the_pool_has_them() -> None:
    single = [question(f"xingsu-1{n:02}", "single") for n in range(40)]
    fill = [question(f"xingsu-2{n:02}", "fill") for n in range(10)]
    kinds = Counter(one.kind for one in choose([[*single, *fill]], Deal("P1", "xingsu", 1)))
    assert kinds == {"single": 16, "fill": 4}


def test_another_attempt_another_person_and_another_course_are_dealt_other_questions() -> None:
    dealt = pool([12, 12, 12])
    papers = {
        tuple(one.id for one in choose(dealt, deal))
        for deal in (
            *(Deal("P00001", "xingsu", attempt) for attempt in range(1, 31)),
            Deal("P00002", "xingsu", 1),
            Deal("P00001", "fuyi", 1),
        )
    }
    assert len(papers) == 32
    sets = {frozenset(paper) for paper in papers}
    assert len(sets) == 32


def test_over_many_attempts_every_question_comes_up() -> None:
    dealt = pool([12, 12, 12])
    asked = {q.id for n in range(1, 40) for q in choose(dealt, Deal("P00001", "xingsu", n))}
    assert len(asked) == 36


def test_what_may_be_asked_is_the_lessons_then_the_laws_other_questions_each_once() -> None:
    rows = [question(f"xingsu-90{n}") for n in range(1, 6)]
    other = question("fuyi-901", law="行政复议法")
    held = {one.id: one for one in (*rows, other)}
    found = grouped(
        "行政诉讼法",
        [["xingsu-901", "xingsu-902", "gone-001"], ["xingsu-902", "fuyi-901"], []],
        held,
    )
    assert [[one.id for one in own] for own in found] == [
        ["xingsu-901", "xingsu-902"],
        ["fuyi-901"],
        ["xingsu-903", "xingsu-904", "xingsu-905"],
    ]


def test_an_empty_pool_asks_nothing() -> None:
    assert grouped("行政诉讼法", [["xingsu-901"]], {}) == ()
    assert choose((), Deal("P1", "xingsu", 1)) == ()

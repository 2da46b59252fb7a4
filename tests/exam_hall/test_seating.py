"""Everybody has one seat, and neighbours sit different forms wherever the numbers allow it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exam_hall.seating import Seating, most_of_one_form, seat_all, seating_key

KEY = b"k" * 32
rooms = st.lists(st.sampled_from("ABC"), min_size=1, max_size=60).map(
    lambda forms: {f"P{number:03}": form for number, form in enumerate(forms)}
)
widths = st.integers(1, 9)


def room(**forms: int) -> dict[str, str]:
    """So many people of each form."""
    people = (form for form, count in forms.items() for _ in range(count))
    return {f"P{number:03}": form for number, form in enumerate(people)}


def numbers(seating: Seating) -> dict[str, int]:
    return {seat.candidate: seat.number for seat in seating.seats}


def rows(seating: Seating) -> list[str]:
    """The forms of each row as they sit."""
    lines = [""] * seating.rows
    for seat in seating.seats:
        lines[seat.row - 1] += seat.form
    return lines


@given(rooms, widths)
def test_everybody_has_exactly_one_seat_and_the_form_they_were_given(
    allotment: dict[str, str], per_row: int
) -> None:
    seating = seat_all(allotment, per_row, KEY)
    assert [seat.number for seat in seating.seats] == list(range(1, len(allotment) + 1))
    assert {seat.candidate: seat.form for seat in seating.seats} == allotment
    assert all((s.row - 1) * per_row + s.place == s.number for s in seating.seats)
    assert all(1 <= seat.place <= per_row for seat in seating.seats)


@given(rooms, widths)
@example(room(A=20, B=10), 6)
def test_neighbours_differ_whenever_the_counts_allow_it(
    allotment: dict[str, str], per_row: int
) -> None:
    seating = seat_all(allotment, per_row, KEY)
    most = max(Counter(allotment.values()).values())
    may_differ = most <= most_of_one_form(len(allotment), per_row)
    assert (seating.clashes == ()) == may_differ
    assert len(seating.clashes) == sum(same_beside(row) for row in rows(seating))


def same_beside(row: str) -> int:
    return sum(one == other for one, other in pairwise(row))


def ways(left: Mapping[str, int]) -> Iterator[str]:
    """Every order of so many letters."""
    if not any(left.values()):
        yield ""
    for letter, count in left.items():
        if count:
            yield from (letter + rest for rest in ways({**left, letter: count - 1}))


@cache
def fewest(counts: tuple[tuple[str, int], ...], per_row: int) -> int:
    def clashes(order: Sequence[str]) -> int:
        lines = ("".join(order[n : n + per_row]) for n in range(0, len(order), per_row))
        return sum(map(same_beside, lines))

    return min(map(clashes, ways(dict(counts))))


@given(st.lists(st.sampled_from("AAABC"), min_size=1, max_size=8), st.integers(1, 5))
def test_no_order_at_all_has_fewer_neighbours_of_one_form(forms: list[str], per_row: int) -> None:
    counts = Counter(forms)
    seating = seat_all(room(**counts), per_row, KEY)
    assert len(seating.clashes) == fewest(tuple(sorted(counts.items())), per_row)


@given(rooms, widths, st.randoms())
def test_the_same_people_get_the_same_seats_in_whatever_order_they_are_listed(
    allotment: dict[str, str], per_row: int, chance: Random
) -> None:
    people = list(allotment)
    chance.shuffle(people)
    again = {who: allotment[who] for who in people}
    assert seat_all(again, per_row, KEY) == seat_all(allotment, per_row, KEY)


@given(rooms, widths, st.data())
def test_a_seat_once_given_stays_and_newcomers_get_free_ones(
    allotment: dict[str, str], per_row: int, data: st.DataObject
) -> None:
    before = numbers(seat_all(allotment, per_row, KEY))
    stay = data.draw(st.sets(st.sampled_from(sorted(allotment))))
    newcomers = {f"N{number}": form for number, form in enumerate("ABBA")}
    kept = {who: before[who] for who in stay} | {"gone": 1}
    after = numbers(seat_all(allotment | newcomers, per_row, KEY, kept))
    assert {who: after[who] for who in stay} == {who: before[who] for who in stay}
    assert len(set(after.values())) == len(allotment) + len(newcomers)
    assert after.keys() == allotment.keys() | newcomers.keys()


@given(st.integers(1, 40), st.integers(1, 6), st.integers(0, 5))
def test_a_newcomer_does_not_sit_beside_their_own_form_if_another_can(
    pairs: int, half_row: int, late: int
) -> None:
    allotment = room(A=pairs, B=pairs)
    before = numbers(seat_all(allotment, 2 * half_row, KEY))
    newcomers = {f"N{number}": "AB"[number % 2] for number in range(late * 2)}
    assert seat_all(allotment | newcomers, 2 * half_row, KEY, before).clashes == ()


def test_two_forms_stand_like_the_squares_of_a_chessboard() -> None:
    lines = rows(seat_all(room(A=12, B=12), 6, KEY))
    assert sorted(set(lines)) == ["ABABAB", "BABABA"]
    assert lines[0] == lines[2] != lines[1]


def test_where_too_many_sit_one_form_the_others_are_spread_over_the_rows() -> None:
    seating = seat_all(room(A=10, B=5), 5, KEY)
    assert rows(seating) == ["ABABA", "ABABA", "ABAAA"]
    assert seating.clashes == ((13, 14), (14, 15))
    assert most_of_one_form(15, 5) == 9


def test_another_exam_seats_people_differently() -> None:
    people = room(A=20, B=20)
    keys = [
        seating_key("spring", {"A": "1", "B": "2"}),
        seating_key("spring", {"A": "1", "B": "3"}),
        seating_key("autumn", {"A": "1", "B": "2"}),
    ]
    assert len({tuple(numbers(seat_all(people, 6, key)).items()) for key in keys}) == 3
    assert seating_key("spring", {"B": "2", "A": "1"}) == keys[0]


def test_two_people_on_one_seat_are_refused() -> None:
    with pytest.raises(ValueError, match="distinct"):
        seat_all(room(A=2), 6, KEY, {"P000": 3, "P001": 3})
    with pytest.raises(ValueError, match="from 1"):
        seat_all(room(A=2), 6, KEY, {"P000": 0})


def test_an_empty_list_is_an_empty_room() -> None:
    assert seat_all({}, 6, KEY) == Seating((), 6, ())

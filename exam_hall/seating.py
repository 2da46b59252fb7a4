"""Who sits where: neighbours in a row sit different forms wherever the numbers allow it.

Seats are numbered from 1, row by row, as one reads. The order is keyed, so nobody can work out who
their neighbour will be, and the same people get the same seats every time.
"""

from __future__ import annotations

import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice


@dataclass(frozen=True, slots=True)
class Seat:
    """A seat taken: ``number`` in the room, ``row`` from the front and ``place`` from the left."""

    candidate: str
    form: str
    number: int
    row: int
    place: int


@dataclass(frozen=True, slots=True)
class Seating:
    """A room full of people.

    Attributes:
        seats: in the order of their numbers.
        per_row: how many seats a row has.
        clashes: numbers of seats side by side whose forms are the same.
    """

    seats: tuple[Seat, ...]
    per_row: int
    clashes: tuple[tuple[int, int], ...]

    @property
    def rows(self) -> int:
        """How many rows are used."""
        return max((seat.row for seat in self.seats), default=0)


def seating_key(exam: str, digests: Mapping[str, str]) -> bytes:
    """A key that nobody can know who does not know the papers, and that needs no safe-keeping.

    Args:
        exam: its name.
        digests: SHA-256 of the released paper by form.
    """
    said = "\n".join([exam, *(f"{form} {digests[form]}" for form in sorted(digests))])
    return hashlib.sha256(f"seating\n{said}".encode()).digest()


def seat_all(
    allotment: Mapping[str, str],
    per_row: int,
    key: bytes,
    kept: Mapping[str, int] | None = None,
) -> Seating:
    """Give everybody a seat.

    Args:
        allotment: form by candidate.
        per_row: seats in a row, at least 1.
        key: secret; :func:`seating_key` makes one.
        kept: seats given before, by candidate; they stay, and newcomers get the first free ones.

    Raises:
        ValueError: two people keep one seat, or a seat is below 1.
    """
    numbers = {who: number for who, number in (kept or {}).items() if who in allotment}
    if len(set(numbers.values())) < len(numbers) or min(numbers.values(), default=1) < 1:
        raise ValueError("kept seats must be distinct and count from 1")
    taken = {number: allotment[who] for who, number in numbers.items()}
    queues = _queues((who for who in allotment if who not in numbers), allotment, key)
    for number, form in sorted(_dealt(queues, taken, per_row, key).items()):
        numbers[queues[form].pop()] = number
    seats = (_seat(who, allotment[who], number, per_row) for who, number in numbers.items())
    ordered = tuple(sorted(seats, key=lambda seat: seat.number))
    return Seating(ordered, per_row, tuple(_clashes(ordered)))


def most_of_one_form(people: int, per_row: int) -> int:
    """How many of so many people, seated without a gap, may sit one form and never side by side."""
    rows, rest = divmod(people, per_row)
    return rows * _half(per_row) + _half(rest)


def _queues(
    people: Iterable[str], allotment: Mapping[str, str], key: bytes
) -> dict[str, list[str]]:
    queues: dict[str, list[str]] = {}
    for who in sorted(people, key=lambda who: _hash(key, f"person/{who}")):
        queues.setdefault(allotment[who], []).append(who)
    return queues


def _dealt(
    queues: Mapping[str, Sequence[str]], taken: Mapping[int, str], per_row: int, key: bytes
) -> dict[int, str]:
    """The form of every free seat that newcomers get, by its number."""
    counts = Counter({form: len(people) for form, people in queues.items()})
    free = list(islice((n for n in count(1) if n not in taken), counts.total()))
    runs = list(_runs(free, per_row))
    if max(counts.values(), default=0) > sum(_half(len(run)) for run in runs):
        return _spread(counts, runs)
    order = sorted(counts, key=lambda form: _hash(key, f"form/{form}"))
    return _alternated(counts, runs, taken, per_row, order)


def _runs(free: Sequence[int], per_row: int) -> Iterator[list[int]]:
    """Seats side by side, row for row."""
    run: list[int] = []
    for number in free:
        if run and (number != run[-1] + 1 or number % per_row == 1 % per_row):
            yield run
            run = []
        run.append(number)
    if run:
        yield run


def _alternated(
    counts: Mapping[str, int],
    runs: Sequence[Sequence[int]],
    taken: Mapping[int, str],
    per_row: int,
    order: Sequence[str],
) -> dict[int, str]:
    """Deal seat by seat, never what stands beside, nor what leaves too many of one form for later.

    Without seats taken such a form exists at every seat: of those that do not stand beside, the one
    with most people left always is one.
    """
    plan, left = dict(taken), Counter(counts)
    later = sum(_half(len(run)) for run in runs)
    for run in runs:
        later -= _half(len(run))
        for done, number in enumerate(run, start=1):
            costs = {
                form: (
                    sum(plan.get(near) == form for near in _beside(number, per_row)),
                    not _fits(left, form, len(run) - done, later),
                    plan.get(number - per_row) == form,  # in front: where it costs nothing
                    -people,
                    order.index(form),
                )
                for form, people in left.items()
                if people
            }
            plan[number] = min(costs, key=costs.__getitem__)
            left[plan[number]] -= 1
    return {number: plan[number] for run in runs for number in run}


def _fits(left: Mapping[str, int], chosen: str, rest: int, later: int) -> bool:
    """Whether all can still be kept apart if a form is chosen, with ``rest`` seats beside it."""
    return all(
        people - (form == chosen) <= (rest // 2 if form == chosen else _half(rest)) + later
        for form, people in left.items()
    )


def _spread(counts: Counter[str], runs: Sequence[Sequence[int]]) -> dict[int, str]:
    """Too many sit one form: put the others, a row each in turn, where each parts two of them."""
    (many, _), *others = counts.most_common()
    places = [
        (place == len(run) - 1, place, row)
        for row, run in enumerate(runs)
        for place in range(1, len(run), 2)
    ]
    few = [form for form, people in others for _ in range(people)]
    between = {
        runs[row][place]: form for (_, place, row), form in zip(sorted(places), few, strict=False)
    }
    return {number: between.get(number, many) for run in runs for number in run}


def _beside(number: int, per_row: int) -> Iterator[int]:
    if (number - 1) % per_row:
        yield number - 1
    if number % per_row:
        yield number + 1


def _clashes(seats: Iterable[Seat]) -> Iterator[tuple[int, int]]:
    before: Seat | None = None
    for seat in seats:
        if before and (seat.row, seat.place, seat.form) == (
            before.row,
            before.place + 1,
            before.form,
        ):
            yield before.number, seat.number
        before = seat


def _seat(who: str, form: str, number: int, per_row: int) -> Seat:
    row, place = divmod(number - 1, per_row)
    return Seat(who, form, number, row + 1, place + 1)


def _half(seats: int) -> int:
    """How many seats of a row can be taken without two side by side."""
    return (seats + 1) // 2


def _hash(key: bytes, said: str) -> bytes:
    return hmac.digest(key, said.encode(), hashlib.sha256)

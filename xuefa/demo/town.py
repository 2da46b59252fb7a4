"""The invented town 青禾镇: 45 units and a roster of exactly 3,000 people."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random

from xuefa.demo.chance import spread, stream
from xuefa.demo.names import draw_names
from xuefa.demo.units import GROUPS, Category, UnitGroup, UnitKind

TOWN_NAME = "青禾镇"
NAMESAKES_ACROSS_UNITS = 36
NAMESAKES_WITHIN_UNIT = 6


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of the town."""

    name: str
    kind: UnitKind


@dataclass(frozen=True, slots=True)
class Person:
    """One row of the roster; ``id`` is the 人员编号, ``P00001`` to ``P03000``."""

    id: str
    name: str
    unit: Unit
    post: str
    category: Category


@dataclass(frozen=True, slots=True)
class Town:
    """The town with its units and its people, both in the order of the roster."""

    name: str
    units: tuple[Unit, ...]
    people: tuple[Person, ...]


def _people_of_group(group: UnitGroup, rng: Random) -> Iterator[tuple[Unit, Category, str]]:
    """Unit, category and post of everyone in the group, unit by unit."""
    shares = {
        category: spread(total, len(group.names), rng)
        for category, total in group.headcount.items()
    }
    for index, name in enumerate(group.names):
        unit = Unit(name, group.kind)
        for category, share in shares.items():
            for place in range(share[index]):
                yield unit, category, group.posts[category].at(place)


def _with_namesakes(people: Sequence[Person], rng: Random) -> tuple[Person, ...]:
    """Give some people the name of another: most in another unit, a few in their own."""
    renamed = list(people)
    order = rng.sample(range(len(people)), len(people))
    across = within = 0
    # Disjoint pairs, so that a name is borne by two people and never by more.
    while across < NAMESAKES_ACROSS_UNITS or within < NAMESAKES_WITHIN_UNIT:
        first = order.pop()
        same_unit = within < NAMESAKES_WITHIN_UNIT
        second = next(i for i in order if (people[i].unit == people[first].unit) is same_unit)
        order.remove(second)
        renamed[second] = replace(people[second], name=people[first].name)
        within, across = within + same_unit, across + (not same_unit)
    return tuple(renamed)


def build_town(seed: int) -> Town:
    """Build the town: the same seed gives the same people, name for name."""
    rng = stream(seed, "town")
    places = [place for group in GROUPS for place in _people_of_group(group, rng)]
    names = draw_names(rng, len(places))
    people = [
        Person(f"P{number:05d}", name, unit, post, category)
        for number, (name, (unit, category, post)) in enumerate(
            zip(names, places, strict=True), start=1
        )
    ]
    units = tuple(Unit(name, group.kind) for group in GROUPS for name in group.names)
    return Town(TOWN_NAME, units, _with_namesakes(people, rng))

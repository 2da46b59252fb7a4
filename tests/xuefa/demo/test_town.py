from collections import Counter

from xuefa.demo.town import TOWN_NAME, Town, build_town
from xuefa.demo.units import Category, UnitKind


def test_the_town_has_45_units_of_which_28_are_villages_and_communities(town: Town) -> None:
    kinds = Counter(unit.kind for unit in town.units)
    assert town.name == TOWN_NAME
    assert len({unit.name for unit in town.units}) == len(town.units) == 45
    assert kinds[UnitKind.VILLAGE] + kinds[UnitKind.COMMUNITY] == 28
    assert kinds[UnitKind.ENFORCEMENT] == 5


def test_the_roster_has_3000_people_numbered_without_a_gap(town: Town) -> None:
    assert [person.id for person in town.people] == [f"P{n:05d}" for n in range(1, 3001)]


def test_every_unit_has_people_and_everyone_a_unit_of_the_town(town: Town) -> None:
    assert {person.unit for person in town.people} == set(town.units)


def test_categories_have_the_numbers_of_a_town(town: Town) -> None:
    assert Counter(person.category for person in town.people) == {
        Category.LEADER: 100,
        Category.OFFICE: 620,
        Category.ENFORCEMENT: 400,
        Category.VILLAGE: 1160,
        Category.AUXILIARY: 720,
    }


def test_categories_fit_the_kind_of_unit(town: Town) -> None:
    rural = {UnitKind.VILLAGE, UnitKind.COMMUNITY}
    for person in town.people:
        assert (person.category is Category.VILLAGE) <= (person.unit.kind in rural)
        assert (person.unit.kind in rural) <= (
            person.category in (Category.VILLAGE, Category.AUXILIARY)
        )
        assert (person.unit.kind is UnitKind.LEADERSHIP) <= (person.category is Category.LEADER)


def test_every_unit_has_exactly_one_head(town: Town) -> None:
    heads = {"党委书记", "主任", "中队长", "村党总支书记、村委会主任", "社区党总支书记、居委会主任"}
    counted = Counter(person.unit for person in town.people if person.post in heads)
    assert counted == dict.fromkeys(town.units, 1)


def test_posts_fit_the_unit(town: Town) -> None:
    for person in town.people:
        if person.post.startswith("村"):
            assert person.unit.kind is UnitKind.VILLAGE
        if person.post.startswith(("社区", "居")):
            assert person.unit.kind is UnitKind.COMMUNITY
        if "执法员" in person.post:
            assert person.category is Category.ENFORCEMENT


def test_some_names_are_borne_by_two_people_even_in_one_unit(town: Town) -> None:
    by_name = Counter(person.name for person in town.people)
    by_unit = Counter((person.name, person.unit) for person in town.people)
    assert sorted(set(by_name.values())) == [1, 2]
    assert sum(count == 2 for count in by_name.values()) == 42
    assert sum(count == 2 for count in by_unit.values()) == 6


def test_the_same_seed_builds_the_same_town(town: Town) -> None:
    assert build_town(3) == build_town(3)
    assert build_town(3).people != town.people

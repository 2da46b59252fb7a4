from collections import Counter
from dataclasses import replace
from statistics import fmean

import pytest

from xuefa.demo.markers import mark_essay
from xuefa.demo.officials import (
    Answer,
    Kind,
    Official,
    Slot,
    chance_of_right,
    officials_of,
    simulate_answers,
)
from xuefa.demo.records import registered_people
from xuefa.demo.town import Town
from xuefa.demo.units import Category

SEED = 4
OPTIONS = ("oa", "ob", "oc", "od")
POINTS = tuple(f"要点{number}应当依法办理" for number in "甲乙丙丁戊")


def objective(kind: Kind, number: int) -> Slot:
    correct: dict[Kind, bool | tuple[str, ...]] = {
        Kind.TRUE_FALSE: number % 2 == 0,
        Kind.SINGLE: (OPTIONS[number % 4],),
        Kind.MULTIPLE: ("oa", "oc", "od")[: 2 + number % 2],
    }
    options = () if kind is Kind.TRUE_FALSE else OPTIONS
    return Slot(f"{kind}-{number}", kind, 2 + number % 3, correct[kind], options)


# The paper of the leadership blueprint: 20×1, 30×1, 15×2 and 2×10 points.
PAPER = (
    *(objective(Kind.TRUE_FALSE, number) for number in range(20)),
    *(objective(Kind.SINGLE, number) for number in range(30)),
    *(objective(Kind.MULTIPLE, number) for number in range(15)),
    *(Slot(f"case-{number}", Kind.CASE, 3, POINTS) for number in range(2)),
)
WORTH = {Kind.TRUE_FALSE: 1.0, Kind.SINGLE: 1.0, Kind.MULTIPLE: 2.0}


def score(answers: dict[str, Answer]) -> float:
    total = 0.0
    for slot in PAPER:
        answer = answers.get(slot.grade_id)
        if slot.kind is Kind.CASE:
            total += mark_essay(str(answer or ""), [(point, 2.0) for point in POINTS]).score
        elif isinstance(slot.correct, bool):
            total += WORTH[slot.kind] * (answer is slot.correct)
        elif isinstance(answer, list):
            total += WORTH[slot.kind] * (sorted(answer) == sorted(slot.correct))
    return total


@pytest.fixture(scope="module")
def officials(town: Town) -> tuple[Official, ...]:
    return officials_of(registered_people(town, SEED), SEED)


@pytest.fixture(scope="module")
def answered(officials: tuple[Official, ...]) -> dict[str, dict[str, Answer]]:
    return {official.id: simulate_answers(official, PAPER, seed=SEED) for official in officials}


def test_scores_are_those_of_people_who_have_studied(
    answered: dict[str, dict[str, Answer]],
) -> None:
    scores = [score(answers) for answers in answered.values()]
    passed = fmean(mark >= 60 for mark in scores)
    assert 70 <= fmean(scores) <= 82
    assert 0.8 <= passed <= 0.96
    assert 0.03 <= fmean(mark >= 90 for mark in scores) <= 0.3
    assert max(scores) <= 100


def test_leading_cadres_are_abler_than_village_cadres_on_average(town: Town) -> None:
    people = [p for p in town.people if p.category in (Category.LEADER, Category.VILLAGE)]
    ability = {official.id: official.ability for official in officials_of(people, SEED)}
    by_category = {
        category: fmean(ability[p.id] for p in people if p.category is category)
        for category in (Category.LEADER, Category.VILLAGE)
    }
    assert by_category[Category.LEADER] - by_category[Category.VILLAGE] > 0.6


def test_an_ability_does_not_depend_on_who_else_is_asked(town: Town) -> None:
    assert officials_of(town.people[5:6], SEED)[0] == officials_of(town.people[:9], SEED)[5]


@pytest.mark.parametrize("kind", list(Kind))
def test_the_chance_rises_with_ability_and_falls_with_difficulty(kind: Kind) -> None:
    slot = Slot("q1", kind, 3, ())
    assert chance_of_right(-1, slot, 1) < chance_of_right(0, slot, 1) < chance_of_right(1, slot, 1)
    easy, hard = (chance_of_right(0, replace(slot, difficulty=d), 1) for d in (1, 5))
    assert 0 < hard < chance_of_right(0, slot, 1) < easy < 1


def test_several_choices_are_harder_than_one() -> None:
    single, several = (Slot("q1", kind, 3, ()) for kind in (Kind.SINGLE, Kind.MULTIPLE))
    assert chance_of_right(0, several, 1) < chance_of_right(0, single, 1)


def test_answers_have_the_shape_of_their_kind(answered: dict[str, dict[str, Answer]]) -> None:
    kinds = {slot.grade_id: slot.kind for slot in PAPER}
    for answers in answered.values():
        for grade_id, answer in answers.items():
            match kinds[grade_id]:
                case Kind.TRUE_FALSE:
                    assert isinstance(answer, bool)
                case Kind.SINGLE:
                    assert isinstance(answer, list)
                    assert len(answer) == 1
                    assert set(answer) <= set(OPTIONS)
                case Kind.MULTIPLE:
                    assert isinstance(answer, list)
                    assert set(answer) <= set(OPTIONS)
                    assert 1 <= len(set(answer)) == len(answer)
                case _:
                    assert isinstance(answer, str)
                    assert answer


def test_some_slots_are_left_blank_and_then_missing(
    answered: dict[str, dict[str, Answer]],
) -> None:
    blank = Counter(
        slot.kind for answers in answered.values() for slot in PAPER if slot.grade_id not in answers
    )
    asked = Counter(slot.kind for slot in PAPER)
    assert 0.01 < blank[Kind.CASE] / (asked[Kind.CASE] * len(answered)) < 0.06
    assert 0.002 < blank[Kind.SINGLE] / (asked[Kind.SINGLE] * len(answered)) < 0.02


def test_blanks_are_filled_right_by_the_able_and_wrong_by_the_weak() -> None:
    slots = [Slot(f"f{n}", Kind.FILL, 3, ("60", "十五日")) for n in range(50)]
    able = simulate_answers(Official("P1", 9.0), slots, seed=1)
    weak = simulate_answers(Official("P1", -9.0), slots, seed=1)
    assert all(answer == ["60", "十五日"] for answer in able.values())
    assert all(isinstance(answer, list) and len(answer) == 2 for answer in weak.values())
    assert all(answer != ["60", "十五日"] for answer in weak.values())


def test_an_answer_does_not_depend_on_the_order_of_the_slots() -> None:
    official = Official("P00007", 0.3)
    forwards = simulate_answers(official, PAPER, seed=2)
    assert forwards == simulate_answers(official, PAPER[::-1], seed=2)
    assert list(forwards) == [slot.grade_id for slot in PAPER if slot.grade_id in forwards]
    assert forwards != simulate_answers(official, PAPER, seed=3)
    assert forwards != simulate_answers(Official("P00008", 0.3), PAPER, seed=2)

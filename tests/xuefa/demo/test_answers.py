import pytest
from hypothesis import given
from hypothesis import strategies as st

from xuefa.demo.answers import essay_answer, wrong_choice, wrong_fill
from xuefa.demo.chance import stream

OPTIONS = ("o1", "o2", "o3", "o4")
POINTS = ("应当自收到申请之日起五日内审查；", "镇人民政府是被申请人", "依法申请行政复议。")
seeds = st.integers(0, 10_000)


@given(seeds, st.sampled_from(OPTIONS))
def test_a_wrong_single_choice_is_one_other_option(seed: int, correct: str) -> None:
    (chosen,) = wrong_choice(OPTIONS, (correct,), stream(seed), several=False)
    assert chosen in OPTIONS
    assert chosen != correct


@given(seeds, st.sets(st.sampled_from(OPTIONS), min_size=1))
def test_a_wrong_multiple_choice_is_a_near_miss_in_the_order_shown(
    seed: int, correct: set[str]
) -> None:
    chosen = wrong_choice(OPTIONS, tuple(correct), stream(seed), several=True)
    assert set(chosen) != correct
    assert chosen
    assert chosen == [option for option in OPTIONS if option in chosen]
    assert len(set(chosen) ^ correct) in (1, 2)


def test_wrong_multiple_choices_are_too_few_too_many_and_exchanged() -> None:
    seen = {
        tuple(wrong_choice(OPTIONS, ("o1", "o2"), stream(seed), several=True))
        for seed in range(200)
    }
    assert ("o1",) in seen
    assert ("o1", "o2", "o3") in seen
    assert ("o1", "o4") in seen


@pytest.mark.parametrize("several", [False, True])
def test_no_wrong_choice_exists_where_the_only_option_is_right(several: bool) -> None:
    with pytest.raises(ValueError, match="没有错误选项"):
        wrong_choice(("o1",), ("o1",), stream(1), several=several)


@given(seeds)
def test_a_wrong_number_takes_the_place_of_the_right_one(seed: int) -> None:
    (arabic,) = wrong_fill(("60日",), stream(seed))
    (chinese,) = wrong_fill(("十五日",), stream(seed))
    assert arabic != "60日"
    assert arabic.removesuffix("日").isdigit()
    assert chinese != "十五日"
    assert chinese.endswith("日")
    assert set(chinese) <= set("三五七十二六九日")


@given(seeds)
def test_a_wrong_body_takes_the_place_of_the_right_one(seed: int) -> None:
    (wrong,) = wrong_fill(("人民法院",), stream(seed))
    assert wrong
    assert wrong != "人民法院"


def test_one_of_several_blanks_is_wrong_and_it_may_be_any() -> None:
    correct = ("60", "人民法院")
    filled = [wrong_fill(correct, stream(seed)) for seed in range(50)]
    wrong = [[a != b for a, b in zip(blanks, correct, strict=True)] for blanks in filled]
    assert all(sum(places) == 1 for places in wrong)
    assert {tuple(places) for places in wrong} == {(True, False), (False, True)}


def test_an_essay_of_somebody_certain_makes_every_point_with_connectives() -> None:
    for seed in range(20):
        text = essay_answer(POINTS, 1.0, stream(seed))
        assert all(point.rstrip("；。") in text for point in POINTS)
        assert "首先，应当" in text
        assert "其次，镇" in text
        assert "最后，依法" in text
        assert "；。" not in text
        assert "。。" not in text


def test_an_essay_of_somebody_at_a_loss_is_beside_the_point_but_not_empty() -> None:
    text = essay_answer(POINTS, 0.0, stream(1))
    assert text
    assert not any(point.rstrip("；。") in text for point in POINTS)


def test_a_single_point_needs_no_connective() -> None:
    assert "首先" not in essay_answer(POINTS[:1], 1.0, stream(1))
    assert "最后" not in essay_answer(POINTS[:2], 1.0, stream(1))

from hypothesis import given
from hypothesis import strategies as st

from xuefa.demo.chance import spread, stream


@given(st.integers(0, 5000), st.integers(1, 60), st.integers())
def test_shares_add_up_to_the_total(total: int, parts: int, seed: int) -> None:
    shares = spread(total, parts, stream(seed, "spread"))
    assert len(shares) == parts
    assert sum(shares) == total
    assert min(shares) >= 0


def test_shares_are_uneven_yet_near_the_mean() -> None:
    shares = spread(2000, 20, stream(1, "spread"))
    assert len(set(shares)) > 5
    assert all(60 <= share <= 150 for share in shares)


def test_streams_depend_on_seed_and_purpose_alone() -> None:
    assert stream(1, "a", "b").random() == stream(1, "a", "b").random()
    assert stream(1, "a", "b").random() != stream(1, "a", "c").random()
    assert stream(1, "a").random() != stream(2, "a").random()

from xuefa.demo.chance import stream
from xuefa.demo.names import SURNAMES_COMMON, SURNAMES_OTHER, draw_names

NAMES = draw_names(stream(7, "names"), 2000)


def test_names_are_distinct() -> None:
    assert len(set(NAMES)) == len(NAMES) == 2000


def test_names_avoid_those_taken() -> None:
    more = draw_names(stream(7, "names"), 500, taken=NAMES)
    assert len(more) == 500
    assert not set(more) & set(NAMES)


def test_names_are_a_surname_with_one_or_two_characters() -> None:
    surnames = (*SURNAMES_COMMON, *SURNAMES_OTHER)
    for name in NAMES:
        assert any(
            name.startswith(surname) and len(name) - len(surname) in (1, 2) for surname in surnames
        )
    assert {len(name) for name in NAMES} == {2, 3, 4}


def test_surnames_are_many_and_none_is_listed_twice() -> None:
    surnames = (*SURNAMES_COMMON, *SURNAMES_OTHER)
    assert len(set(surnames)) == len(surnames) > 100
    assert len({name[0] for name in NAMES}) > 100


def test_names_can_be_written_in_gbk() -> None:
    assert all(name.encode("gbk") for name in NAMES)


def test_the_same_stream_draws_the_same_names() -> None:
    assert draw_names(stream(7, "names"), 2000) == NAMES
    assert draw_names(stream(8, "names"), 2000) != NAMES

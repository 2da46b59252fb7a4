import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.statutes.errors import BadCitation
from courses.statutes.numerals import article_label, parse_article_number, to_chinese, to_int


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (1, "一"),
        (10, "十"),
        (20, "二十"),
        (101, "一百零一"),
        (110, "一百一十"),
        (1242, "一千二百四十二"),
    ],
)
def test_numbers_are_written_as_statutes_write_them(number: int, written: str) -> None:
    assert to_chinese(number) == written


def test_every_number_is_written_as_the_library_of_numerals_writes_it() -> None:
    numbers = [*range(10_000), 10_000, 123_456]
    assert [to_chinese(n) for n in numbers] == [cn2an.an2cn(n) for n in numbers]


@given(st.integers(1, 9999))
def test_a_number_written_is_read_back(number: int) -> None:
    assert to_int(to_chinese(number)) == number == to_int(str(number))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (20, (20, 0)),
        ("20", (20, 0)),
        ("１２０之1", (120, 1)),
        ("第一百二十条之一", (120, 1)),
        ("120之一", (120, 1)),
        ("二十之一", (20, 1)),
        ("第 20 条", (20, 0)),
        ("第一百〇一条", (101, 0)),
    ],
)
def test_article_numbers_are_read_in_every_usual_form(
    written: int | str, expected: tuple[int, int]
) -> None:
    assert parse_article_number(written) == expected


@pytest.mark.parametrize("written", ["", "abc", "第条", "零", "0", "二十二十", "-3", "1.5"])
def test_what_is_not_a_number_is_refused_in_chinese(written: str) -> None:
    with pytest.raises(BadCitation, match="“"):
        parse_article_number(written)


def test_a_suffix_is_part_of_the_label() -> None:
    assert article_label(120, 1) == "第一百二十条之一"
    assert article_label(10) == "第十条"

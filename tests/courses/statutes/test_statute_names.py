import pytest

from courses.statutes import Library
from courses.statutes.names import NameIndex, ambiguous_names, fold_name, short_names


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("《行政复议法》", "行政复议法"),
        (" 中华人民共和国 刑法 ", "刑法"),
        (
            "最高人民法院关于适用〈中华人民共和国行政诉讼法〉的解释",
            "最高人民法院关于适用《行政诉讼法》的解释",
        ),
        ("《最高人民法院关于适用<行政诉讼法>的解释》", "最高人民法院关于适用《行政诉讼法》的解释"),
        ("《甲法》和《乙法》", "《甲法》和《乙法》"),
        ("刑法修正案(十二)", "刑法修正案（十二）"),
    ],
)
def test_names_are_compared_without_their_trimmings(name: str, folded: str) -> None:
    assert fold_name(name) == folded


def test_every_short_name_leads_to_a_statute_that_is_held(regulations: Library) -> None:
    lost = [short for short in short_names() if regulations.find(short) is None]
    assert lost == []


def test_no_short_name_hides_the_full_name_of_another_law(regulations: Library) -> None:
    full = {fold_name(law) for law in regulations.laws()}
    assert full.isdisjoint(short_names())
    assert full.isdisjoint(ambiguous_names())


def test_the_edition_after_a_name_is_passed_over() -> None:
    index = NameIndex(["中华人民共和国刑法", "中华人民共和国宪法修正案（2018年）"])
    assert index.find("刑法（2020年修正）") == "中华人民共和国刑法"
    assert index.find("刑法(2023修订)") == "中华人民共和国刑法"
    assert index.find("宪法修正案（2018年）") == "中华人民共和国宪法修正案（2018年）"
    assert index.find("民法") is None

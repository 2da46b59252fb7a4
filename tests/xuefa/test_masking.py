"""What is printed finds the row and names nobody."""

from __future__ import annotations

import pytest

from courses.masking import mask_id
from xuefa.masking import Mask, mask_name

MASK = Mask(["张伟", "张伟民", "John Smith"], ["P00001", "P00012"])


@pytest.mark.parametrize(("name", "shown"), [("张三丰", "张*"), ("李", "李*"), ("", "")])
def test_a_name_is_masked_after_its_first_character(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(("person", "shown"), [("P00001", "P0***1"), ("P001", "P***"), ("", "***")])
def test_a_number_keeps_its_ends(person: str, shown: str) -> None:
    assert mask_id(person) == shown


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("签名栏写的是“病假”，是否", "签名栏写的是“病假”，是否"),
        ("签名栏写的是“-”，是否", "签名栏写的是“-”，是否"),
        ("签名栏写的是“王小五”，是否", "签名栏写的是“王*”，是否"),
        ("签名栏写的是“张伟病假”，是否", "签名栏写的是“张*病假”，是否"),
        ("答卷里的姓名是张伟民、john smith", "答卷里的姓名是张*、j*"),
        (
            "编号 p00012 与 13800000001、11010119900101001X 不符",
            "编号 p0***2 与 13***1、11***X 不符",
        ),
    ],
)
def test_a_reason_is_shown_whole_without_names_and_numbers(said: str, shown: str) -> None:
    assert MASK.text(said) == shown


def test_a_file_named_after_a_person_is_masked_too() -> None:
    assert MASK.place("study/P00001/study.jsonl 第 3 行") == "study/P0***1/study.jsonl 第 3 行"
    assert MASK.place("registered/a20261123.csv") == "registered/a20261123.csv"


def test_an_empty_roster_masks_nothing() -> None:
    assert Mask([], []).place("甲") == "甲"

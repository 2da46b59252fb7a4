"""A row is counted for one person, or set aside with a reason; none is lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.attendance_matching import FIRST_SEEN, METHOD, REMARK, Directory, settle, withhold
from grading.roster import REASON
from grading.tables import NAME, PERSON_ID, PHONE, ROW, SIGNATURE, UNIT
from tests.support.tally_office import PEOPLE, list_rows, people_frame

DIRECTORY = Directory(people_frame())


@pytest.mark.parametrize(
    ("row", "person", "method"),
    [
        ({PERSON_ID: "ｐ００００１"}, "P00001", "编号"),
        ({PERSON_ID: "P00001", NAME: "张 伟", UNIT: "别的单位"}, "P00001", "编号"),
        ({NAME: "张伟", UNIT: "高桥 村"}, "P00006", "姓名+单位"),
        ({NAME: "李　娜"}, "P00003", "姓名"),
        ({NAME: "阿依古丽•买买提"}, "P00007", "姓名"),
        ({PHONE: "138 0000 0001"}, "P00001", "手机"),
        ({NAME: "张伟", PHONE: "13800000001"}, "P00001", "手机"),
    ],
)
def test_a_row_is_matched(row: dict[str, str], person: str, method: str) -> None:
    settled = settle(list_rows(row), DIRECTORY)
    assert settled.counted[[PERSON_ID, METHOD]].values.tolist() == [[person, method]]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({PERSON_ID: "P00001", NAME: "李娜"}, "编号与姓名对不上"),
        ({PERSON_ID: "P99999", NAME: "李娜"}, "编号不在名册中"),
        ({NAME: "张伟"}, "名册中有 2 人同名，无法认定是哪一位"),
        ({NAME: "张伟", UNIT: "财政所"}, "名册中有 2 人同名，无法认定是哪一位"),
        ({NAME: "查无此人", UNIT: "司法所"}, "姓名不在名册中"),
        ({UNIT: "司法所"}, "没有编号也没有姓名，无法认定是谁"),
        ({PHONE: "13800000001", NAME: "李娜"}, "手机与姓名对不上"),
        ({NAME: "李娜", SIGNATURE: ""}, "签名栏为空，是否到会无法认定"),
        ({NAME: "李娜", SIGNATURE: "病假"}, "签名栏写的是“病假”，是否到会无法认定"),
    ],
)
def test_a_row_is_set_aside_as_written_with_its_reason(row: dict[str, str], reason: str) -> None:
    settled = settle(list_rows(row), DIRECTORY)
    assert settled.set_aside[REASON].tolist() == [reason]
    assert settled.set_aside[NAME].tolist() == [row.get(NAME, "")]
    assert settled.counted.empty


def test_a_signature_counts() -> None:
    assert settle(list_rows({NAME: "李娜", SIGNATURE: "李娜"}), DIRECTORY).people == ["P00003"]


def test_a_unit_that_differs_is_noted() -> None:
    settled = settle(list_rows({NAME: "李娜", UNIT: "司法"}), DIRECTORY)
    assert settled.counted[[UNIT, REMARK]].values.tolist() == [["司法所", "单位与名册不同"]]


def test_namesakes_in_one_unit_are_told_apart_by_nobody() -> None:
    people = people_frame()
    people.loc[people[PERSON_ID] == "P00006", UNIT] = "司法所"
    settled = settle(list_rows({NAME: "张伟", UNIT: "司法所"}), Directory(people))
    assert settled.set_aside[REASON].tolist() == ["同一单位中有 2 人同名，无法认定是哪一位"]


def test_the_second_row_of_a_person_is_a_duplicate_of_the_first() -> None:
    settled = settle(list_rows({NAME: "李娜"}, {PERSON_ID: "P00003"}), DIRECTORY)
    assert settled.counted[ROW].tolist() == [2]
    assert settled.duplicates[[ROW, FIRST_SEEN]].values.tolist() == [[3, "list.csv 第 2 行"]]


def test_withheld_people_are_set_aside_in_the_order_of_the_list() -> None:
    rows = list_rows({NAME: "李娜"}, {NAME: "查无此人"}, {NAME: "王芳"})
    settled = withhold(settle(rows, DIRECTORY), ["P00002"], "不在名单")
    assert settled.people == ["P00002"]
    assert settled.set_aside[[ROW, REASON]].values.tolist() == [
        [2, "不在名单"],
        [3, "姓名不在名册中"],
    ]


ids = st.sampled_from(["", "P99999", *(person[0] for person in PEOPLE)])
names = st.sampled_from(["", "查无此人", *(person[1] for person in PEOPLE)])
units = st.sampled_from(["", "外单位", "司法所", "高桥村"])
phones = st.sampled_from(["", "13800000001", "1"])
marks = st.sampled_from(["", "√", "缺席"])


@given(st.lists(st.tuples(ids, names, units, phones, marks), max_size=30))
def test_rows_in_are_rows_counted_plus_duplicates_plus_set_aside(
    rows: list[tuple[str, ...]],
) -> None:
    fields = (PERSON_ID, NAME, UNIT, PHONE, SIGNATURE)
    frame = list_rows(*(dict(zip(fields, row, strict=True)) for row in rows))
    settled = settle(frame, DIRECTORY)
    parts = (settled.counted, settled.duplicates, settled.set_aside)
    assert sorted(n for part in parts for n in part[ROW]) == list(range(2, len(rows) + 2))
    assert len(set(settled.people)) == len(settled.people)
    assert set(settled.duplicates[PERSON_ID]) <= set(settled.people)
    moved = withhold(settled, ["P00001"], "不在名单")
    assert sum(map(len, (moved.counted, moved.duplicates, moved.set_aside))) == len(rows)


def test_the_frames_keep_their_columns_when_empty() -> None:
    settled = settle(list_rows(), DIRECTORY)
    assert settled.counted.empty
    assert REASON in settled.set_aside.columns
    assert FIRST_SEEN in settled.duplicates.columns

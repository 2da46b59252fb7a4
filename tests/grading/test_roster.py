"""The roster is checked before anything is counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from grading.roster import ROSTER_SCHEMA, read_roster
from grading.tables import NAME, PERSON_ID, ROW, TableError
from tests.support.tally_office import write_csv

HEAD = ["人员编号", "姓名", "单位", "职务"]


def test_people_are_normalised_and_fit_the_schema(tmp_path: Path) -> None:
    write_csv(tmp_path / "roster.csv", [HEAD, ["ｐ１", "张　某", "司法所", "科员"]])
    people = read_roster(tmp_path).people
    assert people.loc[0, [PERSON_ID, NAME, ROW]].tolist() == ["P1", "张某", 2]
    assert people["类别"].tolist() == [""]
    ROSTER_SCHEMA.validate(people)


def test_a_row_lacking_something_is_set_aside_with_its_number(tmp_path: Path) -> None:
    rows = [
        ["", "张某", "司法所"],
        ["P2", "", "财政所"],
        ["P3", "李某", ""],
        ["P4", "王某", "司法所"],
    ]
    write_csv(tmp_path / "roster.csv", [HEAD, *rows])
    roster = read_roster(tmp_path)
    assert roster.people[PERSON_ID].tolist() == ["P4"]
    assert roster.set_aside[ROW].tolist() == [2, 3, 4]
    assert roster.set_aside["原因"].tolist() == ["名册缺人员编号", "名册缺姓名", "名册缺单位"]


def test_the_same_person_twice_is_a_duplicate(tmp_path: Path) -> None:
    write_csv(tmp_path / "roster.csv", [HEAD, ["P1", "张某", "司法所"], ["p1", "张 某", "司法所"]])
    roster = read_roster(tmp_path)
    assert (len(roster.people), roster.duplicates[ROW].tolist()) == (1, [3])


@pytest.mark.parametrize("other", [["P1", "李某", "司法所"], ["P1", "张某", "财政所"]])
def test_one_number_for_two_people_is_refused(tmp_path: Path, other: list[str]) -> None:
    write_csv(tmp_path / "roster.csv", [HEAD, ["P1", "张某", "司法所"], other])
    with pytest.raises(TableError, match="第 3 行，“人员编号”：与第 2 行编号相同") as error:
        read_roster(tmp_path)
    assert "张某" not in str(error.value)


def test_a_number_nbgrader_cannot_use_is_refused_with_its_row(tmp_path: Path) -> None:
    write_csv(tmp_path / "roster.csv", [HEAD, ["P1", "张某", "司法所"], ["甲/2", "李某", "财政所"]])
    with pytest.raises(TableError, match="第 3 行，“人员编号”"):
        read_roster(tmp_path)


def test_a_roster_without_people_is_refused(tmp_path: Path) -> None:
    write_csv(tmp_path / "roster.csv", [HEAD])
    with pytest.raises(TableError, match="没有一个人"):
        read_roster(tmp_path)

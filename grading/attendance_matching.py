"""Whose row is this: rows of a list matched to the roster, once per person, none lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from grading.attendance_marks import absence
from grading.roster import REASON
from grading.tables import (
    FILE,
    NAME,
    PERSON_ID,
    PHONE,
    PROVENANCE,
    ROW,
    UNIT,
    id_key,
    name_key,
    squeeze,
)

LIST_FIELDS = (PERSON_ID, NAME, UNIT, PHONE)
METHOD, REMARK, FIRST_SEEN = "匹配方式", "备注", "首次出现"
BY_ID, BY_PHONE, BY_NAME_UNIT, BY_NAME = "编号", "手机", "姓名+单位", "姓名"


@dataclass(frozen=True, slots=True)
class Match:
    """The person a row belongs to and how that was found; or no person and the reason."""

    person: str = ""
    method: str = ""
    reason: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Settled:
    """Rows of a list, each in exactly one of three frames.

    Attributes:
        counted: 人员编号, 姓名, 单位 as in the roster, 匹配方式, 备注, provenance.
        duplicates: rows of a person already counted; also 首次出现.
        set_aside: rows as written, with 原因.
    """

    counted: pd.DataFrame
    duplicates: pd.DataFrame
    set_aside: pd.DataFrame

    @property
    def people(self) -> list[str]:
        """人员编号 of those counted, in the order of the list."""
        return [str(person) for person in self.counted[PERSON_ID]]


class Directory:
    """The roster indexed by what a row may say of a person: number, phone, name, unit."""

    def __init__(self, people: pd.DataFrame) -> None:
        """Index ``people`` (columns 人员编号, 姓名, 单位, 手机; 人员编号 unique)."""
        self.people: dict[str, tuple[str, str]] = {}
        self._phones: dict[str, list[str]] = defaultdict(list)
        self._names: dict[str, list[str]] = defaultdict(list)
        fields = people[[PERSON_ID, NAME, UNIT, PHONE]].itertuples(index=False, name=None)
        for person, name, unit, phone in fields:
            self.people[person] = (name, unit)
            self._names[name_key(name)].append(person)
            if phone:
                self._phones[squeeze(phone)].append(person)

    def match(self, row: Mapping[Hashable, object]) -> Match:
        """Find the person of a row.

        By 人员编号; without one by 手机 if only one person has it; else by 姓名 and 单位; else by a
        姓名 only one person has. A number or phone at odds with the name decides nothing.
        """
        person, name = id_key(str(row[PERSON_ID])), name_key(str(row[NAME]))
        if person:
            return self._by_id(person, name)
        owners = self._phones.get(squeeze(str(row[PHONE])), [])
        if len(owners) == 1:
            return self._agreeing(owners[0], name, BY_PHONE)
        if not name:
            return Match(reason="没有编号也没有姓名，无法认定是谁")
        return self._by_name(name, squeeze(str(row[UNIT])))

    def _by_id(self, person: str, name: str) -> Match:
        if person not in self.people:
            return Match(reason="编号不在名册中")
        return self._agreeing(person, name, BY_ID)

    def _agreeing(self, person: str, name: str, method: str) -> Match:
        if name and name != name_key(self.people[person][0]):
            return Match(reason=f"{method}与姓名对不上")
        return Match(person, method)

    def _by_name(self, name: str, unit: str) -> Match:
        namesakes = self._names.get(name, [])
        if not namesakes:
            return Match(reason="姓名不在名册中")
        there = [p for p in namesakes if unit and squeeze(self.people[p][1]) == unit]
        if len(there) == 1:
            return Match(there[0], BY_NAME_UNIT)
        if len(namesakes) == 1:
            return Match(namesakes[0], BY_NAME, remark="单位与名册不同" if unit else "")
        where = "同一单位" if there else "名册"
        return Match(reason=f"{where}中有 {len(there or namesakes)} 人同名，无法认定是哪一位")


def settle(rows: pd.DataFrame, directory: Directory) -> Settled:
    """Match every row of one list and count each person once, the first row in order.

    Args:
        rows: columns :data:`LIST_FIELDS` and provenance; with a column 签名 or 签到时间, rows
            that do not show the person was there are set aside.
        directory: the roster.
    """
    counted: list[dict[Hashable, object]] = []
    duplicates: list[dict[Hashable, object]] = []
    aside: list[dict[Hashable, object]] = []
    first: dict[str, str] = {}
    for row in rows.to_dict("records"):
        match = directory.match(row)
        name, unit = directory.people.get(match.person, ("", ""))
        reason = match.reason or absence(row, name)
        if reason:
            aside.append({**row, REASON: reason})
            continue
        record = {**row, PERSON_ID: match.person, NAME: name, UNIT: unit}
        record |= {METHOD: match.method, REMARK: match.remark}
        if match.person in first:
            duplicates.append({**record, FIRST_SEEN: first[match.person]})
        else:
            first[match.person] = f"{row[FILE]} 第 {row[ROW]} 行"
            counted.append(record)
    return _frames(rows.columns, counted, duplicates, aside)


def withhold(settled: Settled, keep: Iterable[str], reason: str) -> Settled:
    """Move counted rows of people outside ``keep`` to the rows set aside."""
    inside = settled.counted[PERSON_ID].isin(set(keep))
    moved = settled.counted[~inside].assign(**{REASON: reason})
    aside = pd.concat([settled.set_aside, moved[settled.set_aside.columns]], ignore_index=True)
    return Settled(
        settled.counted[inside].reset_index(drop=True),
        settled.duplicates,
        aside.sort_values([FILE, ROW], kind="stable", ignore_index=True),
    )


def _frames(
    columns: pd.Index,
    counted: list[dict[Hashable, object]],
    duplicates: list[dict[Hashable, object]],
    aside: list[dict[Hashable, object]],
) -> Settled:
    base = [str(column) for column in columns]
    if missing := {PERSON_ID, NAME, UNIT, PHONE, *PROVENANCE} - set(base):
        raise ValueError(f"rows lack {sorted(missing)}")
    return Settled(
        pd.DataFrame(counted, columns=[*base, METHOD, REMARK]),
        pd.DataFrame(duplicates, columns=[*base, METHOD, REMARK, FIRST_SEEN]),
        pd.DataFrame(aside, columns=[*base, REASON]),
    )

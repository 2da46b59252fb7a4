"""Recounts the records folder from its files with code of its own."""

import csv
import hashlib
import io
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from openpyxl import load_workbook

from xuefa.demo.records import registered_people, write_records
from xuefa.demo.town import Town, build_town

HEADERS = {
    "number": {"人员编号", "工号", "编号"},
    "name": {"姓名", "名字"},
    "unit": {"单位", "部门", "所在单位"},
}
Row = dict[str, str]


@dataclass
class Count:
    attending: set[str] = field(default_factory=set)
    read: int = 0
    duplicates: int = 0
    aside: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)


def grids(path: Path) -> Iterator[list[list[str]]]:
    if path.suffix == ".xlsx":
        for sheet in load_workbook(path):
            yield [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
        return
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gbk")
    yield list(csv.reader(io.StringIO(text)))


def clean(cell: str) -> str:
    return "".join(unicodedata.normalize("NFKC", cell).split())


def body(grid: list[list[str]]) -> Iterator[Row]:
    columns: dict[str, int] = {}
    for line in grid:
        cells = [clean(cell) for cell in line]
        if not columns:
            found = {
                key: i for key, known in HEADERS.items() for i, c in enumerate(cells) if c in known
            }
            columns = found if "name" in found else {}
        elif any(cells) and not any(cell.startswith("合计") for cell in cells):
            yield {key: cells[columns[key]] if key in columns else "" for key in HEADERS}


def table(path: Path) -> list[Row]:
    (grid,) = grids(path)
    return [dict(zip(grid[0], line, strict=True)) for line in grid[1:]]


def match(row: Row, roster: list[Row]) -> tuple[str | None, str]:
    if row["number"]:
        owner = [p for p in roster if p["人员编号"] == row["number"]]
        if owner:
            same = owner[0]["姓名"] == row["name"]
            return (row["number"], "number") if same else (None, "contradictory")
    named = [p for p in roster if p["姓名"] == row["name"]]
    both = [p for p in named if p["单位"] == row["unit"]]
    if len(both) == 1:
        return both[0]["人员编号"], "name and unit"
    if len(named) == 1:
        return named[0]["人员编号"], "name"
    return None, "namesakes" if named else "stranger"


def recount(records: Path, session: str, roster: list[Row]) -> Count:
    count = Count()
    for path in sorted((records / "sign_in").glob(f"{session}*")):
        for grid in grids(path):
            for row in body(grid):
                count.read += 1
                person, reason = match(row, roster)
                if person is None:
                    count.aside[reason] += 1
                elif person in count.attending:
                    count.duplicates += 1
                else:
                    count.attending.add(person)
                    count.rules[reason] += 1
    return count


@pytest.fixture(scope="module")
def roster(records: Path) -> list[Row]:
    return table(records / "roster.xlsx")


@pytest.fixture(scope="module")
def counts(records: Path, roster: list[Row]) -> dict[str, Count]:
    sessions = table(records / "sessions.csv")
    return {s["场次编号"]: recount(records, s["场次编号"], roster) for s in sessions}


def test_attendances_recounted_from_the_files_are_exactly_2000(counts: dict[str, Count]) -> None:
    assert [len(count.attending) for count in counts.values()] == [498, 503, 507, 492]
    assert sum(len(count.attending) for count in counts.values()) == 2000


def test_every_row_is_counted_a_duplicate_or_set_aside(counts: dict[str, Count]) -> None:
    for count in counts.values():
        parts = len(count.attending) + count.duplicates + sum(count.aside.values())
        assert count.read == parts


def test_duplicates_and_rows_set_aside_are_as_planned(counts: dict[str, Count]) -> None:
    assert [count.duplicates for count in counts.values()] == [9, 14, 7, 21]
    reasons = ("stranger", "namesakes", "contradictory")
    aside = [tuple(count.aside[reason] for reason in reasons) for count in counts.values()]
    assert aside == [(3, 2, 2), (4, 3, 1), (2, 3, 3), (5, 2, 2)]


def test_every_matching_rule_is_needed(counts: dict[str, Count]) -> None:
    rules = [count.rules for count in counts.values()]
    assert [rule["name and unit"] for rule in rules] == [20, 62, 35, 110]
    assert [rule["name"] for rule in rules] == [0, 12, 8, 15]


def test_participants_not_due_are_few_and_those_on_leave_stayed_away(
    records: Path, counts: dict[str, Count]
) -> None:
    observers = []
    for session, count in counts.items():
        due = {row["人员编号"] for row in table(records / "due" / f"{session}.csv")}
        leave = {row["人员编号"] for row in table(records / "leave" / f"{session}.csv")}
        observers.append(len(count.attending - due))
        assert leave <= due - count.attending
        assert due - leave - count.attending
    assert observers == [6, 8, 7, 5]


def test_due_and_leave_lists_have_their_lengths(records: Path) -> None:
    due = [len(table(records / "due" / f"S{n}.csv")) for n in range(1, 5)]
    leave = [table(records / "leave" / f"S{n}.csv") for n in range(1, 5)]
    assert due == [548, 552, 555, 545]
    assert [len(rows) for rows in leave] == [31, 28, 30, 34]
    assert all(row["请假类型"] and row["批准人"] for rows in leave for row in rows)


def test_nobody_approves_their_own_leave(records: Path) -> None:
    for path in sorted((records / "leave").iterdir()):
        assert all(row["姓名"] != row["批准人"] for row in table(path))


def test_the_roster_is_the_town(town: Town, roster: list[Row]) -> None:
    written = [tuple(row.values()) for row in roster]
    assert list(roster[0]) == ["人员编号", "姓名", "单位", "职务", "类别"]
    assert written == [(p.id, p.name, p.unit.name, p.post, p.category.value) for p in town.people]


def test_sessions_are_announced_with_day_topic_and_hours(records: Path) -> None:
    rows = table(records / "sessions.csv")
    assert [row["主题"] for row in rows] == [
        "宪法专题",
        "行政复议法",
        "政府信息公开条例",
        "行政诉讼法",
    ]
    assert all(row["日期"].startswith("2026-") for row in rows)
    assert all(2 <= float(row["学时"]) <= 3 for row in rows)
    assert all(all(row.values()) for row in rows)


def test_exactly_520_are_registered_from_all_units_mostly_leaders_and_officers(
    records: Path, roster: list[Row]
) -> None:
    rows = table(records / "registered" / "leadership.csv")
    people = {row["人员编号"]: row for row in roster}
    categories = Counter(people[row["人员编号"]]["类别"] for row in rows)
    assert len({row["人员编号"] for row in rows}) == len(rows) == 520
    assert all(people[row["人员编号"]]["姓名"] == row["姓名"] for row in rows)
    assert len({row["单位"] for row in rows}) == 45
    assert categories == {
        "领导干部": 100,
        "执法人员": 300,
        "机关工作人员": 36,
        "村（社区）干部": 84,
    }


def test_village_secretaries_are_registered(town: Town) -> None:
    registered = registered_people(town, 1)
    secretaries = Counter(p.unit for p in registered if "总支书记、" in p.post)
    assert len(secretaries) == 28


def digests(folder: Path) -> dict[str, str]:
    digest: dict[str, str] = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            digest[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return digest


def test_the_same_seed_writes_the_same_bytes_and_another_does_not(
    tmp_path: Path,
) -> None:
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        write_records(build_town(seed), tmp_path / name, seed=seed, exam="leadership")
    first, second, third = (digests(tmp_path / name) for name in "abc")
    assert len(first) == 17
    assert first == second
    assert {name for name in first if first[name] == third[name]} == {"sessions.csv"}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_any_seed_comes_to_2000_attendances(tmp_path: Path, seed: int) -> None:
    paths = write_records(build_town(seed), tmp_path, seed=seed, exam="e")
    assert all(path.is_file() for path in paths)
    roster = table(tmp_path / "roster.xlsx")
    counted = [recount(tmp_path, f"S{n}", roster) for n in range(1, 5)]
    assert sum(len(count.attending) for count in counted) == 2000

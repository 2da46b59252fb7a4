"""The demo's figures, counted again from its files by other means."""

from __future__ import annotations

import csv
import json
import sqlite3
import statistics
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from question_bank.release import run_nbgrader
from tests.exam_day.conftest import Walk

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]
EXAM = "leadership-2026"


@pytest.fixture(scope="session")
def demo(walk: Walk) -> Path:
    return walk.checkout / "demo"


@pytest.fixture(scope="session")
def summary(demo: Path) -> dict[str, Any]:
    figures: dict[str, Any] = json.loads((demo / "summary.json").read_text("utf-8"))
    return figures


def papers(demo: Path) -> dict[str, tuple[float, bool]]:
    """Candidate → points and whether something still waits for a marker, from the gradebook."""
    query = """
    select s.student_id, sum(coalesce(g.manual_score, g.auto_score, 0)), max(g.needs_manual_grade)
    from grade g join submitted_notebook n on n.id = g.notebook_id
    join submitted_assignment s on s.id = n.assignment_id group by s.student_id
    """
    with sqlite3.connect(demo / "course" / "gradebook.db") as connection:
        return {who: (points, bool(waits)) for who, points, waits in connection.execute(query)}


def registered(demo: Path) -> list[str]:
    path = demo / "records" / "registered" / f"{EXAM}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row["人员编号"] for row in csv.DictReader(file)]


def test_the_figures_add_up(summary: dict[str, Any]) -> None:
    assert summary["sessions"] == 4
    assert summary["attendances"] == 2000
    assert summary["registered"] == 520
    assert summary["registered"] == summary["candidates"] + summary["absent"]
    assert summary["candidates"] == summary["graded"] + summary["set_aside"]
    assert summary["unfinished"] == 2
    assert summary["people"] <= summary["attendances"]


def test_candidates_and_absences_are_those_of_the_folders(
    demo: Path, summary: dict[str, Any]
) -> None:
    handed_in = {path.parent.name for path in (demo / "course" / "submitted").glob(f"*/{EXAM}")}
    assert len(handed_in) == summary["candidates"]
    assert len(set(registered(demo)) - handed_in) == summary["absent"]
    assert handed_in <= set(registered(demo))


def test_scores_are_those_of_the_gradebook(demo: Path, summary: dict[str, Any]) -> None:
    found = papers(demo)
    assert len(found) == summary["graded"]
    finished = [points for points, waits in found.values() if not waits]
    assert len(found) - len(finished) == summary["unfinished"]
    assert statistics.mean(finished) == pytest.approx(summary["mean_score"], abs=1e-3)
    passed = sum(points >= 60 for points in finished) / len(finished)
    assert passed == pytest.approx(summary["pass_rate"], abs=1e-5)


def test_what_was_set_aside_is_listed_with_reasons_and_has_no_grade(
    demo: Path, summary: dict[str, Any]
) -> None:
    path = demo / "course" / "set_aside" / f"{EXAM}.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == summary["set_aside"] == 6
    assert len({row["原因"] for row in rows}) == 6
    assert not {row["人员编号"] for row in rows} & papers(demo).keys()


def test_both_forms_were_sat(demo: Path) -> None:
    answers = (demo / "course" / "autograded").glob(f"*/{EXAM}/answers.json")
    forms = [json.loads(path.read_text("utf-8"))["form"] for path in answers]
    assert set(forms) == {"A", "B"}
    assert abs(forms.count("A") - forms.count("B")) < 20


def test_roster_units_and_sessions_are_as_large_as_announced(demo: Path) -> None:
    sheet = openpyxl.load_workbook(demo / "records" / "roster.xlsx").active
    header, *rows = sheet.iter_rows(values_only=True)
    people = [dict(zip(header, row, strict=True)) for row in rows]
    assert len(people) == len({person["人员编号"] for person in people}) == 3000
    assert len({person["单位"] for person in people}) == 45
    assert {person["类别"] for person in people} == {
        "领导干部",
        "机关工作人员",
        "执法人员",
        "村（社区）干部",
        "编外人员",
    }


def test_the_workbook_has_its_sheets_and_the_chart_is_there(demo: Path) -> None:
    workbook = openpyxl.load_workbook(demo / "results" / "学法统计.xlsx")
    assert {"总览", "集体学法场次", "待核对", "指标口径"} <= set(workbook.sheetnames)
    assert (demo / "results" / "学法统计.png").read_bytes().startswith(b"\x89PNG")


def test_the_summary_is_printed_in_chinese_with_the_paths(walk: Walk) -> None:
    said = walk.said["make demo"].stdout
    assert "组织会议集体学法 4 次，参与 2000 人次" in said
    for name in ("学法统计.xlsx", "学法统计.png", f"release/{EXAM}", "summary.json"):
        assert name in said


def test_feedback_was_made_for_three_officials(demo: Path) -> None:
    pages = list((demo / "course" / "feedback").glob(f"*/{EXAM}/exam.html"))
    assert len(pages) == 3
    assert all("Score" not in page.read_text("utf-8") for page in pages)


def test_nbgraders_own_commands_work_in_the_demo(demo: Path) -> None:
    course = demo / "course"
    before = papers(demo)
    candidate = min(who for who, (_, waits) in before.items() if waits)

    run_nbgrader(course, "export")
    run_nbgrader(course, "autograde", EXAM, "--student", candidate, "--force")
    run_nbgrader(course, "generate_feedback", EXAM, "--student", candidate, "--force")

    with (course / "grades.csv").open(encoding="utf-8", newline="") as file:
        exported = {row["student_id"]: row for row in csv.DictReader(file)}
    assert float(exported[candidate]["score"]) == pytest.approx(before[candidate][0])
    assert papers(demo)[candidate] == before[candidate]
    assert (course / "feedback" / candidate / EXAM / "exam.html").is_file()

"""A trainer's day at the command line: check, assemble, allot, release, grade."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from question_bank.exam import load_exam
from tests.support.banks import make_item
from tests.support.hand_ins import hand_in, random_answers

BLUEPRINT = """
name = "quiz"
title = "小测验"
duration_minutes = 10
points = 4
forms = ["A", "B"]
overlap = 1.0
[bands]
"合格" = 60
[[sections]]
kind = "true_false"
count = 2
points_each = 1
[[sections]]
kind = "single"
count = 2
points_each = 1
"""


def xuefa(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "xuefa", *map(str, arguments)],
        cwd=cwd,
        env={**os.environ, "COLUMNS": "200", "XUEFA_HOME": str(cwd / "home")},
        capture_output=True,
        text=True,
        check=False,
    )


def write_bank(folder: Path, count: int = 8) -> Path:
    """A bank of its own whose quotes are really in 行政复议法 第一条."""
    folder.mkdir()
    citation = {"law": "行政复议法", "article": "1", "quote": "防止和纠正违法的或者不当的行政行为"}
    items = []
    for number in range(count):
        item = make_item(number, "true_false" if number % 2 else "single", citations=[citation])
        items.append(item.model_dump(mode="json", exclude_none=True, exclude_defaults=True))
    data = {"law": "行政复议法", "topic": "测验", "items": items}
    (folder / "quiz.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return folder


def test_bank_check_prints_its_figures_as_json(tmp_path: Path) -> None:
    bank = write_bank(tmp_path / "bank")
    done = xuefa("bank", "check", "--json", "--bank", bank, cwd=tmp_path)
    figures = json.loads(done.stdout)
    assert done.returncode == 0, done.stderr
    assert figures["items"] == figures["verified"] == 8
    assert figures["by_kind"] == {"single": 4, "true_false": 4}
    assert figures["by_pool"] == {"exam": 8}
    assert figures["by_law"] == {"行政复议法": 8}
    assert figures["unverified"] == 0
    assert figures["failures"] == []


def test_bank_check_ends_with_status_1_and_names_the_item_whose_quote_is_wrong(
    tmp_path: Path,
) -> None:
    bank = write_bank(tmp_path / "bank")
    path = bank / "quiz.yaml"
    path.write_text(path.read_text("utf-8").replace("防止和纠正", "防止或纠正", 1), "utf-8")
    done = xuefa("bank", "check", "--bank", bank, cwd=tmp_path)
    assert done.returncode == 1
    assert "sample-0000" in done.stdout
    assert "引文不在" in done.stdout


def test_proofs_are_recorded_and_a_changed_article_is_noticed(tmp_path: Path) -> None:
    bank = write_bank(tmp_path / "bank")
    assert xuefa("bank", "check", "--strict", "--bank", bank, cwd=tmp_path).returncode == 1
    assert xuefa("bank", "prove", "--bank", bank, cwd=tmp_path).returncode == 0
    assert xuefa("bank", "check", "--strict", "--bank", bank, cwd=tmp_path).returncode == 0
    proofs = bank / "proofs.json"
    data = json.loads(proofs.read_text("utf-8"))
    data["sample-0000"][0]["article_sha256"] = "0" * 64
    proofs.write_text(json.dumps(data), "utf-8")
    done = xuefa("bank", "check", "--bank", bank, cwd=tmp_path)
    assert done.returncode == 1
    assert "已有变动" in done.stdout


@pytest.mark.slow
def test_a_whole_exam_from_blueprint_to_grades(tmp_path: Path) -> None:
    bank, course = write_bank(tmp_path / "bank"), tmp_path / "course"
    (tmp_path / "quiz.toml").write_text(BLUEPRINT, "utf-8")
    roster = "人员编号,姓名,单位\n" + "".join(f"P{n},张某,党政办\n" for n in range(6))
    (tmp_path / "registered.csv").write_text(roster, "utf-8")

    options = ("--bank", bank, "--seed", "3", "--on", "2026-09-18", "--course", course)
    assembled = xuefa("exam", "assemble", "quiz.toml", *options, cwd=tmp_path)
    assert assembled.returncode == 0, assembled.stdout + assembled.stderr
    where = ("--registered", "registered.csv", "--course", course)
    assert xuefa("exam", "allot", "quiz", *where, cwd=tmp_path).returncode == 0
    due = ("--course", course, "--due", "2026-09-18 10:30")
    released = xuefa("exam", "release", "quiz", *due, cwd=tmp_path)
    assert released.returncode == 0, released.stdout + released.stderr

    with (course / "exams" / "quiz" / "allotment.csv").open(encoding="utf-8-sig") as file:
        forms = {row["人员编号"]: row["试卷"] for row in csv.DictReader(file)}
    assert sorted(forms.values()) == ["A", "A", "A", "B", "B", "B"]
    exam = load_exam(course, "quiz")
    for number, (candidate, form) in enumerate(forms.items()):
        hand_in(course, "quiz", candidate, form, random_answers(exam, form, number))
    graded = xuefa("grade", "quiz", "--course", course, cwd=tmp_path)
    assert graded.returncode == 0, graded.stdout + graded.stderr
    assert "已阅卷 6 份" in graded.stdout

    (course / "submitted" / "P0" / "quiz" / "answers.json").write_text("{", "utf-8")
    again = xuefa("grade", "quiz", "--course", course, cwd=tmp_path)
    assert again.returncode == 1
    assert "不是完整的 JSON" in again.stdout
    assert "P0" in (course / "set_aside" / "quiz.csv").read_text("utf-8-sig")


def test_an_infeasible_blueprint_says_what_is_short_by_how_much(tmp_path: Path) -> None:
    bank = write_bank(tmp_path / "bank")
    plan = BLUEPRINT.replace("count = 2\npoints_each = 1\n[[", "count = 6\npoints_each = 1\n[[")
    (tmp_path / "quiz.toml").write_text(plan.replace("points = 4", "points = 8"), "utf-8")
    done = xuefa("exam", "assemble", "quiz.toml", "--bank", bank, "--seed", "3", cwd=tmp_path)
    assert done.returncode == 1
    assert "A 卷判断题：至少要 6 题，缺 2 题" in done.stderr
    assert not (tmp_path / "course").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("grade", "missing"), "gradebook.db"),
        (("exam", "release", "missing"), "xuefa exam assemble"),
        (("exam", "assemble", "missing.toml", "--seed", "1"), "leadership"),
        (("bank", "check", "--bank", "nowhere"), "nowhere"),
    ],
)
def test_what_is_missing_is_named_with_what_to_do(
    tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = xuefa(*arguments, cwd=tmp_path)
    assert done.returncode == 1
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_published_schema_is_the_one_of_the_program(tmp_path: Path) -> None:
    assert xuefa("bank", "schema", "--check", cwd=tmp_path).returncode == 0
    out = tmp_path / "schema.json"
    assert xuefa("bank", "schema", "--out", out, cwd=tmp_path).returncode == 0
    out.write_text("{}", "utf-8")
    assert xuefa("bank", "schema", "--check", "--out", out, cwd=tmp_path).returncode == 1

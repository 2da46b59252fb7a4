"""Blueprints: the shipped ones say what they promise, wrong ones are explained."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from question_bank.blueprint import (
    BLUEPRINTS,
    Blueprint,
    BlueprintError,
    Range,
    Section,
    load_blueprint,
)
from question_bank.marking import RULE_WORDS, Rule
from tests.support.banks import make_blueprint

GOOD = """
name = "small"
title = "小考"
duration_minutes = 30
points = 10

[bands]
"合格" = 60
"优秀" = 90
"良好" = 80

[[sections]]
kind = "single"
count = 5
points_each = 2
difficulty = { "2-4" = { min = 1 } }
laws = { "宪法" = { max = 3 } }
"""


def refused(tmp_path: Path, text: str) -> str:
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    with pytest.raises(BlueprintError) as caught:
        load_blueprint(path)
    return str(caught.value)


def test_a_blueprint_of_ones_own_is_read(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, "utf-8")
    blueprint = load_blueprint(path)
    assert blueprint.forms == ("A",)
    assert blueprint.overlap == 0
    assert blueprint.attempts.allowed == 1
    assert blueprint.sections[0].difficulty == {"2-4": Range(min=1)}
    assert load_blueprint(str(path)) == blueprint


def test_bands_stand_from_the_highest_down_whatever_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(GOOD, "utf-8")
    assert list(load_blueprint(path).bands.items()) == [("优秀", 90), ("良好", 80), ("合格", 60)]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("points = 10", "points = 12", "各部分合计 10 分，与 points = 12 不符"),
        ("points_each = 2", "points_each = 2.5", "合计 12.5 分，与 points = 10 不符"),
        ("points_each = 2", "points_each = 0", "sections.0.points_each：须大于 0"),
        ("count = 5", "count = 0", "sections.0.count：须大于 0"),
        ("count = 5", "count = 5\nhint = 1", "sections.0.hint：不认识这一项"),
        ('title = "小考"', "", "title：缺少这一项"),
        ("duration_minutes = 30", "duration_minutes = 601", "duration_minutes：不得大于 600"),
        ("points = 10", 'points = 10\nforms = ["A", "A"]', "forms 不得为空或重复"),
        ("points = 10", "points = 10\nforms = []", "forms 不得为空或重复"),
        ("points = 10", 'points = 10\nforms = ["甲"]', "forms.0：写法不对"),
        ("points = 10", "points = 10\noverlap = 1.5", "overlap：不得大于 1"),
        ('"合格" = 60', '"合格" = 101', "bands.合格：不得大于 100"),
        ("{ min = 1 }", "{ min = 3, max = 2 }", "min 3 大于 max 2"),
        ('"2-4" =', '"0-9" =', "写法不对"),
        ('kind = "single"', 'kind = "oral"', "sections.0.kind：须是 'true_false'、'single'"),
        ('name = "small"', 'name = "../etc"', "name：写法不对"),
    ],
)
def test_a_wrong_field_is_named_in_chinese(tmp_path: Path, old: str, new: str, words: str) -> None:
    assert GOOD.count(old) == 1
    message = refused(tmp_path, GOOD.replace(old, new))
    assert message.startswith("mine.toml 的 ")
    assert words in message
    assert "Value error" not in message


def test_what_is_no_toml_is_named_with_its_file(tmp_path: Path) -> None:
    said = refused(tmp_path, 'name = "small"\ntitle = 小考\n')
    assert said == "mine.toml 不是合格的 TOML：第 2 行写法有误，请检查引号、等号和方括号"
    assert refused(tmp_path, "name = ").startswith("mine.toml 不是合格的 TOML：末尾写法有误")


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    path = tmp_path / "gbk.toml"
    path.write_bytes('title = "小考"'.encode("gbk"))
    with pytest.raises(BlueprintError, match=r"gbk\.toml 不是 UTF-8 编码：请另存"):
        load_blueprint(path)


@pytest.mark.parametrize("source", ["absent", "absent.toml", ""])
def test_an_unknown_blueprint_is_answered_with_the_known_ones(source: str) -> None:
    with pytest.raises(BlueprintError, match="appointment、constitution、leadership、quick"):
        load_blueprint(source)


def test_a_folder_of_the_same_name_does_not_hide_a_shipped_blueprint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "leadership").mkdir()
    monkeypatch.chdir(tmp_path)
    assert load_blueprint("leadership").name == "leadership"


def test_as_many_blueprints_ship_as_are_tested_here() -> None:
    assert {path.stem for path in BLUEPRINTS.glob("*.toml")} == {
        *("leadership", "constitution", "appointment", "quick")
    }


@pytest.mark.parametrize(
    ("name", "minutes", "points", "plan", "forms"),
    [
        (
            "leadership",
            90,
            100,
            [("true_false", 20, 1), ("single", 30, 1), ("multiple", 15, 2), ("case", 2, 10)],
            ("A", "B"),
        ),
        (
            "constitution",
            60,
            100,
            [("single", 25, 2), ("multiple", 10, 2), ("true_false", 15, 2)],
            ("A",),
        ),
        (
            "quick",
            20,
            50,
            [("true_false", 8, 2), ("single", 8, 2), ("multiple", 4, 3), ("fill", 2, 3)],
            ("A", "B"),
        ),
    ],
)
def test_the_shipped_plans_are_the_promised_ones(
    name: str,
    minutes: int,
    points: float,
    plan: list[tuple[str, int, float]],
    forms: tuple[str, ...],
) -> None:
    blueprint = load_blueprint(name)
    assert blueprint.duration_minutes == minutes
    assert [(s.kind.value, s.count, s.points_each) for s in blueprint.sections] == plan
    assert blueprint.forms == forms
    assert blueprint.points == points
    assert blueprint.bands == {"优秀": 90, "良好": 80, "合格": 60}


def test_the_attempts_of_the_shipped_blueprints_are_the_promised_ones() -> None:
    constitution = load_blueprint("constitution").attempts
    assert (constitution.allowed, constitution.counts) == (3, "best")
    appointment = load_blueprint("appointment")
    assert appointment.attempts.make_up == 1
    assert appointment.forms == ("A", "B")
    assert appointment.duration_minutes == 120


def section(kind: str, **changes: Any) -> Section:
    fields = {"kind": kind, "count": 10, "points_each": 1.5} | changes
    return Section.model_validate(fields)


@pytest.mark.parametrize("rule", list(Rule))
def test_the_heading_of_a_multiple_choice_section_prints_the_marking_rule(rule: Rule) -> None:
    heading = section("multiple", rule=rule).heading(3)
    assert heading.startswith("三、多项选择题（共10题，每题1.5分，共15分。")
    assert RULE_WORDS[rule] in heading


def test_other_headings_print_no_rule_of_multiple_choice() -> None:
    heading = section("single", rule="per_option").heading(1)
    assert heading == "一、单项选择题（共10题，每题1.5分，共15分。每题只有一个正确选项。）"


def test_tenths_of_points_add_up_without_rounding_trouble() -> None:
    tenths = [{"kind": "single", "count": 3, "points_each": 0.1}]
    assert make_blueprint(sections=tenths, points=0.3).points == 0.3


def test_a_blueprint_needs_a_section() -> None:
    with pytest.raises(ValidationError, match="sections"):
        make_blueprint(sections=[])


def test_a_blueprint_reads_back_from_json() -> None:
    blueprint = make_blueprint()
    assert Blueprint.model_validate_json(blueprint.model_dump_json()) == blueprint

"""Proving lessons: each fault is named, what lacks a text is set apart, proofs notice changes."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from courses.catalogue.checking import Ground, Report, check_lessons, own_words
from courses.catalogue.listing import load_catalogue
from courses.statutes import Library
from courses.statutes.proving import Proof
from tests.support.lessons import ITEMS, NAME, lesson, lesson_data

DAY = date(2026, 11, 25)
TEXT = "被告举证的期限从收到起诉状副本之日起算，见《行政诉讼法》第六十七条。" * 60
CELLS: list[tuple[str, str]] = [
    (
        "code",
        f'from courses.lesson import open_lesson\nlesson = open_lesson("{NAME}")\nlesson.head()',
    ),
    ("markdown", f"## 一、开头\n\n{TEXT}"),
    ("code", 'lesson.reader("key")'),
    ("code", "lesson.case()"),
    ("code", 'lesson.table("mixups")'),
    ("code", "lesson.cards()"),
    ("code", "lesson.practice()"),
    ("code", "lesson.end()"),
]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write one lesson of one course; returns the folder of courses."""

    def _write(data: dict[str, Any] | None = None, cells: list[tuple[str, str]] = CELLS) -> Path:
        folder = tmp_path / "xingsu" / "evidence"
        folder.mkdir(parents=True)
        rows = [{"cell_type": kind, "source": source} for kind, source in cells]
        (folder / "lesson.ipynb").write_text(json.dumps({"cells": rows}), "utf-8")
        text = yaml.safe_dump(data or lesson_data(), allow_unicode=True)
        (folder / "lesson.yaml").write_text(text, "utf-8")
        (folder / "design.md").write_text("# 设计\n", "utf-8")
        (tmp_path / "xingsu" / "course.toml").write_text(
            'title = "应诉"\nlaw = "行政诉讼法"\n\n[[lessons]]\nid = "evidence"\n'
            'title = "举证"\nminutes = 20\nnotebook = "evidence/lesson.ipynb"\n',
            "utf-8",
        )
        return tmp_path

    return _write


GROUND = Ground(pool=ITEMS, library=Library(), known={}, on=DAY)


def check(folder: Path, ground: Ground = GROUND) -> Report:
    return check_lessons(load_catalogue(folder), ground)


def failures(folder: Path, ground: Ground = GROUND) -> str:
    return "\n".join(map(str, check(folder, ground).failures))


def test_a_sound_lesson_is_proved_against_the_version_in_force(write: Write) -> None:
    report = check(write())
    assert (report.lessons, report.failures, report.unverified) == (1, [], [])
    (proof,) = report.proofs[NAME]
    assert (proof.law, proof.article) == ("中华人民共和国行政诉讼法", "67")


def test_a_quotation_that_is_not_there_is_named(write: Write) -> None:
    data = lesson_data()
    data["cards"][0]["cite"] = {**data["cards"][0]["cite"], "article": "66"}
    assert "引文不在《行政诉讼法》第 66 条中" in failures(write(data))


def test_a_displaced_provision_proves_nothing(write: Write, regulations: Library) -> None:
    data = lesson_data()
    quote = "应当在收到起诉状副本之日起10日内，提供"
    data["cards"][0]["cite"] = {"law": "行政诉讼证据规定", "article": "1", "quote": quote}
    assert "已被取代，不能作依据" in failures(write(data), replace(GROUND, library=regulations))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("《行政诉讼法》第二百条", "没有第二百条"),
        ("《行政诉讼法》第六十七条第九款", "没有第九款"),
        ("第六十七条第一款第三项", "没有第（三）项"),
    ],
)
def test_an_article_named_in_the_text_must_be_there(write: Write, text: str, said: str) -> None:
    cells = [*CELLS[:-1], ("markdown", text), CELLS[-1]]
    assert f"正文提到“{text.removeprefix('《行政诉讼法》')}”" in (
        told := failures(write(cells=cells))
    )
    assert said in told


def test_an_article_named_in_a_part_must_be_there_too(write: Write) -> None:
    data = lesson_data()
    data["cases"][0]["closing"] = "见《行政诉讼法》第三百条。"
    assert "没有第三百条" in failures(write(data))


def test_a_law_that_is_not_held_leaves_the_lesson_unverified(write: Write) -> None:
    cells = [*CELLS[:-1], ("markdown", "《政府信息公开条例》第三十三条"), CELLS[-1]]
    report = check(write(cells=cells))
    assert report.failures == []
    assert ["法规库里没有《政府信息公开条例》" in one.message for one in report.unverified] == [
        True
    ]


def test_where_strict_what_lacks_a_proof_or_a_text_is_a_failure(write: Write) -> None:
    data = lesson_data()
    data["goals"][0] = "会用《政府信息公开条例》第三十三条"
    folder = write(data)
    told = failures(folder, replace(GROUND, strict=True))
    assert "第 67 条尚无证明：运行 xuefa lesson prove" in told
    assert "法规库里没有《政府信息公开条例》" in told


def test_an_article_that_changed_since_it_was_proved_is_named(write: Write) -> None:
    folder = write()
    (proof,) = check(folder).proofs[NAME]
    old: Proof = replace(proof, version="2014-11-01", article_sha256="0" * 64)
    told = failures(folder, replace(GROUND, known={NAME: (old,)}))
    assert "第 67 条自 2014-11-01 版核对之后已有变动：重新审阅后运行 xuefa lesson prove" in told


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (CELLS[:-1], "lesson.end() 应放 1 次，现在放了 0 次"),
        ([*CELLS, CELLS[-1]], "lesson.end() 应放 1 次，现在放了 2 次"),
        (
            [c for c in CELLS if "reader" not in c[1]],
            'lesson.reader("key") 应放 1 次，现在放了 0 次',
        ),
        ([*CELLS, ("code", 'lesson.case("gone")')], 'lesson.case("gone") 应放 0 次，现在放了 1 次'),
        (
            [*CELLS[:-2], ("code", f'lesson.practice("{ITEMS[0]}")'), CELLS[-1]],
            f'lesson.practice("{ITEMS[1]}") 应放 1 次，现在放了 0 次',
        ),
        ([*CELLS, ("code", "lesson.magic()")], "没有 lesson.magic() 这种内容"),
        ([*CELLS, ("markdown", "## 一、开头")], "标题重复，回来时找不到地方：一、开头"),
        ([*CELLS, ("markdown", "（请填写）")], "还有没填写的地方"),
        ([c for c in CELLS if c[0] == "code"], "正文 0 字，应在 1500 至 4000 字之间"),
        (CELLS[1:], f'第一格应打开本课：open_lesson("{NAME}")'),
        ([*CELLS, ("code", "import os")], "第 8 个代码格只能打开本课"),
    ],
)
def test_what_is_wrong_with_the_form_is_named(
    write: Write, cells: list[tuple[str, str]], said: str
) -> None:
    assert said in failures(write(cells=cells))


def test_a_question_that_was_not_published_is_named(write: Write) -> None:
    told = failures(write(), replace(GROUND, pool=ITEMS[1:]))
    assert f"练习池里没有：{ITEMS[0]}" in told


def test_a_deadline_rule_that_does_not_exist_is_named(write: Write) -> None:
    data = lesson_data()
    stage = {"who": "被告", "what": "举证", "when": "十五日内", "cite": data["cards"][0]["cite"]}
    stages = [{**stage, "rule": "litigation.nothing"}, stage]
    data["timelines"] = [{"id": "t", "title": "举证", "stages": stages}]
    cells = [*CELLS[:-1], ("code", "lesson.timeline()"), CELLS[-1]]
    assert "没有“litigation.nothing”这个期限" in failures(write(data, cells))


def test_every_fault_of_a_lessons_data_is_named_with_its_place(write: Write) -> None:
    data = lesson_data()
    del data["cards"][1]["back"]
    data["readers"][0]["articles"] = ["六十七"]
    told = failures(write(data))
    assert "cards 第 2 项 back：缺少这一项" in told
    assert "readers 第 1 项 articles 第 1 项：写法不对" in told


def test_the_design_belongs_to_the_lesson(write: Write) -> None:
    folder = write()
    (folder / NAME / "design.md").unlink()
    assert "缺少 design.md" in failures(folder)


def test_a_course_that_cannot_be_offered_is_a_failure(write: Write) -> None:
    folder = write()
    (folder / "xingsu" / "course.toml").write_text("title = 1", "utf-8")
    assert "课程目录：xingsu/course.toml：" in failures(folder)


def end_with_test(folder: Path, *calls: str) -> Path:
    opening = 'from courses.lesson import open_course\ncourse = open_course("xingsu")'
    rows = [("markdown", "## 结业测试\n\n60 分合格。"), ("code", "\n".join([opening, *calls]))]
    cells = [{"cell_type": kind, "source": source} for kind, source in rows]
    (folder / "xingsu" / "test.ipynb").write_text(json.dumps({"cells": cells}), "utf-8")
    path = folder / "xingsu" / "course.toml"
    path.write_text(f'test = "test.ipynb"\n{path.read_text("utf-8")}', "utf-8")
    return folder


def test_the_test_of_a_course_is_checked_and_counts_as_no_lesson(write: Write) -> None:
    report = check(end_with_test(write(), "course.test()", "course.certificate()"))
    assert (report.lessons, report.tests, report.failures) == (1, 1, [])
    assert set(report.proofs) == {NAME}


def test_what_is_wrong_with_the_test_of_a_course_is_a_failure(write: Write) -> None:
    folder = end_with_test(write(), "course.test()", 'print("x")')
    assert "xingsu/test：xingsu/test.ipynb：第 1 个代码格只能打开本课程" in failures(folder)


def test_own_words_leave_out_quotations_and_names() -> None:
    words = own_words(lesson())
    assert "期限从收到之日的次日起算。" in words
    assert "被告应当在收到起诉状副本之日起十五日内" not in words
    assert ITEMS[0] not in words

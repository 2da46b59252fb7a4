"""Every way a hand-in can be broken, each as a change to a good one."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from question_bank.exam import Exam


@dataclass(frozen=True)
class Broken:
    """A named way to break the folder of a good hand-in, and what must be said of it."""

    name: str
    break_it: Callable[[Path, Exam], None]
    file: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return self.name


def slot_of(exam: Exam, kind: str) -> str:
    """The first slot of a kind."""
    return next(slot.grade_id for slot in exam.slots if slot.kind.value == kind)


def change_fields(**fields: Any) -> Callable[[Path, Exam], None]:
    def change(folder: Path, exam: Exam) -> None:
        path = folder / "answers.json"
        data = json.loads(path.read_text("utf-8")) | fields
        path.write_text(json.dumps(data), "utf-8")

    return change


def change_answer(kind: str, answer: Any) -> Callable[[Path, Exam], None]:
    def change(folder: Path, exam: Exam) -> None:
        path = folder / "answers.json"
        data = json.loads(path.read_text("utf-8"))
        data["answers"][slot_of(exam, kind)] = answer
        path.write_text(json.dumps(data), "utf-8")

    return change


def write(name: str, content: bytes) -> Callable[[Path, Exam], None]:
    def change(folder: Path, exam: Exam) -> None:
        (folder / name).write_bytes(content)

    return change


def change_source(kind: str, source: str, *, alone: bool = True) -> Callable[[Path, Exam], None]:
    """Type into the answer cell of a kind; ``alone`` leaves only the notebook."""

    def change(folder: Path, exam: Exam) -> None:
        name = "form" if kind == "form" else slot_of(exam, kind)
        cells = edit_notebook(folder, lambda cell: cell["metadata"]["nbgrader"]["grade_id"] == name)
        cells.edit(lambda cell: cell.update(source=source.replace("$", name)))
        if alone:
            (folder / "answers.json").unlink()

    return change


@dataclass
class edit_notebook:  # noqa: N801  (reads as a verb)
    folder: Path
    which: Callable[[dict[str, Any]], bool]

    def edit(self, change: Callable[[dict[str, Any]], object]) -> None:
        path = self.folder / "exam.ipynb"
        notebook = json.loads(path.read_text("utf-8"))
        for cell in notebook["cells"]:
            if self.which(cell):
                change(cell)
        path.write_text(json.dumps(notebook), "utf-8")


def lose_metadata(folder: Path, exam: Exam) -> None:
    name = slot_of(exam, "single")
    (folder / "answers.json").unlink()
    edit_notebook(folder, lambda cell: cell["metadata"]["nbgrader"]["grade_id"] == name).edit(
        lambda cell: cell.update(metadata={})
    )


def answer_twice(folder: Path, exam: Exam) -> None:
    (folder / "answers.json").unlink()
    path = folder / "exam.ipynb"
    notebook = json.loads(path.read_text("utf-8"))
    name = slot_of(exam, "single")
    for cell in list(notebook["cells"]):
        if cell["metadata"]["nbgrader"]["grade_id"] == name:
            notebook["cells"].append({**cell, "source": f'{name} = "B"'})
    path.write_text(json.dumps(notebook), "utf-8")


def empty(folder: Path, exam: Exam) -> None:
    for path in folder.iterdir():
        path.unlink()


def only_notebook(content: bytes) -> Callable[[Path, Exam], None]:
    def change(folder: Path, exam: Exam) -> None:
        empty(folder, exam)
        (folder / "exam.ipynb").write_bytes(content)

    return change


def make_symlink(name: str) -> Callable[[Path, Exam], None]:
    def change(folder: Path, exam: Exam) -> None:
        elsewhere = folder.parent / f"other-{name}"
        (folder / name).rename(elsewhere)
        (folder / name).symlink_to(elsewhere)

    return change


def link_folder(folder: Path, exam: Exam) -> None:
    elsewhere = folder.parent / "elsewhere"
    folder.rename(elsewhere)
    folder.symlink_to(elsewhere, target_is_directory=True)


def be_a_file(folder: Path, exam: Exam) -> None:
    empty(folder, exam)
    folder.rmdir()
    folder.write_text("不是文件夹", "utf-8")


A = "answers.json"
N = "exam.ipynb"
DEEP = b'{"cells": ' + b"[" * 5000 + b"]" * 5000 + b"}"
BROKEN = (
    Broken("truncated", write(A, b'{"schema": "xuefa'), A, ("不是完整的 JSON",)),
    Broken("not-json", write(A, b"\x00\x01"), A, ("不是完整的 JSON",)),
    Broken("empty-file", write(A, b""), A, ("不是完整的 JSON",)),
    Broken("not-an-object", write(A, b"[1, 2]"), A, ("不是一个对象",)),
    Broken("nan", write(A, b'{"seq": NaN}'), A, ("不是完整的 JSON",)),
    Broken("deep", write(A, b"[" * 200_000), A, ("不是完整的 JSON",)),
    Broken("gbk", write(A, '{"schema": "法"}'.encode("gbk")), A, ("不是完整的 JSON",)),
    Broken("lone-surrogate", write(A, b'{"schema": "\\ud800"}'), A, ("不是完整的 JSON",)),
    Broken("too-large", write(A, b" " * 1_000_001), A, ("超过", "未读取")),
    Broken("schema", change_fields(schema="xuefa/answers/9"), A, ("schema",)),
    Broken("unknown-field", change_fields(score=100), A, ("不认识的字段", "score")),
    Broken("seq", change_fields(seq="1"), A, ("seq",)),
    Broken("time", change_fields(submitted="昨天"), A, ("submitted", "时间")),
    Broken("no-zone", change_fields(submitted="2026-09-18T01:00:00"), A, ("时区",)),
    Broken("answers-a-list", change_fields(answers=[]), A, ("answers", "对象")),
    Broken("other-candidate", change_fields(candidate="P99999"), A, ("人员编号",)),
    Broken("other-exam", change_fields(exam="another"), A, ("another",)),
    Broken("other-form", change_fields(form="C"), A, ("没有 “C” 卷",)),
    Broken("other-paper", change_fields(paper_sha256="0" * 64), A, ("试卷", "不同")),
    Broken("unknown-slot", change_fields(answers={"q99": True}), A, ("q99",)),
    Broken("odd-slot", change_fields(answers={"../q01\n": True}), A, ("没有",)),
    Broken("true-false-text", change_answer("true_false", "true"), A, ("第 1 题", "判断题")),
    Broken("foreign-option", change_answer("multiple", ["A", "Z"]), A, ("第 8 题", "“Z”")),
    Broken("repeated-option", change_answer("multiple", ["A", "A"]), A, ("第 8 题", "重复")),
    Broken("two-for-single", change_answer("single", ["A", "B"]), A, ("第 4 题", "多项")),
    Broken("option-a-number", change_answer("single", [1]), A, ("第 4 题", "列表")),
    Broken("nested-answer", change_answer("fill", [["15"]]), A, ("第 17 题", "列表")),
    Broken("too-many-blanks", change_answer("fill", ["1"] * 9), A, ("第 17 题", "多于空格")),
    Broken("long-blank", change_answer("fill", ["一" * 201]), A, ("第 17 题", "200 字")),
    Broken("long-essay", change_answer("short", "字" * 5_001), A, ("第 20 题", "5000 字")),
    Broken("essay-a-list", change_answer("case", ["字"]), A, ("第 21 题", "文字")),
    Broken("differ", change_answer("single", ["C"]), N, ("第 4 题", "不一致")),
    Broken("differ-form", change_source("form", 'form = "A"', alone=False), N, ("不一致",)),
    Broken(
        "differ-order", change_source("fill", '$ = ["30", "15"]', alone=False), N, ("第 17 题",)
    ),
    Broken("broken-notebook", write(N, b"{}"), N, ("不是完好的笔记本",)),
    Broken("large-notebook", write(N, b" " * 5_000_001), N, ("超过", "未读取")),
    Broken("empty-folder", empty, "every-kind", ("没有 answers.json",)),
    Broken("a-file", be_a_file, "every-kind", ("没有 answers.json",)),
    Broken("lone-broken-notebook", only_notebook(b"\xff\xfe{"), N, ("不是完好的笔记本",)),
    Broken("deep-notebook", only_notebook(DEEP), N, ("不是完好的笔记本",)),
    Broken("large-lone-notebook", only_notebook(b" " * 5_000_001), N, ("超过", "未读取")),
    Broken("code", change_source("single", "import os\n$ = ['A']"), N, ("第 4 题", "人工")),
    Broken("call", change_source("single", "$ = list('A')"), N, ("第 4 题",)),
    Broken("bytes", change_source("true_false", "$ = b'x'"), N, ("第 1 题",)),
    Broken("set", change_source("true_false", "$ = {1, 2}"), N, ("第 1 题",)),
    Broken("huge-number", change_source("single", "$ = 0x" + "f" * 5000), N, ("第 4 题",)),
    Broken("surrogate", change_source("fill", '$ = ["\\ud800", "1"]'), N, ("第 17 题",)),
    Broken("long-fill", change_source("fill", f'$ = ["{"零" * 19_000}"]'), N, ("第 17 题",)),
    Broken("long-cell", change_source("short", "字" * 20_001), N, ("第 20 题", "20000 字")),
    Broken("form-a-list", change_source("form", "form = ['A']"), N, ("试卷代号",)),
    Broken("form-unknown", change_source("form", "form = 'C'"), N, ("试卷代号",)),
    Broken("form-unsaid", change_source("form", "# 删了"), N, ("试卷代号",)),
    Broken("metadata-lost", lose_metadata, N, ("第 4 题", "不见了")),
    Broken("answered-twice", answer_twice, N, ("第 4 题", "两格")),
    Broken("linked-answers", make_symlink(A), A, ("符号链接",)),
    Broken("linked-notebook", make_symlink(N), N, ("符号链接",)),
    Broken("linked-folder", link_folder, "every-kind", ("符号链接",)),
)

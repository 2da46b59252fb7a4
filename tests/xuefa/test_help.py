"""Every command explains itself in Chinese and stands in both READMEs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from xuefa.__main__ import command_line
from xuefa.command_line import run

ROOT = Path(__file__).parents[2]
ALLOWED = set(
    re.findall(
        r"\w+",
        """
        xuefa help course exam bank out on json strict seed name due registered law limit check no
        nbgrader formgrader release source csv xlsx run demo statutes grade assemble allot article
        search compare versions import displaced prove schema notebooks tally leadership all
        deadline list count left extended cap from study
        credit replace lessons lesson new folder title minutes order practice xingsu evidence
        certificate ctrl entry host in invigilator key page papers passwords per port place receipt
        renew
        room row seating serve sign slips names only
        publish unpublish rechecks recheck answer sitting toml days without set aside why show ids
        text notes kind behind https nginx report enemies person
        """,
    )
)
"""Names of commands, options, files and programs: what a user types or looks for as it is."""


def walk(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    if path:
        yield path
    for name in getattr(command, "list_commands", lambda _: ())(None):
        yield from walk(command.get_command(None, name), (*path, name))


TREE = list(walk(command_line(), ()))
LEAVES = [p for p in TREE if not any(q[: len(p)] == p and q != p for q in TREE)]


def xuefa(*arguments: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.argv", ["xuefa", *arguments])
    return run(command_line())


def words(text: str) -> set[str]:
    return {word.lower() for word in re.findall(r"[A-Za-z]{2,}", text)}


@pytest.mark.parametrize("path", [(), *TREE], ids=" ".join)
def test_the_help_of_a_command_is_chinese(
    path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert xuefa(*path, "--help", monkeypatch=monkeypatch) == 0
    shown = capsys.readouterr().out
    assert re.search(r"[\u4e00-\u9fff]{4}", shown)
    assert words(shown) <= ALLOWED


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_every_command_stands_in_the_reference(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    listed = set(re.findall(r"^\| `xuefa ([a-z -]+)`", text, re.MULTILINE))
    assert listed == {" ".join(path) for path in LEAVES}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("exam", "assemble", "leadership"), "缺少选项 --seed"),
        (("exam", "assemble", "leadership", "--seed", "many"), "选项 --seed 要写整数"),
        (("bank", "check", "--on", "yesterday"), "要写成 2026-12-04 的样子"),
        (("statutes", "search", "法", "x", "--limit", "0"), "选项 --limit 要写不小于 1 的整数"),
        (("exam", "release", "../x"), "“考试”：考试代号 '../x' 不能用：须以小写字母开头"),
        (("bank", "check", "--nope"), "没有选项 --nope"),
        (("statutes", "article", "行政复议法"), "缺少“条号”"),
        (("demo", "again"), "多写了 again"),
        (("nonsense",), "没有 nonsense 这个命令"),
    ],
)
def test_a_slip_of_the_user_is_answered_in_chinese(
    arguments: tuple[str, ...],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert xuefa(*arguments, monkeypatch=monkeypatch) == 2
    shown = capsys.readouterr().err
    assert said in shown
    assert words(shown) <= ALLOWED | words(" ".join(arguments))

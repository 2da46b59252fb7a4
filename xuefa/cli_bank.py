"""``xuefa bank``: check the bank, record proofs, publish the schema."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from courses.statutes import Library
from courses.statutes.proving import read_proofs, write_proofs
from question_bank.bank import QUESTIONS, Bank, BankError, Fault, load_bank, require_sound
from question_bank.check import PROVE, Report, check_bank
from question_bank.practice import PUBLISH, outdated, practice_files, publish
from question_bank.report import law_reports, write_pages
from question_bank.schema import KIND_NAMES, Kind, schema_text
from xuefa.console import err, fail, files, out, waiting

app = typer.Typer(help="题库：检查每道题，登记核对记录，发布题目格式。", no_args_is_help=True)

SCHEMA = Path(__file__).parents[1] / "question_bank" / "schema" / "questions.schema.json"
PRACTICE = Path(__file__).parents[1] / "courses" / "practice"
POOLS = {"exam": "考试池", "practice": "练习池"}
KINDS = {
    kind: name.replace("项选择", "选").removesuffix("题")[:2] for kind, name in KIND_NAMES.items()
}
"""Short names for the columns of a table: 判断, 单选, 多选 …"""
FAULTS_SHOWN = 40

BankDirs = Annotated[
    list[Path] | None,
    typer.Option("--bank", help="题库文件夹，可写多次；不写则用自带的样题库"),
]
Day = Annotated[
    dt.datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="按哪一天有效的法律检查，如 2026-09-18"),
]


def folders(bank: list[Path] | None) -> list[Path]:
    """The bank folders meant: those given, or the one that ships with the package."""
    return list({folder.resolve(): folder for folder in bank or [QUESTIONS]}.values())


def read(dirs: list[Path]) -> Bank:
    """Read the bank or end with a Chinese message."""
    try:
        return load_bank(dirs)
    except BankError as error:
        fail(error)


@app.command()
def check(
    bank: BankDirs = None,
    on: Day = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出，供程序读取")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="没有原文可对、没有核对记录的也算不合格")
    ] = False,
) -> None:
    """逐题检查：格式、显示、判分、引文、条文是否有效。"""
    dirs = folders(bank)
    report = _check(dirs, on, strict=strict)
    if as_json:
        typer.echo(json.dumps(report.as_dict(), ensure_ascii=False, indent=1))
    else:
        _show(report)
    if report.failures:
        raise typer.Exit(1)


def _check(dirs: list[Path], on: dt.datetime | None, *, strict: bool) -> Report:
    day = on.date() if on else dt.date.today()
    found = read(dirs)
    try:
        with waiting("正在核对条文"):
            return check_bank(
                found, Library.default(), read_proofs(dirs, PROVE), day, strict=strict
            )
    except ValueError as error:
        fail(error)


def _show(report: Report) -> None:
    figures = report.as_dict()
    table = Table(title="题库")
    table.add_column("法律", no_wrap=True)
    for heading in (*KINDS.values(), *POOLS.values()):
        table.add_column(heading, justify="right", no_wrap=True)
    for law in figures["by_law"]:
        own = [entry.item for entry in report.bank.items if entry.law == law]
        kinds = [str(sum(item.kind is kind for item in own)) for kind in Kind]
        pools = [str(sum(item.pool == pool for item in own)) for pool in POOLS]
        table.add_row(law, *kinds, *pools)
    out.print(table)
    _list("[red]不合格[/]", report.failures)
    _list("[yellow]未核对[/]", [one for one in report.unverified if one not in report.failures])
    out.print(
        f"共 {figures['items']} 题，引文核对无误 {figures['verified']} 题，"
        f"无原文可对 {figures['unverified']} 题，不合格 {len(report.failures)} 处。"
    )


def _list(label: str, faults: Sequence[Fault]) -> None:
    for fault in faults[:FAULTS_SHOWN]:
        out.print(f"{label} {escape(str(fault))}", soft_wrap=True)
    if len(faults) > FAULTS_SHOWN:
        out.print(
            f"{label} 还有 {len(faults) - FAULTS_SHOWN} 条，用 --json 可看全部", soft_wrap=True
        )


@app.command()
def prove(bank: BankDirs = None, on: Day = None) -> None:
    """登记核对记录：每题引自哪部法律哪一版的哪一条（须有全部原文）。"""
    dirs = folders(bank)
    report = _check(dirs, on, strict=False)
    changed = [fault for fault in report.failures if "已有变动" not in fault.message]
    if changed or report.unverified:
        fail("还有不合格或无原文可对的题，未登记", *map(str, (*changed, *report.unverified)))
    for folder in dirs:
        own = {entry.item.id for entry in read([folder]).items}
        with files():
            path = write_proofs(folder, {k: v for k, v in report.proofs.items() if k in own})
        err.print(f"已登记：{path}", soft_wrap=True)


@app.command("publish-practice")
def publish_practice(
    bank: BankDirs = None,
    path: Annotated[
        Path, typer.Option("--out", help="写到哪个文件夹，默认写回课程", show_default=False)
    ] = PRACTICE,
    check_only: Annotated[
        bool, typer.Option("--check", help="只检查文件是否与题库一致，不写")
    ] = False,
) -> None:
    """发布练习池：把审定的练习题写成课程读取的文件（考试池的题不会写出）。"""
    dirs = folders(bank)
    try:
        texts = practice_files(require_sound(read(dirs)), read_proofs(dirs, PROVE))
    except ValueError as error:
        fail(error)
    with files():
        if check_only:
            if stale := outdated(texts, path):
                fail(f"练习池已过时：运行 {PUBLISH}", *stale)
            return
        publish(texts, path)
    err.print(f"已写出：{path}（{len(texts)} 个文件）", soft_wrap=True)


@app.command()
def report(
    bank: BankDirs = None,
    on: Day = None,
    folder: Annotated[Path, typer.Option("--out", help="写到哪个文件夹")] = Path("bank-report"),
) -> None:
    """写出题库报告（网页，每部法律一页）：条文、题型、难度、情景、核对时间、偏差、相近的题。"""
    day = on.date() if on else dt.date.today()
    found = read(folders(bank))
    with files(), waiting("正在统计"):
        reports = law_reports(found, Library.default(), day)
        first, *_ = write_pages(reports, folder, day)
    for one in reports:
        off = sum(not bias.is_within for bias in one.bias)
        out.print(
            f"{one.law}：{one.items} 题，乡镇常用而没有题的条文 {len(one.gaps)} 条，"
            f"偏差超出范围 {off} 项",
            soft_wrap=True,
        )
    out.print(f"已写出：{first}（用浏览器打开）", soft_wrap=True)


@app.command()
def schema(
    path: Annotated[
        Path, typer.Option("--out", help="写到哪个文件，默认写回题库", show_default=False)
    ] = SCHEMA,
    check_only: Annotated[
        bool, typer.Option("--check", help="只检查文件是否与程序一致，不写")
    ] = False,
) -> None:
    """发布题目文件的 JSON Schema，供编辑器提示和检查。"""
    text = schema_text()
    with files():
        if check_only:
            if not path.is_file() or path.read_bytes() != text.encode():
                fail(f"{path} 已过时：运行 xuefa bank schema")
            return
        path.write_text(text, "utf-8")
    err.print(f"已写出：{path}", soft_wrap=True)

"""``xuefa demo``: the whole job on invented data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from xuefa.console import fail, out, progress
from xuefa.demo.day import Demo, DemoError, run_demo


def demo(
    folder: Annotated[Path, typer.Option("--out", help="演示文件夹；已有的演示会重做")] = Path(
        "demo"
    ),
) -> None:
    """演示：虚构一个镇，四次集体学法、一场考试，从组卷到统计走一遍。"""
    try:
        done = run_demo(folder, progress)
    except DemoError as error:
        fail(error)
    show(done)


def show(done: Demo) -> None:
    """Print the Chinese summary and where everything lies."""
    figures = done.summary
    table = Table("项目", "数", title="青禾镇 2026 年学法考法（虚构数据）")
    for label, value in _lines(figures):
        table.add_row(label, value)
    out.print(table)
    out.print(
        f"组织会议集体学法 {figures['sessions']} 次，参与 {figures['attendances']} 人次。",
        style="bold",
    )
    for label, path in (
        ("统计工作簿", done.workbook),
        ("图表", done.chart),
        ("发布的试卷", done.released),
        ("反馈示例", done.feedback[0]),
        ("未能评阅的答卷", done.outcome.set_aside_file),
        ("汇总数据", done.folder / "summary.json"),
        ("试考的场次文件", done.trial.sitting),
    ):
        out.print(f"{label}：{path}", soft_wrap=True)
    exam = f"{done.trial.exam} --course {done.trial.course}"
    out.print(
        f"试考：make lab 打开首页进入考试；交卷后 xuefa grade {exam}，"
        f"再 xuefa grade publish {exam}",
        soft_wrap=True,
    )


def _lines(figures: dict[str, object]) -> list[tuple[str, str]]:
    rate, mean = figures["pass_rate"], figures["mean_score"]
    return [
        ("集体学法", f"{figures['sessions']} 次"),
        ("参加", f"{figures['attendances']} 人次，{figures['people']} 人"),
        ("报名考试", f"{figures['registered']} 人"),
        ("参加考试", f"{figures['candidates']} 人，缺考 {figures['absent']} 人"),
        ("已阅卷", f"{figures['graded']} 份，其中待评 {figures['unfinished']} 份"),
        ("未能评阅", f"{figures['set_aside']} 份（演示有意放入的坏文件）"),
        ("平均分", f"{mean:.1f}"),
        ("合格率", f"{rate:.1%}"),
        ("用时", f"{figures['seconds']} 秒"),
    ]

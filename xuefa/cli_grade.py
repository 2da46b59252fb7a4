"""``xuefa grade``: grade an exam in one batch; publishing is in :mod:`xuefa.cli_publish`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from courses.masking import mask_id
from grading.answer_key import GradingError
from grading.batch import Outcome, grade_exam
from grading.job import Refused
from xuefa import cli_publish
from xuefa.console import DefaultGroup, fail, files, out, progress
from xuefa.options import Course, ExamName

app = typer.Typer(
    help="阅卷：xuefa grade 考试 —— 一次评完全部答卷；公布成绩，答复复核。",
    no_args_is_help=True,
    cls=DefaultGroup,
)

SHOWN = 20
QUOTED = re.compile("“[^”]*(”|$)")
"""What a reason quotes from a hand-in; a long reason is cut, perhaps within its quotation."""


@app.command("run")
def grade(
    exam: ExamName,
    course: Course = Path("course"),
    notebooks: Annotated[
        bool, typer.Option("--notebooks/--no-notebooks", help="是否写出评阅后的答卷")
    ] = True,
) -> None:
    """评阅全部答卷（可省略 run）；有答卷未能评阅时以状态 1 结束。"""
    try:
        with files(), progress("正在阅卷") as told:
            outcome = grade_exam(course, exam, notebooks=notebooks, progress=told)
    except GradingError as error:
        fail(error)
    show_outcome(outcome)
    if outcome.refused:
        raise typer.Exit(1)


app.command("publish")(cli_publish.publish)
app.command("unpublish")(cli_publish.unpublish_results)
app.command("rechecks")(cli_publish.rechecks)
app.command("answer-recheck")(cli_publish.answer)


def show_outcome(outcome: Outcome) -> None:
    """Say what was graded and what was set aside."""
    out.print(
        f"已阅卷 {outcome.graded} 份，其中 {outcome.unmarked} 份有主观题待人工评阅；"
        f"未能评阅 {len(outcome.refused)} 份。"
    )
    for refused in outcome.refused[:SHOWN]:
        out.print(f"[yellow]未能评阅[/] {escape(printed(refused))}", soft_wrap=True)
    if outcome.refused:
        out.print(
            f"编号和答卷原文全部列在 {outcome.set_aside_file}，更正后再运行一次即可。",
            soft_wrap=True,
        )


def printed(refused: Refused) -> str:
    """A line on a paper set aside: the number masked, nothing quoted from what was handed in."""
    reason = QUOTED.sub("“…”", refused.reason.replace(refused.candidate, "***"))
    return f"{mask_id(refused.candidate)} {refused.file}：{reason}"

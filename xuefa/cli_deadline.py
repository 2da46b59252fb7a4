"""``xuefa deadline``: the legal time limits, and the last day of one, counted step by step."""

from __future__ import annotations

import datetime as dt
from itertools import groupby
from typing import Annotated

import typer
from rich.markup import escape
from rich.text import Text

from courses.deadlines import Calculation, DeadlineError, Direction, Period, Rule, calculate, rules
from courses.deadlines.wording import cited, dated, length_of
from xuefa.console import fail, out

app = typer.Typer(
    help="法定期限：列出会算的期限，算出最后一日。", no_args_is_help=True, add_completion=False
)

SEPARATOR = ".."
ISO = "%Y-%m-%d"


@app.command("list", help="列出会算的法定期限：编号、多长、自何时起算、依据哪一条。")
def list_rules() -> None:
    """List the rules, one procedure after another, each id whole so that it can be copied."""
    for procedure, group in groupby(rules(), lambda own: own.regime.procedure):
        out.print(f"\n{procedure}", style="bold")
        for own in group:
            out.print(Text.assemble((own.id, "cyan"), f"　{own.label}，{_length(own)}"))
            out.print(Text(f"    起算：{own.event}　依据：{cited(own.basis)}", style="dim"))


def _length(own: Rule) -> str:
    length = length_of(own.length, own.unit)
    return f"提前{length}" if own.direction is Direction.BEFORE else length


@app.command("count", help="算出一个期限的最后一日，逐步写明怎样数、依据哪一条。")
def count_rule(
    rule_id: Annotated[
        str, typer.Argument(metavar="期限编号", help="用 xuefa deadline list 查看编号")
    ],
    start: Annotated[
        dt.datetime,
        typer.Argument(metavar="日期", formats=[ISO], help="起算事件发生的日期，如 2026-09-18"),
    ],
    left_out: Annotated[
        list[str] | None,
        typer.Option(
            "--left-out",
            metavar="起..止",
            help="依法不计入的时间，首尾两日都算在内，如 2026-03-02..2026-03-10；可以写多次",
        ),
    ] = None,
    extended: Annotated[
        bool, typer.Option("--extended", help="已依法延长：按最长的延长期计算")
    ] = False,
    cap_from: Annotated[
        dt.datetime | None,
        typer.Option("--cap-from", formats=[ISO], help="最长期限的起算日，如知道行为内容之日"),
    ] = None,
) -> None:
    """Count a rule from a date."""
    try:
        found = calculate(
            rule_id,
            start.date(),
            left_out=[_period(text) for text in left_out or []],
            extended=extended,
            cap_from=cap_from.date() if cap_from else None,
        )
    except DeadlineError as error:
        fail(error)
    _show(found)
    if not found.due:
        raise typer.Exit(1)


def _period(text: str) -> Period:
    first, _, last = text.partition(SEPARATOR)
    try:
        span = dt.date.fromisoformat(first.strip()), dt.date.fromisoformat(last.strip())
    except ValueError:
        fail(f"扣除的时间“{text}”看不懂；请写成 2026-03-02..2026-03-10 的样子")
    return Period(*span)


def _show(found: Calculation) -> None:
    own = found.rule
    out.print(Text(f"{own.regime.procedure}：{own.label}", style="bold"))
    if found.due:
        which = "最晚通知日" if own.direction is Direction.BEFORE else "最后一日"
        out.print(f"[bold]{which}：{dated(found.due)}[/]")
    else:
        out.print("[yellow]不能给出日期，原因见“注意”[/]")
    _lines("怎样数", found.steps, numbered=True)
    _lines("注意", found.warnings, style="yellow")
    _lines("另须知道", [caveat.text for caveat in own.caveats])
    _lines(
        "依据",
        [f"{one.citation}（{one.version} 版）：“{one.quote}”" for one in found.citations],
    )


def _lines(
    title: str, lines: list[str] | tuple[str, ...], *, style: str = "", numbered: bool = False
) -> None:
    if lines:
        out.print(f"\n{title}", style="bold")
    for index, line in enumerate(lines, start=1):
        mark = f"{index}." if numbered else "·"
        out.print(f"{mark} {escape(line)}", style=style, soft_wrap=True)

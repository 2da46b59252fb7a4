"""``xuefa tally``: the legal office's figures as workbook, chart and JSON."""

from __future__ import annotations

import datetime as dt
import json
import math
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NoReturn

import pandas as pd
import typer
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table as RichTable

from courses.masking import mask_id
from courses.record import RecordError
from grading.charts import write_chart
from grading.participation import RATE
from grading.roster import REASON
from grading.scores import EXAM
from grading.tables import FILE, NAME, PERSON_ID, ROW, SHEET, TableError
from grading.tally import BELONGS, KIND, Tally, tally
from grading.tally_sources import Selection, select_exams
from grading.workbook import write_workbook
from xuefa.console import DefaultGroup
from xuefa.masking import Mask, mask_name

WORKBOOK, CHART, JSON_FILE = "学法统计.xlsx", "学法统计.png", "tally.json"
_SUMMARY_COLUMNS = (
    "场次编号",
    "日期",
    "应到",
    "实到",
    "请假",
    "缺席",
    RATE,
    "列席",
    "人次",
)

app = typer.Typer(
    help="学法统计：集体学法签到、考试成绩汇总成工作簿、图表和数据文件。",
    no_args_is_help=True,
    cls=DefaultGroup,
)

Records = Annotated[
    Path,
    typer.Argument(metavar="资料", help="法制办资料文件夹（名册、场次、应到、签到、请假、报名）。"),
]
Course = Annotated[
    Path | None, typer.Option("--course", help="nbgrader 考试文件夹；不给则只统计集体学法。")
]
Exams = Annotated[
    list[str] | None, typer.Option("--exam", help="考试代号，可重复；不给则统计全部考试。")
]
Study = Annotated[
    Path | None,
    typer.Option("--study", help="学习记录文件夹（每人一个子文件夹）；不给则用资料里的 study。"),
]
Rules = Annotated[
    Path | None, typer.Option("--credit", help="学时认定规则文件；不给则用自带的规则。")
]
Out = Annotated[Path, typer.Option("--out", help="结果写到哪个文件夹。")]


@app.command("run", help="统计学法和考试，写出工作簿、图表和 tally.json，并显示摘要。")
def tally_command(
    records: Records,
    course: Course = None,
    exams: Exams = None,
    study: Study = None,
    rules: Rules = None,
    out: Out = Path("tally"),
) -> None:
    """Tally everything, write workbook, chart and JSON into ``out``, print a summary."""
    console = Console()
    with console.status("正在统计……"):
        counted = _tally_or_exit(records, course, exams or [], study, rules)
        _write(counted, out, console)
    _print_summary(counted, console)
    _say_left_out(counted, course, console)
    for name in (WORKBOOK, CHART, JSON_FILE):
        console.print(f"已写出 {out / name}", soft_wrap=True)


@app.command("check", help="只读取资料，列出需要核对的地方，不写任何文件。")
def check_command(
    records: Records,
    course: Course = None,
    exams: Exams = None,
    study: Study = None,
    rules: Rules = None,
) -> None:
    """Read everything and list what people must look into."""
    console = Console()
    counted = _tally_or_exit(records, course, exams or [], study, rules)
    _print_rows(counted, console)
    _say_left_out(counted, course, console)
    _print_problems(counted, console)


def _tally_or_exit(
    records: Path,
    course: Path | None,
    exams: Sequence[str],
    study: Path | None,
    rules: Path | None,
) -> Tally:
    beside = records / "study"
    study = study or (beside if beside.is_dir() else None)
    try:
        if course is None and exams:
            raise TableError("--exam", "", "", "没有给出考试文件夹", "请同时用 --course 指明")
        if study is None and rules is not None:
            raise TableError("--credit", "", "", "没有学习记录文件夹", "请同时用 --study 指明")
        chosen = select_exams(course, records, exams) if course else Selection(())
        return tally(records, course, chosen, study, rules)
    except (TableError, RecordError) as error:
        _fail(str(error))
    except OSError as error:
        name = Path(error.filename).name if error.filename else ""
        _fail(f"{name}：无法读取。请检查权限，并关闭正在使用它的程序。")


def _fail(message: str) -> NoReturn:
    Console(stderr=True).print(message, style="red", soft_wrap=True, markup=False, highlight=False)
    raise typer.Exit(1)


def _write(counted: Tally, out: Path, console: Console) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        write_workbook(counted, out / WORKBOOK)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            write_chart(counted, out / CHART)
        text = json.dumps(as_json(counted), ensure_ascii=False, indent=2, allow_nan=False)
        (out / JSON_FILE).write_text(text + "\n", "utf-8")
    except OSError:
        _fail(f"{out}：无法写入。请检查权限，并关闭已打开的 {WORKBOOK}。")
    for warning in caught:
        console.print(str(warning.message), style="yellow", markup=False)


def as_json(counted: Tally) -> dict[str, object]:
    """Return the figures without any personal data; what is missing is null."""
    sessions = counted.participation.by_session.iloc[:-1].to_dict("records")
    return {
        "summary": counted.summary(),
        "sessions": [_plain(row) for row in sessions],
        "exams": [
            {"name": exam.policy.name, "title": exam.policy.title, **_plain(exam.overall)}
            for exam in counted.exams
        ],
        "self_study": counted.self_study.totals() if counted.self_study else None,
        "rows": [
            {
                "list": count.kind,
                "of": count.belongs,
                "rows": count.rows,
                "counted": count.counted,
                "duplicates": count.duplicates,
                "set_aside": count.set_aside,
            }
            for count in counted.row_counts
        ],
        "sources": [
            {"file": source.name, "sha256": source.sha256, "rows": source.rows}
            for source in counted.sources
        ],
    }


def _plain(row: Mapping[Any, object]) -> dict[str, object]:
    """JSON values: dates as ISO text, NaN as null, personal columns left out."""
    return {str(key): _plain_value(value) for key, value in row.items() if key != "主讲"}


def _plain_value(value: object) -> object:
    if isinstance(value, float) and math.isnan(value):
        return None
    return value.isoformat() if isinstance(value, dt.date) else value


def _print_summary(counted: Tally, console: Console) -> None:
    for sentence in counted.sentences():
        console.print(sentence, soft_wrap=True, highlight=False)
    table = RichTable(title="集体学法", box=box.SIMPLE_HEAD)
    for column in _SUMMARY_COLUMNS:
        table.add_column(column, justify="left" if column in ("场次编号", "日期") else "right")
    for row in counted.participation.by_session.to_dict("records"):
        table.add_row(*(_shown(column, row[column]) for column in _SUMMARY_COLUMNS))
    console.print(table)
    _print_rows(counted, console)
    if counted.self_study is None:
        console.print("没有自主学习数据：没有给出学习记录文件夹（--study）。", soft_wrap=True)
    if len(counted.doubts):
        console.print(
            f"待核对共 {len(counted.doubts)} 项，见工作簿的“待核对”表，或用 check 命令列出。",
            soft_wrap=True,
            highlight=False,
        )


def _shown(column: str, value: Any) -> str:
    if pd.isna(value):
        return ""
    return f"{value:.1%}" if column == RATE else escape(str(value))


def _print_rows(counted: Tally, console: Console) -> None:
    for rows in counted.kind_rows():
        console.print(
            f"{rows.kind} {rows.rows} 行 = 计入 {rows.counted} + 重复 {rows.duplicates}"
            f" + 待核对 {rows.set_aside}",
            soft_wrap=True,
            highlight=False,
        )


def _print_problems(counted: Tally, console: Console) -> None:
    doubts = counted.doubts.to_dict("records")
    if not doubts:
        console.print("没有需要核对的地方。")
        return
    console.print(f"待核对 {len(doubts)} 项", style="bold", highlight=False)
    people = counted.roster.people
    mask = Mask(people[NAME], people[PERSON_ID])
    for row in doubts:
        of = " ".join(part for part in (row[KIND], row[BELONGS]) if part)
        number = mask_id(row[PERSON_ID]) if row[PERSON_ID] else ""
        who = " ".join(part for part in (number, mask_name(row[NAME])) if part)
        place = mask.place(_place(row))
        line = f"{of}　{who}" if who else of
        line += f"：{mask.text(row[REASON])}"
        line += f"（{place}）" if place else ""
        console.print(line, soft_wrap=True, markup=False, highlight=False)


def _say_left_out(counted: Tally, course: Path | None, console: Console) -> None:
    if course is None:
        console.print("没有统计考试：没有给出考试文件夹（--course）。", soft_wrap=True)
    left_out = counted.doubts[counted.doubts[KIND] == EXAM]
    for name, reason in zip(left_out[BELONGS], left_out[REASON], strict=True):
        said = f"考试 {name} {reason}。"
        console.print(said, style="yellow", soft_wrap=True, markup=False, highlight=False)


def _place(row: Mapping[Any, Any]) -> str:
    sheet = f"工作表“{row[SHEET]}”" if row[SHEET] else ""
    number = "" if pd.isna(row[ROW]) else f"第 {row[ROW]} 行"
    return " ".join(part for part in (row[FILE], sheet, number) if part)

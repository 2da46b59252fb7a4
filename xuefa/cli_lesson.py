"""``xuefa lesson``: check the lessons, record proofs, begin a new one, recompute certificates."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from courses.catalogue import Course, LessonError, catalogue_folder, load_catalogue
from courses.catalogue.checking import PROVE, Finding, Ground, Report, check_lessons
from courses.catalogue.scaffold import Plan, write_lesson
from courses.masking import mask_id
from courses.questions import PoolError, practice_pool
from courses.record import Reading, RecordError, StudyRecord, load_rules
from courses.statutes import Library, StatuteError
from courses.statutes.proving import read_proofs, write_proofs
from courses.study.certificate import Certificate, Grounds, certificate, grounds
from courses.widgets.citing import chinese_day
from xuefa.console import err, fail, files, out, waiting

app = typer.Typer(
    help="课程：检查每一课，登记核对记录，新建一课，核对结业证书。", no_args_is_help=True
)

Folder = Annotated[
    Path | None,
    typer.Option(
        "--folder", help="课程文件夹；不写则用 XUEFA_LESSONS 指定的，或自带的", show_default=False
    ),
]
Day = Annotated[
    dt.datetime | None,
    typer.Option("--on", formats=["%Y-%m-%d"], help="按哪一天有效的法律检查，如 2026-09-18"),
]


@app.command()
def check(
    folder: Folder = None,
    on: Day = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出，供程序读取")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="没有原文可对、没有核对记录的也算不合格")
    ] = False,
) -> None:
    """逐课检查：内容齐全，练习题在练习池里，引文和提到的条文都查得到。"""
    report = _check(folder or catalogue_folder(), on, strict=strict)
    if as_json:
        typer.echo(json.dumps(_figures(report), ensure_ascii=False, indent=1))
    else:
        _show(report)
    if report.failures:
        raise typer.Exit(1)


def _check(folder: Path, on: dt.datetime | None, *, strict: bool) -> Report:
    if not folder.is_dir():
        fail(f"课程文件夹不存在：{folder}")
    day = on.date() if on else dt.date.today()
    try:
        with waiting("正在核对条文"):
            known = read_proofs([folder], PROVE)
            pool = frozenset(practice_pool())
            ground = Ground(pool, Library.default(), known, day, strict)
            return check_lessons(load_catalogue(folder), ground)
    except (PoolError, ValueError) as error:
        fail(error)


def _figures(report: Report) -> dict[str, object]:
    def rows(findings: list[Finding]) -> list[dict[str, str]]:
        return [{"lesson": one.lesson, "message": one.message} for one in findings]

    return {
        "lessons": report.lessons,
        "tests": report.tests,
        "verified": len(report.proofs),
        "failures": rows(report.failures),
        "unverified": rows(report.unverified),
    }


def _show(report: Report) -> None:
    for finding in report.failures:
        out.print(f"[red]不合格[/] {escape(str(finding))}", soft_wrap=True)
    for finding in report.unverified:
        if finding not in report.failures:
            out.print(f"[yellow]未核对[/] {escape(str(finding))}", soft_wrap=True)
    out.print(
        f"共 {report.lessons} 课，引文全部核对无误 {len(report.proofs)} 课；"
        f"结业测试 {report.tests} 份；"
        f"不合格 {len(report.failures)} 处。"
    )


@app.command("prove")
def record_proofs(folder: Folder = None, on: Day = None) -> None:
    """登记核对记录：每课引自哪部法律哪一版的哪一条（须有全部原文）。"""
    where = folder or catalogue_folder()
    report = _check(where, on, strict=False)
    wrong = [one for one in report.failures if "已有变动" not in one.message]
    if wrong or report.unverified:
        fail("还有不合格或无原文可对的课，未登记", *map(str, (*wrong, *report.unverified)))
    with files():
        path = write_proofs(where, report.proofs)
    err.print(f"已登记：{path}", soft_wrap=True)


@app.command("new")
def new(
    name: Annotated[str, typer.Argument(help="课程/课，如 xingsu/evidence")],
    title: Annotated[str, typer.Option("--title", help="课的标题")],
    law: Annotated[str, typer.Option("--law", help="讲哪部法律，如 行政诉讼法")],
    article: Annotated[str, typer.Option("--article", help="第一条重点条文的条号，如 67")],
    minutes: Annotated[int, typer.Option("--minutes", help="学完约需多少分钟", min=5)] = 20,
    course_title: Annotated[
        str, typer.Option("--course-title", help="新课程的名称；课程已有时不用写")
    ] = "",
    order: Annotated[int, typer.Option("--order", help="新课程排第几；课程已有时不用写")] = 9,
    folder: Folder = None,
) -> None:
    """新建一课：写出可以马上打开、照着填写的文件。"""
    where = folder or catalogue_folder()
    try:
        first = Library.default().article(law, article)
        pool = practice_pool()
        items = [q.id for q in pool.values() if q.law in (first.short_name, first.law, law)]
        plan = Plan(name, title, minutes, course_title or law, order, first, tuple(items[:8]))
        with files():
            written = write_lesson(where, plan)
    except (LessonError, PoolError, StatuteError) as error:
        fail(error)
    for path in written:
        err.print(f"已写出：{path}", soft_wrap=True)
    err.print("填写方法见 CONTRIBUTING.md；填好后运行 xuefa lesson check")


@app.command("certificate")
def recompute(
    course: Annotated[str, typer.Argument(metavar="课程", help="课程代号，如 xingsu")],
    person: Annotated[str, typer.Option("--person", help="人员编号")],
    show_ids: Annotated[bool, typer.Option("--show-ids", help="显示完整的人员编号")] = False,
    study: Annotated[
        Path | None,
        typer.Option(
            "--study",
            help="学习记录文件夹（每人一个子文件夹）；不写则用本机的",
            show_default=False,
        ),
    ] = None,
    folder: Folder = None,
) -> None:
    """由学习记录重新算出结业证书，与出示的证书核对。"""
    own = _course(course, folder or catalogue_folder())
    reading = _record(person, study)
    found = grounds(own, reading.events)
    earned = certificate(own, found, reading.events, load_rules())
    if reading.faults:
        err.print(f"[yellow]注意[/]：学习记录有 {len(reading.faults)} 行损坏，没有计入。")
    who = person if show_ids else mask_id(person)
    if earned is None:
        fail(f"{who} 还没有取得《{own.file.title}》的结业证书", *not_earned(found))
    for line in certified(earned, who):
        out.print(escape(line), soft_wrap=True)


def _course(name: str, folder: Path) -> Course:
    catalogue = load_catalogue(folder)
    own = catalogue.course(name)
    if own is None:
        fail(
            f"没有 {name} 这门课程",
            *(f"现有：{one.id} {one.file.title}" for one in catalogue.courses),
        )
    if own.test is None:
        fail(f"《{own.file.title}》没有结业测试，不发结业证书")
    return own


def _record(person: str, study: Path | None) -> Reading:
    try:
        record = StudyRecord(person, study)
        if not record.path.is_file():
            fail(f"没有找到 {mask_id(person)} 的学习记录，请核对人员编号和学习记录文件夹")
        return record.read()
    except RecordError as error:
        fail(error)


def certified(earned: Certificate, who: str) -> list[str]:
    """What a certificate holds, a line each."""
    return [
        f"结业证书　{earned.number}",
        f"人员编号　{who}",
        f"课程　　　《{earned.course}》，{len(earned.lessons)} 课，{earned.hours} 学时",
        *(f"　　　　　{chinese_day(day)}学完　{title}" for title, day in earned.lessons),
        f"结业测试　{earned.points} 分（{chinese_day(earned.tested)}）",
        f"发证日期　{chinese_day(earned.issued)}",
    ]


def not_earned(found: Grounds) -> list[str]:
    """What is missing for a certificate, a line each."""
    lines = [f"没有学完：{title}" for title in found.missing]
    return [*lines, *([f"结业测试：{found.lacks_test}"] if found.lacks_test else [])]

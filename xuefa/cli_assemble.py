"""``xuefa exam assemble``, ``allot`` and ``release``: from the bank to released papers."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from courses.statutes import Library
from courses.statutes.proving import read_proofs
from grading.tables import TableError, id_key
from question_bank.allot import allot_forms, read_allotment, write_allotment
from question_bank.assemble import assemble as assemble_exam
from question_bank.bank import Bank, BankError, require_sound
from question_bank.blueprint import BlueprintError, load_blueprint
from question_bank.check import PROVE, check_bank, usable
from question_bank.course import require_assemblable, withdraw_release
from question_bank.exam import Exam, ExamError, load_exam, save_exam
from question_bank.quotas import InfeasibleError
from question_bank.release import init_course, set_due
from question_bank.release import release as release_exam
from question_bank.schema import KIND_NAMES
from xuefa.cli_bank import BankDirs, folders, read
from xuefa.console import fail, files, out, waiting
from xuefa.options import Course, ExamName, exam_name
from xuefa.people import Registered, read_registered

BEIJING = dt.timezone(dt.timedelta(hours=8))


def assemble(
    blueprint: Annotated[str, typer.Argument(metavar="蓝图", help="蓝图文件，或自带蓝图的名字")],
    seed: Annotated[int, typer.Option("--seed", help="随机种子：同一种子组出同一份试卷")],
    on: Annotated[
        dt.datetime | None,
        typer.Option("--on", formats=["%Y-%m-%d"], help="考试日期；默认今天"),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option("--name", help="考试代号；默认与蓝图同名", callback=exam_name),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="作废已发布而无人交卷的同名试卷，重新组卷")
    ] = False,
    bank: BankDirs = None,
    course: Course = Path("course"),
) -> None:
    """按蓝图从题库组卷，写入课程文件夹。"""
    day = on.date() if on else dt.date.today()
    dirs = folders(bank)
    try:
        plan = load_blueprint(blueprint)
        require_assemblable(course, name or plan.name, replace=replace)
        items = _usable_on(require_sound(read(dirs)), dirs, day)
        with waiting("正在组卷"):
            exam = assemble_exam(items, plan, seed, day, name)
    except InfeasibleError as error:
        fail("题库不够组成这份试卷", *error.shortages)
    except (BlueprintError, BankError, ValueError) as error:
        fail(error)
    path = _keep(course, exam)
    _show(exam)
    out.print(f"已组卷：{path}（含答案，只留在命题人处）", soft_wrap=True)


def _keep(course: Path, exam: Exam) -> Path:
    with files():
        init_course(course)
        if withdraw_release(course, exam.name):
            out.print(f"已作废原来发布的试卷：release/{exam.name}、source/{exam.name}")
        return save_exam(course, exam)


def _usable_on(bank: Bank, dirs: list[Path], day: dt.date) -> Bank:
    with waiting("正在核对条文"):
        report = check_bank(bank, Library.default(), read_proofs(dirs, PROVE), day)
    for fault in report.failures:
        out.print(f"[yellow]不用[/] {escape(str(fault))}", soft_wrap=True)
    return usable(report)


def _show(exam: Exam) -> None:
    table = Table(
        "试卷", "部分", "题数", "每题分", "法律分布", "平均难度", title=exam.blueprint.title
    )
    for form in exam.forms:
        for n, section in enumerate(exam.blueprint.sections):
            filled = [exam.form_item(form, slot) for slot in exam.slots if slot.section == n]
            laws = Counter(entry.law for entry in filled)
            mean = sum(entry.item.difficulty for entry in filled) / len(filled)
            spread = "，".join(f"{law} {count}" for law, count in sorted(laws.items()))
            row = [str(section.count), f"{section.points_each:g}", spread, f"{mean:.2f}"]
            table.add_row(form, KIND_NAMES[section.kind], *row)
    out.print(table)


def allot(
    exam: ExamName,
    registered: Annotated[
        Path, typer.Option("--registered", help="报名名单（csv 或 xlsx，含人员编号）")
    ],
    course: Course = Path("course"),
) -> None:
    """给报名人员分配 A、B 卷；已分配的不变，只给新增人员分配。"""
    try:
        record = load_exam(course, exam)
        people = read_registered(registered)
        kept = {id_key(who): form for who, form in read_allotment(course, exam).items()}
        forms = allot_forms(record, people.people, kept)
    except (ExamError, TableError) as error:
        fail(error)
    if not people.people:
        fail(f"{registered.name} 里没有一个人员编号，没有分配")
    with files():
        path = write_allotment(course, exam, forms)
    for line in allotted(people, kept, forms):
        out.print(line, soft_wrap=True)
    out.print(f"见 {path}", soft_wrap=True)


def allotted(
    people: Registered, kept: Mapping[str, str], forms: Mapping[str, str]
) -> tuple[str, str]:
    """Say what became of every row of the list, and how the forms are spread."""
    known = sum(person in kept for person in people.people)
    counts = Counter(forms.values())
    spread = "，".join(f"{form} 卷 {count} 人" for form, count in sorted(counts.items()))
    return (
        f"名单 {people.rows} 行 = 分配 {len(people.people)} 人（保留原分配 {known} 人，"
        f"新分配 {len(people.people) - known} 人）+ 重复 {people.duplicates} 行"
        f" + 没有人员编号 {people.numberless} 行。",
        f"本场考试共分配 {len(forms)} 人：{spread}。",
    )


def release(
    exam: ExamName,
    course: Course = Path("course"),
    due: Annotated[
        dt.datetime | None,
        typer.Option(
            "--due", formats=["%Y-%m-%d %H:%M"], help="交卷截止时间（北京时间），迟交会标出"
        ),
    ] = None,
) -> None:
    """发布考试：写出 nbgrader 的 source，由 nbgrader 生成不含答案的 release。"""
    try:
        with files(), waiting("nbgrader 正在生成试卷"):
            folder = release_exam(course, load_exam(course, exam))
            if due:
                set_due(course, exam, due.replace(tzinfo=BEIJING))
    except ExamError as error:
        fail(error)
    out.print(f"已发布：{folder}（不含答案）", soft_wrap=True)

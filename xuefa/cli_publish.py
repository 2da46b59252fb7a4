"""``xuefa grade publish`` and what follows from it: taking back, re-checks."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from courses.masking import mask_id
from exam_hall.allotment import read_allotment
from exam_hall.errors import HallError, SetupError
from exam_hall.journal import read_journal
from exam_hall.opening import hall_folder, journal_file
from exam_hall.record import Record
from exam_hall.released import load_released
from exam_hall.sitting import Sitting, load_sitting
from exam_hall.standing import attempts_left
from grading.answer_key import GradingError
from grading.publish import Outcome, PublishingRefusedError, published_people, unpublish
from grading.publish import publish as publish_exam
from grading.publish_rechecks import Asked, answer_recheck, open_rechecks
from grading.publish_store import Change
from grading.publish_terms import CHINA, SittingEnd, Terms
from question_bank.exam import exam_path
from xuefa.console import err, fail, files, out, progress
from xuefa.options import Course, ExamName

NOT_OURS = {"submitted", "autograded", "feedback", "attempts", "voided", "set_aside", "published"}
"""Folders of a course in which candidates' files lie: no sitting is looked for there."""
LONGEST_GRANTS = dt.timedelta(days=2)
"""For how long after closing the journal is asked whether somebody was granted time."""


def publish(
    exam: ExamName,
    course: Course = Path("course"),
    sitting: Annotated[
        list[Path] | None,
        typer.Option("--sitting", help="另外的场次文件；课程文件夹里的 sitting*.toml 自动计入"),
    ] = None,
    recheck_days: Annotated[
        int | None,
        typer.Option(
            "--recheck-days",
            min=0,
            max=365,
            help="公布次日起几天内可申请复核（默认 5）",
        ),
    ] = None,
    without_set_aside: Annotated[
        bool, typer.Option("--without-set-aside", help="有答卷未能评阅时，先公布其余的")
    ] = False,
    why: Annotated[
        str, typer.Option("--why", help="得分与上次公布不同的原因，记入历史")
    ] = "重新阅卷",
) -> None:
    """公布成绩：写出考生能看到的成绩和反馈；同样的题还有场次没结束时不公布。"""
    now = dt.datetime.now(dt.UTC)
    with files():
        sittings = tuple(read_sittings(exam, course, sitting or [], now))
        terms = Terms(now, sittings, without_set_aside, recheck_days, why)
        outcome = _published(exam, course, terms)
        waiting = len(open_rechecks(course, exam))
    for line in summary(outcome):
        out.print(line, soft_wrap=True)
    if waiting:
        out.print(f"有 {waiting} 件复核申请待答复：xuefa grade rechecks {exam}", soft_wrap=True)


def _published(exam: str, course: Path, terms: Terms) -> Outcome:
    try:
        with progress("正在公布") as told:
            return publish_exam(course, exam, terms, progress=told)
    except PublishingRefusedError as error:
        fail("成绩没有公布", *error.reasons)
    except GradingError as error:
        fail(error)


def summary(outcome: Outcome) -> Iterator[str]:
    """What publishing did, so that all candidates are accounted for."""
    counts = outcome.changes
    yield (
        f"已公布 {outcome.published} 人的成绩：新公布 {counts[Change.NEW]}，"
        f"得分更正 {counts[Change.SCORE]}，仅反馈或复核期限更新 "
        f"{counts[Change.PAGE] + counts[Change.PERIOD]}，没有变化 {counts[Change.NONE]}。"
    )
    if outcome.set_aside or outcome.voided:
        yield (f"没有公布：未能评阅 {outcome.set_aside} 份，作答已作废 {outcome.voided} 份。")
    if outcome.taken_back:
        yield f"撤回不再有效的成绩 {outcome.taken_back} 人。"


def unpublish_results(
    exam: ExamName,
    course: Course = Path("course"),
    why: Annotated[str, typer.Option("--why", help="记入历史的原因")] = "成绩撤回",
) -> None:
    """撤回一场考试已公布的全部成绩；复核申请和历史保留。"""
    if not exam_path(course, exam).is_file() and not published_people(course, exam):
        fail(f"课程文件夹 {course} 里没有考试 {exam}：请核对考试代号和 --course")
    with files():
        count = unpublish(course, exam, dt.datetime.now(dt.UTC), why)
    out.print(f"已撤回 {count} 人的成绩。" if count else "没有已公布的成绩，没有撤回。")


def rechecks(
    exam: ExamName,
    course: Course = Path("course"),
    show_ids: Annotated[bool, typer.Option("--show-ids", help="显示完整的人员编号")] = False,
) -> None:
    """列出待答复的复核申请；编号只显示一部分。"""
    with files():
        asked = open_rechecks(course, exam)
    for one in asked:
        out.print(escape(listed(one, show_ids=show_ids)), soft_wrap=True)
    out.print(f"待答复的复核申请 {len(asked)} 件。")


def listed(asked: Asked, *, show_ids: bool) -> str:
    """A request as it is printed: who, when, the score now, and what they say."""
    who = asked.candidate if show_ids else mask_id(asked.candidate)
    if asked.recheck is None:
        return f"{who}　申请或成绩文件损坏，请用 --show-ids 查明编号，与本人联系"
    when = f"{asked.recheck.asked_at.astimezone(CHINA):%Y-%m-%d %H:%M}"
    score = f"得分 {asked.result.score:g}" if asked.result else "成绩已撤回"
    return f"{who}　{when}　{score}\n  " + asked.recheck.text.replace("\n", "\n  ")


def answer(
    exam: ExamName,
    person: Annotated[str, typer.Argument(metavar="人员编号", help="申请人的完整编号")],
    text: Annotated[str, typer.Option("--text", help="答复，考生能看到；至多 1000 字")],
    course: Course = Path("course"),
) -> None:
    """答复一件复核申请；改了分的，先重新阅卷并公布，再答复。"""
    try:
        with files():
            answer_recheck(course, exam, person, text, dt.datetime.now(dt.UTC))
    except GradingError as error:
        fail(error)
    out.print(f"已答复 {mask_id(person)} 的复核申请。")


def read_sittings(
    exam: str, course: Path, named: list[Path], now: dt.datetime
) -> Iterator[SittingEnd]:
    """Every sitting below the course folder, and those named; each file once."""
    found = {path.resolve(): path for path in [*sitting_files(course), *named]}
    for path in found.values():
        try:
            sitting = load_sitting(path)
        except SetupError as error:
            fail("场次文件要先改正，才能核对有没有考试还在进行", *error.faults)
        asked = sitting.exam == exam or now - sitting.closes < LONGEST_GRANTS
        yield _end(path.name, sitting, _records(sitting) if asked else ())


def sitting_files(course: Path) -> Iterator[Path]:
    """The files ``sitting*.toml`` below the course folder, candidates' folders left out."""
    for place, folders, names in os.walk(course):
        if Path(place) == course:
            folders[:] = sorted(set(folders) - NOT_OURS)
        yield from (Path(place, n) for n in sorted(names) if Path(n).match("sitting*.toml"))


def _records(sitting: Sitting) -> tuple[Record, ...]:
    """What the hall's journal knows of a sitting, where this account may read it."""
    try:
        return tuple(read_journal(journal_file(hall_folder(), sitting.exam)).records.values())
    except HallError:
        err.print(
            f"[yellow]注意[/] 考试 {sitting.exam} 的考场日志读不出来，只按场次文件判断是否结束",
            soft_wrap=True,
        )
        return ()


def _end(file: str, sitting: Sitting, records: tuple[Record, ...]) -> SittingEnd:
    """When a sitting is over: after closing, individual extra time and time granted, and grace.

    It is over at once when nobody on its list may write any more.
    """
    extra = dt.timedelta(minutes=max(sitting.extra_minutes.values(), default=0))
    open_attempts = [a.deadline for r in records for a in r.attempts if not a.is_over]
    over = max([sitting.closes + extra, *open_attempts]) + sitting.grace
    if _nobody_left(sitting, {record.candidate: record for record in records}):
        over = dt.datetime.min.replace(tzinfo=dt.UTC)
    voided = frozenset(
        record.candidate
        for record in records
        if record.counted is None and any(attempt.voided for attempt in record.attempts)
    )
    return SittingEnd(file, sitting.exam, sitting.course, over, voided)


def _nobody_left(sitting: Sitting, records: Mapping[str, Record]) -> bool:
    """Whether everybody on the list has handed in and has no attempt left."""
    try:
        papers = load_released(sitting.released_folder, sitting.exam).papers
        allotted = read_allotment(sitting.allotment_file, papers)
    except HallError:
        return False
    return all(who in records and _is_through(sitting, records[who]) for who in allotted)


def _is_through(sitting: Sitting, record: Record) -> bool:
    return bool(record.last and record.last.is_over) and not attempts_left(sitting, record)

"""Why results may not be published now: open sittings, papers to be marked, papers set aside."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from grading.publish_stock import Stock
from grading.publish_terms import CHINA, SittingEnd
from question_bank.exam import Exam, ExamError, load_exam


def sitting_reasons(exam: Exam, sittings: Iterable[SittingEnd], now: dt.datetime) -> Iterator[str]:
    """One line per sitting that is not over and uses an item of the exam; keys are in the pages."""
    own = item_ids(exam)
    for sitting in sittings:
        if now >= sitting.over:
            continue
        until = f"{sitting.over.astimezone(CHINA):%Y-%m-%d %H:%M}"
        try:
            shared = own & item_ids(load_exam(sitting.course, sitting.exam))
        except (ExamError, OSError):
            yield (
                f"场次 {sitting.file}（考试 {sitting.exam}）到 {until} 才结束，"
                "而它的考试记录读不出来，无法核对有没有相同的题：请在它结束后再公布"
            )
            continue
        if shared:
            yield (
                f"场次 {sitting.file}（考试 {sitting.exam}）到 {until} 才结束，"
                f"其中 {len(shared)} 道题与本场考试相同，反馈里有答案：请在它结束后再公布"
            )


def item_ids(exam: Exam) -> set[str]:
    """The items of all forms."""
    return {filled.item.id for form in exam.forms.values() for filled in form}


def paper_reasons(stock: Stock, *, without_set_aside: bool) -> Iterator[str]:
    """What has to be done with the papers first, one line per kind."""
    exam = stock.job.exam
    if stock.stale:
        yield (
            f"{len(stock.stale)} 份答卷还没有评阅，或在评阅后答卷、答案有变："
            f"请先运行 xuefa grade {exam}"
        )
    if stock.unmarked:
        slots = "，".join(f"第 {int(s[1:])} 题 {n} 份" for s, n in stock.waiting.items())
        yield (f"{len(stock.unmarked)} 份答卷有题目待人工评阅（{slots}）：请先在 formgrader 里评完")
    if stock.set_aside and not without_set_aside:
        yield (
            f"{len(stock.set_aside)} 份答卷未能评阅（见 set_aside/{exam}.csv）：请更正后再阅卷；"
            "确要不含这些答卷先公布其余的，请加 --without-set-aside"
        )
    if not stock.final and not (stock.stale or stock.unmarked):
        yield "没有可以公布的成绩：没有一份评定的答卷"

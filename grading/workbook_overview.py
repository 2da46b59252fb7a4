"""Contents of the sheets 总览 and 考试总览: headline figures with the words that explain them."""

from __future__ import annotations

import math

import pandas as pd

from grading.attendance import ABSENT, GUEST, ON_LEAVE, PRESENT, match_counts
from grading.participation import ATTENDANCES, DUE, HOURS, PEOPLE, RATE
from grading.scores import (
    CODE,
    EXAM,
    EXCELLENT_RATE,
    MEAN,
    MEDIAN,
    PASS_RATE,
    REGISTERED,
    SAT,
    SAT_RATE,
    SPREAD,
    STATUSES,
    ExamScores,
)
from grading.self_study import SelfStudy
from grading.tally import SELF_STUDY, Tally
from grading.workbook_style import ONE_DECIMAL, PERCENT, WHOLE

Fact = tuple[str, str, float, str, str]
"""Block, figure, value, number format, note. A value that is missing is NaN."""

NO_RECORDS = "没有自主学习数据：统计时没有给出学习记录文件夹（资料文件夹里的 study，或 --study）"


def facts(tally: Tally) -> list[Fact]:
    """Return the headline figures in the order they are shown."""
    found = [*_study_facts(tally), *_row_facts(tally), *_self_study_facts(tally.self_study)]
    for exam in tally.exams:
        found += _exam_facts(exam)
    return found


def exam_overview(tally: Tally) -> pd.DataFrame:
    """Return one row per exam: 考试代号, 考试, 满分, then its figures."""
    rows = [
        {
            CODE: exam.policy.name,
            EXAM: exam.policy.title,
            "满分": exam.policy.points,
            **exam.overall,
        }
        for exam in tally.exams
    ]
    return pd.DataFrame(rows) if rows else pd.DataFrame(columns=[CODE, EXAM])


def period(tally: Tally) -> str:
    """Return the dates of the first and last session."""
    first, last = tally.attendances[0].session.date, tally.attendances[-1].session.date
    return f"统计期间：{first.isoformat()} 至 {last.isoformat()}（以学习场次为准）"


def _study_facts(tally: Tally) -> list[Fact]:
    total = tally.participation.by_session.iloc[-1]
    block = "集体学法"

    def count(name: str, note: str) -> Fact:
        return block, name, int(total[name]), WHOLE, note

    return [
        (block, "场次", len(tally.attendances), WHOLE, "已举行的集体学法场数"),
        (block, "在册人数", len(tally.roster.people), WHOLE, "名册中的人数"),
        count(DUE, "各场应到之和（人次）"),
        count(PRESENT, "应到而且签到的人次"),
        count(ON_LEAVE, "有请假记录且未到会的人次"),
        count(ABSENT, "没有签到也没有请假的人次"),
        (block, RATE, float(total[RATE]), PERCENT, "实到 ÷ 应到"),
        count(GUEST, "不在应到名单而到会的人次"),
        count(ATTENDANCES, "参与人次 = 实到 + 列席"),
        count(PEOPLE, "至少参加一场的不同的人"),
        (block, HOURS, float(total[HOURS]), ONE_DECIMAL, "到会人次 × 每场学时"),
    ]


def _row_facts(tally: Tally) -> list[Fact]:
    counts = tally.sign_in_rows()
    methods = match_counts(tally.attendances)
    how = "，".join(f"按{method} {number}" for method, number in methods.items())
    block = "签到表"
    return [
        (block, "签到行", counts.rows, WHOLE, "签到行 = 计入 + 重复 + 待核对"),
        (block, "计入", counts.counted, WHOLE, f"认人方式：{how}" if how else ""),
        (block, "重复", counts.duplicates, WHOLE, "同一人同一场的第二次及以后"),
        (block, "待核对", counts.set_aside, WHOLE, "认不出是谁，或不能认定到会，未计入任何数字"),
    ]


def _self_study_facts(own: SelfStudy | None) -> list[Fact]:
    if own is None:
        return [(SELF_STUDY, "人数", math.nan, WHOLE, NO_RECORDS)]
    total = {name: math.nan if value is None else value for name, value in own.totals().items()}
    cap = f"每天至多 {own.rules.day_cap_minutes} 分钟"
    return [
        (SELF_STUDY, "人数", total["people"], WHOLE, "名册中有学习记录的不同的人"),
        (SELF_STUDY, "活跃分钟", total["minutes"], ONE_DECIMAL, "离开的时间不计，不重复计"),
        (SELF_STUDY, HOURS, total["hours"], ONE_DECIMAL, f"按学时规则认定，{cap}，与集体学法分列"),
        (SELF_STUDY, "答题数", total["answered"], WHOLE, "每人每课程答过的不同题目数之和"),
        (SELF_STUDY, "正确率", total["accuracy"], PERCENT, "最后一次答对 ÷ 判过对错"),
        (SELF_STUDY, "记录行", own.lines, WHOLE, "记录行 = 计入 + 重复 + 待核对"),
        (SELF_STUDY, "计入", own.counted, WHOLE, ""),
        (SELF_STUDY, "重复", own.duplicates, WHOLE, "同一条记录的第二次及以后"),
        (SELF_STUDY, "待核对", own.lines_set_aside, WHOLE, "未计入任何数字"),
    ]


def _exam_facts(exam: ExamScores) -> list[Fact]:
    notes = {
        REGISTERED: "报名 = 参考 + 缺考",
        SAT: "参考 = 已评定 + 待评 + 未能评阅",
        SAT_RATE: "参考 ÷ 报名",
        PASS_RATE: "只算已评定的答卷",
        EXCELLENT_RATE: "只算已评定的答卷",
        MEAN: f"已评定的答卷，满分 {exam.policy.points:g} 分",
        SPREAD: "总体标准差",
    }
    rates = {SAT_RATE, PASS_RATE, EXCELLENT_RATE}
    names = (REGISTERED, SAT, STATUSES[-1], SAT_RATE, *STATUSES[:-1], PASS_RATE, EXCELLENT_RATE)
    found: list[Fact] = []
    for name in (*names, MEAN, MEDIAN, SPREAD):
        form = (
            PERCENT if name in rates else ONE_DECIMAL if name in (MEAN, MEDIAN, SPREAD) else WHOLE
        )
        found.append((exam.policy.label, name, exam.overall[name], form, notes.get(name, "")))
    return found

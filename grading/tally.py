"""The legal office's tally: roster, study sessions and exams put together.

:func:`tally` reads a records folder and a course folder and returns every figure with the files it
rests on; :mod:`grading.workbook` and :mod:`grading.charts` show it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from grading.attendance import Attendance, attend
from grading.attendance_matching import Directory, Settled
from grading.attendance_sources import read_study_records
from grading.participation import Participation, participate
from grading.results import GRADED, PENDING, SCORE, STATUS
from grading.roster import REASON, Roster, read_roster
from grading.scores import (
    ABSENT,
    MEAN,
    PASS,
    PASS_RATE,
    REGISTERED,
    SAT,
    UNGRADABLE,
    ExamPolicy,
    ExamScores,
    score_exam,
)
from grading.tables import FILE, NAME, PERSON_ID, ROW, SHEET, UNIT, Source, TableError
from grading.tally_sources import read_exam, read_policies

__all__ = ["DOUBT_COLUMNS", "ExamPolicy", "RowCount", "Tally", "read_policies", "tally"]

KIND, BELONGS = "名单", "场次或考试"
SIGN_IN = "签到"
DOUBT_COLUMNS = (KIND, BELONGS, PERSON_ID, NAME, UNIT, REASON, FILE, SHEET, ROW)


@dataclass(frozen=True, slots=True)
class RowCount:
    """Rows of one list: ``rows`` = ``counted`` + ``duplicates`` + ``set_aside``."""

    kind: str
    belongs: str
    rows: int
    counted: int
    duplicates: int
    set_aside: int


@dataclass(frozen=True, slots=True)
class Tally:
    """All figures and where they come from.

    Attributes:
        doubts: what people must look into (待核对), :data:`DOUBT_COLUMNS`.
        duplicates: rows of people already counted; also 首次出现.
        row_counts: one per list, in the order roster, sessions, exams.
        sources: every file read, in that order.
    """

    roster: Roster
    attendances: tuple[Attendance, ...]
    participation: Participation
    exams: tuple[ExamScores, ...]
    doubts: pd.DataFrame
    duplicates: pd.DataFrame
    row_counts: tuple[RowCount, ...]
    sources: tuple[Source, ...]

    def summary(self) -> dict[str, int | float | None]:
        """Return the headline figures, summed over all exams.

        ``registered = candidates + absent`` and ``candidates = graded + set_aside``; ``graded``
        includes ``unfinished`` (待评). ``mean_score`` (points) and ``pass_rate`` (share of 1) are
        of papers finally graded; None without one.
        """
        overall = [exam.overall for exam in self.exams]
        total = {
            name: sum(int(one[name]) for one in overall)
            for name in (REGISTERED, SAT, ABSENT, GRADED, PENDING, UNGRADABLE)
        }
        mean, rate = _pooled(self.exams)
        return {
            "sessions": len(self.attendances),
            "attendances": self.participation.attendances,
            "people": self.participation.attendees,
            "registered": total[REGISTERED],
            "candidates": total[SAT],
            "absent": total[ABSENT],
            "graded": total[GRADED] + total[PENDING],
            "set_aside": total[UNGRADABLE],
            "unfinished": total[PENDING],
            "mean_score": mean,
            "pass_rate": rate,
        }

    def sign_in_rows(self) -> RowCount:
        """Return the sign-in rows of all sessions together."""
        rows = [count for count in self.row_counts if count.kind == SIGN_IN]
        return RowCount(
            SIGN_IN,
            "",
            sum(count.rows for count in rows),
            sum(count.counted for count in rows),
            sum(count.duplicates for count in rows),
            sum(count.set_aside for count in rows),
        )

    def sentences(self) -> list[str]:
        """Return the headline figures as a report would put them."""
        study = self.participation
        said = [
            f"组织会议集体学法 {len(self.attendances)} 次，参与 {study.attendances} 人次"
            f"（{study.attendees} 人）。"
        ]
        return said + [_exam_sentence(exam) for exam in self.exams]


def tally(records: Path, course: Path | None, policies: Sequence[ExamPolicy]) -> Tally:
    """Read everything and count it.

    Args:
        records: the legal office's folder (roster, sessions, due, sign_in, leave, registered).
        course: the nbgrader course folder; None tallies study sessions only.
        policies: the exams to tally; empty without ``course``.

    Raises:
        TableError: a file is missing or cannot be used.
        ValueError: policies without a course folder.
    """
    if not records.is_dir():
        raise TableError(str(records), "", "", "没有这个文件夹", "请核对路径")
    roster = read_roster(records)
    directory = Directory(roster.people)
    study = read_study_records(records)
    attendances = tuple(attend(lists, directory) for lists in study.sessions)
    exams: list[ExamScores] = []
    sources = [*roster.table.sources, *study.sources]
    for policy in policies:
        if course is None:
            raise ValueError("policies need a course folder")
        found = read_exam(course, records, policy, directory)
        exams.append(score_exam(policy, found.records, roster.people))
        sources += found.sources
    return _compose(roster, attendances, tuple(exams), tuple(sources))


def _compose(
    roster: Roster,
    attendances: tuple[Attendance, ...],
    exams: tuple[ExamScores, ...],
    sources: tuple[Source, ...],
) -> Tally:
    lists = _lists(roster, attendances, exams)
    doubts = [_labelled(s.set_aside, kind, belongs) for kind, belongs, s in lists]
    doubts += [_exam_doubts(exam, roster) for exam in exams]
    duplicates = [_labelled(s.duplicates, kind, belongs) for kind, belongs, s in lists]
    return Tally(
        roster,
        attendances,
        participate(attendances, roster.people),
        exams,
        _stacked(doubts, DOUBT_COLUMNS),
        _stacked(duplicates, (*DOUBT_COLUMNS, "首次出现")).drop(columns=REASON),
        tuple(_row_count(*one) for one in lists),
        _distinct(sources),
    )


def _lists(
    roster: Roster, attendances: Sequence[Attendance], exams: Sequence[ExamScores]
) -> list[tuple[str, str, Settled]]:
    people = Settled(roster.people, roster.duplicates, roster.set_aside)
    lists = [("名册", "", people)]
    for one in attendances:
        parts = (("应到名单", one.due), (SIGN_IN, one.sign_in), ("请假", one.leave))
        lists += [(kind, one.session.id, part) for kind, part in parts]
    return [*lists, *(("报名", exam.policy.title, exam.registered) for exam in exams)]


def _labelled(rows: pd.DataFrame, kind: str, belongs: str) -> pd.DataFrame:
    return rows.assign(**{KIND: kind, BELONGS: belongs})


def _exam_doubts(exam: ExamScores, roster: Roster) -> pd.DataFrame:
    known = roster.people.set_index(PERSON_ID)
    doubts = _labelled(exam.doubts, "交卷", exam.policy.title)
    for column in (NAME, UNIT):
        doubts[column] = doubts[PERSON_ID].map(known[column]).fillna("")
    return doubts


def _stacked(frames: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    rows = [row for frame in frames for row in frame.to_dict("records")]
    stacked = pd.DataFrame.from_records(rows, columns=list(columns)).fillna("")
    stacked[ROW] = pd.to_numeric(stacked[ROW]).astype("Int64")
    return stacked


def _row_count(kind: str, belongs: str, settled: Settled) -> RowCount:
    parts = (len(settled.counted), len(settled.duplicates), len(settled.set_aside))
    return RowCount(kind, belongs, sum(parts), *parts)


def _distinct(sources: Sequence[Source]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(sources))


def _pooled(exams: Sequence[ExamScores]) -> tuple[float | None, float | None]:
    scores: list[float] = []
    passed = 0
    for exam in exams:
        final = [float(s) for s in exam.papers.loc[exam.papers[STATUS] == GRADED, SCORE]]
        scores += final
        line = exam.policy.bands[PASS]
        passed += sum(exam.policy.percent(score) >= line for score in final)
    if not scores:
        return None, None
    return round(math.fsum(scores) / len(scores), 6), round(passed / len(scores), 6)


def _exam_sentence(exam: ExamScores) -> str:
    one = exam.overall
    said = (
        f"{exam.policy.title}：报名 {one[REGISTERED]} 人，参考 {one[SAT]} 人，缺考 {one[ABSENT]} 人"
    )
    if one[GRADED]:
        said += f"；已评 {one[GRADED]} 份，平均 {one[MEAN]:.1f} 分，合格率 {one[PASS_RATE]:.1%}"
    waiting = [f"{name} {one[name]} 份" for name in (PENDING, UNGRADABLE) if one[name]]
    return "，".join([said, *waiting]) + "。"

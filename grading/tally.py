"""The legal office's tally: roster, study sessions and exams put together.

:func:`tally` reads a records folder and a course folder and returns every figure with the files it
rests on; :mod:`grading.workbook` and :mod:`grading.charts` show it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from grading.attendance import Attendance, attend
from grading.attendance_matching import Directory, Settled
from grading.attendance_sources import read_study_records
from grading.participation import Participation, participate
from grading.record_files import Note, unused
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
from grading.self_study import SelfStudy, self_study
from grading.tables import FILE, NAME, PERSON_ID, ROW, SHEET, UNIT, Source, TableError
from grading.tally_sources import Selection, read_exam, read_policies

__all__ = ["DOUBT_COLUMNS", "ExamPolicy", "RowCount", "Tally", "read_policies", "tally"]

KIND, BELONGS = "名单", "场次或考试"
SIGN_IN, SELF_STUDY = "签到", "自主学习"
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
        row_counts: one per list, in the order roster, sessions, exams, self-study.
        sources: every file read, in that order; study records as one.
        self_study: None if no study records were given.
    """

    roster: Roster
    attendances: tuple[Attendance, ...]
    participation: Participation
    exams: tuple[ExamScores, ...]
    doubts: pd.DataFrame
    duplicates: pd.DataFrame
    row_counts: tuple[RowCount, ...]
    sources: tuple[Source, ...]
    self_study: SelfStudy | None = None

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

    def kind_rows(self) -> tuple[RowCount, ...]:
        """Return the rows of each kind of list, over all sessions and exams."""
        kinds = dict.fromkeys(count.kind for count in self.row_counts)
        return tuple(self._rows_of(kind) for kind in kinds)

    def sign_in_rows(self) -> RowCount:
        """Return the sign-in rows of all sessions together."""
        return self._rows_of(SIGN_IN)

    def _rows_of(self, kind: str) -> RowCount:
        rows = [count for count in self.row_counts if count.kind == kind]
        return RowCount(
            kind,
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
        said += [_self_study_sentence(self.self_study)] if self.self_study else []
        return said + [_exam_sentence(exam) for exam in self.exams]


def tally(
    records: Path,
    course: Path | None,
    policies: Sequence[ExamPolicy] | Selection,
    study: Path | None = None,
    credit_rules: Path | None = None,
) -> Tally:
    """Read everything and count it.

    Args:
        records: the legal office's folder (roster, sessions, due, sign_in, leave, registered).
        course: the nbgrader course folder; None tallies study sessions only.
        policies: the exams to tally, empty without ``course``; exams that a selection left out
            are listed among the doubts.
        study: the folder of study records; None tallies no self-study.
        credit_rules: the rules of its credit hours; None for those that ship.

    Raises:
        TableError: a file is missing or cannot be used.
        CreditRulesError: the rules of credit hours cannot be used.
        ValueError: policies without a course folder.
    """
    if not records.is_dir():
        raise TableError(str(records), "", "", "没有这个文件夹", "请核对路径")
    roster = read_roster(records)
    directory = Directory(roster.people)
    sessions = read_study_records(records)
    attendances = tuple(attend(lists, directory) for lists in sessions.sessions)
    exams: list[ExamScores] = []
    sources = [*roster.table.sources, *sessions.sources]
    chosen = policies if isinstance(policies, Selection) else Selection(tuple(policies))
    for policy in chosen.policies:
        if course is None:
            raise ValueError("policies need a course folder")
        found = read_exam(course, records, policy, directory)
        exams.append(score_exam(policy, found.records, roster.people))
        sources += found.sources
    own = self_study(study, roster.people, credit_rules) if study else None
    sources += own.sources if own else ()
    names = [exam.policy.name for exam in exams] if course else None
    elsewhere = [folder for folder in (course, study) if folder]
    notes = [*chosen.skipped, *sessions.notes, *unused(records, names, elsewhere)]
    counted = _compose(roster, attendances, tuple(exams), tuple(sources), own)
    return replace(counted, doubts=_stacked([counted.doubts, _note_rows(notes)], DOUBT_COLUMNS))


def _compose(
    roster: Roster,
    attendances: tuple[Attendance, ...],
    exams: tuple[ExamScores, ...],
    sources: tuple[Source, ...],
    own: SelfStudy | None,
) -> Tally:
    lists = _lists(roster, attendances, exams)
    doubts = [_labelled(s.set_aside, kind, belongs) for kind, belongs, s in lists]
    doubts += [_exam_doubts(exam, roster) for exam in exams]
    doubts += [_labelled(own.set_aside, SELF_STUDY, "")] if own else []
    duplicates = [_labelled(s.duplicates, kind, belongs) for kind, belongs, s in lists]
    return Tally(
        roster,
        attendances,
        participate(attendances, roster.people),
        exams,
        _stacked(doubts, DOUBT_COLUMNS),
        _stacked(duplicates, (*DOUBT_COLUMNS, "首次出现")).drop(columns=REASON),
        (*(_row_count(*one) for one in lists), *([_lines_count(own)] if own else [])),
        _distinct(sources),
        own,
    )


def _lists(
    roster: Roster, attendances: Sequence[Attendance], exams: Sequence[ExamScores]
) -> list[tuple[str, str, Settled]]:
    people = Settled(roster.people, roster.duplicates, roster.set_aside)
    lists = [("名册", "", people)]
    for one in attendances:
        parts = (("应到名单", one.due), (SIGN_IN, one.sign_in), ("请假", one.leave))
        lists += [(kind, one.session.id, part) for kind, part in parts]
    return [*lists, *(("报名", exam.policy.label, exam.registered) for exam in exams)]


def _labelled(rows: pd.DataFrame, kind: str, belongs: str) -> pd.DataFrame:
    return rows.assign(**{KIND: kind, BELONGS: belongs})


def _exam_doubts(exam: ExamScores, roster: Roster) -> pd.DataFrame:
    known = roster.people.set_index(PERSON_ID)
    doubts = _labelled(exam.doubts, "交卷", exam.policy.label)
    for column in (NAME, UNIT):
        doubts[column] = doubts[PERSON_ID].map(known[column]).fillna("")
    return doubts


def _note_rows(notes: Sequence[Note]) -> pd.DataFrame:
    rows = [(one.kind, one.belongs, one.reason, one.file, one.sheet) for one in notes]
    return pd.DataFrame(rows, columns=[KIND, BELONGS, REASON, FILE, SHEET])


def _stacked(frames: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    rows = [row for frame in frames for row in frame.to_dict("records")]
    stacked = pd.DataFrame.from_records(rows, columns=list(columns)).fillna("")
    stacked[ROW] = pd.to_numeric(stacked[ROW]).astype("Int64")
    return stacked


def _row_count(kind: str, belongs: str, settled: Settled) -> RowCount:
    parts = (len(settled.counted), len(settled.duplicates), len(settled.set_aside))
    return RowCount(kind, belongs, sum(parts), *parts)


def _lines_count(own: SelfStudy) -> RowCount:
    return RowCount(SELF_STUDY, "", own.lines, own.counted, own.duplicates, own.lines_set_aside)


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


def _self_study_sentence(own: SelfStudy) -> str:
    total = own.totals()
    said = (
        f"自主学习 {total['people']} 人，活跃 {total['minutes']:,.0f} 分钟，"
        f"认定 {total['hours']:,.1f} 学时，答题 {total['answered']:,} 道"
    )
    return f"{said}，正确率 {own.accuracy:.1%}。" if own.accuracy is not None else f"{said}。"


def _exam_sentence(exam: ExamScores) -> str:
    one = exam.overall
    said = (
        f"{exam.policy.label}：报名 {one[REGISTERED]} 人，参考 {one[SAT]} 人，缺考 {one[ABSENT]} 人"
    )
    if one[GRADED]:
        said += f"；{GRADED} {one[GRADED]} 份，平均 {one[MEAN]:.1f} 分，合格率 {one[PASS_RATE]:.1%}"
    waiting = [f"{name} {one[name]} 份" for name in (PENDING, UNGRADABLE) if one[name]]
    return "，".join([said, *waiting]) + "。"

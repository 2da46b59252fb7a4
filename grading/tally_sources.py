"""What the tally reads of an nbgrader course folder, and the list of all files it rests on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from grading.attendance_matching import LIST_FIELDS, Directory, settle
from grading.record_files import Note, one_table_file
from grading.results import FULL_MARKS, exams_in, read_results
from grading.roster import REASON
from grading.scores import EXAM, ExamPolicy, ExamRecords
from grading.tables import (
    PERSON_ID,
    PROVENANCE,
    Source,
    Table,
    TableError,
    read_table,
    sha256_of,
)
from question_bank.course import handed_in

_SET_ASIDE_FIELDS = (PERSON_ID, "文件", REASON)


@dataclass(frozen=True, slots=True)
class ExamSources:
    """An exam's records and the files they were read from."""

    records: ExamRecords
    sources: tuple[Source, ...]


def read_policies(course: Path, exams: Sequence[str] = ()) -> list[ExamPolicy]:
    """Read ``course/exams/<exam>/exam.json`` of the exams named, or of all there are.

    Only title, points and bands of the ``blueprint`` are read: the rest holds answer keys, which
    are no business of a tally.

    Raises:
        TableError: a file is missing or one of these keys is.
    """
    names = list(dict.fromkeys(exams)) or _assembled(course)
    if not names:
        raise TableError("exams/", "", "", "没有任何考试", "请先组卷并发布考试，或改用别的文件夹")
    return [_policy(course, name) for name in names]


@dataclass(frozen=True, slots=True)
class Selection:
    """The exams to tally, and a note for each that is left out."""

    policies: tuple[ExamPolicy, ...]
    skipped: tuple[Note, ...] = ()


def select_exams(course: Path, records: Path, exams: Sequence[str] = ()) -> Selection:
    """Choose the exams named, or all that are in the gradebook and have a registration list.

    Raises:
        TableError: as :func:`read_policies`, or no exam has been assembled.
    """
    if exams:
        return Selection(tuple(read_policies(course, exams)))
    released = exams_in(course / "gradebook.db")
    reasons: dict[str, str] = {}
    for name in _assembled(course):
        if name not in released:
            reasons[name] = "没有统计：成绩库里没有这场考试，可能只组了卷，还没有发布"
        elif one_table_file(records / "registered", name) is None:
            reasons[name] = f"没有统计：没有报名名单 registered/{name}.csv"
    names = [name for name in _assembled(course) if name not in reasons]
    notes = tuple(Note(EXAM, name, reason) for name, reason in reasons.items())
    return Selection(tuple(read_policies(course, names)) if names or not notes else (), notes)


def _assembled(course: Path) -> list[str]:
    return sorted(path.parent.name for path in (course / "exams").glob("*/exam.json"))


def read_exam(course: Path, records: Path, policy: ExamPolicy, people: Directory) -> ExamSources:
    """Read registrations, hand-ins, set-aside list and gradebook of one exam.

    Raises:
        TableError: a file is missing or unusable, or the gradebook's full marks differ.
    """
    registered = _registered(records, policy.name)
    aside = _set_aside(course, policy.name)
    hand_ins = handed_in(course, policy.name)
    gradebook = course / "gradebook.db"
    results = read_results(gradebook, policy.name)
    _same_points(results, policy)
    digest = hashlib.sha256("\n".join(hand_ins).encode()).hexdigest()
    folders = Source(f"submitted/*/{policy.name}/（文件夹名单）", digest, len(hand_ins))
    grades = Source(f"{gradebook.name}（{policy.name}）", sha256_of(gradebook), len(results))
    settled = settle(registered.rows, people)
    found = ExamRecords(settled, hand_ins, results, aside.rows)
    return ExamSources(found, (*registered.sources, *aside.sources, folders, grades))


def _policy(course: Path, name: str) -> ExamPolicy:
    label = f"exams/{name}/exam.json"
    path = course / label
    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError:
        known = "、".join(_assembled(course)) or "（没有）"
        remedy = f"请核对考试代号，已组卷的有：{known}"
        raise TableError(label, "", "", "找不到这个文件", remedy) from None
    except ValueError:
        raise TableError(label, "", "", "不是有效的 JSON", "请重新组卷生成") from None
    try:
        plan = data["blueprint"]
        bands = {str(band): float(percent) for band, percent in plan["bands"].items()}
        return ExamPolicy(name, str(plan["title"]), float(plan["points"]), bands)
    except (KeyError, TypeError, AttributeError):
        field = "title、points、bands"
        raise TableError(label, "", field, "缺少其中的内容或写法不对", "请重新组卷生成") from None
    except ValueError as error:
        raise TableError(label, "", "bands", str(error), "请改正考试方案") from None


def _registered(records: Path, exam: str) -> Table:
    folder = records / "registered"
    path = one_table_file(folder, exam)
    if path is None:
        remedy = f"请放入考试 {exam} 的报名名单；还没有名单的考试不要用 --exam 指明"
        raise TableError(f"registered/{exam}.csv", "", "", "找不到这个文件", remedy)
    return read_table(path, LIST_FIELDS, need=(PERSON_ID,), root=records)


def _set_aside(course: Path, exam: str) -> Table:
    path = one_table_file(course / "set_aside", exam)
    if path is None:
        return Table(pd.DataFrame(columns=[*_SET_ASIDE_FIELDS, *PROVENANCE], dtype="str"), ())
    return read_table(path, _SET_ASIDE_FIELDS, need=(PERSON_ID, REASON), root=course)


def _same_points(results: pd.DataFrame, policy: ExamPolicy) -> None:
    points = {float(value) for value in results[FULL_MARKS]}
    if any(abs(value - policy.points) > 1e-6 for value in points):
        what = f"成绩库的满分是 {points.pop():g} 分，考试方案写的是 {policy.points:g} 分"
        raise TableError("gradebook.db", "", FULL_MARKS, what, "请核对方案与发布的试卷是否同一份")

"""What the tally reads of an nbgrader course folder, and the list of all files it rests on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from grading.attendance_matching import LIST_FIELDS, Directory, settle
from grading.results import FULL_MARKS, read_results
from grading.roster import REASON
from grading.scores import ExamPolicy, ExamRecords
from grading.tables import (
    PERSON_ID,
    PROVENANCE,
    Source,
    Table,
    TableError,
    one_table_file,
    read_table,
    sha256_of,
)

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
    folder = course / "exams"
    names = list(exams) or sorted(path.parent.name for path in folder.glob("*/exam.json"))
    if not names:
        raise TableError("exams/", "", "", "没有任何考试", "请先组卷并发布考试，或改用别的文件夹")
    return [_policy(folder / name / "exam.json", name) for name in names]


def read_exam(course: Path, records: Path, policy: ExamPolicy, people: Directory) -> ExamSources:
    """Read registrations, hand-ins, set-aside list and gradebook of one exam.

    Raises:
        TableError: a file is missing or unusable, or the gradebook's full marks differ.
    """
    registered = _registered(records, policy.name)
    aside = _set_aside(course, policy.name)
    hand_ins = hand_in_ids(course / "submitted", policy.name)
    gradebook = course / "gradebook.db"
    results = read_results(gradebook, policy.name)
    _same_points(results, policy)
    digest = hashlib.sha256("\n".join(hand_ins).encode()).hexdigest()
    folders = Source(f"submitted/*/{policy.name}/（文件夹名单）", digest, len(hand_ins))
    grades = Source(gradebook.name, sha256_of(gradebook), len(results))
    settled = settle(registered.rows, people)
    found = ExamRecords(settled, hand_ins, results, aside.rows)
    return ExamSources(found, (*registered.sources, *aside.sources, folders, grades))


def hand_in_ids(submitted: Path, exam: str) -> list[str]:
    """Return, sorted, the names of the folders that hold a hand-in for the exam."""
    if not submitted.is_dir():
        return []
    return sorted(p.name for p in submitted.iterdir() if (p / exam).is_dir() and p.name[0] != ".")


def _policy(path: Path, name: str) -> ExamPolicy:
    label = f"exams/{name}/exam.json"
    try:
        data = json.loads(path.read_text("utf-8"))
    except OSError:
        raise TableError(label, "", "", "找不到这个文件", "请核对考试代号") from None
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
    path = one_table_file(folder, exam) or folder / f"{exam}.csv"
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

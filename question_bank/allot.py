"""Which candidate sits which form: decided by a keyed hash, recorded for grading."""

from __future__ import annotations

import csv
import hashlib
import hmac
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from question_bank.exam import Exam, ExamError

HEADER = ("人员编号", "试卷")


def allot_forms(
    exam: Exam, candidates: Iterable[str], kept: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Deal the forms evenly: newcomers in the order of their hash get the form dealt least.

    The order is keyed with the exam's seed and bank, which candidates do not know.

    Args:
        exam: its forms are dealt.
        candidates: everybody registered.
        kept: form by candidate as dealt before; nobody's form is changed or taken away.

    Raises:
        ExamError: a form dealt before is none of the exam's.
    """
    forms = exam.blueprint.forms
    dealt = dict(kept or {})
    if foreign := sorted(set(dealt.values()) - set(forms)):
        raise ExamError(
            f"exams/{exam.name}/allotment.csv 里有本场考试没有的试卷 {foreign[0]}：请先改正这张表"
        )
    key = f"{exam.name}/{exam.seed}/{exam.bank_sha256}".encode()
    counts = Counter(dealt.values())
    newcomers = set(candidates) - dealt.keys()
    for candidate in sorted(
        newcomers, key=lambda c: hmac.new(key, c.encode(), hashlib.sha256).digest()
    ):
        form = min(forms, key=lambda form: counts[form])
        dealt[candidate] = form
        counts[form] += 1
    return dict(sorted(dealt.items()))


def allotment_path(course: Path, exam: str) -> Path:
    """Where a course keeps the allotment of an exam."""
    return course / "exams" / exam / "allotment.csv"


def write_allotment(course: Path, exam: str, forms: Mapping[str, str]) -> Path:
    """Write the allotment as a table a trainer can open."""
    path = allotment_path(course, exam)
    draft = path.with_suffix(".csv~")
    with draft.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(forms.items())
    draft.replace(path)
    return path


def read_allotment(course: Path, exam: str) -> dict[str, str]:
    """Form by candidate; empty when the trainer allotted none.

    Raises:
        ExamError: the table cannot be read, or gives a candidate two forms.
    """
    path = allotment_path(course, exam)
    if not path.is_file():
        return {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            pairs = [(row[HEADER[0]], row[HEADER[1]]) for row in csv.DictReader(file)]
    except (KeyError, ValueError, OSError, csv.Error) as error:
        raise ExamError(
            f"exams/{exam}/allotment.csv 读不出来：须为 UTF-8 编码，表头为 人员编号,试卷"
        ) from error
    return _one_form_each(pairs, exam)


def _one_form_each(pairs: Iterable[tuple[str, str | None]], exam: str) -> dict[str, str]:
    forms: dict[str, str] = {}
    for line, (candidate, form) in enumerate(pairs, start=2):
        if not candidate or not form or forms.get(candidate, form) != form:
            raise ExamError(
                f"exams/{exam}/allotment.csv 第 {line} 行：缺人员编号或试卷，或同一人有两份试卷"
            )
        forms[candidate] = form
    return forms

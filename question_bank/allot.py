"""Which candidate sits which form: decided by a keyed hash, recorded for grading."""

from __future__ import annotations

import csv
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from pathlib import Path

from question_bank.exam import Exam

HEADER = ("人员编号", "试卷")


def allot_forms(exam: Exam, candidates: Iterable[str]) -> dict[str, str]:
    """Deal the forms evenly: candidates in the order of their hash take turns.

    The order is keyed with the exam's seed and bank, which candidates do not know.
    """
    key = f"{exam.name}/{exam.seed}/{exam.bank_sha256}".encode()
    ranked = sorted(
        set(candidates), key=lambda c: hmac.new(key, c.encode(), hashlib.sha256).digest()
    )
    forms = exam.blueprint.forms
    dealt = {candidate: forms[n % len(forms)] for n, candidate in enumerate(ranked)}
    return dict(sorted(dealt.items()))


def allotment_path(course: Path, exam: str) -> Path:
    """Where a course keeps the allotment of an exam."""
    return course / "exams" / exam / "allotment.csv"


def write_allotment(course: Path, exam: str, forms: Mapping[str, str]) -> Path:
    """Write the allotment as a table a trainer can open."""
    path = allotment_path(course, exam)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(forms.items())
    return path


def read_allotment(course: Path, exam: str) -> dict[str, str]:
    """Form by candidate; empty when the trainer allotted none."""
    path = allotment_path(course, exam)
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row[HEADER[0]]: row[HEADER[1]] for row in csv.DictReader(file)}

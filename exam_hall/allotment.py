"""Who may sit, and which form: the trainer's table of 人员编号 and 试卷."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from exam_hall.errors import SetupError
from exam_hall.ids import is_id

HEADER: Final = ("人员编号", "试卷")


def read_allotment(path: Path, forms: Iterable[str]) -> dict[str, str]:
    """Form by candidate.

    Args:
        path: the table, UTF-8.
        forms: the forms the exam was released with.

    Raises:
        SetupError: there is no such table, or rows do not fit, all of them listed.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            pairs = [(row[HEADER[0]], row[HEADER[1]]) for row in csv.DictReader(file)]
    except FileNotFoundError:
        raise SetupError(
            f"{path.name}：找不到分配名单，请先运行 xuefa exam allot，或核对场次文件的 allotment"
        ) from None
    except (KeyError, ValueError, OSError, csv.Error):
        raise SetupError(
            f"{path.name}：分配名单读不出来，须为 UTF-8 编码，表头为 人员编号,试卷"
        ) from None
    if faults := list(_faults(path.name, pairs, set(forms))):
        raise SetupError(*faults)
    if not pairs:
        raise SetupError(f"{path.name}：分配名单里没有人，请先运行 xuefa exam allot")
    return {candidate: form for candidate, form in pairs if form is not None}


def _faults(file: str, pairs: Iterable[tuple[str, str | None]], forms: set[str]) -> Iterator[str]:
    # A file system may take p1 and P1 for one folder, and grading compares in capitals.
    lines: dict[str, int] = {}
    for line, (candidate, form) in enumerate(pairs, start=2):
        where = f"{file} 第 {line} 行"
        if not candidate or not is_id(candidate):
            yield f"{where} 的人员编号：只能用字母、数字、- 和 _，至多 64 个字符，请改正"
        elif first := lines.get(candidate.upper()):
            yield f"{where} 的人员编号：与第 {first} 行重复，请删去一行"
        if form not in forms:
            known = "、".join(sorted(forms))
            yield f"{where} 的试卷：须是已发布的 {known} 之一，请改正"
        lines.setdefault((candidate or "").upper(), line)

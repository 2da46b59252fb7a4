"""What the invigilator may know of candidates: the table a sitting names."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from exam_hall.errors import SetupError

ID: Final = "人员编号"
COLUMNS: Final = {"name": "姓名", "unit": "单位", "ticket": "准考证号", "seat": "座位号"}


@dataclass(frozen=True, slots=True)
class Person:
    """What the table says; None where it says nothing."""

    name: str | None = None
    unit: str | None = None
    ticket: str | None = None
    seat: str | None = None


def read_people(path: Path) -> Mapping[str, Person]:
    """People by 人员编号. Only that column and 姓名 are needed; of two rows the first counts.

    Raises:
        SetupError: the table is missing, cannot be read or lacks a column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [name for name in (ID, "姓名") if name not in (reader.fieldnames or ())]
            rows = list(reader)
    except FileNotFoundError:
        raise SetupError(f"{path.name}：找不到姓名表，请核对场次文件的 names") from None
    except (OSError, ValueError, csv.Error):
        raise SetupError(f"{path.name}：姓名表读不出来，须为 UTF-8 编码的 csv") from None
    if missing:
        raise SetupError(f"{path.name}：姓名表缺少“{'”“'.join(missing)}”一列，请补上")
    found: dict[str, Person] = {}
    for row in rows:
        fields = {name: (row.get(column) or "").strip() or None for name, column in COLUMNS.items()}
        found.setdefault((row[ID] or "").strip(), Person(**fields))
    return found

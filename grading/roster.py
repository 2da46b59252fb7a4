"""The roster: who the officials are, one row each, checked before anything is counted."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pandera.pandas as pa

from grading.record_files import one_table_file
from grading.tables import (
    CATEGORY,
    FILE,
    NAME,
    PERSON_ID,
    PHONE,
    POST,
    PROVENANCE,
    ROW,
    SHEET,
    UNIT,
    Table,
    TableError,
    id_key,
    name_key,
    read_table,
    squeeze,
)

REASON = "原因"
ROSTER_FIELDS = (PERSON_ID, NAME, UNIT, POST, CATEGORY, PHONE)
_ESSENTIAL = (PERSON_ID, NAME, UNIT)

ROSTER_SCHEMA = pa.DataFrameSchema(
    {
        PERSON_ID: pa.Column(str, pa.Check.str_matches(r"^[A-Z0-9_\-]{1,64}$"), unique=True),
        NAME: pa.Column(str, pa.Check.str_length(min_value=1)),
        UNIT: pa.Column(str, pa.Check.str_length(min_value=1)),
        POST: pa.Column(str),
        CATEGORY: pa.Column(str),
        PHONE: pa.Column(str),
        FILE: pa.Column(str),
        SHEET: pa.Column(str),
        ROW: pa.Column("int64", pa.Check.ge(1)),
    },
    strict=True,
)
"""One row per person; 人员编号 unique, in ASCII since nbgrader uses it as a folder name."""


@dataclass(frozen=True, slots=True)
class Roster:
    """People (:data:`ROSTER_SCHEMA`), repeated rows, and rows set aside with 原因."""

    people: pd.DataFrame
    duplicates: pd.DataFrame
    set_aside: pd.DataFrame
    table: Table


def read_roster(folder: Path) -> Roster:
    """Read ``folder/roster.xlsx`` (or .csv).

    Raises:
        TableError: the file is missing or unusable, or as :func:`check_roster`.
    """
    path = one_table_file(folder, "roster") or folder / "roster.xlsx"
    return check_roster(read_table(path, ROSTER_FIELDS, need=_ESSENTIAL, root=folder))


def check_roster(table: Table) -> Roster:
    """Normalise and check the rows of a roster.

    A row without number, name or unit is set aside; a row that repeats a person word for word is a
    duplicate. One number with two different people makes every figure doubtful, so it is refused.

    Raises:
        TableError: nobody is left, or a number is used by two people or cannot be used.
    """
    rows = table.rows.copy()
    rows[PERSON_ID] = rows[PERSON_ID].map(id_key)
    rows[NAME] = rows[NAME].map(_display_name)
    rows[PHONE] = rows[PHONE].map(squeeze)
    rows[REASON] = rows.apply(_lacking, axis=1).astype("str") if len(rows) else ""
    complete = rows[rows[REASON] == ""].drop(columns=REASON)
    _refuse_contradictions(complete)
    repeated = complete.duplicated(PERSON_ID)
    people = complete[~repeated].reset_index(drop=True)
    if people.empty:
        raise TableError(
            table.sources[0].name, "", "", "名册里没有一个人", "请核对表头下面是否有数据"
        )
    return Roster(
        _validated(people), complete[repeated].copy(), rows[rows[REASON] != ""].copy(), table
    )


def place_of(row: pd.Series) -> str:
    """Return where a row stands, as in ``工作表“Sheet1”第 3 行``."""
    sheet = f"工作表“{row[SHEET]}”" if row[SHEET] else ""
    return f"{sheet}第 {row[ROW]} 行"


def _display_name(text: str) -> str:
    """张 某 is 张某, but a name in Latin letters keeps its spaces."""
    return " ".join(text.split()) if squeeze(text).isascii() else squeeze(text)


def _lacking(row: pd.Series) -> str:
    lacking = [field for field in _ESSENTIAL if not row[field]]
    return f"名册缺{'、'.join(lacking)}" if lacking else ""


def _refuse_contradictions(rows: pd.DataFrame) -> None:
    first: dict[str, pd.Series] = {}
    for _, row in rows.iterrows():
        earlier = first.setdefault(row[PERSON_ID], row)
        if (name_key(earlier[NAME]), earlier[UNIT]) != (name_key(row[NAME]), row[UNIT]):
            what = f"与{place_of(earlier)}编号相同，姓名或单位却不同"
            raise TableError(
                row[FILE], place_of(row), PERSON_ID, what, "一个编号只能对应一个人，请改正名册"
            )


def _validated(people: pd.DataFrame) -> pd.DataFrame:
    typed = people.astype({**dict.fromkeys((*ROSTER_FIELDS, FILE, SHEET), "str"), ROW: "int64"})
    try:
        return ROSTER_SCHEMA.validate(typed[[*ROSTER_FIELDS, *PROVENANCE]], lazy=True)
    except pa.errors.SchemaErrors as errors:
        case = errors.failure_cases.iloc[0]
        row = people.iloc[int(case["index"])]
        what = "内容不合要求（编号只能用字母、数字、- 和 _）"
        raise TableError(
            row[FILE], place_of(row), str(case["column"]), what, "请改正名册后再导入"
        ) from None

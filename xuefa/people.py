"""Reading lists of people for the trainer's commands."""

from __future__ import annotations

from pathlib import Path

from grading.tables import PERSON_ID, read_table


def read_registered(path: Path) -> list[str]:
    """The 人员编号 of a list of registered people, in order.

    Raises:
        TableError: the file cannot be read or has no such column.
    """
    table = read_table(path, [PERSON_ID], need=(PERSON_ID,))
    return [value for value in table.rows[PERSON_ID] if value]

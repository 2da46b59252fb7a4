"""Reading lists of people for the trainer's commands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from grading.tables import PERSON_ID, id_key, read_table


@dataclass(frozen=True, slots=True)
class Registered:
    """A list of registered people: ``rows`` = people + ``duplicates`` + ``numberless``.

    ``people`` are the 人员编号 as compared (:func:`grading.tables.id_key`), each once, in order.
    """

    rows: int
    people: tuple[str, ...]
    duplicates: int
    numberless: int


def read_registered(path: Path) -> Registered:
    """Read the 人员编号 of a list of registered people.

    Raises:
        TableError: the file cannot be read or has no such column.
    """
    table = read_table(path, [PERSON_ID], need=(PERSON_ID,))
    keys = [id_key(value) for value in table.rows[PERSON_ID]]
    numbers = [key for key in keys if key]
    people = tuple(dict.fromkeys(numbers))
    return Registered(len(keys), people, len(numbers) - len(people), len(keys) - len(numbers))

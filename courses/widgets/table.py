"""The comparison table (易错辨析): what is easily mistaken side by side, and a test of oneself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import traitlets

from courses.catalogue.content import Table
from courses.record import Event, Result, Verb
from courses.study.sitting import Study
from courses.widgets.base import StudyWidget, place_of
from courses.widgets.citing import shown_cite

MARKS = ("good", "again")
"""What a person says of a cell: 记得, 没记住."""


class ComparisonTable(StudyWidget):
    """One comparison.

    Traits:
        table: title, corner, columns, and rows with head, cells and cites.
        marks: the newest mark of each cell that has one, by row/column from 1, as in ``1/2``.
    """

    asset = "table"

    table = traitlets.Dict().tag(sync=True)
    marks = traitlets.Dict().tag(sync=True)

    def __init__(self, study: Study, table: Table) -> None:
        """Show ``table`` with the marks the person gave before."""
        self._table = table
        name = f"{study.lesson}/{table.id}" if study.lesson else table.id
        super().__init__(study, f"cell:{name}", table=_shown(table))
        self._restore()
        study.on_change(self._restore)

    def receive(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        """Store what the person says of a cell."""
        if message.get("type") != "mark":
            return super().receive(message)
        cell, mark = str(message.get("cell")), message.get("mark")
        if cell not in self._cells() or mark not in MARKS:
            raise ValueError("no mark of a cell of this table")
        name, place = f"{self.key}/{cell}", place_of(message)
        self.study.store(Verb.REVIEWED, name, Result(response=mark), id=message["id"], place=place)
        return {}

    def _restore(self) -> None:
        """Show the newest marks, whichever window gave them."""
        newest = {event.object: mark for event in self.study.events if (mark := _mark(event))}
        names = {cell: f"{self.key}/{cell}" for cell in self._cells()}
        self.marks = {cell: newest[name] for cell, name in names.items() if name in newest}

    def _cells(self) -> list[str]:
        rows = enumerate(self._table.rows, start=1)
        return [f"{row}/{column + 1}" for row, own in rows for column in range(len(own.cells))]


def _mark(event: Event) -> str | None:
    """The mark an event gives, if it gives one."""
    given = event.result.response if event.verb == Verb.REVIEWED and event.result else None
    return given if isinstance(given, str) and given in MARKS else None


def _shown(table: Table) -> dict[str, Any]:
    rows = [
        {
            "head": row.head,
            "cells": list(row.cells),
            "cites": [shown_cite(cite) for cite in row.cites],
        }
        for row in table.rows
    ]
    return {
        "title": table.title,
        "corner": table.corner,
        "columns": list(table.columns),
        "rows": rows,
    }

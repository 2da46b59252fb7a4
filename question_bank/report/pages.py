"""The report as HTML: one page per law and one over all, each in need of nothing beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from question_bank.bias import NAMES
from question_bank.report.figures import POOLS, LawReport
from question_bank.similar import NEAR

OVERVIEW: Final = "index.html"
_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters["percent"] = lambda share: "—" if share is None else f"{share:.0%}"


def page_name(law: str) -> str:
    """The file name of a law's page."""
    return f"{law}.html"


def overview_page(reports: Sequence[LawReport], on: dt.date) -> str:
    """All laws side by side."""
    return _render("overview.html", reports, on)


def law_page(reports: Sequence[LawReport], law: str, on: dt.date) -> str:
    """One law.

    Raises:
        StopIteration: no report of that law.
    """
    own = next(report for report in reports if report.law == law)
    return _render("law.html", reports, on, report=own)


def write_pages(reports: Sequence[LawReport], folder: Path, on: dt.date) -> tuple[Path, ...]:
    """Write the pages; the overview comes first.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pages = {OVERVIEW: overview_page(reports, on)}
    pages |= {page_name(one.law): law_page(reports, one.law, on) for one in reports}
    for name, text in pages.items():
        (folder / name).write_text(text, "utf-8")
    return tuple(folder / name for name in pages)


def _render(template: str, reports: Sequence[LawReport], on: dt.date, **more: object) -> str:
    return _TEMPLATES.get_template(template).render(
        reports=reports,
        on=on,
        pools=list(POOLS.values()),
        names=NAMES,
        near=NEAR,
        page_name=page_name,
        overview=OVERVIEW,
        **more,
    )

"""Run the benchmarks: ``python -m benchmarks [SUBJECT …]``.

A subject is one module with a function from :class:`benchmarks.settings.Settings` to figures; it is
entered in :data:`SUBJECTS`.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from benchmarks import grading, hall, opening
from benchmarks.machine import machine_facts
from benchmarks.record import merge_into
from benchmarks.settings import Figures, Settings

SUBJECTS: Mapping[str, Callable[[Settings], Figures]] = {
    "grading": grading.measure,
    "open": opening.measure,
    "hall": hall.measure,
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and record. Returns the exit status."""
    options = _parse(arguments)
    settings = Settings(
        papers=options.papers,
        stock_papers=options.stock,
        repeats=options.repeats,
        candidates=options.candidates,
        seconds=options.seconds,
        lessons=options.lessons,
    )
    for subject in options.subjects or SUBJECTS:
        figures = SUBJECTS[subject](settings)
        merge_into(options.out, subject, figures, machine_facts())
        for name, value in figures.items():
            print(f"{subject}.{name} = {value}")
    print(f"written: {options.out}")
    return 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    plain = Settings()
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure xuefa.")
    parser.add_argument("subjects", nargs="*", metavar="SUBJECT", help=f"of {', '.join(SUBJECTS)}")
    parser.add_argument("--papers", type=_positive, default=plain.papers, help="hand-ins to grade")
    parser.add_argument("--stock", type=_positive, default=plain.stock_papers, help="for nbgrader")
    parser.add_argument("--repeats", type=_positive, default=plain.repeats, help="median of these")
    parser.add_argument(
        "--candidates", type=_positive, default=plain.candidates, help="who sit in the hall"
    )
    parser.add_argument(
        "--seconds", type=_positive, default=plain.seconds, help="they sit, all at a time"
    )
    parser.add_argument("--lessons", type=_positive, default=plain.lessons, help="to open, at most")
    parser.add_argument("--out", type=Path, default=Path("build/bench.json"))
    options = parser.parse_args(arguments)
    if unknown := [name for name in options.subjects if name not in SUBJECTS]:
        parser.error(f"no such subject: {', '.join(unknown)} (there is {', '.join(SUBJECTS)})")
    return options


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be at least 1")
    return number


if __name__ == "__main__":
    sys.exit(main())

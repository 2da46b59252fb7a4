from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.record import merge_into

FIGURES = {
    "papers",
    "questions",
    "stock_s_per_paper",
    "batch_s",
    "batch_with_notebooks_s",
    "floor_s",
    "ratio_vs_stock",
    "ratio_vs_stock_with_notebooks",
    "times_floor",
}


@pytest.mark.slow
def test_a_tiny_run_records_every_figure_and_keeps_the_other_subjects(tmp_path: Path) -> None:
    path = tmp_path / "build" / "bench.json"
    merge_into(path, "other", {"seconds": 3}, {"cores": 1})

    status = main(["grading", "--papers", "6", "--stock", "1", "--repeats", "1", "--out", str(path)])

    bench = json.loads(path.read_text("utf-8"))
    figures = bench["grading"]
    assert status == 0
    assert bench["other"]["seconds"] == 3
    assert figures.keys() == FIGURES | {"machine"}
    assert all(figures[name] > 0 for name in FIGURES)
    assert (figures["papers"], figures["questions"]) == (6, 50)
    assert {"date", "cores", "python", "nbgrader"} <= bench["machine"].keys()


@pytest.mark.slow
@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_opening_every_lesson_once_gives_every_figure(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    assert main(["open", "--repeats", "1", "--out", str(path)]) == 0
    figures = json.loads(path.read_text("utf-8"))["open"]
    assert figures["openings"] >= 4
    assert 0 < figures["median_s"] <= figures["worst_s"]
    assert 20 < figures["memory_mb"] < 1000


def test_a_newer_figure_replaces_the_one_of_its_subject_alone(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    merge_into(path, "one", {"seconds": 1, "gone": 1}, {"cores": 1})
    merge_into(path, "two", {"seconds": 2}, {"cores": 2})
    merge_into(path, "one", {"seconds": 4}, {"cores": 4})

    assert json.loads(path.read_text("utf-8")) == {
        "machine": {"cores": 4},
        "one": {"seconds": 4, "machine": {"cores": 4}},
        "two": {"seconds": 2, "machine": {"cores": 2}},
    }


@pytest.mark.parametrize("arguments", [["unknown"], ["--papers", "0"], ["--stock", "many"]])
def test_a_run_that_makes_no_sense_is_refused(arguments: list[str], tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    with pytest.raises(SystemExit) as stopped:
        main([*arguments, "--out", str(path)])
    assert stopped.value.code == 2
    assert not path.exists()

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from benchmarks.__main__ import main
from benchmarks.hall_check import lost_answers, lost_hand_ins
from benchmarks.hall_load import Save
from benchmarks.hall_plan import Plan, Step, dice_of, timetable
from benchmarks.record import merge_into
from exam_hall.events import Answered, encode

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
HALL_FIGURES = {
    "candidates",
    "sign_in_s",
    "start_p99_ms",
    "paper_p99_ms",
    "saves",
    "save_p50_ms",
    "save_p99_ms",
    "handin_p99_ms",
    "floor_p99_ms",
    "memory_mb",
    "delivery_s",
    "errors",
    "lost",
    "load_average",
}


@pytest.mark.slow
def test_a_tiny_run_records_every_figure_and_keeps_the_other_subjects(tmp_path: Path) -> None:
    path = tmp_path / "build" / "bench.json"
    merge_into(path, "other", {"seconds": 3}, {"cores": 1})

    status = main(
        ["grading", "--papers", "6", "--stock", "1", "--repeats", "1", "--out", str(path)]
    )

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
@pytest.mark.xdist_group("browser-bench")
def test_opening_some_lessons_once_gives_every_figure(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    assert main(["open", "--repeats", "1", "--lessons", "3", "--out", str(path)]) == 0
    figures = json.loads(path.read_text("utf-8"))["open"]
    assert figures["openings"] == 3
    assert 0 < figures["median_s"] <= figures["worst_s"]
    assert 20 < figures["memory_mb"] < 1000


@pytest.mark.slow
def test_a_small_sitting_gives_every_figure_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    assert main(["hall", "--candidates", "20", "--seconds", "6", "--out", str(path)]) == 0
    figures = json.loads(path.read_text("utf-8"))["hall"]
    assert figures.keys() == HALL_FIGURES | {"machine"}
    assert (figures["candidates"], figures["errors"], figures["lost"]) == (20, 0, 0)
    assert figures["saves"] > 0
    assert 0 < figures["save_p50_ms"] <= figures["save_p99_ms"]
    assert min(figures["handin_p99_ms"], figures["floor_p99_ms"], figures["sign_in_s"]) > 0
    assert 20 < figures["memory_mb"] < 1000


def test_candidates_of_one_seed_save_at_the_same_moments_and_keep_their_pauses() -> None:
    plan = Plan(candidates=3, seconds=60)
    tables = [timetable(plan, dice_of(plan, number)) for number in range(3)]
    assert tables == [timetable(plan, dice_of(plan, number)) for number in range(3)]
    for steps in tables:
        moments = [second for second, _ in steps]
        saves = [second for second, step in steps if step is Step.SAVE]
        assert moments == sorted(moments)
        assert (steps[0][1], steps[-1][1]) == (Step.OPEN, Step.HAND_IN)
        assert moments[0] <= plan.starting_s
        assert plan.total_s - plan.ending_s <= moments[-1] <= plan.total_s
        assert all(5 <= later - earlier <= 15 for earlier, later in pairwise(saves))


def test_what_was_acknowledged_and_is_not_in_the_journal_is_lost(tmp_path: Path) -> None:
    kept = Answered(
        seq=2,
        at=dt.datetime(2026, 9, 18, tzinfo=dt.UTC),
        candidate="P1",
        attempt=1,
        client="page",
        client_seq=1,
        grade_id="q02",
        value=("A",),
    )
    journal = tmp_path / "journal.jsonl"
    journal.write_bytes(encode(kept))
    there = Save("P1", "page", 1, "q02", ["A"], 2)
    assert lost_answers(journal, [there, replace(there, client_seq=2, seq=None)]) == 0
    altered = [replace(there, value=["B"]), replace(there, seq=3), replace(there, client_seq=2)]
    assert lost_answers(journal, altered) == 3
    assert lost_hand_ins(tmp_path, "exam", {"P1": "3F7K-9ADM-TXY4"}, [there]) == 1


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


@pytest.mark.parametrize(
    "arguments", [["unknown"], ["--papers", "0"], ["--stock", "many"], ["--candidates", "0"]]
)
def test_a_run_that_makes_no_sense_is_refused(arguments: list[str], tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    with pytest.raises(SystemExit) as stopped:
        main([*arguments, "--out", str(path)])
    assert stopped.value.code == 2
    assert not path.exists()

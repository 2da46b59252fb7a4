"""The comparison table: shown as it is, and what one says of each cell is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from courses.record import Result, Verb
from courses.study.sitting import Study
from courses.widgets.table import ComparisonTable
from tests.courses.widgets.conftest import new_id, say, sit_down
from tests.support.lessons import lesson

(MIXUPS,) = lesson().tables


@pytest.fixture
def table(study: Study) -> ComparisonTable:
    return ComparisonTable(study, MIXUPS)


def mark(table: ComparisonTable, cell: str, said: str) -> None:
    say(table, "mark", cell=cell, mark=said)


def test_the_table_is_shown_whole_with_the_cites_of_each_row(table: ComparisonTable) -> None:
    shown = table.table
    assert (shown["title"], shown["corner"]) == ("几个期限", "比较项目")
    assert shown["columns"] == ["行政诉讼", "行政复议"]
    assert [row["head"] for row in shown["rows"]] == ["举证", "起算"]
    assert shown["rows"][0]["cells"] == ["十五日", "十日"]
    for row in shown["rows"]:
        assert [cite["label"] for cite in row["cites"]] == ["《行政诉讼法》第六十七条"]
    assert table.marks == {}


def test_what_one_says_of_a_cell_is_stored_under_its_row_and_column(table: ComparisonTable) -> None:
    id_ = new_id()
    say(table, "mark", id=id_, cell="2/1", mark="again", place="五、易错辨析")
    (event,) = table.study.events
    assert (event.id, event.verb) == (id_, Verb.REVIEWED)
    assert event.object == "cell:xingsu/evidence/mixups/2/1"
    assert event.result == Result(response="again")
    assert event.context.place == "五、易错辨析"


def test_outside_lessons_the_record_names_the_table_alone(tmp_path: Path) -> None:
    table = ComparisonTable(sit_down(tmp_path, lesson=None), MIXUPS)
    mark(table, "1/2", "good")
    assert table.study.events[0].object == "cell:mixups/1/2"


def test_the_newest_mark_of_each_cell_counts(table: ComparisonTable) -> None:
    for cell, said in (("1/1", "again"), ("1/2", "good"), ("1/1", "good"), ("1/2", "again")):
        mark(table, cell, said)
    assert table.marks == {"1/1": "good", "1/2": "again"}
    assert len(table.study.events) == 4


def test_marks_are_there_again_after_a_restart(table: ComparisonTable, tmp_path: Path) -> None:
    mark(table, "1/2", "again")
    mark(table, "1/2", "good")
    assert ComparisonTable(sit_down(tmp_path), MIXUPS).marks == {"1/2": "good"}


def test_marks_given_in_another_window_are_taken_in(table: ComparisonTable, tmp_path: Path) -> None:
    mark(ComparisonTable(sit_down(tmp_path), MIXUPS), "2/2", "good")
    table.study.refresh()
    assert table.marks == {"2/2": "good"}


def test_a_message_sent_again_is_stored_once_and_keeps_its_place(table: ComparisonTable) -> None:
    id_ = new_id()
    say(table, "mark", id=id_, cell="1/1", mark="again")
    mark(table, "1/1", "good")
    say(table, "mark", id=id_, cell="1/1", mark="again")
    assert table.marks == {"1/1": "good"}
    assert len(table.study.events) == 2


@pytest.mark.parametrize(
    "message",
    [
        {"cell": "3/1", "mark": "good"},
        {"cell": "1/3", "mark": "good"},
        {"cell": "0/1", "mark": "good"},
        {"cell": "1/1", "mark": "easy"},
        {"cell": "1/1", "mark": ["good"]},
        {"cell": "1/1"},
        {},
    ],
)
def test_a_mark_of_no_cell_or_no_known_mark_is_answered_and_forgotten(
    table: ComparisonTable, message: dict[str, Any]
) -> None:
    assert say(table, "mark", **message)["type"] == "saved"
    assert table.study.events == []


def test_cards_and_other_tables_do_not_mark_its_cells(table: ComparisonTable) -> None:
    good = Result(response="good")
    for name in ("cell:xingsu/evidence/others/1/1", "card:xingsu/evidence/mixups/1/1"):
        table.study.store(Verb.REVIEWED, name, good)
    table.study.store(Verb.DECIDED, "cell:xingsu/evidence/mixups/1/1", good)
    table.study.store(
        Verb.REVIEWED, "cell:xingsu/evidence/mixups/1/2", Result(response=("good", "again"))
    )
    assert table.marks == {}


def test_the_article_of_a_row_can_be_read_in_full(table: ComparisonTable) -> None:
    cite = table.table["rows"][0]["cites"][0]
    answer = say(table, "article", law=cite["law"], article=cite["article"])
    assert answer["article"]["heading"] == "第六十七条"

"""The key is read from nbgrader's gradebook as literals."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from grading.answer_key import AnswerKey, GradingError, read_answer_key
from grading.gradebook import open_gradebook
from question_bank.exam import Exam


@pytest.fixture
def connection(course: Path) -> Iterator[Connection]:
    engine = open_gradebook(course)
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def key_of(course: Path, exam: Exam) -> AnswerKey:
    engine = open_gradebook(course)
    try:
        with engine.connect() as connection:
            return read_answer_key(connection, exam.name)
    finally:
        engine.dispose()


def change_source(course: Path, cell: str, old: str, new: str) -> None:
    with sqlite3.connect(course / "gradebook.db") as connection:
        changed = connection.execute(
            "update source_cell set source = replace(source, ?, ?) where name = ?", (old, new, cell)
        )
        assert changed.rowcount == 1


def test_every_objective_slot_has_the_key_of_the_exam(connection: Connection, exam: Exam) -> None:
    key = read_answer_key(connection, exam.name)

    assert {cell.grade_id: cell.key for cell in key.objective} == {
        slot.grade_id: exam.slot_key(slot) for slot in exam.slots if not slot.is_essay
    }


def test_cells_are_told_apart_by_what_a_candidate_does_in_them(
    connection: Connection, exam: Exam
) -> None:
    key = read_answer_key(connection, exam.name)

    assert sorted(key.essays) == [slot.grade_id for slot in exam.slots if slot.is_essay]
    assert set(key.solutions) == {slot.grade_id for slot in exam.slots} | {"form"}


def test_ids_are_the_gradebooks(course: Path, exam: Exam) -> None:
    key = key_of(course, exam)

    with sqlite3.connect(course / "gradebook.db") as connection:
        names = dict(connection.execute("select id, name from base_cell"))
        (notebook,) = connection.execute("select id, assignment_id from notebook").fetchall()
    assert (key.notebook_id, key.assignment_id) == notebook
    for cell in key.objective:
        assert names[cell.cell_id] == f"{cell.grade_id}_test"
    assert all(names[cell] == name for name, cell in {**key.solutions, **key.essays}.items())


def test_an_exam_that_was_not_released_is_refused(connection: Connection) -> None:
    with pytest.raises(GradingError, match="成绩库里没有考试 another：请先运行 xuefa exam release"):
        read_answer_key(connection, "another")


def test_an_exams_name_is_never_part_of_the_statement(connection: Connection) -> None:
    with pytest.raises(GradingError, match="没有考试"):
        read_answer_key(connection, "' or 1=1 --")


def test_points_that_differ_from_the_keys_are_refused(course: Path, exam: Exam) -> None:
    with sqlite3.connect(course / "gradebook.db") as connection:
        connection.execute(
            "update grade_cells set max_score = 3 "
            "where id = (select id from base_cell where name = 'q08_test')"
        )

    with pytest.raises(GradingError, match=r"q08_test 的分值 3 与答案键的 2 不符，请重新发布"):
        key_of(course, exam)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("'points'", "'prints'"),
        ("'rule': 'partial'", "'rule': 'generous'"),
        ("{'kind'", "open('trace', 'w') or {'kind'"),
        (", {", ", *{"),
        ("mark_cell(globals", "(globals"),
        ("mark_cell(", "mark_cell"),
    ],
)
def test_a_test_cell_that_holds_no_key_is_refused_and_not_run(
    course: Path, exam: Exam, monkeypatch: pytest.MonkeyPatch, old: str, new: str
) -> None:
    monkeypatch.chdir(course)
    change_source(course, "q11_test", old, new)

    with pytest.raises(GradingError, match=r"成绩库中 q11_test：.*重新运行 xuefa exam release"):
        key_of(course, exam)
    assert not (course / "trace").exists()

"""Bulk writing into nbgrader's gradebook keeps what markers entered."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook
from sqlalchemy import Engine

from grading.answer_key import AnswerKey, GradingError, read_answer_key
from grading.gradebook import (
    INDEXES,
    Marked,
    awaiting_marker,
    open_gradebook,
    prepare,
    withdraw,
    write_marks,
)
from question_bank.exam import Exam

WHEN = "2026-09-18 02:10:00.000000 UTC"


class Book:
    """A gradebook with its key, and marks written as the batch does."""

    def __init__(self, course: Path, exam: Exam) -> None:
        self.course, self.exam = course, exam.name
        self.engine: Engine = open_gradebook(course)
        with self.engine.connect() as connection:
            self.key: AnswerKey = read_answer_key(connection, exam.name)

    def write(self, *papers: Marked) -> None:
        with self.engine.begin() as connection:
            prepare(connection)
            write_marks(connection, self.key, papers)

    def withdraw(self, *candidates: str) -> list[str]:
        with self.engine.begin() as connection:
            return withdraw(connection, self.key, candidates)

    def waiting(self) -> set[str]:
        with self.engine.connect() as connection:
            return awaiting_marker(connection, self.key)

    def paper(self, candidate: str, *, essay: float | None = None, **changes: Any) -> Marked:
        scores: dict[str, float | None] = {c.cell_id: 1.0 for c in self.key.objective}
        scores |= dict.fromkeys(self.key.essays.values(), essay)
        fields: dict[str, Any] = {"blank": frozenset(), "timestamp": WHEN, "unchanged": False}
        return Marked(candidate, scores, **(fields | changes))

    def api(self) -> Gradebook:
        return Gradebook(f"sqlite:///{self.course / 'gradebook.db'}", "xuefa")

    def mark_by_hand(self, candidate: str, cell: str, score: float | None, comment: str) -> None:
        """What formgrader does when a marker types a score and a comment."""
        with self.api() as api:
            grade = api.find_grade(cell, "exam", self.exam, candidate)
            grade.manual_score = score
            grade.needs_manual_grade = score is None and grade.auto_score is None
            name = cell.removesuffix("_test")
            api.find_comment(name, "exam", self.exam, candidate).manual_comment = comment
            api.db.commit()

    def flag(self, candidate: str) -> None:
        """What formgrader does when a marker flags a paper."""
        with self.api() as api:
            api.find_submission_notebook("exam", self.exam, candidate).flagged = True
            api.db.commit()

    def flagged(self, candidate: str) -> bool:
        with self.api() as api:
            return bool(api.find_submission_notebook("exam", self.exam, candidate).flagged)

    def grade(self, candidate: str, cell: str) -> tuple[object, ...]:
        with self.api() as api:
            grade = api.find_grade(cell, "exam", self.exam, candidate)
            return grade.auto_score, grade.manual_score, bool(grade.needs_manual_grade)

    def comment(self, candidate: str, cell: str) -> tuple[str | None, str | None]:
        with self.api() as api:
            comment = api.find_comment(cell, "exam", self.exam, candidate)
            return comment.auto_comment, comment.manual_comment

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.course / "gradebook.db") as connection:
            return connection.execute(query).fetchall()


@pytest.fixture
def book(course: Path, exam: Exam) -> Book:
    return Book(course, exam)


def test_a_course_without_a_gradebook_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GradingError, match=r"没有成绩库 gradebook\.db：请先运行"):
        open_gradebook(tmp_path)
    assert not (tmp_path / "gradebook.db").exists()


def test_nbgrader_reads_what_was_written(book: Book) -> None:
    essay = book.key.essays["q20"]
    scores: dict[str, float | None] = {book.key.objective[0].cell_id: 0.5, essay: None}
    book.write(Marked("P1", scores, frozenset({book.key.solutions["q02"]}), WHEN, unchanged=False))

    assert book.grade("P1", book.key.objective[0].grade_id + "_test") == (0.5, None, False)
    assert book.grade("P1", "q20") == (None, None, True)
    assert book.comment("P1", "q02") == ("No response.", None)
    assert book.comment("P1", "q01") == (None, None)
    with book.api() as api:
        submission = api.find_submission(book.exam, "P1")
        assert submission.score == 0.5
        assert submission.needs_manual_grade
        assert str(submission.timestamp) == "2026-09-18 02:10:00"


def test_a_candidate_already_in_the_gradebook_keeps_name_and_unit(book: Book) -> None:
    with book.api() as api:
        api.add_student("P1", last_name="某", first_name="甲")

    book.write(book.paper("P1"), book.paper("P2"))

    assert book.rows("select id, last_name from student order by id") == [
        ("P1", "某"),
        ("P2", None),
    ]


def test_ids_are_ascending_and_of_nbgraders_shape(book: Book) -> None:
    book.write(*(book.paper(f"P{n}") for n in range(3)))

    for table in ("grade", "comment", "submitted_assignment", "submitted_notebook"):
        ids = [row[0] for row in book.rows(f"select id from {table} order by rowid")]  # noqa: S608
        assert len(ids) >= 3
        assert ids == sorted(set(ids))
        assert all(re.fullmatch("[0-9a-f]{32}", one) for one in ids)


def test_the_missing_indexes_are_made_once(book: Book) -> None:
    book.write(book.paper("P1"))
    book.write(book.paper("P1"))

    found = {row[0] for row in book.rows("select name from sqlite_master where type = 'index'")}
    assert set(INDEXES) <= found
    (plan,) = book.rows("explain query plan select * from grade where notebook_id = 'x'")
    assert "xuefa_grade_notebook" in plan[3]


def test_writing_twice_changes_nothing(book: Book) -> None:
    tables = ("grade", "comment", "submitted_assignment", "submitted_notebook", "student")
    papers = [book.paper("P1"), book.paper("P2", blank=frozenset({book.key.solutions["q01"]}))]
    book.write(*papers)
    before = [book.rows(f"select * from {table}") for table in tables]  # noqa: S608

    book.write(*papers)

    assert [book.rows(f"select * from {table}") for table in tables] == before  # noqa: S608


def test_no_papers_write_nothing(book: Book) -> None:
    book.write()

    assert book.rows("select * from grade") == []


def test_manual_scores_and_comments_survive_regrading(book: Book) -> None:
    book.write(book.paper("P1"))
    book.mark_by_hand("P1", "q20", 4.5, "要点不全")
    book.mark_by_hand("P1", "q01_test", 0.0, "更正")

    book.write(book.paper("P1", unchanged=True))
    assert book.grade("P1", "q20") == (None, 4.5, False)
    assert book.grade("P1", "q01_test") == (1.0, 0.0, False)
    assert book.comment("P1", "q20") == (None, "要点不全")

    book.write(book.paper("P1", unchanged=False))
    assert book.grade("P1", "q20") == (None, 4.5, True)
    assert book.grade("P1", "q01_test") == (1.0, 0.0, True)
    assert book.grade("P1", "q02_test") == (1.0, None, False)
    assert book.comment("P1", "q01") == (None, "更正")


def test_extra_credit_survives_regrading(book: Book) -> None:
    book.write(book.paper("P1"))
    with book.api() as api:
        api.find_grade("q20", "exam", book.exam, "P1").extra_credit = 1.0
        api.db.commit()

    book.write(book.paper("P1"))

    with book.api() as api:
        assert api.find_grade("q20", "exam", book.exam, "P1").extra_credit == 1.0


@pytest.mark.parametrize("unchanged", [True, False])
def test_an_essay_nobody_marked_keeps_waiting(book: Book, unchanged: bool) -> None:
    book.write(book.paper("P1"))

    book.write(book.paper("P1", unchanged=unchanged))

    assert book.grade("P1", "q20") == (None, None, True)


def test_an_essay_the_marker_wants_to_see_again_stays_so(book: Book) -> None:
    book.write(book.paper("P1"))
    book.mark_by_hand("P1", "q20", 4.5, "")
    with book.api() as api:
        api.find_grade("q20", "exam", book.exam, "P1").needs_manual_grade = True
        api.db.commit()

    book.write(book.paper("P1", unchanged=True))

    assert book.grade("P1", "q20") == (None, 4.5, True)


def test_an_essay_that_became_blank_needs_no_marker(book: Book) -> None:
    book.write(book.paper("P1"))

    book.write(book.paper("P1", essay=0.0))

    assert book.grade("P1", "q20") == (0.0, None, False)


def test_papers_await_a_marker_until_their_last_essay_is_marked(book: Book) -> None:
    book.write(book.paper("P1"), book.paper("P2", essay=0.0))
    assert book.waiting() == {"P1"}

    book.mark_by_hand("P1", "q20", 1.0, "")
    assert book.waiting() == {"P1"}
    book.mark_by_hand("P1", "q21", 1.0, "")
    assert book.waiting() == set()


def test_withdrawing_takes_the_automatic_scores_and_leaves_the_markers(book: Book) -> None:
    book.write(book.paper("P1"), book.paper("P2"))
    book.mark_by_hand("P1", "q20", 4.5, "要点不全")

    assert book.withdraw("P1", "P9") == ["P1"]

    assert book.grade("P1", "q01_test") == (None, None, True)
    assert book.grade("P1", "q20") == (None, 4.5, True)
    assert book.comment("P1", "q20") == (None, "要点不全")
    assert book.flagged("P1")
    assert book.grade("P2", "q01_test") == (1.0, None, False)
    assert not book.flagged("P2")


def test_a_withdrawn_paper_recovers(book: Book) -> None:
    book.write(book.paper("P1"))
    book.mark_by_hand("P1", "q20", 4.5, "要点不全")
    book.withdraw("P1")

    book.write(book.paper("P1"))

    assert book.grade("P1", "q01_test") == (1.0, None, False)
    assert book.grade("P1", "q20") == (None, 4.5, True)
    assert not book.flagged("P1")


def test_a_flag_a_marker_set_survives_regrading(book: Book) -> None:
    book.write(book.paper("P1"))
    book.flag("P1")

    book.write(book.paper("P1"))

    assert book.flagged("P1")


def test_a_later_hand_in_carries_its_own_time(book: Book) -> None:
    book.write(book.paper("P1"))
    book.write(book.paper("P1", timestamp="2026-09-18 11:00:00 Asia/Shanghai"))

    assert book.rows("select timestamp from submitted_assignment") == [
        ("2026-09-18 03:00:00.000000",)
    ]


@pytest.mark.parametrize(
    "timestamp",
    [None, "昨天", "9" * 99, "2026-09-18 02:10:00 ../../../etc/passwd", "1 2 3", "....", "\x00"],
)
def test_a_timestamp_that_cannot_be_read_is_left_out(book: Book, timestamp: str | None) -> None:
    book.write(book.paper("P1", timestamp=timestamp))

    assert book.rows("select timestamp from submitted_assignment") in (
        [(None,)],
        [("2026-09-18 02:10:00.000000",)],
    )
    with book.api() as api:
        assert api.find_submission(book.exam, "P1").score == 19

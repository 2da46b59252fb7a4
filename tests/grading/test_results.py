"""Papers are read from a real nbgrader gradebook with nbgrader's own sums."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from nbgrader.api import Gradebook

from grading.results import read_results
from grading.tables import PERSON_ID, TableError
from tests.support.tally_office import EXAM, write_gradebook


@pytest.fixture
def gradebook(tmp_path: Path) -> Path:
    path = tmp_path / "gradebook.db"
    write_gradebook(path, {"P1": (60.0, 35.0), "P2": (50.0, None), "P3": (0.0, 0.0)})
    return path


def test_final_papers_have_scores_and_unfinished_ones_none(gradebook: Path) -> None:
    frame = read_results(gradebook, EXAM)
    assert frame[PERSON_ID].tolist() == ["P1", "P2", "P3"]
    assert frame["状态"].tolist() == ["已评定", "待评", "已评定"]
    assert frame["得分"].isna().tolist() == [False, True, False]
    assert frame["得分"].dropna().tolist() == [95.0, 0.0]
    assert frame["满分"].tolist() == [100.0] * 3


def test_scores_are_those_of_nbgrader(gradebook: Path) -> None:
    with Gradebook(f"sqlite:///{gradebook}") as book:
        first = book.find_grade("q1", "exam", EXAM, "P1")
        first.manual_score, first.extra_credit = 12.5, 2.0
        second = book.find_grade("q2", "exam", EXAM, "P1")
        second.extra_credit = 0.25
        both = book.find_grade("q1", "exam", EXAM, "P3")
        both.auto_score, both.extra_credit = None, 3.0
        book.db.commit()
        expected = {p: book.find_submission(EXAM, p).score for p in ("P1", "P3")}
        assert book.find_submission(EXAM, "P2").needs_manual_grade
    found = read_results(gradebook, EXAM).set_index(PERSON_ID)["得分"]
    assert found[["P1", "P3"]].to_dict() == expected == {"P1": 49.75, "P3": 0.0}


def test_the_late_penalty_is_taken_off_but_never_below_zero(gradebook: Path) -> None:
    with Gradebook(f"sqlite:///{gradebook}") as book:
        for person, penalty in (("P1", 5.0), ("P3", 5.0)):
            notebook = book.find_submission_notebook("exam", EXAM, person)
            notebook.late_submission_penalty = penalty
        book.db.commit()
    found = read_results(gradebook, EXAM).set_index(PERSON_ID)["得分"]
    assert (found["P1"], found["P3"]) == (90.0, 0.0)


def test_a_paper_without_all_its_grades_is_unfinished(gradebook: Path) -> None:
    with Gradebook(f"sqlite:///{gradebook}") as book:
        book.db.delete(book.find_grade("q1", "exam", EXAM, "P1"))
        for name in ("q1", "q2"):
            book.db.delete(book.find_grade(name, "exam", EXAM, "P3"))
        book.db.commit()
    assert read_results(gradebook, EXAM)["状态"].tolist() == ["待评", "待评", "待评"]


def test_other_exams_stay_out(gradebook: Path) -> None:
    with Gradebook(f"sqlite:///{gradebook}") as book:
        book.add_assignment("other")
        book.add_notebook("exam", "other")
        book.add_grade_cell("q1", "exam", "other", max_score=10, cell_type="code")
        book.add_task_cell("t1", "exam", "other", max_score=7, cell_type="markdown")
        book.add_submission("other", "P1")
    assert len(read_results(gradebook, EXAM)) == 3
    other = read_results(gradebook, "other")
    assert other[["状态", "满分"]].values.tolist() == [["待评", 17.0]]


def test_reading_leaves_the_gradebook_byte_for_byte(gradebook: Path) -> None:
    before = hashlib.sha256(gradebook.read_bytes()).digest()
    read_results(gradebook, EXAM)
    assert hashlib.sha256(gradebook.read_bytes()).digest() == before
    assert [path.name for path in gradebook.parent.iterdir()] == ["gradebook.db"]


def test_an_exam_without_any_paper_gives_no_row(tmp_path: Path) -> None:
    write_gradebook(tmp_path / "gradebook.db", {})
    assert read_results(tmp_path / "gradebook.db", EXAM).empty


def test_an_unknown_exam_is_refused(gradebook: Path) -> None:
    with pytest.raises(TableError, match="没有考试 final"):
        read_results(gradebook, "final")


def test_a_missing_gradebook_is_refused_and_not_created(tmp_path: Path) -> None:
    with pytest.raises(TableError, match="找不到成绩库"):
        read_results(tmp_path / "gradebook.db", EXAM)
    assert not list(tmp_path.iterdir())


def test_a_file_that_is_no_gradebook_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gradebook.db").write_bytes(b"not a database, only some text" * 99)
    with pytest.raises(TableError, match="无法读出成绩"):
        read_results(tmp_path / "gradebook.db", EXAM)

"""A whole exam graded at once: what is good is graded, what is broken is named."""

from __future__ import annotations

import csv
import datetime as dt
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from grading import batch
from grading.answer_key import GradingError
from grading.batch import grade_exam, handed_in
from question_bank.exam import Exam
from question_bank.release import release
from tests.support.broken_hand_ins import BROKEN
from tests.support.hand_ins import hand_in, random_answers

GRADES = """
select s.student_id, b.name, g.auto_score, g.manual_score, g.needs_manual_grade
from grade g join submitted_notebook n on n.id = g.notebook_id
join submitted_assignment s on s.id = n.assignment_id
join base_cell b on b.id = g.cell_id order by 1, 2
"""
TABLES = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")
GOOD = {"q01": True, "q04": ["A"], "q17": ["15", "30"], "q20": "应当告知。"}


def rows(course: Path, query: str = GRADES) -> list[tuple[Any, ...]]:
    with sqlite3.connect(course / "gradebook.db") as connection:
        return connection.execute(query).fetchall()


def total(course: Path, candidate: str) -> float:
    return sum(row[2] or 0 for row in rows(course) if row[0] == candidate)


def listed(course: Path, exam: Exam) -> list[list[str]]:
    path = course / "set_aside" / f"{exam.name}.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    return list(csv.reader(path.read_text("utf-8-sig").splitlines()))


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def sit(course: Path, exam: Exam, count: int) -> list[str]:
    people = [f"P{n:05d}" for n in range(count)]
    for n, person in enumerate(people):
        hand_in(course, exam.name, person, "AB"[n % 2], random_answers(exam, "AB"[n % 2], n))
    return people


def test_every_broken_hand_in_is_set_aside_and_stops_nobody(
    course: Path, exam: Exam, tmp_path: Path
) -> None:
    for n, broken in enumerate(BROKEN):
        folder = hand_in(course, exam.name, f"B{n:03d}", "B", GOOD)
        broken.break_it(folder, exam)
    (course / "submitted" / "P\udc80" / exam.name).mkdir(parents=True)
    good = sit(course, exam, 3)

    outcome = grade_exam(course, exam.name)

    assert outcome.graded == 3
    assert {row[0] for row in rows(course)} == set(good)
    heading, *lines = listed(course, exam)
    assert heading == ["人员编号", "文件", "原因"]
    assert [line[0] for line in lines] == [*(f"B{n:03d}" for n in range(len(BROKEN))), "P\\udc80"]
    for line, broken in zip(lines, BROKEN, strict=False):
        assert line[1] == broken.file
        assert all(word in line[2] for word in broken.words)
    assert [(r.candidate, r.file, r.reason) for r in outcome.refused] == [tuple(x) for x in lines]
    assert outcome.set_aside_file == course / "set_aside" / f"{exam.name}.csv"
    assert sorted(p.name for p in (course / "autograded").iterdir()) == good


def test_nothing_handed_in_is_ever_run(course: Path, exam: Exam, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    cheat = f"__import__('pathlib').Path({str(trace)!r}).touch()"
    hand_in(course, exam.name, "P1", "A", {"q17": [cheat, ""], "q20": f"{{{{ {cheat} }}}}"})
    folder = hand_in(course, exam.name, "P2", "A", {"q20": cheat})
    (folder / "answers.json").unlink()
    notebook = json.loads((folder / "exam.ipynb").read_text("utf-8"))
    for cell in notebook["cells"]:
        meta = cell["metadata"]["nbgrader"]
        if cell["cell_type"] == "code" and not meta["solution"]:
            cell["source"] = cheat
    notebook["cells"].append({"cell_type": "code", "metadata": {}, "source": cheat})
    (folder / "exam.ipynb").write_text(json.dumps(notebook), "utf-8")

    outcome = grade_exam(course, exam.name)

    assert (outcome.graded, outcome.refused) == (2, ())
    assert total(course, "P1") == total(course, "P2") == 0
    assert not trace.exists()


def test_the_list_is_emptied_when_all_is_well_again(course: Path, exam: Exam) -> None:
    folder = hand_in(course, exam.name, "P1", "A", GOOD)
    (folder / "exam.ipynb").write_bytes(b"{}")
    assert len(grade_exam(course, exam.name).refused) == 1
    assert len(listed(course, exam)) == 2

    hand_in(course, exam.name, "P1", "A", GOOD)

    assert grade_exam(course, exam.name).refused == ()
    assert listed(course, exam) == [["人员编号", "文件", "原因"]]


def test_nobody_handed_in(course: Path, exam: Exam) -> None:
    outcome = grade_exam(course, exam.name)

    assert (outcome.graded, outcome.unmarked, outcome.refused) == (0, 0, ())
    assert handed_in(course, exam.name) == []


def test_only_this_exams_hand_ins_are_taken(course: Path, exam: Exam) -> None:
    hand_in(course, exam.name, "P2", "A", {})
    hand_in(course, exam.name, "P1", "A", {})
    (course / "submitted" / "P3" / "another").mkdir(parents=True)

    assert handed_in(course, exam.name) == ["P1", "P2"]


class Inline(Executor):
    """Runs what it is given at once, in this process."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


EXECUTORS: list[Callable[[], Executor]] = [
    lambda: ThreadPoolExecutor(2),
    lambda: ProcessPoolExecutor(2),
    Inline,
]


@pytest.mark.parametrize("make", EXECUTORS, ids=["threads", "processes", "inline"])
def test_every_executor_gives_the_same_rows_and_bytes(
    course: Path, exam: Exam, monkeypatch: pytest.MonkeyPatch, make: Callable[[], Executor]
) -> None:
    sit(course, exam, 7)
    (course / "submitted" / "P00003" / exam.name / "answers.json").write_bytes(b"")
    other = Path(shutil.copytree(course, course.with_name("other")))
    told: list[tuple[int, int]] = []

    plain = grade_exam(course, exam.name)
    monkeypatch.setattr(batch, "CHUNK", 2)
    with make() as executor:
        result = grade_exam(
            other, exam.name, executor=executor, progress=lambda *done: told.append(done)
        )

    assert (plain.graded, result.graded) == (6, 6)
    assert plain.refused == result.refused
    assert rows(course) == rows(other)
    assert files(course / "autograded") == files(other / "autograded")
    assert len(told) == 4
    assert told == sorted(told)
    assert told[-1] == (7, 7)


def test_without_an_executor_many_papers_are_marked_in_processes(
    course: Path, exam: Exam, monkeypatch: pytest.MonkeyPatch
) -> None:
    sit(course, exam, 5)
    monkeypatch.setattr(batch, "CHUNK", 2)

    assert grade_exam(course, exam.name, notebooks=False).graded == 5
    assert not (course / "autograded").exists()


def test_two_runs_leave_the_same_rows_and_bytes(course: Path, exam: Exam) -> None:
    sit(course, exam, 4)
    (course / "submitted" / "P00002" / exam.name / "exam.ipynb").write_bytes(b"{}")
    first = grade_exam(course, exam.name)
    before = [rows(course, f"select * from {table} order by 1") for table in TABLES]  # noqa: S608
    written = files(course / "autograded") | files(course / "exams") | files(course / "set_aside")

    assert grade_exam(course, exam.name) == first

    assert [rows(course, f"select * from {t} order by 1") for t in TABLES] == before  # noqa: S608
    again = files(course / "autograded") | files(course / "exams") | files(course / "set_aside")
    assert again == written


def test_nbgrader_reports_the_batchs_scores(course: Path, exam: Exam) -> None:
    people = sit(course, exam, 4)
    grade_exam(course, exam.name)

    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "xuefa") as api:
        for person in people:
            submission = api.find_submission(exam.name, person)
            assert submission.score == pytest.approx(total(course, person))
            assert submission.max_score == exam.blueprint.points
            assert submission.needs_manual_grade == any(
                row[4] for row in rows(course) if row[0] == person
            )
        means = [api.find_submission(exam.name, person).score for person in people]
        assert api.average_assignment_score(exam.name) == pytest.approx(sum(means) / 4)


def mark_essay(course: Path, exam: Exam, candidate: str) -> None:
    """A marker types a score and a comment in formgrader."""
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "xuefa") as api:
        grade = api.find_grade("q20", "exam", exam.name, candidate)
        grade.manual_score, grade.needs_manual_grade = 4.0, False
        api.find_comment("q20", "exam", exam.name, candidate).manual_comment = "好"
        api.db.commit()


def essay(course: Path, exam: Exam, candidate: str) -> tuple[Any, ...]:
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "xuefa") as api:
        grade = api.find_grade("q20", "exam", exam.name, candidate)
        comment = api.find_comment("q20", "exam", exam.name, candidate).manual_comment
        return grade.manual_score, bool(grade.needs_manual_grade), comment


def test_papers_whose_essays_are_marked_no_longer_count_as_unmarked(
    course: Path, exam: Exam
) -> None:
    hand_in(course, exam.name, "P1", "A", GOOD)
    hand_in(course, exam.name, "P2", "A", GOOD)
    assert grade_exam(course, exam.name).unmarked == 2
    mark_essay(course, exam, "P1")

    assert grade_exam(course, exam.name).unmarked == 1


def test_a_marked_essay_stays_marked_until_the_answers_change(course: Path, exam: Exam) -> None:
    hand_in(course, exam.name, "P1", "A", GOOD)
    grade_exam(course, exam.name)
    mark_essay(course, exam, "P1")

    grade_exam(course, exam.name)
    assert essay(course, exam, "P1") == (4.0, False, "好")

    hand_in(course, exam.name, "P1", "A", GOOD | {"q20": "不必告知。"})
    grade_exam(course, exam.name)
    assert essay(course, exam, "P1") == (4.0, True, "好")


def test_a_paper_that_became_bad_keeps_no_stale_grade_and_recovers_when_mended(
    course: Path, exam: Exam
) -> None:
    folder = hand_in(course, exam.name, "P1", "A", GOOD)
    hand_in(course, exam.name, "P2", "A", GOOD)
    grade_exam(course, exam.name)
    mark_essay(course, exam, "P1")
    before = total(course, "P1")
    good = (folder / "answers.json").read_bytes()

    (folder / "answers.json").write_bytes(good[:-20])
    outcome = grade_exam(course, exam.name)

    assert outcome.graded == 1
    assert "原有的机器评分已撤下，人工评分保留" in outcome.refused[0].reason
    assert {row[2:] for row in rows(course) if row[0] == "P1" and row[1] != "q20"} == {
        (None, None, 1)
    }
    assert essay(course, exam, "P1") == (4.0, True, "好")
    assert total(course, "P2") == before
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "xuefa") as api:
        assert api.find_submission_notebook("exam", exam.name, "P1").flagged

    (folder / "answers.json").write_bytes(good)
    assert grade_exam(course, exam.name).refused == ()
    assert total(course, "P1") == before > 0
    assert essay(course, exam, "P1") == (4.0, True, "好")
    with Gradebook(f"sqlite:///{course / 'gradebook.db'}", "xuefa") as api:
        assert not api.find_submission_notebook("exam", exam.name, "P1").flagged


def test_a_paper_refused_from_the_start_is_not_said_to_be_withdrawn(
    course: Path, exam: Exam
) -> None:
    folder = hand_in(course, exam.name, "P1", "A", GOOD)
    (folder / "exam.ipynb").write_bytes(b"{}")

    assert "撤下" not in grade_exam(course, exam.name).refused[0].reason


def test_without_its_memory_of_answers_the_batch_asks_markers_to_look_again(
    course: Path, exam: Exam
) -> None:
    hand_in(course, exam.name, "P1", "A", GOOD)
    grade_exam(course, exam.name)
    mark_essay(course, exam, "P1")
    (course / "exams" / exam.name / "graded.json").unlink()

    grade_exam(course, exam.name)

    assert essay(course, exam, "P1") == (4.0, True, "好")


@pytest.mark.parametrize("content", [b'{"P1": ', b"[1]", b"7", b"\xff"])
def test_a_broken_memory_is_named(course: Path, exam: Exam, content: bytes) -> None:
    (course / "exams" / exam.name / "graded.json").write_bytes(content)

    with pytest.raises(GradingError, match=r"graded\.json 损坏：删除它"):
        grade_exam(course, exam.name)


def test_an_exam_without_gradebook_or_release_is_refused(course: Path, exam: Exam) -> None:
    with pytest.raises(GradingError, match="没有考试 another"):
        grade_exam(course, "another")
    with pytest.raises(GradingError, match="没有成绩库"):
        grade_exam(course / "nowhere", exam.name)


def test_a_failure_while_writing_leaves_the_gradebook_as_it_was(
    course: Path, exam: Exam, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_in(course, exam.name, "P1", "A", GOOD)
    grade_exam(course, exam.name)
    before = rows(course)
    hand_in(course, exam.name, "P1", "A", {"q01": False})
    hand_in(course, exam.name, "P2", "A", GOOD)

    def fail(*_: object) -> Iterator[str]:
        raise OSError("disk full")

    monkeypatch.setattr(batch, "withdraw", fail)
    with pytest.raises(OSError, match="disk full"):
        grade_exam(course, exam.name)

    assert rows(course) == before


@pytest.mark.slow
def test_a_key_corrected_and_released_anew_gives_new_scores_and_keeps_manual_ones(
    course: Path, exam: Exam
) -> None:
    slot = exam.slots[0]
    old = bool(exam.form_item("A", slot).key())
    hand_in(course, exam.name, "P1", "A", {"q01": old, "q20": "应当告知。"})
    hand_in(course, exam.name, "P2", "A", {"q01": not old})
    grade_exam(course, exam.name)
    mark_essay(course, exam, "P1")
    assert (total(course, "P1"), total(course, "P2")) == (1.0, 0.0)

    release(course, corrected(exam))
    outcome = grade_exam(course, exam.name)

    assert outcome.refused == ()
    assert (total(course, "P1"), total(course, "P2")) == (0.0, 1.0)
    assert essay(course, exam, "P1") == (4.0, False, "好")
    shown = json.loads((course / "autograded" / "P2" / exam.name / "exam.ipynb").read_text("utf-8"))
    note = next(c for c in shown["cells"] if c["id"] == "q01_test")["source"]
    assert "".join(note).startswith(f"# 标准答案：{'错误' if old else '正确'}")


def corrected(exam: Exam) -> Exam:
    """The exam with the key of form A's first question the other way round."""
    first, *others = exam.forms["A"]
    item = first.item.model_copy(
        update={"answer": not first.item.answer, "checked": dt.date(2026, 9, 20)}
    )
    changed = (first.model_copy(update={"item": item}), *others)
    return exam.model_copy(update={"forms": {**exam.forms, "A": changed}})

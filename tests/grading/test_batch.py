"""A whole exam graded at once: what is good is graded, what is broken is named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from nbgrader.api import Gradebook

from grading import batch
from grading.answer_key import GradingError
from grading.batch import grade_exam
from question_bank.exam import Exam
from tests.support.broken_hand_ins import BROKEN
from tests.support.graded_course import GOOD, files, listed, rows, sit, total
from tests.support.hand_ins import hand_in

TABLES = ("student", "submitted_assignment", "submitted_notebook", "grade", "comment")


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

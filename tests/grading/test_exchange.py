"""An exam travels through nbgrader's own exchange: released, fetched, submitted, collected."""

from __future__ import annotations

import json
import shutil
import stat
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest

from exam_hall.contract import FORM_CELL, answer_source, form_source
from question_bank.exam import Exam
from question_bank.notebook import TEXT_STUB
from question_bank.release import COURSE_ID, run_nbgrader
from tests.grading.test_against_stock import COMMENTS, stock_copy
from tests.support.commands import Xuefa
from tests.support.graded_course import files, rows, total
from tests.support.hand_ins import random_answers, read_paper

# The journey is made once and looked at by several tests: they belong on one worker.
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("exchange")]

KNOWS_ALL, KNOWS_SOME = "P00001", "P00002"
FORMS = {KNOWS_ALL: "A", KNOWS_SOME: "B"}
HANDED_IN_AT = "select student_id, timestamp from submitted_assignment order by 1"


@dataclass(frozen=True)
class Journey:
    """What is left of it: the course that collected, the exchange, and what ``list`` said."""

    course: Path
    outbound: Path
    inbound: Path
    listed: str


def right_answers(exam: Exam, form: str) -> dict[str, Any]:
    """The key of every objective question, and an essay for the others."""
    answers: dict[str, Any] = {}
    for slot in exam.slots:
        key: Any = "应当先告知，再决定。" if slot.is_essay else exam.form_item(form, slot).key()
        answers[slot.grade_id] = [blank[0] for blank in key] if slot.kind == "fill" else key
    return answers


def fill_in(course: Path, exam: Exam, form: str, answers: dict[str, Any], path: Path) -> None:
    """Type answers into a notebook and save it, as plain Jupyter does.

    In a code cell only what stands right of ``=`` is typed over; the notice below it stays.
    """
    slots = {slot.grade_id: slot for slot in read_paper(course, exam.name, form).slots}
    typed = {name: answer_source(slots[name], answer) for name, answer in answers.items()}
    typed[FORM_CELL] = form_source(form)
    notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    for cell in notebook.cells:
        if (text := typed.get(cell.metadata.nbgrader.grade_id)) is not None:
            old = TEXT_STUB if cell.cell_type == "markdown" else cell.source.splitlines()[0]
            assert old in cell.source
            cell.source = cell.source.replace(old, text)
    nbformat.write(notebook, path)  # type: ignore[no-untyped-call]


def options(exchange: Path, home: Path) -> tuple[str, ...]:
    """What a candidate tells nbgrader, whose folder has none of our settings."""
    return (
        f"--course={COURSE_ID}",
        f"--student={home.name}",
        f"--Exchange.root={exchange}",
        f"--Exchange.cache={home / 'cache'}",
    )


def sit(course: Path, exam: Exam, exchange: Path, home: Path) -> None:
    """A candidate fetches the exam, answers it and submits."""
    told, form = options(exchange, home), FORMS[home.name]
    run_nbgrader(home, "fetch_assignment", exam.name, *told)
    fetched = home / exam.name
    assert files(fetched) == files(course / "release" / exam.name)
    right = home.name == KNOWS_ALL
    answers = right_answers(exam, form) if right else random_answers(exam, form, 0)
    fill_in(course, exam, form, answers, fetched / "exam.ipynb")
    run_nbgrader(home, "submit", exam.name, "--strict", *told)


@pytest.fixture(scope="module")
def journey(released_course: Path, exam: Exam, tmp_path_factory: pytest.TempPathFactory) -> Journey:
    """The exam released to an exchange, sat by two people in two forms, and collected."""
    base = tmp_path_factory.mktemp("exchange")
    course, exchange = base / "course", base / "exchange"
    shutil.copytree(released_course, course)
    run_nbgrader(course, "release_assignment", exam.name, f"--Exchange.root={exchange}")
    homes = [base / person for person in FORMS]
    for home in homes:
        home.mkdir()
    listed = run_nbgrader(homes[0], "list", *options(exchange, homes[0]))
    with ThreadPoolExecutor(2) as people:
        sat = [people.submit(sit, course, exam, exchange, home) for home in homes]
        for one in sat:
            one.result()
    # Both people are one account of this machine, which nbgrader would take for a cheat.
    unowned = "--ExchangeCollect.check_owner=False"
    run_nbgrader(course, "collect", exam.name, f"--Exchange.root={exchange}", unowned)
    folder = exchange / COURSE_ID
    return Journey(course, folder / "outbound", folder / "inbound", listed)


def test_a_candidate_finds_the_exam_in_the_list(journey: Journey, exam: Exam) -> None:
    assert journey.listed.endswith(f"{COURSE_ID} {exam.name}\n")


def test_the_exchange_gives_out_what_was_released_and_nothing_else(
    journey: Journey, exam: Exam
) -> None:
    given_out = files(journey.outbound)
    released = files(journey.course / "release")
    assert given_out == released
    assert set(given_out) == {
        f"{exam.name}/{name}" for name in ("exam.ipynb", "paper-A.json", "paper-B.json")
    }


def telling(exam: Exam) -> set[str]:
    """Texts of the source notebook by which a key could be recognised."""
    words = {"BEGIN", "END SOLUTION", "mark_cell", "'keys'"}
    for slot in exam.slots:
        if not slot.is_essay:
            literal = exam.slot_key(slot).as_literal()
            words |= {repr(literal), repr(literal["keys"])}
            answer = right_answers(exam, "A")[slot.grade_id]
            words.add(f"{slot.grade_id} = {answer!r}")
    essays = (exam.form_item("A", slot).item for slot in exam.slots if slot.is_essay)
    return words | {str(item.model_answer) for item in essays}


def texts(folder: Path) -> str:
    """All a folder's files say, with the text of cells as it stands in them."""
    plain = (path.read_text("utf-8") for path in folder.rglob("*.json"))
    notebooks = (json.loads(path.read_text("utf-8")) for path in folder.rglob("*.ipynb"))
    cells = ("".join(cell["source"]) for notebook in notebooks for cell in notebook["cells"])
    return "\n".join([*plain, *cells])


def test_nothing_the_exchange_gives_out_tells_a_key(journey: Journey, exam: Exam) -> None:
    source, given_out = texts(journey.course / "source"), texts(journey.outbound)
    for words in telling(exam):
        assert words in source, "the source holds no such text: the test has lost its point"
        assert words not in given_out
    everything = b"".join(files(journey.outbound).values())
    assert not [mark for mark in (b"BEGIN", b"HIDDEN", b"mark_cell") if mark in everything]


def test_candidates_can_hand_in_but_not_look_at_what_others_handed_in(journey: Journey) -> None:
    mode = journey.inbound.stat().st_mode
    assert mode & stat.S_IWOTH
    assert not mode & (stat.S_IRGRP | stat.S_IROTH)
    assert len(list(journey.inbound.iterdir())) == len(FORMS)


def test_what_was_collected_is_graded_as_stock_autograde_grades_it(
    journey: Journey, exam: Exam, tmp_path: Path, xuefa: Xuefa
) -> None:
    course = Path(shutil.copytree(journey.course, tmp_path / "course"))
    assert {path.name for path in (course / "submitted").iterdir()} == set(FORMS)
    stock = stock_copy(course)

    status, said = xuefa("grade", exam.name, "--course", course)
    run_nbgrader(stock, "autograde", exam.name)

    assert status == 0, said
    assert len(rows(course)) == len(FORMS) * len(exam.slots)
    assert rows(course) == rows(stock)
    assert rows(course, COMMENTS) == rows(stock, COMMENTS)
    assert rows(course, HANDED_IN_AT) == rows(stock, HANDED_IN_AT)
    assert all(moment for _, moment in rows(course, HANDED_IN_AT))
    essays = sum(slot.points for slot in exam.slots if slot.is_essay)
    assert total(course, KNOWS_ALL) == exam.blueprint.points - essays
    assert 0 < total(course, KNOWS_SOME) < total(course, KNOWS_ALL)

"""Nothing that tells a key is in any answer of the hall."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from exam_hall.sitting import Sitting
from exam_hall.web.passwords import password_file, save_passwords
from question_bank.exam import Exam
from tests.exam_hall.conftest import EXAM, INVIGILATOR, make_sitting
from tests.exam_hall.web.conftest import Open, Running, all_passwords, whole_day
from tests.exam_hall.web.visitor import PAGE

HERE = f"api/exams/{EXAM}"
KEY = "KEY-MARKER"


def test_nothing_that_tells_a_key_is_in_any_answer(named: Running, hall_course: Path) -> None:
    """Whatever else lies in the course folder, the keys above all."""
    for place in ("source", "autograded/P1", "feedback/P1", "exams"):
        folder = hall_course / place / EXAM
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("exam.json", "exam.ipynb", "paper.json", "exam.html"):
            (folder / name).write_text(json.dumps({"answer": KEY}), "utf-8")
    li = whole_day(named)
    for path in ("source", "../source", "static/../../source"):
        li.get(f"{path}/{EXAM}/exam.json")
    li.get(f"{HERE}/result")
    li.get(f"{HERE}/feedback")
    assert KEY not in "".join(answer.text for answer in li.seen)


def test_a_paper_on_the_wire_has_the_fields_of_the_contract_and_no_other(open_hall: Open) -> None:
    li = open_hall().signed_in("P1")
    li.sit(EXAM)
    sheet = li.get(f"{HERE}/paper").json()
    assert sheet.keys() == {
        *("paper", "attempt", "deadline", "now", "grace_s", "answers", "marked"),
    }
    paper = sheet["paper"]
    assert paper.keys() == {"schema", "exam", "form", "title", "duration_s", "sections", "slots"}
    for slot in paper["slots"]:
        assert slot.keys() == {"grade_id", "kind", "points", "stem", "options", "max_chars"}
        assert all(option.keys() == {"id", "text"} for option in slot["options"])
    assert all(section.keys() == {"heading", "grade_ids"} for section in paper["sections"])


def sitting_of(exam: Exam, released: Path, course: Path) -> Sitting:
    shutil.copytree(released, course)
    allotment = course / "exams" / exam.name / "allotment.csv"
    allotment.parent.mkdir(parents=True, exist_ok=True)
    allotment.write_text("人员编号,试卷\nP1,A\nP2,B\n", "utf-8-sig")
    sitting = make_sitting(course, invigilators=[INVIGILATOR])
    return sitting.model_copy(update={"exam": exam.name})


@pytest.mark.slow
def test_no_explanation_of_a_real_exam_is_sent(
    exam: Exam, released_course: Path, open_hall: Open, tmp_path: Path, home: Path
) -> None:
    save_passwords(password_file(home, exam.name), all_passwords())
    hall = open_hall(sitting_of(exam, released_course, tmp_path / "real"))
    for person, form in (("P1", "A"), ("P2", "B")):
        visitor = hall.signed_in(person)
        visitor.sit(exam.name)
        sheet = visitor.get(f"api/exams/{exam.name}/paper").json()
        assert len(sheet["paper"]["slots"]) == len(exam.slots)
        visitor.post(f"api/exams/{exam.name}/hand-in", {"client": PAGE, "attempt": 1})
        visitor.get(f"api/exams/{exam.name}/result")
        told = "".join(answer.text for answer in visitor.seen)
        items = [exam.form_item(form, slot).item for slot in exam.slots]
        assert all(item.explanation for item in items)
        assert not [item.id for item in items if item.explanation in told or item.id in told]

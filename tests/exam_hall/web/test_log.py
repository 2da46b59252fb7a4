"""The logs hold no answer, no name, no 人员编号 and no key; nor does any answer of the hall."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest

from exam_hall.room import ExamRoom
from exam_hall.web import candidate
from tests.exam_hall.conftest import EXAM
from tests.exam_hall.web.conftest import ENTRY, Open, Running, password_of
from tests.exam_hall.web.visitor import PAGE, Visitor

HERE = f"api/exams/{EXAM}"
ROOM = f"api/room/{EXAM}"


def whole_day(hall: Running) -> Visitor:
    """Everything that may be done, and some that may not."""
    li = hall.visitor()
    li.sign_in("P1", "WRONG-WRONG")
    li.sign_in("P1", password_of("P1"))
    li.post(f"{HERE}/start", {"client": PAGE, "password": "AAAA-AAAA"})
    li.post(f"{HERE}/start", {"client": PAGE, "password": ENTRY})
    li.get(f"{HERE}/paper?candidate=P1")
    li.get(f"{HERE}/nothing/P1")
    li.save(EXAM, "机密答案", 1, "q06")
    li.save(EXAM, ["机密答案"], 2)
    li.post(f"{HERE}/answer", '{"client": "机密答案'.encode())
    li.post(f"{HERE}/contact", {"client": PAGE})
    li.post(f"{HERE}/hand-in", {"client": PAGE, "attempt": 1})
    watch = hall.signed_in("T1")
    note = {"client": "desk", "client_seq": 1, "candidate": "P1", "text": "机密答案"}
    watch.post(f"{ROOM}/note", note)
    watch.get(ROOM)
    watch.post(f"{ROOM}/collect", {"client": PAGE})
    return li


@pytest.fixture
def named(open_hall: Open, hall_course: Path) -> Running:
    table = hall_course.parent / "names.csv"
    table.write_text("人员编号,姓名\nP1,李某某\n", "utf-8")
    return open_hall(password_required=True, names=str(table))


def test_logs_name_nobody_and_quote_nothing(
    named: Running, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG, "exam_hall")
    caplog.set_level(logging.DEBUG)
    li = whole_day(named)
    written = caplog.text + "".join(capfd.readouterr())
    assert f"POST {HERE.replace(EXAM, '{exam}')}/answer 200" in written
    assert f"GET {ROOM.replace(EXAM, '{exam}')} 200" in written
    secrets = (li.cookies["xuefa_session"], password_of("P1"), ENTRY)
    for told in ("P1", "T1", "李某某", "机密", "q06", PAGE, "127.0.0.1", *secrets):
        assert told not in written, told


def test_a_fault_of_ours_is_logged_without_what_it_was_about(
    named: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def faulty(room: ExamRoom, who: str) -> None:
        raise RuntimeError(f"{who} wrote 机密答案")

    monkeypatch.setattr(candidate.shown, "sheet", faulty)
    answer = named.signed_in("P1").get(f"{HERE}/paper")
    assert answer.why == (500, "fault")
    assert "RuntimeError" not in answer.text
    assert "RuntimeError" in caplog.text
    assert "test_log.py" in caplog.text
    assert "机密" not in caplog.text + answer.text


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

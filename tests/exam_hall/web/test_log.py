"""The logs hold no answer, no name and no 人员编号."""

from __future__ import annotations

import logging

import pytest

from exam_hall.room import ExamRoom
from exam_hall.web import candidate
from tests.exam_hall.conftest import EXAM
from tests.exam_hall.web.conftest import ENTRY, Running, password_of, whole_day
from tests.exam_hall.web.visitor import PAGE

HERE = f"api/exams/{EXAM}"
ROOM = f"api/room/{EXAM}"


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

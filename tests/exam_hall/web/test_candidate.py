"""A candidate over HTTP: from the list of exams to the receipt."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from exam_hall.contract import Paper
from tests.exam_hall.conftest import EXAM, OPENS, PAPERS, Clock
from tests.exam_hall.disks import FailingDisk
from tests.exam_hall.web.conftest import ENTRY, Open, Running, eventually
from tests.exam_hall.web.visitor import OTHER_PAGE, PAGE, Visitor

HERE = f"api/exams/{EXAM}"


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


def test_the_list_holds_the_exams_one_is_allotted_to(li: Visitor, watch: Visitor) -> None:
    (exam,) = li.get("api/exams").json()["exams"]
    assert exam == {
        "id": EXAM,
        "title": "法律考试",
        "state": "open",
        "state_text": "可以开始",
        "opens": OPENS.isoformat(),
        "closes": (OPENS + dt.timedelta(minutes=90)).isoformat(),
        "last_entry": (OPENS + dt.timedelta(minutes=90)).isoformat(),
        "duration_min": 60,
        "attempt": 0,
        "attempts_left": 1,
        "may_start": True,
        "published": False,
    }
    assert watch.get("api/exams").json() == {"exams": []}


def test_what_may_be_known_beforehand(open_hall: Open) -> None:
    hall = open_hall(extra_minutes={"P1": 20}, attempts=2)
    info = hall.signed_in("P1").get(HERE).json()
    assert (info["id"], info["title"], info["state"]) == (EXAM, "法律考试", "open")
    assert (info["duration_s"], info["grace_s"], info["questions"], info["points"]) == (
        *(80 * 60, 60, 6),
        11,
    )
    assert info["sections"][1] == {"heading": "二、选择题", "questions": 3, "points": 4}
    assert (info["attempts"], info["attempts_left"], info["attempt"]) == (2, 2, 0)
    assert (info["deadline"], info["receipt"], info["published"]) == (None, None, False)
    assert info["password_required"] is False
    assert at(info["now"]) == OPENS


def test_a_whole_sitting(hall: Running, li: Visitor, clock: Clock, hall_course: Path) -> None:
    begun = li.post(f"{HERE}/start", {"client": PAGE}).json()
    assert begun == {
        "attempt": 1,
        "deadline": (OPENS + dt.timedelta(hours=1)).isoformat(),
        "now": OPENS.isoformat(),
    }
    said = li.post(f"{HERE}/contact", {"client": PAGE}).json()
    assert (said["state"], said["attempt"], said["pen"]) == ("sitting", 1, True)
    clock.forward(5)
    saved = li.save(EXAM, ["B"]).json()
    assert (saved["client_seq"], saved["counts"], at(saved["at"])) == (1, True, clock.now)
    marking = {"client": PAGE, "client_seq": 2, "attempt": 1, "grade_id": "q04", "on": True}
    assert li.post(f"{HERE}/mark", marking).json()["seq"] > saved["seq"]
    sheet = li.get(f"{HERE}/paper").json()
    assert (sheet["answers"], sheet["marked"], sheet["attempt"]) == ({"q02": ["B"]}, ["q04"], 1)
    assert sheet["grace_s"] == 60
    receipt = li.post(f"{HERE}/hand-in", {"client": PAGE, "attempt": 1}).json()["receipt"]
    assert receipt | {"code": ""} == {
        "code": "",
        "exam": EXAM,
        "title": "法律考试",
        "attempt": 1,
        "at": clock.now.isoformat(),
        "answered": 1,
        "questions": 6,
        "by": "candidate",
    }
    info = li.get(HERE).json()
    assert (info["state"], info["receipt"]) == ("handed_in", receipt)
    found = hall.room.verify(receipt["code"])
    assert found is not None
    assert (found.candidate, found.is_intact) == ("P1", True)
    kept = hall_course / "submitted" / "P1" / EXAM / "answers.json"
    eventually(kept.is_file)
    assert json.loads(kept.read_bytes())["answers"] == {"q02": ["B"]}


def test_starting_again_finds_the_open_attempt(hall: Running, li: Visitor, clock: Clock) -> None:
    first = li.post(f"{HERE}/start", {"client": PAGE}).json()
    clock.forward(3)
    again = li.post(f"{HERE}/start", {"client": PAGE}).json()
    assert (again["attempt"], again["deadline"]) == (1, first["deadline"])
    assert hall.journalled() == ["started"]


def test_handing_in_twice_gives_the_same_receipt(hall: Running, li: Visitor, clock: Clock) -> None:
    li.sit(EXAM)
    first = li.post(f"{HERE}/hand-in", {"client": PAGE, "attempt": 1}).json()
    clock.forward(1)
    assert li.post(f"{HERE}/hand-in", {"client": PAGE, "attempt": 1}).json() == first
    assert li.post(f"{HERE}/hand-in", {"client": OTHER_PAGE, "attempt": 1}).json() == first
    assert hall.journalled() == ["started", "handed_in"]


def test_the_same_message_is_stored_once(hall: Running, li: Visitor) -> None:
    li.sit(EXAM)
    first = li.save(EXAM, ["A"]).json()
    assert li.save(EXAM, ["A"]).json()["seq"] == first["seq"]
    assert li.save(EXAM, ["B"]).why == (409, "conflict")
    assert hall.journalled() == ["started", "answer"]


def test_the_page_opened_last_holds_the_pen(hall: Running, li: Visitor) -> None:
    li.sit(EXAM)
    li.save(EXAM, ["A"])
    assert li.post(f"{HERE}/contact", {"client": OTHER_PAGE}).json()["pen"] is True
    assert li.post(f"{HERE}/contact", {"client": PAGE}).json()["pen"] is False
    before = hall.journalled()
    assert li.save(EXAM, ["B"], 2).why == (409, "pen")
    marking = {"client": PAGE, "client_seq": 3, "attempt": 1, "grade_id": "q04", "on": True}
    assert li.post(f"{HERE}/mark", marking).why == (409, "pen")
    assert li.post(f"{HERE}/hand-in", {"client": PAGE, "attempt": 1}).why == (409, "pen")
    assert hall.journalled() == before
    assert li.save(EXAM, ["C"], 1, client=OTHER_PAGE).status == 200
    assert li.get(f"{HERE}/paper").json()["answers"] == {"q02": ["C"]}


def test_a_page_that_never_announced_itself_has_no_pen(hall: Running, li: Visitor) -> None:
    li.sit(EXAM)
    assert li.save(EXAM, ["A"], client=OTHER_PAGE).why == (409, "pen")
    assert hall.journalled() == ["started"]


def test_a_second_page_that_starts_takes_the_pen(li: Visitor) -> None:
    li.sit(EXAM)
    li.sit(EXAM, OTHER_PAGE)
    assert li.save(EXAM, ["A"], client=OTHER_PAGE).status == 200
    assert li.save(EXAM, ["B"]).why == (409, "pen")


def test_an_answer_after_grace_is_kept_and_told_not_to_count(
    open_hall: Open, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    hall = open_hall()
    monkeypatch.setattr(hall.room, "sweep", list)
    li = hall.signed_in("P1")
    li.sit(EXAM)
    clock.forward(60, seconds=60)
    assert li.save(EXAM, ["A"], 1).json()["counts"] is True
    clock.forward(seconds=1)
    assert li.save(EXAM, ["B"], 2).json()["counts"] is False
    assert hall.journalled() == ["started", "answer", "late"]


def test_time_running_out_collects_and_delivers(
    hall: Running, li: Visitor, clock: Clock, hall_course: Path
) -> None:
    li.sit(EXAM)
    li.save(EXAM, ["A"])
    clock.forward(61, seconds=1)
    eventually(lambda: hall.journalled()[-1] == "handed_in")
    info = li.get(HERE).json()
    assert (info["state"], info["receipt"]["by"]) == ("handed_in", "time")
    assert at(info["receipt"]["at"]) == OPENS + dt.timedelta(hours=1)
    eventually((hall_course / "submitted" / "P1" / EXAM / "answers.json").is_file)
    assert li.save(EXAM, ["B"], 2).json()["counts"] is False


def test_the_paper_is_the_released_one_arranged(li: Visitor, wang: Visitor) -> None:
    for visitor, form in ((li, "A"), (wang, "B")):
        visitor.sit(EXAM)
        sheet = visitor.get(f"{HERE}/paper").json()
        paper = Paper.from_json(json.dumps(sheet["paper"]).encode())
        assert sorted_paper(paper).to_json() == sorted_paper(PAPERS[form]).to_json()


def sorted_paper(paper: Paper) -> Paper:
    """Without the order a candidate sees."""
    slots = [
        replace(slot, options=tuple(sorted(slot.options, key=lambda option: option.id)))
        for slot in paper.slots
    ]
    sections = [
        replace(section, grade_ids=tuple(sorted(section.grade_ids))) for section in paper.sections
    ]
    ordered = tuple(sorted(slots, key=lambda slot: slot.grade_id))
    return replace(paper, slots=ordered, sections=tuple(sections))


def test_a_full_disk_is_told_and_the_same_answer_may_be_sent_again(open_hall: Open) -> None:
    disk = FailingDisk()
    hall = open_hall(disk=disk)
    li = hall.signed_in("P1")
    li.sit(EXAM)
    disk.left = 0
    assert li.save(EXAM, ["A"]).why == (503, "storage")
    assert li.post(f"{HERE}/hand-in", {"client": PAGE, "attempt": 1}).why == (503, "storage")
    disk.mend()
    assert li.save(EXAM, ["A"]).status == 200
    assert hall.journalled() == ["started", "answer"]


def test_the_entry_password_is_asked_for_when_an_attempt_begins(open_hall: Open) -> None:
    hall = open_hall(password_required=True)
    li = hall.signed_in("P1")
    assert li.get(HERE).json()["password_required"] is True
    for wrong in ({}, {"password": "MNPR-TWXX"}):
        assert li.post(f"{HERE}/start", {"client": PAGE, **wrong}).why == (403, "forbidden")
    assert hall.journalled() == []
    typed = {"client": PAGE, "password": ENTRY.lower().replace("-", "　")}
    assert li.post(f"{HERE}/start", typed).status == 200
    # the page that is opened again does not ask again
    assert li.post(f"{HERE}/start", {"client": OTHER_PAGE}).json()["attempt"] == 1


def test_the_entry_password_may_be_tried_five_times(open_hall: Open) -> None:
    hall = open_hall(password_required=True)
    li, wang = hall.signed_in("P1"), hall.signed_in("P2")
    wrong = {"client": PAGE, "password": "AAAA-AAAA"}
    said = [li.post(f"{HERE}/start", wrong).status for _ in range(5)]
    assert said == [403] * 5
    refused = li.post(f"{HERE}/start", {"client": PAGE, "password": ENTRY})
    assert refused.why == (429, "too_many")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert wang.post(f"{HERE}/start", {"client": PAGE, "password": ENTRY}).status == 200


def test_a_further_attempt_has_a_receipt_of_its_own(open_hall: Open, clock: Clock) -> None:
    li = open_hall(attempts=2).signed_in("P1")
    li.sit(EXAM)
    first = li.post(f"{HERE}/hand-in", {"client": PAGE, "attempt": 1}).json()["receipt"]
    assert li.get(HERE).json()["may_start"] is True
    clock.forward(1)
    li.sit(EXAM, OTHER_PAGE)
    assert li.get(HERE).json()["receipt"] is None
    second = li.post(f"{HERE}/hand-in", {"client": OTHER_PAGE, "attempt": 2}).json()["receipt"]
    assert (second["attempt"], second["code"] != first["code"]) == (2, True)
    assert li.get(HERE).json()["receipt"] == second

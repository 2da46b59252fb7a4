"""The invigilator over HTTP: who is there, more time, annulling, notes, collecting."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from exam_hall.errors import SetupError
from exam_hall.web.hall import Hall
from tests.exam_hall.conftest import EXAM, INVIGILATOR, OPENS, Clock, make_sitting
from tests.exam_hall.disks import FailingDisk
from tests.exam_hall.web.conftest import Open, Running, eventually
from tests.exam_hall.web.visitor import PAGE, Visitor

HERE = f"api/exams/{EXAM}"
ROOM = f"api/room/{EXAM}"
DESK = "d" * 32


def one(room: dict[str, Any], candidate: str) -> dict[str, Any]:
    (found,) = (entry for entry in room["candidates"] if entry["id"] == candidate)
    return dict(found)


def granting(**changes: Any) -> dict[str, Any]:
    asked = {"client": DESK, "client_seq": 1, "candidate": "P1", "attempt": 1}
    return {**asked, "seconds": 600, "reason": "停电", **changes}


def test_everybody_on_the_list_is_shown(li: Visitor, watch: Visitor, clock: Clock) -> None:
    clock.forward(3)
    li.sit(EXAM)
    li.save(EXAM, ["A"], 1)
    li.save(EXAM, ["1", ""], 2, "q05")
    li.save(EXAM, "", 3, "q06")
    marking = {"client": PAGE, "client_seq": 4, "attempt": 1, "grade_id": "q01", "on": True}
    li.post(f"{HERE}/mark", marking)
    room = watch.get(ROOM).json()
    assert (room["id"], room["title"], room["questions"]) == (EXAM, "法律考试", 6)
    assert room["opens"] == OPENS.isoformat()
    assert room["counts"] == {"sitting": 1, "open": 2}
    assert one(room, "P1") == {
        "id": "P1",
        "name": None,
        "unit": None,
        "ticket": None,
        "seat": None,
        "form": "A",
        "state": "sitting",
        "state_text": "正在作答",
        "attempt": 1,
        "started": clock.now.isoformat(),
        "deadline": (clock.now + dt.timedelta(hours=1)).isoformat(),
        "answered": 2,
        "marked": 1,
        "last_contact": clock.now.isoformat(),
        "receipt": None,
    }
    assert one(room, "P2")["last_contact"] is None


def test_names_come_from_the_table_of_the_sitting(open_hall: Open, hall_course: Path) -> None:
    table = hall_course.parent / "names.csv"
    table.write_text("人员编号,姓名,座位号\nP1,李某某,12\n", "utf-8-sig")
    watch = open_hall(names=str(table)).signed_in(INVIGILATOR)
    room = watch.get(ROOM).json()
    assert (one(room, "P1")["name"], one(room, "P1")["seat"]) == ("李某某", "12")
    assert one(room, "P2")["name"] is None


def test_more_time_moves_the_deadline_once(li: Visitor, watch: Visitor) -> None:
    li.sit(EXAM)
    later = (OPENS + dt.timedelta(minutes=70)).isoformat()
    for _ in range(2):
        assert watch.post(f"{ROOM}/grant", granting()).json()["deadline"] == later
    assert li.post(f"{HERE}/contact", {"client": PAGE}).json()["deadline"] == later


def test_an_annulled_attempt_is_taken_back_and_may_be_given_again(
    hall: Running, li: Visitor, watch: Visitor, hall_course: Path
) -> None:
    li.sit(EXAM)
    li.post(f"{HERE}/hand-in", {"client": PAGE, "attempt": 1})
    place = hall_course / "submitted" / "P1" / EXAM
    eventually(place.is_dir)
    voiding = {"client": DESK, "candidate": "P1", "attempt": 1, "reason": "设备故障", "again": True}
    assert watch.post(f"{ROOM}/void", voiding).status == 200
    eventually(lambda: not place.exists())
    info = li.get(HERE).json()
    assert (info["state"], info["may_start"], info["receipt"]) == ("open", True, None)
    li.sit(EXAM)
    assert li.get(f"{HERE}/paper").json()["attempt"] == 2


def test_what_happened_is_noted(hall: Running, watch: Visitor, clock: Clock) -> None:
    note = {"client": DESK, "client_seq": 1, "text": "九点十分短时停电"}
    for _ in range(2):
        assert watch.post(f"{ROOM}/note", note).status == 200
    clock.forward(1)
    about = {"client": DESK, "client_seq": 2, "candidate": "P2", "text": "换了机器"}
    watch.post(f"{ROOM}/note", about)
    notes = watch.get(ROOM).json()["notes"]
    assert [(n["by"], n["candidate"], n["text"]) for n in notes] == [
        ("T1", None, "九点十分短时停电"),
        ("T1", "P2", "换了机器"),
    ]


def test_time_given_annulments_and_collections_are_in_the_record_of_incidents(
    hall: Running, li: Visitor, wang: Visitor, watch: Visitor, clock: Clock
) -> None:
    li.sit(EXAM)
    wang.sit(EXAM)
    watch.post(f"{ROOM}/grant", granting())
    clock.forward(1)
    watch.post(f"{ROOM}/collect", {"client": DESK})
    clock.forward(1)
    voiding = {"client": DESK, "candidate": "P1", "attempt": 1, "reason": "设备故障", "again": True}
    watch.post(f"{ROOM}/void", voiding)
    clock.forward(1)
    li.sit(EXAM)
    one = {"client": DESK, "candidate": "P1", "attempt": 2}
    watch.post(f"{ROOM}/collect", one)
    notes = watch.get(ROOM).json()["notes"]
    assert [(n["by"], n["candidate"], n["text"]) for n in notes] == [
        ("T1", "P1", "延长作答时间 10 分钟。原因：停电"),
        ("T1", None, "由监考人员统一收卷，共 2 人。"),
        ("T1", "P1", "第 1 次作答作废，准予重考。原因：设备故障"),
        ("T1", "P1", "由监考人员收卷。"),
    ]


def test_what_candidates_do_themselves_is_no_incident(
    hall: Running, li: Visitor, watch: Visitor
) -> None:
    li.sit(EXAM)
    li.post(f"{HERE}/hand-in", {"client": PAGE, "attempt": 1})
    assert watch.get(ROOM).json()["notes"] == []


@pytest.mark.parametrize("act", ["grant", "void", "note"])
def test_nothing_is_done_about_strangers(hall: Running, watch: Visitor, act: str) -> None:
    asked: dict[str, Any] = {
        "grant": granting(candidate="P99"),
        "void": {"client": DESK, "candidate": "P99", "attempt": 1, "reason": "x", "again": False},
        "note": {"client": DESK, "client_seq": 1, "candidate": "P99", "text": "x"},
    }
    assert watch.post(f"{ROOM}/{act}", asked[act]).why == (404, "not_found")
    assert hall.journalled() == []


def test_collecting_ends_every_open_attempt(
    hall: Running, li: Visitor, wang: Visitor, watch: Visitor, hall_course: Path
) -> None:
    li.sit(EXAM)
    wang.sit(EXAM)
    wang.post(f"{HERE}/hand-in", {"client": PAGE, "attempt": 1})
    assert watch.post(f"{ROOM}/collect", {"client": DESK}).json()["collected"] == 1
    assert watch.post(f"{ROOM}/collect", {"client": DESK}).json()["collected"] == 0
    assert li.get(HERE).json()["receipt"]["by"] == "invigilator"
    room = watch.get(ROOM).json()
    assert room["counts"] == {"handed_in": 2, "open": 1}
    assert one(room, "P1")["receipt"] == li.get(HERE).json()["receipt"]["code"]
    eventually((hall_course / "submitted" / "P1" / EXAM / "answers.json").is_file)
    assert li.post(f"{HERE}/contact", {"client": PAGE}).json()["state"] == "handed_in"


def test_a_full_disk_is_told_when_collecting(open_hall: Open) -> None:
    disk = FailingDisk()
    hall = open_hall(disk=disk)
    hall.signed_in("P1").sit(EXAM)
    watch = hall.signed_in(INVIGILATOR)
    disk.left = 0
    assert watch.post(f"{ROOM}/collect", {"client": DESK}).why == (503, "storage")
    disk.mend()
    assert watch.post(f"{ROOM}/collect", {"client": DESK}).json()["collected"] == 1


def test_an_invigilator_named_at_the_start_watches_every_room(open_hall: Open) -> None:
    hall = open_hall(options={"invigilators": [INVIGILATOR]}, invigilators=[])
    assert hall.signed_in(INVIGILATOR).get(ROOM).status == 200


def test_a_candidate_named_as_invigilator_is_told_before_opening(
    hall_course: Path, home: Path
) -> None:
    hall = Hall(home)
    sitting = make_sitting(hall_course, invigilators=["P1"])
    try:
        for _ in range(2):  # and the room was let go
            with pytest.raises(SetupError, match="考生不能给自己监考"):
                hall.open(sitting)
    finally:
        hall.close()

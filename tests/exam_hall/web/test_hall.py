"""The hall behind the endpoints: sweeping, delivering, opening again."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from exam_hall.errors import SetupError, StorageError
from exam_hall.sitting import Sitting
from exam_hall.web.hall import Hall
from exam_hall.web.sitting_files import Opener, sitting_files
from tests.exam_hall.conftest import EXAM, OPENS, Clock, make_sitting, saying
from tests.exam_hall.disks import FailingDisk
from tests.exam_hall.web.conftest import eventually

SITTING = f"""
exam = "{EXAM}"
course = "course"
opens = "{OPENS.isoformat()}"
closes = "2026-09-18T11:00:00"
"""


@pytest.fixture
def hall(home: Path, clock: Clock) -> Iterator[Hall]:
    found = Hall(home, clock=clock, sweep_s=0.02)
    yield found
    found.close()


def handed_in(course: Path, candidate: str = "P1") -> Path:
    return course / "submitted" / candidate / EXAM / "answers.json"


def test_what_ran_out_while_it_was_closed_is_collected(
    sitting: Sitting, home: Path, clock: Clock, hall_course: Path
) -> None:
    first = Hall(home, clock=clock)
    room = first.open(sitting)
    room.start("P1", "page").result()
    room.answer("P1", saying(["A"])).result()
    first.close()
    clock.forward(120)
    again = Hall(home, clock=clock, sweep_s=0.02)
    again.open(sitting)
    eventually(handed_in(hall_course).is_file)
    again.close()


def test_what_was_not_delivered_before_a_crash_is_delivered(
    sitting: Sitting, home: Path, clock: Clock, hall_course: Path
) -> None:
    first = Hall(home, clock=clock)
    room = first.open(sitting)
    room.start("P1", "page").result()
    room.hand_in("P1", 1).result()
    first.close()
    assert not handed_in(hall_course).exists()
    again = Hall(home, clock=clock, sweep_s=0.02)
    again.open(sitting)
    eventually(handed_in(hall_course).is_file)
    again.close()


def test_a_hand_in_the_course_folder_refuses_is_tried_again(
    hall: Hall, sitting: Sitting, hall_course: Path, caplog: pytest.LogCaptureFixture
) -> None:
    room = hall.open(sitting)
    blocked = hall_course / "submitted"
    blocked.write_text("a file stands in the way", "utf-8")
    room.start("P1", "page").result()
    room.hand_in("P1", 1).result()
    hall.deliver(room, "P1")
    eventually(lambda: "1 份答卷暂时写不进课程文件夹" in caplog.text)
    blocked.unlink()
    eventually(handed_in(hall_course).is_file)
    assert "P1" not in caplog.text


def test_the_sweeper_outlives_a_full_disk(home: Path, sitting: Sitting, clock: Clock) -> None:
    disk = FailingDisk()
    hall = Hall(home, disk=disk, clock=clock, sweep_s=0.02)
    room = hall.open(sitting)
    room.start("P1", "page").result()
    disk.left = 0
    clock.forward(120)
    with pytest.raises(StorageError):
        room.contact("P1", "page").result()
    disk.mend()
    eventually(lambda: room.journal.record("P1").counted)
    hall.close()


def test_the_sweeper_outlives_a_fault_of_ours(
    hall: Hall, sitting: Sitting, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    room = hall.open(sitting)

    def faulty() -> list[object]:
        raise RuntimeError("P1 wrote 秘密")

    with monkeypatch.context() as patched:
        patched.setattr(room, "sweep", faulty)
        eventually(lambda: "收卷出错：RuntimeError" in caplog.text)
    assert "秘密" not in caplog.text
    assert hall._sweeper.is_alive()


def test_an_exam_is_opened_once(hall: Hall, sitting: Sitting) -> None:
    hall.open(sitting)
    with pytest.raises(SetupError, match="一次只能开设一个"):
        hall.open(sitting)


def test_an_entry_password_that_was_never_made_is_told(hall: Hall, hall_course: Path) -> None:
    with pytest.raises(SetupError, match="请先运行 xuefa exam passwords"):
        hall.open(make_sitting(hall_course, password_required=True))


def test_a_missing_table_of_names_is_told(hall: Hall, hall_course: Path) -> None:
    with pytest.raises(SetupError, match="找不到姓名表"):
        hall.open(make_sitting(hall_course, names="nowhere.csv"))


def test_sittings_are_a_file_or_a_folder(tmp_path: Path) -> None:
    for name in ("b.toml", "a.toml", "notes.txt"):
        (tmp_path / name).touch()
    assert sitting_files(None) == []
    assert sitting_files(tmp_path / "b.toml") == [tmp_path / "b.toml"]
    assert [path.name for path in sitting_files(tmp_path)] == ["a.toml", "b.toml"]


def test_a_faulty_file_keeps_no_other_room_shut_and_is_told_once(
    hall: Hall, hall_course: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    folder = hall_course.parent
    (folder / "good.toml").write_text(SITTING, "utf-8")
    (folder / "faulty.toml").write_text(f"{SITTING}[extra_minutes]\nP9876543 = 5\n", "utf-8")
    faulty = (folder / "faulty.toml").read_text("utf-8").replace(EXAM, "exam-2")
    (folder / "faulty.toml").write_text(faulty, "utf-8")
    opener = Opener(hall, folder)
    for _ in range(3):
        opener.open_all()
    assert list(hall.rooms) == [EXAM]
    assert caplog.text.count("faulty.toml 有 1 处不合格") == 1
    assert "P9876543" not in caplog.text


def test_a_room_another_hall_still_has_is_opened_later(
    hall: Hall, home: Path, sitting: Sitting, hall_course: Path
) -> None:
    path = hall_course.parent / "sitting.toml"
    path.write_text(SITTING, "utf-8")
    dying = Hall(home)
    dying.open(sitting)
    opener = Opener(hall, path)
    opener.open_all()
    assert not hall.rooms
    dying.close()
    opener.open_all()
    assert list(hall.rooms) == [EXAM]

"""Opening the room: what does not fit together is told before anybody sits."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exam_hall.errors import SetupError, StorageError
from exam_hall.opening import hall_folder, journal_file, open_room
from exam_hall.released import load_released
from exam_hall.sitting import Sitting
from tests.exam_hall.conftest import ALLOTMENT, EXAM, PAPERS, Clock, make_sitting, write_allotment


def faults(sitting: Sitting, home: Path) -> str:
    with pytest.raises(SetupError) as caught:
        open_room(sitting, home).close()
    return str(caught.value)


def test_the_halls_folder_lies_below_the_home(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XUEFA_HOME", str(tmp_path))
    assert hall_folder() == tmp_path / "hall"
    assert journal_file(hall_folder(), EXAM) == tmp_path / "hall" / EXAM / "journal.jsonl"


def test_papers_may_lie_apart_from_the_course(hall_course: Path, home: Path) -> None:
    apart = hall_course.parent / "papers"
    shutil.move(hall_course / "release" / EXAM, apart)
    open_room(make_sitting(hall_course, released=str(apart)), home).close()


def test_one_hall_at_a_time(sitting: Sitting, home: Path) -> None:
    room = open_room(sitting, home)
    with pytest.raises(StorageError, match="已由另一个考场程序开设"):
        open_room(sitting, home)
    room.close()
    open_room(sitting, home).close()


def test_extra_time_for_nobody_on_the_list_is_told(hall_course: Path, home: Path) -> None:
    sitting = make_sitting(hall_course, extra_minutes={"P1": 10, "P8": 10})
    assert faults(sitting, home) == (
        "场次文件的 extra_minutes.P8：分配名单里没有这个人员编号，请改正或补充分配"
    )


def test_a_sitting_shorter_than_its_exam_is_told(hall_course: Path, home: Path) -> None:
    sitting = make_sitting(hall_course, duration_minutes=91)
    assert "从开放到关闭不足考试时长 91 分钟" in faults(sitting, home)


def test_a_paper_replaced_after_the_start_is_told(
    sitting: Sitting, hall_course: Path, home: Path, clock: Clock
) -> None:
    room = open_room(sitting, home, clock=clock)
    room.start("P2", "page").result()
    room.close()
    path = hall_course / "release" / EXAM / "paper-B.json"
    path.write_bytes(replace(PAPERS["B"], title="别的考试").to_json())
    assert faults(sitting, home).startswith("B 卷在开考后被换过")
    path.write_bytes(PAPERS["B"].to_json())
    open_room(sitting, home).close()


def test_a_form_changed_after_the_start_is_told(
    sitting: Sitting, hall_course: Path, home: Path, clock: Clock
) -> None:
    room = open_room(sitting, home, clock=clock)
    room.start("P2", "page").result()
    room.close()
    write_allotment(hall_course, {**ALLOTMENT, "P2": "A"})
    assert faults(sitting, home) == "分配名单的 P2：已按 B 卷开考，请改回"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("paper-A.json", b"{", "paper-A.json：试卷文件不合格式：不是完整的 JSON，请重新发布"),
        ("paper-A.json", PAPERS["B"].to_json(), "paper-A.json：不是考试 exam-1 的这一份试卷"),
        ("exam.ipynb", b"{", "exam.ipynb：不是完好的笔记本文件"),
        ("exam.ipynb", b"[]", "exam.ipynb：不是完好的笔记本文件"),
        ("exam.ipynb", None, "没有 exam.ipynb：请重新发布"),
    ],
)
def test_a_release_that_is_not_whole_is_told(
    hall_course: Path, name: str, data: bytes | None, said: Any
) -> None:
    folder = hall_course / "release" / EXAM
    (folder / name).unlink()
    if data is not None:
        (folder / name).write_bytes(data)
    with pytest.raises(SetupError, match=said):
        load_released(folder, EXAM)


def test_an_exam_that_was_not_released_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="请先运行 xuefa exam release"):
        load_released(tmp_path, EXAM)


def test_files_that_cannot_be_read_are_told(hall_course: Path) -> None:
    folder = hall_course / "release" / EXAM
    for name in ("exam.ipynb", "paper-A.json"):
        (folder / name).unlink()
        (folder / name).mkdir()
        with pytest.raises(SetupError, match="读不出来"):
            load_released(folder, EXAM)

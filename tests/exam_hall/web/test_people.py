"""The table of names for the invigilator."""

from __future__ import annotations

from pathlib import Path

import pytest

from exam_hall.errors import SetupError
from exam_hall.sitting import load_sitting
from exam_hall.web.people import Person, read_people

SITTING = """
exam = "exam-1"
course = "course"
opens = "2026-09-18T09:00:00"
closes = "2026-09-18T11:00:00"
"""


def test_a_sitting_names_invigilators_and_the_table_of_names(tmp_path: Path) -> None:
    path = tmp_path / "sitting.toml"
    path.write_text(f'{SITTING}invigilators = ["J1", "J2", "J1"]\nnames = "names.csv"\n', "utf-8")
    sitting = load_sitting(path)
    assert (sitting.invigilators, sitting.names) == (("J1", "J2"), tmp_path / "names.csv")
    path.write_text(SITTING, "utf-8")
    assert (load_sitting(path).invigilators, load_sitting(path).names) == ((), None)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('invigilators = "J1"', "的 invigilators：应为人员编号的列表"),
        ("invigilators = [1]", "的 invigilators：应为人员编号的列表"),
        ('invigilators = ["../J1"]', "的 invigilators：人员编号只能用字母"),
        ("names = 1", "的 names：应为文件夹或文件的路径"),
    ],
)
def test_what_is_no_list_of_invigilators_is_told(tmp_path: Path, line: str, told: str) -> None:
    path = tmp_path / "sitting.toml"
    path.write_text(SITTING + line, "utf-8")
    with pytest.raises(SetupError, match=told):
        load_sitting(path)


def test_what_the_table_says(tmp_path: Path) -> None:
    path = tmp_path / "names.csv"
    path.write_text(
        "姓名,人员编号,单位,准考证号,座位号\n李某某,P1,司法所,2026001,3\n王某某,P2,,,\n", "utf-8"
    )
    assert read_people(path) == {
        "P1": Person("李某某", "司法所", "2026001", "3"),
        "P2": Person("王某某"),
    }


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("人员编号,单位\nP1,司法所\n".encode(), "缺少“姓名”一列"),
        ("单位\n司法所\n".encode(), "缺少“人员编号”“姓名”一列"),
        ("人员编号,姓名\nP1,李某某\n".encode("gbk"), "须为 UTF-8"),
        (b"", "缺少"),
    ],
)
def test_a_faulty_table_is_told(tmp_path: Path, raw: bytes, told: str) -> None:
    path = tmp_path / "names.csv"
    path.write_bytes(raw)
    with pytest.raises(SetupError, match=told):
        read_people(path)

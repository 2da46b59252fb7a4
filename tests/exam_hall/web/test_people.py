"""The table of names for the invigilator."""

from __future__ import annotations

from pathlib import Path

import pytest

from exam_hall.errors import SetupError
from exam_hall.web.people import Person, read_people


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

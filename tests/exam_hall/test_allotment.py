"""The list of who may sit: every row fits, or is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from exam_hall.allotment import read_allotment
from exam_hall.errors import SetupError


def table(tmp_path: Path, rows: str, header: str = "人员编号,试卷") -> Path:
    path = tmp_path / "allotment.csv"
    path.write_text(f"{header}\n{rows}", "utf-8-sig")
    return path


def test_a_table_as_the_trainer_allots_it_is_read(tmp_path: Path) -> None:
    path = table(tmp_path, "P1,A\nP_2-x,B\n")
    assert read_allotment(path, "AB") == {"P1": "A", "P_2-x": "B"}


def test_all_rows_that_do_not_fit_are_named(tmp_path: Path) -> None:
    path = table(tmp_path, "P1,A\np1,A\n../x,B\n,A\nP2,C\nP3\n")
    with pytest.raises(SetupError) as caught:
        read_allotment(path, "BA")
    assert caught.value.faults == (
        "allotment.csv 第 3 行 的人员编号：与第 2 行重复，请删去一行",
        "allotment.csv 第 4 行 的人员编号：只能用字母、数字、- 和 _，至多 64 个字符，请改正",
        "allotment.csv 第 5 行 的人员编号：只能用字母、数字、- 和 _，至多 64 个字符，请改正",
        "allotment.csv 第 6 行 的试卷：须是已发布的 A、B 之一，请改正",
        "allotment.csv 第 7 行 的试卷：须是已发布的 A、B 之一，请改正",
    )


def test_a_table_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="找不到分配名单，请先运行 xuefa exam allot"):
        read_allotment(tmp_path / "allotment.csv", "A")
    with pytest.raises(SetupError, match="名单里没有人"):
        read_allotment(table(tmp_path, ""), "A")
    with pytest.raises(SetupError, match="表头为 人员编号,试卷"):
        read_allotment(table(tmp_path, "P1,A\n", header="编号,试卷"), "A")
    (tmp_path / "allotment.csv").write_bytes("人员编号,试卷\nP1,A\n".encode("gb18030"))
    with pytest.raises(SetupError, match="UTF-8"):
        read_allotment(tmp_path / "allotment.csv", "A")

"""Every file of the records folder is a list, refused, or noted."""

from __future__ import annotations

from pathlib import Path

import pytest

from grading.record_files import assign_files, one_table_file, unused, visible
from grading.tables import TableError


def touch(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()
    return folder


def test_a_longer_session_number_keeps_its_own_files(tmp_path: Path) -> None:
    names = ("S1.csv", "S10.csv", "S1a.csv", "s1上午.xlsx", "S1-2.csv", "Ｓ１下午.csv")
    files = assign_files(touch(tmp_path, *names), ["S1", "S10", "S3"])
    assert [path.name for path in files["S10"]] == ["S10.csv"]
    assert len(files["S1"]) == 5
    assert files["S3"] == []


def test_hidden_lock_and_system_files_are_not_seen(tmp_path: Path) -> None:
    touch(tmp_path, "b.csv", "a.docx", "~$a.xlsx", ".hidden.csv", "Thumbs.db", "desktop.ini")
    assert [path.name for path in visible(tmp_path)] == ["a.docx", "b.csv"]
    assert visible(tmp_path / "none") == []


def test_two_files_of_one_name_are_refused(tmp_path: Path) -> None:
    touch(tmp_path, "S1.csv")
    assert one_table_file(tmp_path, "s1") == tmp_path / "S1.csv"
    assert one_table_file(tmp_path, "S2") is None
    touch(tmp_path, "S1.xlsx")
    with pytest.raises(TableError, match="同名"):
        one_table_file(tmp_path, "S1")
    with pytest.raises(TableError, match=r"同名的表：S1\.csv、S1\.xlsx"):
        assign_files(tmp_path, ["S1"])


def test_what_is_read_elsewhere_is_not_unused(tmp_path: Path) -> None:
    touch(tmp_path, "roster.xlsx", "sessions.csv", "due/S1.csv", "course/a", "roster.et")
    touch(tmp_path, "registered/a1.csv", "registered/zz.csv")
    assert [note.file for note in unused(tmp_path, ["A1"], [tmp_path / "course"])] == [
        "roster.et",
        "registered/zz.csv",
    ]
    assert [note.file for note in unused(tmp_path, None, [])] == ["course/", "roster.et"]

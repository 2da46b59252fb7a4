"""The practice pool on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses.questions import PoolError, QuestionFile, practice_folder, practice_pool
from courses.questions.pool import PACKAGED
from tests.support.lessons import question


def write(folder: Path, name: str, *ids: str) -> None:
    file = QuestionFile(generated_by="test", questions=tuple(map(question, ids)))
    (folder / name).write_text(file.model_dump_json(exclude_defaults=True), "utf-8")


def test_the_questions_of_all_files_are_found_by_id(tmp_path: Path) -> None:
    write(tmp_path, "a.json", "aa-001", "aa-002")
    write(tmp_path, "b.json", "bb-001")
    pool = practice_pool(tmp_path)
    assert list(pool) == ["aa-001", "aa-002", "bb-001"]
    assert pool["bb-001"] == question("bb-001")


def test_a_changed_file_is_read_again(tmp_path: Path) -> None:
    write(tmp_path, "a.json", "aa-001")
    assert "aa-003" not in practice_pool(tmp_path)
    (tmp_path / "a.json").unlink()
    write(tmp_path, "c.json", "aa-003")
    assert list(practice_pool(tmp_path)) == ["aa-003"]


def test_a_folder_without_files_is_an_empty_pool(tmp_path: Path) -> None:
    assert not practice_pool(tmp_path)


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"generated_by": "x", "questions": [{"id": "aa-1"}]}']
)
def test_a_damaged_file_is_named_with_its_remedy(tmp_path: Path, text: str) -> None:
    (tmp_path / "bad.json").write_text(text, "utf-8")
    with pytest.raises(PoolError, match=r"bad\.json：.*运行 xuefa bank publish-practice 重新生成"):
        practice_pool(tmp_path)


def test_the_folder_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUEFA_PRACTICE", str(tmp_path))
    assert practice_folder() == tmp_path
    monkeypatch.delenv("XUEFA_PRACTICE")
    assert practice_folder() == PACKAGED

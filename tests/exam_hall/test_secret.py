"""The secret: made once, whole, and read by its owner only."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from exam_hall.errors import SetupError
from exam_hall.secret import load_secret


def test_the_first_who_asks_makes_it_and_all_others_read_it(tmp_path: Path) -> None:
    path = tmp_path / "hall" / "hall.secret"
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: load_secret(path).raw, range(8)))
    assert len(found) == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert [p.name for p in path.parent.iterdir()] == ["hall.secret"]
    assert load_secret(path).raw in found


def test_each_purpose_has_a_key_of_its_own(tmp_path: Path) -> None:
    secret = load_secret(tmp_path / "one")
    other = load_secret(tmp_path / "two")
    keys = {secret.key("a"), secret.key("b"), other.key("a"), secret.raw}
    assert len(keys) == 4
    assert all(len(key) == 32 for key in keys)


def test_it_is_never_printed(tmp_path: Path) -> None:
    secret = load_secret(tmp_path / "one")
    assert str(secret) == repr(secret) == "Secret()"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o666])
def test_a_secret_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    load_secret(tmp_path / "one")
    (tmp_path / "one").chmod(mode)
    with pytest.raises(SetupError, match="chmod 600"):
        load_secret(tmp_path / "one")


@pytest.mark.parametrize("raw", [b"", b"short", b"x" * 33])
def test_a_secret_that_is_not_whole_is_refused(tmp_path: Path, raw: bytes) -> None:
    load_secret(tmp_path / "one")
    (tmp_path / "one").write_bytes(raw)
    with pytest.raises(SetupError, match="考场密钥不完整，请换回备份"):
        load_secret(tmp_path / "one")


def test_a_secret_that_cannot_be_read_or_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir(mode=0o700)
    with pytest.raises(SetupError, match="读不出来"):
        load_secret(tmp_path / "folder")
    (tmp_path / "file").touch()
    with pytest.raises(SetupError, match="不能建立"):
        load_secret(tmp_path / "file" / "secret")
    (tmp_path / "link").symlink_to(tmp_path / "file")
    with pytest.raises(SetupError, match="读不出来"):
        load_secret(tmp_path / "link")

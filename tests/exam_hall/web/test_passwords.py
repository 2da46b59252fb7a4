"""Passwords: easy to read, hard to guess, kept as hashes."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from exam_hall.errors import SetupError
from exam_hall.receipt import ALPHABET
from exam_hall.web.passwords import (
    ENTRY_GROUPS,
    Passwords,
    hashed,
    is_right,
    load_passwords,
    new_password,
    password_file,
    save_passwords,
    write_private,
)
from exam_hall.web.people import Person
from exam_hall.web.slips import ENTRY, Slip, Wanted, new_slips, slips_csv, with_slips


def test_a_password_has_no_characters_that_people_confuse() -> None:
    made = {new_password() for _ in range(500)}
    assert len(made) == 500
    assert {len(password) for password in made} == {11}
    assert set("".join(made)) == {*ALPHABET, "-"}
    assert not set("01IOQLZ2S58BGUV") & set("".join(made))
    assert len(new_password(ENTRY_GROUPS)) == 9


def test_the_right_one_is_known_however_it_is_typed() -> None:
    kept = hashed("K7MXT-4RPWA")
    for typed in ("K7MXT-4RPWA", "k7mxt4rpwa", " k7mxt 4rpwa ", "ｋ７ＭＸＴ－４ＲＰＷＡ"):
        assert is_right(kept, typed)
    for typed in ("", "K7MXT-4RPWX", "K7MXT", "K7MXT-4RPWAA"):
        assert not is_right(kept, typed)
    assert not is_right(None, "K7MXT-4RPWA")


def test_the_same_password_has_another_hash_each_time() -> None:
    first, second = hashed("K7MXT-4RPWA"), hashed("K7MXT-4RPWA")
    assert first.salt != second.salt
    assert first.hash != second.hash
    assert first.hash not in repr(first)


def test_the_file_is_its_owners_and_holds_no_password(tmp_path: Path) -> None:
    path = password_file(tmp_path, "exam-1")
    assert load_passwords(path) == Passwords()
    kept = Passwords(people={"P1": hashed("K7MXT-4RPWA")}, entry=hashed("MNPR-TWXY"))
    for _ in range(2):
        save_passwords(path, kept)
    assert load_passwords(path) == kept
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert "K7MXT" not in path.read_text("utf-8")
    assert [one.name for one in path.parent.iterdir()] == ["passwords.json"]


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema":"xuefa/passwords/2"}'])
def test_a_damaged_file_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "passwords.json"
    path.write_text(text, "utf-8")
    with pytest.raises(SetupError, match="已损坏"):
        load_passwords(path)


def test_slips_are_made_for_those_who_have_none() -> None:
    wanted = Wanted(("P1", "P2"), ("T1",), entry=True)
    made = new_slips(Passwords(), wanted)
    assert [(slip.kind, slip.person) for slip in made] == [
        ("考生", "P1"),
        ("考生", "P2"),
        ("监考人员", "T1"),
        ("入场口令", ""),
    ]
    kept = with_slips(Passwords(), made)
    assert kept.people.keys() == {"P1", "P2", "T1"}
    assert all(is_right(kept.people[slip.person], slip.password) for slip in made if slip.person)
    assert is_right(kept.entry, made[-1].password)
    assert new_slips(kept, wanted) == []
    (again,) = new_slips(kept, wanted, {"P2"})
    assert again.person == "P2"
    renewed = with_slips(kept, [again])
    assert not is_right(renewed.people["P2"], made[1].password)
    assert renewed.people["P1"] == kept.people["P1"]
    assert [slip.kind for slip in new_slips(kept, wanted, {ENTRY})] == ["入场口令"]


def test_the_table_of_slips_opens_in_a_spreadsheet() -> None:
    slips = [Slip("考生", "P1", "K7MXT-4RPWA"), Slip("考生", "P2", "AAAAA-AAAAA")]
    text = slips_csv(slips, {"P1": Person(name="李某某"), "P2": Person(name="=1+1")})
    assert text.startswith("\ufeff类别,人员编号,姓名,密码".encode())
    assert "考生,P1,李某某,K7MXT-4RPWA" in text.decode()
    assert "'=1+1" in text.decode()


def test_a_private_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "slips.csv"
    write_private(path, b"first")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        write_private(path, b"second")
    assert path.read_bytes() == b"first"

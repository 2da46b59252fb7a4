"""Checking passwords for two thousand people at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from exam_hall.errors import SetupError
from exam_hall.web import doors
from exam_hall.web.doors import Checker, PasswordBook
from exam_hall.web.passwords import Hashed, Passwords, hashed, is_right, save_passwords
from exam_hall.web.refusals import DeniedError


def test_the_right_password_is_worked_out_once(monkeypatch: pytest.MonkeyPatch) -> None:
    kept, asked = hashed("MNPR-TWXY"), list[str]()

    def slowly(known: Hashed | None, typed: str) -> bool:
        asked.append(typed)
        return is_right(known, typed)

    monkeypatch.setattr(doors, "is_right", slowly)
    checker = Checker()

    async def crowd() -> list[bool]:
        assert await checker.is_right(lambda: kept, "MNPR-TWXY")
        typed = ["MNPR-TWXY"] * 200 + ["AAAA-AAAA"]
        return list(await asyncio.gather(*(checker.is_right(lambda: kept, one) for one in typed)))

    assert asyncio.run(crowd()) == [True] * 200 + [False]
    assert asked == ["MNPR-TWXY", "AAAA-AAAA"]
    checker.close()


def test_too_many_at_once_are_asked_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doors, "MAX_WAITING", 2)
    checker = Checker()

    async def crowd() -> list[object]:
        tries = (checker.is_right(lambda: None, "AAAA-AAAA") for _ in range(4))
        return list(await asyncio.gather(*tries, return_exceptions=True))

    said = asyncio.run(crowd())
    assert said[:2] == [False, False]
    assert [type(one) for one in said[2:]] == [DeniedError, DeniedError]
    checker.close()


def test_the_book_is_read_again_when_it_was_renewed(tmp_path: Path) -> None:
    path = tmp_path / "exam-1" / "passwords.json"
    book = PasswordBook(path)
    assert book.now() == Passwords()
    first = Passwords(people={"P1": hashed("AAAAA-AAAAA")})
    save_passwords(path, first)
    assert (book.known, book.now(), book.known) == (Passwords(), first, first)
    second = Passwords(people={"P1": hashed("CCCCC-CCCCC")})
    save_passwords(path, second)
    assert book.now() == second
    path.write_text("{", "utf-8")
    with pytest.raises(SetupError):
        book.now()
    assert book.known == second

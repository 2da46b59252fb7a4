"""Receipts: a seal over every field, and a code that can be read aloud."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_hall.contract import HandIn
from exam_hall.errors import RefusedError
from exam_hall.receipt import ALPHABET, is_sealed, read_code, seal, short_code
from exam_hall.room import ExamRoom
from exam_hall.secret import Secret
from tests.exam_hall.conftest import EXAM, OPENS, PAPER, Clock, saying

SECRET = Secret(b"s" * 32)
HAND_IN = HandIn(
    EXAM, "P1", "A", PAPER.sha256, OPENS.isoformat(), OPENS.isoformat(), 3, {"q02": ["A"]}
)
HEX = st.text("0123456789abcdef", min_size=64, max_size=64)


def test_a_seal_holds_for_exactly_what_was_sealed() -> None:
    sealed = seal(HAND_IN, SECRET)
    assert is_sealed(sealed, SECRET)
    assert not is_sealed(replace(sealed, answers={"q02": ["B"]}), SECRET)
    assert not is_sealed(replace(sealed, candidate="P2"), SECRET)
    assert not is_sealed(sealed, Secret(b"o" * 32))
    assert not is_sealed(replace(sealed, receipt="假的"), SECRET)


@given(HEX)
def test_a_code_is_twelve_plain_characters_in_groups(receipt: str) -> None:
    code = short_code(receipt)
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert set(code) <= {*ALPHABET, "-"}
    assert short_code(receipt) == code


def test_the_alphabet_has_no_two_characters_people_confuse() -> None:
    for pair in ("0O", "0Q", "1I", "1L", "IL", "2Z", "5S", "8B", "6G", "UV", "OQ"):
        assert len(set(pair) & set(ALPHABET)) <= 1


@given(HEX, st.data())
def test_a_code_is_read_however_it_is_typed(receipt: str, data: st.DataObject) -> None:
    code = short_code(receipt)
    wide = "".join(chr(ord(c) + 0xFEE0) for c in code)
    typed = data.draw(
        st.sampled_from([code, code.lower(), code.replace("-", ""), f" {code} ", wide])
    )
    assert read_code(typed) == code


@pytest.mark.parametrize("text", ["", "3F7K", "0000-0000-0000", "3F7K-9ADM-TXY4-3", "三" * 12])
def test_what_cannot_be_a_code_is_told(text: str) -> None:
    with pytest.raises(RefusedError, match="回执码应为 12 位"):
        read_code(text)


def test_a_code_leads_to_the_hand_in(room: ExamRoom, clock: Clock) -> None:
    room.start("P1", "page").result()
    room.answer("P1", saying(["A"])).result()
    clock.forward(10)
    end = room.hand_in("P1", 1).result()
    found = room.verify(short_code(end.receipt).lower())
    assert found is not None
    assert (found.candidate, found.exam, found.attempt) == ("P1", EXAM, 1)
    assert (found.submitted, found.answered) == (clock.now, 1)
    assert (found.is_intact, found.is_voided) == (True, False)
    assert room.verify("3F7K-9ADM-TXY4") is None

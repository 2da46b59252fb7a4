"""Receipts: a seal over the answers, and a short code for paper and telephone."""

from __future__ import annotations

import datetime as dt
import hmac
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from exam_hall.answers import hand_in_of, handed_in
from exam_hall.contract import HandIn
from exam_hall.errors import RefusedError, Why
from exam_hall.record import Attempt, Record
from exam_hall.secret import Secret

PURPOSE: Final = "receipt"
ALPHABET: Final = "34679ACDEFHJKMNPRTWXY"
"""Without the pairs people confuse: 0 O Q, 1 I L, 2 Z, 5 S, 8 B, 6 G, U V."""
_LENGTH, _GROUP = 12, 4


@dataclass(frozen=True, slots=True)
class Verified:
    """What a receipt stands for.

    Attributes:
        candidate: whose it is.
        exam: of which exam.
        attempt: which one, from 1.
        submitted: when it was handed in (UTC).
        answered: how many answers said something.
        is_intact: whether the journal's answers are those that were sealed.
        is_voided: whether the attempt was annulled afterwards.
    """

    candidate: str
    exam: str
    attempt: int
    submitted: dt.datetime
    answered: int
    is_intact: bool
    is_voided: bool


def seal(hand_in: HandIn, secret: Secret) -> HandIn:
    """The same hand-in with its receipt, an HMAC-SHA256 over every other field."""
    return hand_in.sealed(secret.key(PURPOSE))


def is_sealed(hand_in: HandIn, secret: Secret) -> bool:
    """Whether a hand-in is, to the letter, what the hall sealed."""
    return hmac.compare_digest(seal(hand_in, secret).receipt.encode(), hand_in.receipt.encode())


def short_code(receipt: str) -> str:
    """The code of a receipt, as in ``3F7K-9ADM-TXY4``: some 52 bits of it."""
    number, letters = int(receipt, 16), ""
    for _ in range(_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        letters += ALPHABET[digit]
    return _grouped(letters)


def read_code(text: str) -> str:
    """A code as typed: any case, full width or half, with or without its dashes.

    Raises:
        RefusedError: it cannot be a code.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    letters = "".join(char for char in plain if char.isalnum())
    if len(letters) != _LENGTH or set(letters) - set(ALPHABET):
        raise RefusedError(
            Why.MALFORMED,
            f"回执码应为 {_LENGTH} 位，只用到 {ALPHABET} 这些字符，请对照回执重新输入。",
        )
    return _grouped(letters)


def verify(code: str, exam: str, records: Iterable[Record], secret: Secret) -> Verified | None:
    """Look a code up among those who sat an exam.

    Args:
        code: as typed.
        exam: whose journal the records come from.
        records: what the journal says.
        secret: the hall's.

    Returns:
        What it stands for; None if the hall gave no such receipt for this exam.

    Raises:
        RefusedError: it cannot be a code.
    """
    wanted = read_code(code)
    for record in records:
        for attempt in record.attempts:
            end = attempt.handed_in
            if end and hmac.compare_digest(short_code(end.receipt), wanted):
                return _verified(exam, record.candidate, attempt, secret)
    return None


def sealed_hand_in(
    exam: str, candidate: str, attempt: Attempt, submitted: dt.datetime, secret: Secret
) -> HandIn:
    """What an attempt hands in at that moment, sealed."""
    return seal(hand_in_of(exam, candidate, attempt, submitted), secret)


def _verified(exam: str, candidate: str, attempt: Attempt, secret: Secret) -> Verified:
    hand_in = handed_in(exam, candidate, attempt)
    return Verified(
        candidate=candidate,
        exam=exam,
        attempt=attempt.number,
        submitted=dt.datetime.fromisoformat(hand_in.submitted),
        answered=len(hand_in.answers),
        is_intact=is_sealed(hand_in, secret),
        is_voided=attempt.voided is not None,
    )


def _grouped(letters: str) -> str:
    return "-".join(letters[begin : begin + _GROUP] for begin in range(0, _LENGTH, _GROUP))

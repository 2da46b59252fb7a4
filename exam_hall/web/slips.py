"""Password slips: who needs a password, made once, handed out on paper."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Collection, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

from exam_hall.web.passwords import ENTRY_GROUPS, Passwords, hashed, new_password
from exam_hall.web.people import Person

CANDIDATE, INVIGILATOR, ENTRY = "考生", "监考人员", "入场口令"
HEADER: Final = ("类别", "人员编号", "姓名", "密码")


@dataclass(frozen=True, slots=True)
class Slip:
    """A password in the clear, to be handed out and forgotten. The entry password has no person."""

    kind: str
    person: str
    password: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who has to have a password, and whether the room has one."""

    candidates: tuple[str, ...]
    invigilators: tuple[str, ...] = ()
    entry: bool = False


def new_slips(kept: Passwords, wanted: Wanted, renew: Collection[str] = ()) -> list[Slip]:
    """Slips for those who have no password yet, and those whose password is to be renewed."""
    people = [(CANDIDATE, one) for one in wanted.candidates]
    people += [(INVIGILATOR, one) for one in wanted.invigilators]
    slips = [
        Slip(kind, one, new_password())
        for kind, one in people
        if one not in kept.people or one in renew
    ]
    if wanted.entry and (kept.entry is None or ENTRY in renew):
        slips.append(Slip(ENTRY, "", new_password(ENTRY_GROUPS)))
    return slips


def with_slips(kept: Passwords, slips: Iterable[Slip]) -> Passwords:
    """The hashes with those of new slips; takes some hundredths of a second a slip and core."""
    made = list(slips)
    with ThreadPoolExecutor(os.cpu_count()) as threads:
        hashes = list(threads.map(hashed, [slip.password for slip in made]))
    pairs = list(zip(made, hashes, strict=True))
    people = {slip.person: one for slip, one in pairs if slip.kind != ENTRY}
    entry = next((one for slip, one in pairs if slip.kind == ENTRY), kept.entry)
    return Passwords(people={**kept.people, **people}, entry=entry)


def slips_csv(slips: Iterable[Slip], people: Mapping[str, Person]) -> bytes:
    """The table the slips are printed from; Excel takes it for UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADER)
    for slip in slips:
        name = people.get(slip.person, Person()).name or ""
        writer.writerow((slip.kind, slip.person, _plain(name), slip.password))
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: str) -> str:
    """No formula, whatever a spreadsheet would make of it."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") else cell

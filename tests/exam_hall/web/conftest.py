"""A real hall over real HTTP: the hall's own server in a thread, its clock moved by hand."""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from exam_hall.journal import read_events
from exam_hall.opening import journal_file
from exam_hall.room import ExamRoom
from exam_hall.sitting import Sitting
from exam_hall.storage import Disk
from exam_hall.web.hall import Hall
from exam_hall.web.own_host import OwnHost
from exam_hall.web.passwords import Passwords, hashed, password_file, save_passwords
from exam_hall.web.server import Address, serve
from tests.exam_hall.conftest import ALLOTMENT, EXAM, INVIGILATOR, Clock, make_sitting
from tests.exam_hall.web.visitor import PAGE, Visitor

ENTRY = "MNPR-TWXY"
_HERE, _ROOM = f"api/exams/{EXAM}", f"api/room/{EXAM}"
PEOPLE = (*ALLOTMENT, INVIGILATOR)


def password_of(person: str) -> str:
    return f"HJKMN-PRTW{'ACDEFHJKM'[len(person)]}"


@cache
def all_passwords() -> Passwords:
    """scrypt is slow on purpose: once for all tests."""
    people = {person: hashed(password_of(person)) for person in PEOPLE}
    return Passwords(people=people, entry=hashed(ENTRY))


def eventually(check: Callable[[], object]) -> None:
    """Wait for what a thread does."""
    end = time.monotonic() + 30
    while not check():
        assert time.monotonic() < end, "it never came to pass"
        time.sleep(0.02)


class Running:
    """A hall that is being served."""

    def __init__(self, hall: Hall, host: OwnHost, address: str) -> None:
        self.hall, self.host, self.address = hall, host, address

    def visitor(self) -> Visitor:
        """A browser where nobody is signed in."""
        return Visitor(self.address)

    def signed_in(self, person: str) -> Visitor:
        visitor = self.visitor()
        answer = visitor.sign_in(person, password_of(person))
        assert answer.status == 303, answer.text
        return visitor

    @property
    def room(self) -> ExamRoom:
        return self.hall.rooms[EXAM]

    def journalled(self) -> list[str]:
        """The kinds of everything on disk."""
        return [event.kind for event in read_events(journal_file(self.hall.home, EXAM))]


@contextmanager
def running(hall: Hall, **options: Any) -> Iterator[Running]:
    """Serve a hall whose rooms are open."""
    host, told = OwnHost(hall, **options), queue.Queue[str]()
    loop, stopping = asyncio.new_event_loop(), asyncio.Event()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(serve(host, Address(port=0), told.put, stopping))
        loop.close()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield Running(hall, host, told.get(timeout=20).rstrip("/"))
    finally:
        loop.call_soon_threadsafe(stopping.set)
        thread.join(20)
        hall.close()


Open = Callable[..., Running]


@pytest.fixture
def open_hall(hall_course: Path, home: Path, clock: Clock) -> Iterator[Open]:
    """Open a hall with one room, by changed rules if need be."""
    opened = []

    def open_it(
        sitting: Sitting | None = None,
        disk: Disk | None = None,
        options: dict[str, Any] | None = None,
        **changes: Any,
    ) -> Running:
        save_passwords(password_file(home, EXAM), all_passwords())
        hall = Hall(home, disk=disk, clock=clock, sweep_s=0.05)
        rules = {"invigilators": [INVIGILATOR], **changes}
        hall.open(sitting or make_sitting(hall_course, **rules))
        served = running(hall, **(options or {}))
        opened.append(served)
        return served.__enter__()

    yield open_it
    for served in reversed(opened):
        served.__exit__(None, None, None)


@pytest.fixture
def hall(open_hall: Open) -> Running:
    """A room as it usually is: T1 invigilates."""
    return open_hall()


@pytest.fixture
def li(hall: Running) -> Visitor:
    """P1, signed in."""
    return hall.signed_in("P1")


@pytest.fixture
def wang(hall: Running) -> Visitor:
    """P2, signed in."""
    return hall.signed_in("P2")


@pytest.fixture
def watch(hall: Running) -> Visitor:
    """The invigilator, signed in."""
    return hall.signed_in(INVIGILATOR)


def whole_day(hall: Running) -> Visitor:
    """Everything that may be done, and some that may not."""
    li = hall.visitor()
    li.sign_in("P1", "WRONG-WRONG")
    li.sign_in("P1", password_of("P1"))
    li.post(f"{_HERE}/start", {"client": PAGE, "password": "AAAA-AAAA"})
    li.post(f"{_HERE}/start", {"client": PAGE, "password": ENTRY})
    li.get(f"{_HERE}/paper?candidate=P1")
    li.get(f"{_HERE}/nothing/P1")
    li.save(EXAM, "机密答案", 1, "q06")
    li.save(EXAM, ["机密答案"], 2)
    li.post(f"{_HERE}/answer", '{"client": "机密答案'.encode())
    li.post(f"{_HERE}/contact", {"client": PAGE})
    li.post(f"{_HERE}/hand-in", {"client": PAGE, "attempt": 1})
    watch = hall.signed_in("T1")
    note = {"client": "desk", "client_seq": 1, "candidate": "P1", "text": "机密答案"}
    watch.post(f"{_ROOM}/note", note)
    watch.get(_ROOM)
    watch.post(f"{_ROOM}/collect", {"client": PAGE})
    return li


@pytest.fixture
def named(open_hall: Open, hall_course: Path) -> Running:
    table = hall_course.parent / "names.csv"
    table.write_text("人员编号,姓名\nP1,李某某\n", "utf-8")
    return open_hall(password_required=True, names=str(table))

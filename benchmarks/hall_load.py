"""Simulated candidates in a process of their own: ``python -m benchmarks.hall_load JOB LOG``.

The job is a JSON file (:class:`Job`), the log another (:class:`Log`): what was measured, and what
the hall acknowledged, to be held against its journal afterwards.
"""

from __future__ import annotations

import asyncio
import gc
import random
import resource
import secrets
import sys
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from benchmarks.hall_browser import FAULTS, Browser, Reply
from benchmarks.hall_plan import Plan, Slot, Step, dice_of, timetable, value_for

SIGNING_IN_AT_ONCE = 8
SPARE_FILES = 100


@dataclass(frozen=True, slots=True)
class Job:
    """Who sits which exam where; without passwords nobody signs in."""

    address: str
    exam: str
    plan: Plan
    passwords: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Save:
    """An answer that was sent; ``seq`` is the journal's number if it was acknowledged."""

    candidate: str
    client: str
    client_seq: int
    grade_id: str
    value: Any
    seq: int | None


@dataclass(slots=True)
class Log:
    """What happened. Times in seconds; ``took`` by what was asked, ``errors`` counted by cause."""

    sign_in_s: float = 0
    took: dict[str, list[float]] = field(default_factory=dict)
    errors: dict[str, int] = field(default_factory=Counter)
    saves: list[Save] = field(default_factory=list)
    receipts: dict[str, str] = field(default_factory=dict)


class Candidate:
    """One person at one browser."""

    def __init__(self, job: Job, number: int, person: str, log: Log) -> None:
        """The ``number`` decides what they do and when."""
        self._person, self._log = person, log
        self._dice: random.Random = dice_of(job.plan, number)
        self._steps = timetable(job.plan, self._dice)
        self._browser, self._here = Browser(job.address), f"api/exams/{job.exam}"
        self._client, self._slots = secrets.token_hex(16), list[Slot]()
        self._attempt = self._sent = 0

    async def sign_in(self, password: str, turn: asyncio.Semaphore) -> None:
        """Sign in long before, and hang up until the exam begins."""
        async with turn:
            try:
                right = await self._browser.sign_in(self._person, password)
            except FAULTS as error:
                right = False
                self._log.errors[f"sign_in {type(error).__name__}"] += 1
            else:
                if not right:
                    self._log.errors["sign_in refused"] += 1
            self._browser.close()

    async def sit(self, begin: float) -> None:
        """Follow the timetable from the moment ``begin``; who cannot start goes home."""
        free = begin
        for second, step in self._steps:
            due = begin + second
            await asyncio.sleep(due - time.perf_counter())
            # Waiting for one's own earlier request counts; waking up late is the load's own cost.
            asked = due if free > due else time.perf_counter()
            await self._do(step, asked)
            free = time.perf_counter()
            if not self._slots:
                break
        self._browser.close()

    async def _do(self, step: Step, asked: float) -> None:
        match step:
            case Step.OPEN:
                await self._open(asked)
            case Step.CONTACT:
                await self._post("contact", {}, asked)
            case Step.SAVE:
                await self._save(asked)
            case Step.HAND_IN:
                reply = await self._post("hand-in", {"attempt": self._attempt}, asked)
                if reply:
                    self._log.receipts[self._person] = reply.json()["receipt"]["code"]

    async def _open(self, asked: float) -> None:
        started = await self._post("start", {}, asked)
        if started is None:
            return
        self._attempt = started.json()["attempt"]
        await self._post("contact", {}, time.perf_counter())
        asked = time.perf_counter()
        try:
            reply = await self._browser.get(f"{self._here}/paper")
        except FAULTS as error:
            self._log.errors[f"paper {type(error).__name__}"] += 1
        else:
            if self._is_done("paper", reply, asked):
                self._slots = reply.json()["paper"]["slots"]

    async def _save(self, asked: float) -> None:
        self._sent += 1
        slot = self._dice.choice(self._slots)
        said = {
            "client_seq": self._sent,
            "grade_id": slot["grade_id"],
            "value": value_for(slot, self._dice),
        }
        reply = await self._post("answer", {**said, "attempt": self._attempt}, asked)
        seq = reply.json()["seq"] if reply else None
        self._log.saves.append(Save(self._person, self._client, seq=seq, **said))

    async def _post(self, what: str, data: dict[str, Any], asked: float) -> Reply | None:
        """The answer, if it was what one hopes for."""
        try:
            sent = {"client": self._client, **data}
            reply = await self._browser.post(f"{self._here}/{what}", sent)
        except FAULTS as error:
            self._log.errors[f"{what} {type(error).__name__}"] += 1
            return None
        return reply if self._is_done(what, reply, asked) else None

    def _is_done(self, what: str, reply: Reply, asked: float) -> bool:
        self._log.took.setdefault(what, []).append(time.perf_counter() - asked)
        if reply.status == 200:
            return True
        self._log.errors[f"{what} {reply.status}"] += 1
        return False


async def run(job: Job) -> Log:
    """Sign everybody in, then have them sit."""
    log = Log()
    people = list(job.passwords) or [f"N{n}" for n in range(job.plan.candidates)]
    candidates = [Candidate(job, n, person, log) for n, person in enumerate(people)]
    begin, turn = time.perf_counter(), asyncio.Semaphore(SIGNING_IN_AT_ONCE)
    known = zip(candidates, job.passwords.values(), strict=False)
    await asyncio.gather(*(one.sign_in(password, turn) for one, password in known))
    log.sign_in_s = time.perf_counter() - begin
    gc.freeze()  # a collection would look like a slow hall
    gc.disable()
    begin = time.perf_counter() + 1
    await asyncio.gather(*(one.sit(begin) for one in candidates))
    return log


def read_log(path: Path) -> Log:
    """The log of a run."""
    data = orjson.loads(path.read_bytes())
    return Log(**{**data, "saves": [Save(**one) for one in data["saves"]]})


def _allow_files(need: int) -> None:
    """Ask for as many open files: every candidate has a connection."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < need:
        resource.setrlimit(resource.RLIMIT_NOFILE, (need, hard))


def main() -> None:
    """Do the job and write the log."""
    job_file, log_file = map(Path, sys.argv[1:3])
    data = orjson.loads(job_file.read_bytes())
    job = Job(**{**data, "plan": Plan(**data["plan"])})
    _allow_files(job.plan.candidates + SPARE_FILES)
    log_file.write_bytes(orjson.dumps(asdict(asyncio.run(run(job)))))


if __name__ == "__main__":
    main()

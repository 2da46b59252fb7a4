"""The exam hall under load: simulated candidates against ``xuefa exam serve`` on loopback.

Hall and candidates are processes of their own on one machine, so the candidates' own share is in
every latency. ``floor_p99_ms`` says how large it is: the same load on a handler that does nothing.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, replace
from pathlib import Path

import orjson

from benchmarks.hall_check import lost_answers, lost_hand_ins, undelivered
from benchmarks.hall_load import Job, Log, read_log
from benchmarks.hall_plan import Plan
from benchmarks.hall_room import ROOT, Room, Served, floor, hall, prepare
from benchmarks.settings import Figures, Settings, tell
from exam_hall.opening import journal_file

FLOOR_S = 20
"""The do-nothing handler is measured for so long: it has nothing that could build up."""
SIGN_IN_S, SPARE_S, DELIVERY_S = 2, 120, 300
"""At most: signing in one candidate, and what the plan has no time for."""
WATCH_S = 0.5
MB = 1024 * 1024


def measure(settings: Settings) -> Figures:
    """Have an exam sat in a temporary folder; times in milliseconds or, where named, seconds.

    Memory is the server's largest resident set, in MiB. ``lost`` counts what was acknowledged and
    is not on disk: answers in the journal, hand-ins in the course folder. ``load_average`` is that
    of the minute before, which tells how much the machine had to do besides.
    """
    plan = Plan(settings.candidates, settings.seconds)
    with tempfile.TemporaryDirectory(prefix="xuefa-hall-") as folder:
        tell(f"hall: an exam and {plan.candidates} passwords")
        room = prepare(Path(folder), plan.candidates)
        load_average = os.getloadavg()[0]
        floor_p99_ms = _floor_p99_ms(room, plan)
        log, memory_mb, delivery_s = _sat(room, plan)
        return {
            **_figures(log),
            "candidates": plan.candidates,
            "memory_mb": round(memory_mb),
            "delivery_s": round(delivery_s, 1),
            "floor_p99_ms": floor_p99_ms,
            "lost": _lost(room, log),
            "load_average": round(load_average, 1),
        }


def _sat(room: Room, plan: Plan) -> tuple[Log, float, float]:
    """What the candidates saw, the server's memory, and how long delivery took after the end."""
    with hall(room) as served:
        tell(f"hall: {plan.candidates} sign in and sit, {plan.total_s:.0f} s once all are in")
        log, memory_mb = _run(Job(served.address, room.exam, plan, room.passwords), room, served)
        return log, memory_mb, _delivery_s(room, log)


def _floor_p99_ms(room: Room, plan: Plan) -> float:
    short = replace(plan, seconds=min(plan.seconds, FLOOR_S))
    with floor(room) as served:
        tell(f"hall: the same load on a handler that does nothing, {short.total_s:.0f} s")
        log, _ = _run(Job(served.address, room.exam, short, {}), room, served)
    return _ms(log, "answer", 0.99)


def _run(job: Job, room: Room, served: Served) -> tuple[Log, float]:
    """Let the candidates sit; what they saw, and the largest memory of the server in MiB."""
    files = (room.folder / "job.json", room.folder / "log.json")
    files[0].write_bytes(orjson.dumps(asdict(job)))
    command = [sys.executable, "-m", "benchmarks.hall_load", *map(str, files)]
    end = time.monotonic() + job.plan.total_s + SIGN_IN_S * len(job.passwords) + SPARE_S
    memory = 0
    with subprocess.Popen(command, cwd=ROOT) as load:
        try:
            while load.poll() is None and time.monotonic() < end:
                memory = max(memory, served.process.memory_info().rss)
                time.sleep(WATCH_S)
        finally:
            load.kill()
    if load.returncode:
        raise RuntimeError(f"the candidates did not finish (status {load.returncode})")
    return read_log(files[1]), memory / MB


def _delivery_s(room: Room, log: Log) -> float:
    """Wait until every hand-in lies in the course folder, but not for ever."""
    begin = time.monotonic()
    while time.monotonic() < begin + DELIVERY_S:
        if not undelivered(room.course, room.exam, log.receipts):
            break
        time.sleep(0.1)
    return time.monotonic() - begin


def _lost(room: Room, log: Log) -> int:
    """Asked of the files alone, when the server is gone."""
    journal = journal_file(room.home, room.exam)
    hand_ins = lost_hand_ins(room.course, room.exam, log.receipts, log.saves)
    return lost_answers(journal, log.saves) + hand_ins


def _figures(log: Log) -> Figures:
    for cause, count in log.errors.items():
        tell(f"hall: {count} × {cause}")
    return {
        "sign_in_s": round(log.sign_in_s, 1),
        "start_p99_ms": _ms(log, "start", 0.99),
        "paper_p99_ms": _ms(log, "paper", 0.99),
        "saves": len(log.saves),
        "save_p50_ms": _ms(log, "answer", 0.5),
        "save_p99_ms": _ms(log, "answer", 0.99),
        "handin_p99_ms": _ms(log, "hand-in", 0.99),
        "errors": sum(log.errors.values()),
    }


def _ms(log: Log, what: str, share: float) -> float:
    """The time within which such a share was answered (nearest rank), in milliseconds."""
    took = sorted(log.took.get(what, ()))
    if not took:
        raise RuntimeError(f"nobody got as far as {what}: {log.errors}")
    return round(took[math.ceil(share * len(took)) - 1] * 1000, 1)

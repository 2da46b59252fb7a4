"""An exam ready to be sat, and the servers the candidates talk to."""

from __future__ import annotations

import csv
import datetime as dt
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from benchmarks.exam_room import build
from question_bank.allot import allot_forms, write_allotment
from question_bank.course import paper_name, release_folder

ROOT = Path(__file__).parents[1]
STARTING_S, STOPPING_S, PASSWORD_S = 120, 300, 2
"""At most; making a password takes some hundredths of a second."""


@dataclass(frozen=True, slots=True)
class Room:
    """A released exam with candidates, each with a password; all of it below ``folder``."""

    folder: Path
    exam: str
    passwords: Mapping[str, str]

    @property
    def course(self) -> Path:
        """The course folder."""
        return self.folder / "course"

    @property
    def home(self) -> Path:
        """The hall's folder."""
        return self.folder / "home" / "hall"

    @property
    def sitting(self) -> Path:
        """The sitting file."""
        return self.folder / "sitting.toml"

    @property
    def paper(self) -> Path:
        """One of the released papers."""
        return release_folder(self.course, self.exam) / paper_name("A")

    @property
    def environment(self) -> dict[str, str]:
        """What a command needs to find the hall's folder here and not at home."""
        return {**os.environ, "XUEFA_HOME": str(self.home.parent), "PYTHONUTF8": "1"}


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers at ``address``."""

    address: str
    process: psutil.Process


def prepare(folder: Path, candidates: int) -> Room:
    """Assemble, release and allot an exam, and have ``xuefa exam passwords`` make the passwords.

    Raises:
        subprocess.SubprocessError: the command failed.
    """
    exam = build(folder / "course", 0)
    people = [f"P{number:05d}" for number in range(1, candidates + 1)]
    write_allotment(folder / "course", exam.name, allot_forms(exam, people))
    room, slips = Room(folder, exam.name, {}), folder / "slips.csv"
    now = dt.datetime.now(dt.UTC).replace(microsecond=0)
    opens, closes = now - dt.timedelta(minutes=1), now + dt.timedelta(hours=6)
    room.sitting.write_text(
        f'exam = "{exam.name}"\ncourse = "course"\n'
        f"opens = {opens.isoformat()}\ncloses = {closes.isoformat()}\n",
        "utf-8",
    )
    command = _xuefa("passwords", str(room.sitting), "--out", str(slips))
    subprocess.run(
        command,
        check=True,
        cwd=ROOT,
        env=room.environment,
        stdout=subprocess.DEVNULL,
        timeout=STARTING_S + PASSWORD_S * candidates,
    )
    return Room(folder, exam.name, _passwords(slips))


def _passwords(slips: Path) -> dict[str, str]:
    with slips.open(encoding="utf-8-sig", newline="") as file:
        return {row["人员编号"]: row["密码"] for row in csv.DictReader(file)}


@contextmanager
def hall(room: Room) -> Iterator[Served]:
    """``xuefa exam serve`` on loopback; stopped as by Ctrl-C."""
    with _served(_xuefa("serve", str(room.sitting), "--port", "0"), room, "hall.log") as served:
        yield served


@contextmanager
def floor(room: Room) -> Iterator[Served]:
    """The server that does nothing."""
    command = [sys.executable, "-m", "benchmarks.hall_floor", str(room.paper)]
    with _served(command, room, "floor.log") as served:
        yield served


def _xuefa(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "xuefa", "exam", *arguments]


@contextmanager
def _served(command: Sequence[str], room: Room, log: str) -> Iterator[Served]:
    said = room.folder / log
    with (
        said.open("wb") as out,
        subprocess.Popen(
            command, cwd=ROOT, env=room.environment, stdout=out, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            yield Served(_address(process, said), psutil.Process(process.pid))
        finally:
            _stop(process)


def _address(process: subprocess.Popen[bytes], said: Path) -> str:
    end = time.monotonic() + STARTING_S
    while time.monotonic() < end and process.poll() is None:
        text = said.read_text("utf-8", "replace")
        if found := re.search(r"http://127\.0\.0\.1:\d+/", text):
            return found[0]
        time.sleep(0.05)
    raise RuntimeError(f"the server did not start: {said.read_text('utf-8', 'replace')[-2000:]}")


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(STOPPING_S)
    except subprocess.TimeoutExpired:
        process.kill()

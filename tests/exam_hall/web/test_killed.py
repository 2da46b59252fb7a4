"""``xuefa exam serve`` killed outright while answers come in: nothing acknowledged is lost."""

from __future__ import annotations

import datetime as dt
import http.client
import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from exam_hall.web.passwords import password_file, save_passwords
from tests.exam_hall.conftest import EXAM, write_course
from tests.exam_hall.web.conftest import all_passwords, password_of
from tests.exam_hall.web.visitor import PAGE, Visitor
from tests.support.jupyter import free_port

ROUNDS = 8
"""The browser's test kills it fifty times; here no page makes good what is lost."""
HERE = f"api/exams/{EXAM}"


@contextmanager
def served(sitting: Path, port: int, env: Mapping[str, str]) -> Iterator[subprocess.Popen[str]]:
    """A hall of its own process, ready to answer."""
    command = [sys.executable, "-m", "xuefa", "exam", "serve", str(sitting), "--port", str(port)]
    process = subprocess.Popen(
        command, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if re.search(r"考场已开设：http://127\.0\.0\.1:\d+/", line):
            break
    else:
        pytest.fail(said)
    try:
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture
def sitting(tmp_path: Path) -> Path:
    write_course(tmp_path / "course")
    now = dt.datetime.now(dt.UTC)
    path = tmp_path / "sitting.toml"
    path.write_text(
        f'exam = "{EXAM}"\ncourse = "course"\n'
        f'opens = "{(now - dt.timedelta(minutes=1)).isoformat()}"\n'
        f'closes = "{(now + dt.timedelta(hours=2)).isoformat()}"\n',
        "utf-8",
    )
    save_passwords(password_file(tmp_path / "home" / "hall", EXAM), all_passwords())
    return path


@pytest.fixture
def env(tmp_path: Path) -> Mapping[str, str]:
    return {**os.environ, "XUEFA_HOME": str(tmp_path / "home"), "PYTHONUNBUFFERED": "1"}


def save_until_gone(li: Visitor, number: int, acknowledged: dict[str, int]) -> int:
    """Write one answer after the other; note the last that was acknowledged."""
    while True:
        try:
            answer = li.save(EXAM, f"第 {number} 次", number, "q06")
        except (OSError, http.client.HTTPException):
            return number + 1
        assert answer.status == 200, answer.text
        acknowledged["q06"] = number
        number += 1


@pytest.mark.slow
def test_nothing_acknowledged_is_lost(sitting: Path, env: Mapping[str, str]) -> None:
    dice, port, number = random.Random(4), free_port(), 1  # noqa: S311
    li, acknowledged = Visitor(f"http://127.0.0.1:{port}"), {"q06": 0}
    for round_ in range(ROUNDS):
        with served(sitting, port, env) as process:
            if round_ == 0:
                li.sign_in("P1", password_of("P1"))
                li.sit(EXAM)
            delay = dice.uniform(0.05, 0.5)
            threading.Timer(delay, process.send_signal, (signal.SIGKILL,)).start()
            number = save_until_gone(li, number, acknowledged)
    with served(sitting, port, env) as process:
        # signed in still, and the last answer acknowledged is there, or one sent after it
        kept = li.get(f"{HERE}/paper").json()["answers"]["q06"]
        assert int(kept.split()[1]) >= acknowledged["q06"] > ROUNDS
        receipt = li.post(f"{HERE}/hand-in", {"client": PAGE, "attempt": 1}).json()["receipt"]
        process.send_signal(signal.SIGKILL)
        process.wait()
    delivered = sitting.parent / "course" / "submitted" / "P1" / EXAM / "answers.json"
    with served(sitting, port, env):
        assert li.get(HERE).json()["receipt"] == receipt
        end = time.monotonic() + 20
        while not delivered.is_file() and time.monotonic() < end:
            time.sleep(0.05)
        assert delivered.is_file()


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_closes_cleanly(sitting: Path, env: Mapping[str, str], number: signal.Signals) -> None:
    port = free_port()
    with served(sitting, port, env) as process:
        li = Visitor(f"http://127.0.0.1:{port}")
        li.sign_in("P1", password_of("P1"))
        li.sit(EXAM)
        process.send_signal(number)
        said, _ = process.communicate(timeout=30)
    assert process.returncode == 0
    assert "考场已关闭" in said
    assert "Traceback" not in said
    assert "P1" not in said

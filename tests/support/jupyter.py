"""A real Jupyter server of its own: a free loopback port, a token, a home that is thrown away."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat.v4 as nb

TOKEN = "0123456789abcdef0123456789abcdef"  # noqa: S105  (of servers that live for one test)
PATIENCE_S = 90

GREETING = """\
import ipywidgets as widgets
answer = widgets.HTML('<p>请选择：镇政府收到复议答复通知书后，应当在几日内答复？</p>')
button = widgets.Button(description='十日')
button.on_click(lambda _: setattr(answer, 'value', '<p>回答正确，已经记下。</p>'))
widgets.VBox([answer, button])
"""


@dataclass(frozen=True)
class Answer:
    """What the server said."""

    status: int
    type: str
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Jupyter:
    """A running server. Its ``log`` holds everything it printed."""

    port: int
    process: subprocess.Popen[bytes]
    log: Path
    headers: Mapping[str, str] = field(
        default_factory=lambda: {"Authorization": f"token {TOKEN}"},
    )

    @property
    def lab(self) -> str:
        return f"http://127.0.0.1:{self.port}/lab?token={TOKEN}"

    def ask(
        self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = self.headers if headers is None else headers
        connection.request(method, path, headers=dict(sent))
        response = connection.getresponse()
        return Answer(response.status, response.getheader("Content-Type", ""), response.read())

    def kernel_processes(self) -> list[int]:
        """The kernels this server has started, by process id."""
        found = subprocess.run(
            ["ps", "-o", "pid=,args=", "--ppid", str(self.process.pid)],
            capture_output=True,
            text=True,
            check=False,
        ).stdout
        return [int(line.split()[0]) for line in found.splitlines() if "ipykernel" in line]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def jupyter(
    application: str, home: Path, env: Mapping[str, str], options: tuple[str, ...] = ()
) -> Iterator[Jupyter]:
    """Run ``jupyterlab`` or ``jupyter_server`` in ``home`` until the block ends."""
    port, root = free_port(), home / "root"
    root.mkdir(parents=True)
    log = home / "server.log"
    command = [
        *(sys.executable, "-m", application, "--no-browser", "--allow-root"),
        *(f"--ServerApp.port={port}", "--ServerApp.port_retries=0", "--ServerApp.ip=127.0.0.1"),
        *(f"--IdentityProvider.token={TOKEN}", f"--ServerApp.root_dir={root}", *options),
    ]
    folders = {
        name: str(home / name.lower())
        for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "XUEFA_HOME")
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env={**os.environ, **folders, **env}, stdout=output, stderr=output
        )
    server = Jupyter(port, process, log)
    try:
        _await_answer(server)
        yield server
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def _await_answer(server: Jupyter) -> None:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end and server.process.poll() is None:
        try:
            server.ask("/api")
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"no server:\n{server.log.read_text('utf-8')[-4000:]}")


def write_course(
    folder: Path,
    course: str = "fuyi",
    title: str = "行政复议：从申请到答复",
    law: str = "行政复议法",
    order: int = 1,
) -> Path:
    """A course of two lessons; the second fails. Returns its folder."""
    at = folder / course
    at.mkdir(parents=True)
    toml = f"""\
title = "{title}"
law = "{law}"
order = {order}

[[lessons]]
id = "reply"
title = "收到复议答复通知书以后"
minutes = 25
notebook = "reply.ipynb"

[[lessons]]
id = "broken"
title = "出错的一课"
minutes = 15
notebook = "broken.ipynb"
"""
    (at / "course.toml").write_text(toml, "utf-8")
    texts = [
        "# 收到复议答复通知书以后\n\n本课讲镇政府作为被申请人应当做什么。",
        "## 小结\n\n记住期限。",
    ]
    lesson = [nb.new_markdown_cell(texts[0]), nb.new_code_cell(GREETING)]
    write_notebook(at / "reply.ipynb", [*lesson, nb.new_markdown_cell(texts[1])])
    write_notebook(at / "broken.ipynb", [nb.new_code_cell("raise RuntimeError('secret reason')")])
    return at


def write_test(course: Path, cells: list[tuple[str, str]]) -> None:
    """End a course of :func:`write_course` with a test whose notebook has these cells."""
    make = {"markdown": nb.new_markdown_cell, "code": nb.new_code_cell}
    write_notebook(course / "test.ipynb", [make[kind](source) for kind, source in cells])
    path = course / "course.toml"
    first, rest = path.read_text("utf-8").split("\n\n", 1)
    path.write_text(f'{first}\ntest = "test.ipynb"\n\n{rest}', "utf-8")


def write_notebook(path: Path, cells: list[Any]) -> None:
    path.write_text(json.dumps(nb.new_notebook(cells=cells), ensure_ascii=False), "utf-8")

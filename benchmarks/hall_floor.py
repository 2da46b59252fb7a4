"""A server that does nothing, to compare the hall with: ``python -m benchmarks.hall_floor PAPER``.

It reads no request, keeps nothing and flushes nothing; every answer is one of two prepared ones.
What a save takes here is what machine, tornado and load take.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import orjson
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

ACKNOWLEDGED = {"attempt": 1, "seq": 1, "receipt": {"code": ""}}


class _Ready(RequestHandler):
    def initialize(self, reply: bytes) -> None:
        self._reply = reply

    def get(self) -> None:
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(self._reply)

    def post(self) -> None:
        self.get()

    def compute_etag(self) -> None:
        """None, as in the hall."""

    def _log(self) -> None:
        pass


async def _serve(paper: Path) -> None:
    sheet = orjson.dumps({"paper": orjson.loads(paper.read_bytes())})
    handlers = [
        (r".*/paper", _Ready, {"reply": sheet}),
        (r".*", _Ready, {"reply": orjson.dumps(ACKNOWLEDGED)}),
    ]
    sockets = bind_sockets(0, "127.0.0.1")
    HTTPServer(Application(handlers)).add_sockets(sockets)
    print(f"http://127.0.0.1:{sockets[0].getsockname()[1]}/", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))

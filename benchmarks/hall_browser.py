"""The least a candidate's browser needs: one kept connection, cookies, JSON.

Raw streams, because the load has to cost the machine little: the hall under test shares it.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

import orjson

PREFIX = "/xuefa/hall/"
TIMEOUT_S = 30
FAULTS = (OSError, EOFError, asyncio.LimitOverrunError, ValueError)
"""How a request can fail for want of an answer; a timeout is an OSError."""
_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_COOKIE = re.compile(rb"\r\nset-cookie: *([^=]+)=([^;\r]*)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reply:
    """What the hall said."""

    status: int
    body: bytes

    def json(self) -> Any:
        """Its JSON."""
        return orjson.loads(self.body)


class Browser:
    """One candidate's connection; requests go one after another."""

    def __init__(self, address: str) -> None:
        """For a hall at ``address``; connects when something is asked."""
        place = urlsplit(address)
        self._host, self._port = str(place.hostname), int(place.port or 80)
        self._cookies: dict[str, str] = {}
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def get(self, path: str) -> Reply:
        """As a page of the hall does.

        Raises:
            FAULTS: there was no answer.
        """
        return await self._ask(self._head("GET", path))

    async def post(self, path: str, data: Any) -> Reply:
        """As a page of the hall does.

        Raises:
            FAULTS: there was no answer.
        """
        body = orjson.dumps(data)
        token = self._cookies.get("_xsrf", "")
        return await self._ask(
            self._head("POST", path, "application/json", len(body), f"X-XSRFToken: {token}\r\n")
            + body
        )

    async def sign_in(self, person: str, password: str) -> bool:
        """Fill in the form; whether it was right.

        Raises:
            FAULTS: there was no answer.
        """
        await self.get("sign-in")
        fields = {"_xsrf": self._cookies.get("_xsrf", ""), "person": person, "password": password}
        body = urlencode(fields).encode()
        kind = "application/x-www-form-urlencoded"
        reply = await self._ask(self._head("POST", "sign-in", kind, len(body)) + body)
        return reply.status == 303

    def close(self) -> None:
        """Hang up; the next request connects anew."""
        if self._streams:
            self._streams[1].close()
        self._streams = None

    def _head(self, method: str, path: str, kind: str = "", size: int = 0, more: str = "") -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        content = f"Content-Type: {kind}\r\nContent-Length: {size}\r\n" if kind else ""
        return (
            f"{method} {PREFIX}{path} HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
            f"Cookie: {cookies}\r\n{content}{more}\r\n"
        ).encode()

    async def _ask(self, request: bytes) -> Reply:
        try:
            async with asyncio.timeout(TIMEOUT_S):
                return await self._exchange(request)
        except BaseException:
            self.close()
            raise

    async def _exchange(self, request: bytes) -> Reply:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port)
        reader, writer = self._streams
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        body = await reader.readexactly(int(length[1]) if length else 0)
        for name, value in _COOKIE.findall(head):
            self._cookies[name.decode().strip()] = value.decode()
        return Reply(int(head[9:12]), body)

"""Somebody at a browser: cookies, the XSRF header, and what comes back."""

from __future__ import annotations

import http.client
import json
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

PREFIX = "/xuefa/hall/"
PAGE = "a" * 32
OTHER_PAGE = "b" * 32


@dataclass(frozen=True)
class Answer:
    """What the hall said."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def why(self) -> tuple[int, str]:
        """Status and code of a refusal; its message must be Chinese and plain."""
        said = self.json()
        assert said.keys() == {"why", "message"}
        assert any("\u4e00" <= sign <= "\u9fff" for sign in said["message"])
        return self.status, said["why"]


@dataclass
class Visitor:
    """One browser. ``seen`` keeps every answer."""

    address: str
    context: ssl.SSLContext | None = None
    cookies: dict[str, str] = field(default_factory=dict)
    seen: list[Answer] = field(default_factory=list)

    def send(
        self,
        method: str,
        path: str,
        body: bytes | Iterator[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), **(headers or {})}
        with self._connection() as connection:
            connection.request(method, path, body=body, headers=sent)
            response = connection.getresponse()
            answer = Answer(response.status, dict(response.getheaders()), response.read())
            for line in response.headers.get_all("Set-Cookie") or ():
                for name, morsel in SimpleCookie(line).items():
                    self.cookies[name] = morsel.value
        self.seen.append(answer)
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", PREFIX + path, headers=headers)

    def post(self, path: str, body: object = None, **headers: str) -> Answer:
        """As a page of the hall does: JSON, and the value of the cookie in the header."""
        raw = body if isinstance(body, bytes) else json.dumps(body or {}).encode()
        sent = {"Content-Type": "application/json", "X-XSRFToken": self.cookies.get("_xsrf", "")}
        sent.update({name.replace("_", "-"): value for name, value in headers.items()})
        return self.send("POST", PREFIX + path, raw, {k: v for k, v in sent.items() if v})

    def submit(self, path: str, fields: Mapping[str, str]) -> Answer:
        """A form, with the token it carries."""
        raw = urlencode({"_xsrf": self.cookies.get("_xsrf", ""), **fields}).encode()
        return self.send(
            "POST", PREFIX + path, raw, {"Content-Type": "application/x-www-form-urlencoded"}
        )

    def sign_in(self, person: str, password: str, to: str = "") -> Answer:
        self.get("sign-in")
        return self.submit("sign-in", {"person": person, "password": password, "to": to})

    def sit(self, exam: str, client: str = PAGE) -> None:
        """Open the page and begin."""
        assert self.get(f"api/exams/{exam}").status == 200
        begun = self.post(f"api/exams/{exam}/start", {"client": client})
        assert begun.status == 200, begun.text

    def save(
        self, exam: str, value: object, client_seq: int = 1, grade_id: str = "q02", **changes: Any
    ) -> Answer:
        asked = {"client": PAGE, "client_seq": client_seq, "attempt": 1, "grade_id": grade_id}
        return self.post(f"api/exams/{exam}/answer", {**asked, "value": value, **changes})

    @contextmanager
    def _connection(self) -> Iterator[http.client.HTTPConnection]:
        place = urlsplit(self.address)
        where = (str(place.hostname), place.port)
        connection = (
            http.client.HTTPSConnection(*where, timeout=30, context=self.context)
            if place.scheme == "https"
            else http.client.HTTPConnection(*where, timeout=30)
        )
        try:
            yield connection
        finally:
            connection.close()

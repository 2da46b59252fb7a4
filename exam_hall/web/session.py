"""Sessions of the hall's own server: a signed cookie that only the server reads, for twelve hours.

The cookie names the person and the password they signed in with by a mark of its hash, so that a
new password ends the sessions of the old one.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import asdict, dataclass
from typing import Final, Self

import orjson
from tornado.web import RequestHandler

from exam_hall.web.passwords import Hashed

COOKIE: Final = "xuefa_session"
LASTS_DAYS: Final = 0.5


@dataclass(frozen=True, slots=True)
class Session:
    """Who signed in, for which exam's password, and a name of its own to end it by."""

    id: str
    exam: str
    mark: str
    nonce: str

    @classmethod
    def new(cls, person: str, exam: str, password: Hashed) -> Self:
        """A session that begins now."""
        return cls(person, exam, mark_of(password), secrets.token_hex(8))


def mark_of(password: Hashed) -> str:
    """What a session knows of the password it began with."""
    return hashlib.sha256(f"{password.salt}/{password.hash}".encode()).hexdigest()[:16]


def begin(handler: RequestHandler, session: Session, *, is_secure: bool) -> None:
    """Give the browser its cookie."""
    handler.set_signed_cookie(
        COOKIE,
        orjson.dumps(asdict(session)),
        expires_days=LASTS_DAYS,
        httponly=True,
        samesite="Strict",
        secure=is_secure,
    )


def read(handler: RequestHandler) -> Session | None:
    """The session of a request, if its cookie is ours and not too old."""
    raw = handler.get_signed_cookie(COOKIE, max_age_days=LASTS_DAYS)
    if raw is None:
        return None
    try:
        return Session(**orjson.loads(raw))
    except (ValueError, TypeError):
        return None


def end(handler: RequestHandler) -> None:
    """Take the cookie back."""
    handler.clear_cookie(COOKIE)

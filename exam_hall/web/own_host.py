"""The hall's own server as a host: it knows people by 人员编号 and password."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from tornado.web import HTTPError, RequestHandler

from exam_hall.web import session
from exam_hall.web.doors import PasswordBook
from exam_hall.web.hall import Hall
from exam_hall.web.identity import Identity, Role
from exam_hall.web.passwords import Hashed, password_file
from exam_hall.web.routes import PREFIX
from exam_hall.web.session import Session, mark_of
from exam_hall.web.tries import Tries

_FOREIGN: Final = {"cross-site", "same-site"}


class OwnHost:
    """Signs people in by the passwords of the open exams, and knows them by their session."""

    base = f"/{PREFIX}"
    can_sign_out = True

    def __init__(
        self,
        hall: Hall,
        invigilators: Iterable[str] = (),
        *,
        is_secure: bool = False,
        tries: Tries | None = None,
    ) -> None:
        """Rooms must be open already.

        Args:
            hall: what is served.
            invigilators: who may watch every room.
            is_secure: whether it is served over TLS.
            tries: counts the tries to sign in.
        """
        self._hall, self._invigilators = hall, frozenset(invigilators)
        self.is_secure = is_secure
        self._tries = tries or Tries()
        self._ended: set[str] = set()
        self._books = {exam: PasswordBook(password_file(hall.home, exam)) for exam in hall.rooms}
        for book in self._books.values():
            book.now()
        self._called = _by_name(hall, self._invigilators)

    @property
    def home(self) -> Path:
        """The hall's folder."""
        return self._hall.home

    async def hall(self) -> Hall:
        """The hall."""
        return self._hall

    def identity(self, handler: RequestHandler) -> Identity | None:
        """Whoever the session is of, while their password is still the same."""
        found = session.read(handler)
        if found is None or found.nonce in self._ended or found.exam not in self._books:
            return None
        password = self._books[found.exam].known.people.get(found.id)
        if password is None or mark_of(password) != found.mark:
            return None
        roles = {Role.INVIGILATOR} if found.id in self._invigilators else set()
        return Identity(found.id, frozenset(roles))

    def require_own_page(self, handler: RequestHandler) -> None:
        """Tornado's XSRF token, and what browsers themselves say of where a request comes from.

        Raises:
            HTTPError: it is of another site, or of none.
        """
        if handler.request.headers.get("Sec-Fetch-Site") in _FOREIGN:
            raise HTTPError(HTTPStatus.FORBIDDEN)
        origin = handler.request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != handler.request.host:
            raise HTTPError(HTTPStatus.FORBIDDEN)
        handler.check_xsrf_cookie()

    def sign_in_url(self, to: str) -> str:
        """The hall's own page for signing in."""
        return f"{self.base}sign-in?to={quote(to)}"

    async def sign_in(self, typed_id: str, password: str, address: str) -> Session | None:
        """A new session, if that is the person's password in any of the open exams.

        Args:
            typed_id: 人员编号 as typed: any case, full width or half.
            password: as typed.
            address: where from; tries are counted by person and address, so that nobody locks
                others out from their own machine.

        Raises:
            DeniedError: tried too often.
            SetupError: a password file is damaged.
        """
        name = _plain(typed_id)
        key = f"{name} {address}"
        self._tries.begin(key)
        for exam, person in self._called.get(name, [("", "")]):
            if right := await self._right(exam, person, password):
                self._tries.passed(key)
                return Session.new(person, exam, right)
        return None

    def sign_out(self, handler: RequestHandler) -> None:
        """End the session, also for whoever may have copied its cookie."""
        if found := session.read(handler):
            self._ended.add(found.nonce)
        session.end(handler)

    async def _right(self, exam: str, person: str, typed: str) -> Hashed | None:
        """The password's hash if it is right. It takes as long for somebody nobody knows."""
        book = self._books.get(exam)

        def find() -> Hashed | None:
            return book.now().people.get(person) if book else None

        is_right = await self._hall.checker.is_right(find, typed)
        return book.known.people.get(person) if book and is_right else None


def _by_name(hall: Hall, invigilators: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Exam and 人员编号 as the exam writes it, by the number as compared."""
    found: dict[str, list[tuple[str, str]]] = {}
    for exam, room in hall.rooms.items():
        people = [*room.rules.allotment, *room.rules.sitting.invigilators, *invigilators]
        for person in dict.fromkeys(people):
            found.setdefault(_plain(person), []).append((exam, person))
    return found


def _plain(typed: str) -> str:
    return unicodedata.normalize("NFKC", typed).strip().upper()[:100]

"""The pages for signing in and out of the hall's own server: plain forms, no script."""

from __future__ import annotations

import re
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qs

from tornado.web import HTTPError

from exam_hall.errors import HallError
from exam_hall.web import session
from exam_hall.web.handler import MAX_BODY, HallHandler
from exam_hall.web.own_host import OwnHost
from exam_hall.web.refusals import Refusal, refusal_of, stale_page, too_large
from exam_hall.web.routes import EXAM, PREFIX, Route
from exam_hall.web.templates import HTML, rendered

SIGN_IN: Final = Route("sign-in", "sign-in")
SIGN_OUT: Final = Route("sign-out", "sign-out")
WRONG: Final = Refusal(
    HTTPStatus.UNAUTHORIZED, "unauthenticated", "人员编号或密码不对，请对照密码条重新输入。"
)
_ONWARD: Final = re.compile(rf"/{re.escape(PREFIX)}((exam|room)/{EXAM})?")


class FormHandler(HallHandler):
    """A form of our own server."""

    host: OwnHost

    def form(self) -> dict[str, str]:
        """The fields of the form that was sent.

        Raises:
            DeniedError: it is too large, or comes from no page of ours.
        """
        if self._refused is not None or self._size > MAX_BODY:
            raise too_large()
        text = bytes(self._kept).decode("utf-8", "replace")
        try:
            fields = {name: values[-1] for name, values in parse_qs(text, max_num_fields=9).items()}
        except ValueError:
            raise stale_page() from None
        self.request.arguments["_xsrf"] = [fields.get("_xsrf", "").encode()]
        try:
            self.host.require_own_page(self)
        except HTTPError:
            raise stale_page() from None
        return fields


class SignInHandler(FormHandler):
    """``GET`` and ``POST sign-in``."""

    async def get(self, exam: str = "") -> None:
        """The form."""
        del exam
        self._show(None, {"to": self.get_query_argument("to", "")})

    async def post(self, exam: str = "") -> None:
        """Sign in and go on, or say what is wrong."""
        del exam
        fields: dict[str, str] = {}
        try:
            fields = self.form()
            address = str(self.request.remote_ip)
            typed = (fields.get("person", ""), fields.get("password", "")[:100])
            found = await self.host.sign_in(*typed, address)
        except HallError as error:
            self._show(refusal_of(error), fields)
            return
        if found is None:
            self._show(WRONG, fields)
            return
        session.begin(self, found, is_secure=self.host.is_secure)
        self.redirect(_own(fields.get("to", ""), self.host.base), status=HTTPStatus.SEE_OTHER)

    def _show(self, refusal: Refusal | None, fields: Mapping[str, str]) -> None:
        shown = rendered(
            "sign-in.html",
            base=self.host.base,
            token=str(self.xsrf_token, "ascii"),
            to=_own(fields.get("to", ""), ""),
            person=fields.get("person", "")[:64],
            message=refusal.message if refusal else "",
        )
        if refusal:
            self.set_refused(refusal)
        self.set_header("Content-Type", HTML)
        self.finish(shown)


class SignOutHandler(FormHandler):
    """``POST sign-out``."""

    async def post(self, exam: str = "") -> None:
        """End the session."""
        del exam
        try:
            self.form()
        except HallError as error:
            self._tell(refusal_of(error))
            return
        self.host.sign_out(self)
        self.redirect(f"{self.host.base}sign-in", status=HTTPStatus.SEE_OTHER)


def _own(path: str, otherwise: str) -> str:
    """A path to go on to, if it is a page of ours."""
    return path if _ONWARD.fullmatch(path) else otherwise

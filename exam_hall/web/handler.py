"""One tornado handler for every endpoint: what is refused before an endpoint is asked."""

from __future__ import annotations

from collections.abc import Awaitable
from functools import partial
from http import HTTPStatus
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import orjson
from tornado.web import HTTPError, RequestHandler, stream_request_body

from exam_hall.errors import HallError
from exam_hall.web.host import Host
from exam_hall.web.identity import Identity
from exam_hall.web.log import log_fault, log_request
from exam_hall.web.refusals import (
    FAULT,
    Refusal,
    not_found,
    refusal_of,
    refusal_of_status,
    too_large,
    unauthenticated,
)
from exam_hall.web.routes import Route
from exam_hall.web.safe_headers import HEADERS
from exam_hall.web.templates import HTML, rendered

if TYPE_CHECKING:
    from exam_hall.web.visit import Endpoint, Reply, Visit

MAX_BODY: Final = 64 * 1024
"""An essay of the greatest length fits four times over."""
MAX_PASSING: Final = 16 * 1024 * 1024
"""Of a body too large, so many bytes are let pass unkept, so that the refusal gets through."""
JSON: Final = "application/json"


async def _ask(place: str, visit: Visit) -> Reply:
    module, name = place.split(".")
    endpoint: Endpoint = getattr(import_module(f"exam_hall.web.{module}"), name)
    return await endpoint(visit)


@stream_request_body
class HallHandler(RequestHandler):
    """Mounted once per route. A host mixes in its own handler class for what it has to check."""

    host: Host
    route: Route

    def initialize(self, host: Host, route: Route) -> None:
        """Take what was mounted."""
        self.host, self.route, self.route_name = host, route, route.name
        self._kept, self._size = bytearray(), 0
        self._refused: HTTPError | None = None

    def set_default_headers(self) -> None:
        """Begin every answer, refusals too, with what keeps a browser from harm."""
        super().set_default_headers()
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    async def prepare(self) -> None:
        """Let the host look; what it refuses is told when the body has passed.

        Sooner, the connection would be cut while the page still sends, and the refusal be lost.
        """
        if self._declared() > MAX_PASSING:
            raise HTTPError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            outcome = super().prepare()
            if outcome is not None:
                await outcome
        except HTTPError as error:
            self._refused = error

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        """Keep what may be a request; let pass what is larger."""
        self._size += len(chunk)
        if self._size <= MAX_BODY:
            self._kept += chunk
        else:
            self._kept.clear()
        return None

    async def get(self, exam: str = "") -> None:
        """Answer by the route's endpoint."""
        await self._answer(exam)

    async def post(self, exam: str = "") -> None:
        """Answer by the route's endpoint."""
        await self._answer(exam)

    async def _answer(self, exam: str) -> None:
        try:
            endpoint = self._endpoint()
            who = self._let_in()
            if who is None:
                self.redirect(self.host.sign_in_url(self.request.path), status=HTTPStatus.SEE_OTHER)
            else:
                self._send(await endpoint(await self._visit(who, exam)))
        except HallError as error:
            self._tell(refusal_of(error))

    def _let_in(self) -> Identity | None:
        """Who asks; None if they should sign in for this page first."""
        if self._refused is not None:
            raise self._refused
        if self._size > MAX_BODY:
            raise too_large()
        who = self.host.identity(self)
        if who is None and not self.route.is_page:
            raise unauthenticated()
        if self.request.method == "POST":
            self._require_own_request()
        return who

    async def _visit(self, who: Identity, exam: str) -> Visit:
        hall = await self.host.hall()
        from exam_hall.web.visit import Visit  # noqa: PLC0415  (with the hall, not before)

        return Visit(
            hall=hall,
            who=who,
            base=self.host.base,
            exam=exam,
            body=bytes(self._kept),
            can_sign_out=self.host.can_sign_out,
            xsrf_token=lambda: str(self.xsrf_token, "ascii"),
        )

    def _endpoint(self) -> Endpoint:
        place = self.route.endpoints.get(str(self.request.method))
        if place is None:
            if not self.route.endpoints:
                raise not_found()
            raise HTTPError(HTTPStatus.METHOD_NOT_ALLOWED)
        return partial(_ask, place)

    def _require_own_request(self) -> None:
        self.host.require_own_page(self)
        kind = self.request.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        if kind != JSON:
            raise HTTPError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)

    def _declared(self) -> int:
        size = self.request.headers.get("Content-Length", "0")
        return int(size) if size.isdecimal() else 0

    def _send(self, reply: Reply) -> None:
        self.xsrf_token  # noqa: B018  (asking for it sets the cookie that POSTs have to match)
        self.set_header("Content-Type", f"{JSON}; charset=utf-8")
        for name, value in reply.headers.items():
            self.set_header(name, value)
        self.finish(orjson.dumps(reply.data) if reply.body is None else reply.body)

    def set_refused(self, refusal: Refusal) -> None:
        """Begin an answer that refuses."""
        self.set_status(refusal.status)
        if refusal.retry_after_s is not None:
            self.set_header("Retry-After", str(refusal.retry_after_s))

    def _tell(self, refusal: Refusal) -> None:
        """Refuse: as JSON to a script, as a page to somebody who opened an address."""
        self.set_refused(refusal)
        if self.request.method == "GET" and "text/html" in self.request.headers.get("Accept", ""):
            self.set_header("Content-Type", HTML)
            self.finish(rendered("notice.html", base=self.host.base, message=refusal.message))
            return
        self.set_header("Content-Type", f"{JSON}; charset=utf-8")
        self.finish(orjson.dumps({"why": refusal.why, "message": refusal.message}))

    def compute_etag(self) -> str | None:
        """None: nothing of this is kept by browsers."""
        return None

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Tell in Chinese what tornado or the host refused."""
        error = kwargs.get("exc_info", (None, None, None))[1]
        self._tell(refusal_of_status(status_code) if isinstance(error, HTTPError) else FAULT)

    def log_exception(self, typ: Any, value: BaseException | None, tb: Any) -> None:
        """Say where the program failed, and nothing of what it was about."""
        del typ, tb
        if not isinstance(value, HTTPError):
            log_fault(self, value)

    def _log(self) -> None:
        """Log in the hall's own way, whatever the host's is."""
        log_request(self)

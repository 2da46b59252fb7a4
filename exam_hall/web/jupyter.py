"""Mounts the hall in a Jupyter server: a trusted demonstration, or a hub's server of its own.

Who somebody is, is for the Jupyter server to say; its login, XSRF and origin checks are used.
``$XUEFA_SITTINGS`` names a sitting file or a folder of them, ``$XUEFA_INVIGILATORS`` the people who
may watch every room.
"""

from __future__ import annotations

import asyncio
import atexit
import datetime as dt
import logging
import os
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from jupyter_core.utils import ensure_async
from jupyter_server.auth.decorator import allow_unauthenticated
from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado.web import Application, HTTPError, RequestHandler

from exam_hall.web.handler import HallHandler
from exam_hall.web.identity import Identity, Role
from exam_hall.web.routes import NOWHERE, PREFIX, ROUTES
from exam_hall.web.static_files import FOLDER, StaticFiles

if TYPE_CHECKING:
    from exam_hall.web.hall import Hall

SITTINGS, INVIGILATORS = "XUEFA_SITTINGS", "XUEFA_INVIGILATORS"


def load_extension(server: Any) -> None:
    """Mount the hall. Rooms are opened in a thread, so that the server starts no later."""
    _log_to(server.log)
    host = mount(server.web_app, os.environ.get(SITTINGS, ""), os.environ.get(INVIGILATORS, ""))
    if host.has_sittings:
        host.begin()


def _log_to(server_log: logging.Logger) -> None:
    """Say what the hall has to say where the server does; nowhere else, nor twice."""
    log = logging.getLogger("exam_hall")
    log.handlers, log.propagate = list(server_log.handlers), False
    log.setLevel(server_log.level)


def mount(application: Application, sittings: str, invigilators: str) -> JupyterHost:
    """Add the handlers to a Jupyter server's application.

    Args:
        application: its ``base_url`` and ``login_url`` are used.
        sittings: a sitting file or a folder of them; empty for none.
        invigilators: 人员编号, separated by commas.
    """
    settings = application.settings
    prefix = url_path_join(settings["base_url"], PREFIX)
    people = frozenset(name.strip() for name in invigilators.split(",") if name.strip())
    host = JupyterHost(prefix, settings.get("login_url", "/login"), sittings, people)
    handlers: list[tuple[str, type[RequestHandler], dict[str, Any]]] = [
        (f"{prefix}static/(.*)", JupyterStaticFiles, {"path": str(FOLDER)})
    ]
    handlers += [
        (prefix + route.pattern, JupyterHallHandler, {"host": host, "route": route})
        for route in (*ROUTES, NOWHERE)
    ]
    application.add_handlers(".*$", handlers)
    return host


class JupyterHost:
    """The Jupyter server as the endpoints see it."""

    can_sign_out = False

    def __init__(
        self, base: str, login_url: str, sittings: str, invigilators: frozenset[str]
    ) -> None:
        """Open nothing yet."""
        self.base, self._login_url, self._invigilators = base, login_url, invigilators
        self._place = Path(sittings).expanduser() if sittings.strip() else None
        self._opening: Future[Hall] | None = None

    @property
    def has_sittings(self) -> bool:
        """Whether sittings were named."""
        return self._place is not None

    def begin(self) -> Future[Hall]:
        """Open the rooms in a thread; once."""
        if self._opening is None:
            thread = ThreadPoolExecutor(1, "exam-opening")
            self._opening = thread.submit(_open, self._place)
            thread.shutdown(wait=False)
        return self._opening

    async def hall(self) -> Hall:
        """The hall, once its rooms are open."""
        return await asyncio.wrap_future(self.begin())

    def identity(self, handler: RequestHandler) -> Identity | None:
        """Whoever the Jupyter server says is signed in."""
        user = handler.current_user
        if user is None:
            return None
        is_invigilator = user.username in self._invigilators
        return Identity(user.username, frozenset({Role.INVIGILATOR} if is_invigilator else ()))

    def require_own_page(self, handler: RequestHandler) -> None:
        """Jupyter has looked already, before the body came (``JupyterHandler.prepare``)."""

    def sign_in_url(self, to: str) -> str:
        """Jupyter's own page for signing in."""
        return f"{self._login_url}?{urlencode({'next': to})}"


def _open(place: Path | None) -> Hall:
    """In a thread, imports too: pydantic and the core take a third of a second."""
    from exam_hall.opening import hall_folder  # noqa: PLC0415
    from exam_hall.web import candidate, invigilator, pages, published  # noqa: F401, PLC0415
    from exam_hall.web.hall import Hall  # noqa: PLC0415
    from exam_hall.web.sitting_files import Opener  # noqa: PLC0415

    hall = Hall(hall_folder())
    opener = Opener(hall, place)
    opener.open_all()
    if place is not None:
        opener.begin()
    atexit.register(hall.close)
    atexit.register(opener.close)
    return hall


class JupyterHallHandler(HallHandler, JupyterHandler):
    """The endpoints behind Jupyter's checks. Who is not signed in is told so by the hall."""

    auth_resource = "xuefa"

    async def prepare(self) -> None:  # type: ignore[override]
        """Let Jupyter look, its authorizer too."""
        await super().prepare()
        user = self.current_user
        if self._refused is None and user is not None:
            action = "read" if self.request.method == "GET" else "write"
            allowed = self.authorizer.is_authorized(self, user, action, self.auth_resource)
            if not await ensure_async(allowed):
                self._refused = HTTPError(403)

    @allow_unauthenticated
    async def get(self, exam: str = "") -> None:
        """Answer by the route's endpoint."""
        await super().get(exam)

    @allow_unauthenticated
    async def post(self, exam: str = "") -> None:
        """Answer by the route's endpoint."""
        await super().post(exam)

    def on_finish(self) -> None:
        """Somebody sits an exam: a hub must not take the server for idle."""
        super().on_finish()
        if getattr(self, "_jupyter_current_user", None) is not None:  # set by its prepare
            self.settings["api_last_activity"] = dt.datetime.now(dt.UTC)


class JupyterStaticFiles(StaticFiles, JupyterHandler):
    """The files of the pages; Jupyter checks whether the host is one of its own."""

    @allow_unauthenticated
    async def get(self, path: str, include_body: bool = True) -> None:
        """Send a file."""
        await super().get(path, include_body)

    @allow_unauthenticated
    async def head(self, path: str) -> None:
        """Send a file's headers."""
        await super().get(path, include_body=False)

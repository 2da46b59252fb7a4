"""What the endpoints need of whoever mounts them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from tornado.web import RequestHandler

from exam_hall.web.identity import Identity

if TYPE_CHECKING:
    from exam_hall.web.hall import Hall


class Host(Protocol):
    """A server that knows who is who."""

    base: str
    """Prefix of everything that is mounted, beginning and ending in ``/``."""

    can_sign_out: bool
    """Whether the host has a page for signing out that the hall may show."""

    async def hall(self) -> Hall:
        """The hall, once its rooms are open."""

    def identity(self, handler: RequestHandler) -> Identity | None:
        """Who asks; None if nobody is signed in."""

    def require_own_page(self, handler: RequestHandler) -> None:
        """Let a changing request through only if it comes from a page of this host.

        Raises:
            HTTPError: it does not prove that.
        """

    def sign_in_url(self, to: str) -> str:
        """Where to sign in, to go on to a path of this host afterwards."""

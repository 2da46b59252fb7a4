"""The identity of a server that serves one configured official.

Jupyter's token login makes a random user for each browser; the study record needs the same person
every time. A hub brings its own identities and does not use this.
"""

from __future__ import annotations

from jupyter_server.auth.identity import PasswordIdentityProvider, User
from tornado.web import RequestHandler

from courses.study.person import configured_person


class ConfiguredIdentity(PasswordIdentityProvider):
    """Whoever has the server's token or password is the official named by ``$XUEFA_PERSON``."""

    def generate_anonymous_user(self, handler: RequestHandler) -> User:
        """Return the configured official; where none is, Jupyter's random user."""
        return _official() or super().generate_anonymous_user(handler)

    def user_from_cookie(self, cookie_value: str) -> User | None:
        """Return the configured official, whoever an older cookie names."""
        return _official() or super().user_from_cookie(cookie_value)


def _official() -> User | None:
    if person := configured_person():
        return User(username=person, name="学员", display_name="学员", initials="学")
    return None

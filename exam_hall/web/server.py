"""The hall's own server: for machines and phones that have a browser and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import ipaddress
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from exam_hall.errors import SetupError
from exam_hall.secret import FILE_NAME, load_secret
from exam_hall.web.handler import MAX_PASSING, HallHandler
from exam_hall.web.log import log_request
from exam_hall.web.own_host import OwnHost
from exam_hall.web.routes import NOWHERE, ROUTES
from exam_hall.web.sign_in import SIGN_IN, SIGN_OUT, SignInHandler, SignOutHandler
from exam_hall.web.static_files import FOLDER, StaticFiles

try:
    import resource
except ModuleNotFoundError:  # Windows
    resource = None  # type: ignore[assignment]

IDLE_S: Final = 120
BODY_S: Final = 60
MAX_HEADER: Final = 16 * 1024
MAX_FILES: Final = 16 * 1024
"""Connections and files open at a time."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where to listen; ``port`` 0 takes any free one.

    ``proxied`` says that a proxy on this machine stands in front and speaks HTTPS to people.
    """

    host: str = "127.0.0.1"
    port: int = 8600
    certificate: Path | None = None
    key: Path | None = None
    proxied: bool = False

    @property
    def is_secure(self) -> bool:
        """Whether it is served over TLS."""
        return self.certificate is not None

    @property
    def is_reached_securely(self) -> bool:
        """Whether browsers reach it over HTTPS."""
        return self.is_secure or self.proxied

    def require_safe(self) -> None:
        """Refuse to let passwords and answers travel unencrypted.

        Raises:
            SetupError: not loopback and no TLS, half of what TLS takes, or a proxy elsewhere.
        """
        if self.proxied and (self.is_secure or not is_loopback(self.host)):
            raise SetupError(
                "--behind-https 用于本机上另有 HTTPS 代理的情形：请去掉 --certificate，"
                "并且不写 --host（只在本机监听，由代理转来）"
            )
        if (self.certificate is None) != (self.key is None):
            raise SetupError("--certificate 和 --key 须一起写：证书文件和它的私钥文件")
        if not self.is_secure and not is_loopback(self.host):
            raise SetupError(
                f"{self.host} 不是本机地址，密码和答案会不加密地经过网络，没有开设："
                "请加上 --certificate 和 --key，或去掉 --host 只在本机开设"
            )

    def tls(self) -> ssl.SSLContext | None:
        """What TLS takes; None without.

        Raises:
            SetupError: certificate or key cannot be used.
        """
        if self.certificate is None or self.key is None:
            return None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        try:
            context.load_cert_chain(self.certificate, self.key, password=lambda: "")
        except (OSError, ValueError):  # ssl.SSLError is an OSError
            raise SetupError(
                f"证书 {self.certificate.name} 或私钥 {self.key.name} 不能用："
                "须为 PEM 格式，互相匹配，私钥不设密码，并且有读取权限"
            ) from None
        return context


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


class _ToLobby(RequestHandler):
    def initialize(self, to: str) -> None:
        self._to = to

    def get(self) -> None:
        self.redirect(self._to, status=HTTPStatus.SEE_OTHER)

    def _log(self) -> None:
        log_request(self)


def application(host: OwnHost) -> Application:
    """The endpoints, the pages for signing in and out, and nothing else."""
    base = host.base
    handlers: list[Any] = [
        ("/", _ToLobby, {"to": base}),
        (f"{base}static/(.*)", StaticFiles, {"path": str(FOLDER)}),
        (base + SIGN_IN.pattern, SignInHandler, {"host": host, "route": SIGN_IN}),
        (base + SIGN_OUT.pattern, SignOutHandler, {"host": host, "route": SIGN_OUT}),
    ]
    handlers += [
        (base + route.pattern, HallHandler, {"host": host, "route": route}) for route in ROUTES
    ]
    handlers.append((".*", HallHandler, {"host": host, "route": NOWHERE}))
    return Application(
        handlers,
        cookie_secret=load_secret(host.home / FILE_NAME).key("session"),
        xsrf_cookie_kwargs={"samesite": "Strict", "secure": host.is_secure},
        log_function=log_request,
    )


async def serve(
    host: OwnHost, address: Address, ready: Callable[[str], None], stopping: asyncio.Event
) -> None:
    """Serve until told to stop, then finish what is being answered.

    Args:
        host: what is served.
        address: where.
        ready: told the address people open, once it answers.
        stopping: set by whoever wants it to end.

    Raises:
        SetupError: the address is not safe or not free.
    """
    address.require_safe()
    server = HTTPServer(
        application(host),
        ssl_options=address.tls(),
        max_body_size=MAX_PASSING,
        max_header_size=MAX_HEADER,
        idle_connection_timeout=IDLE_S,
        body_timeout=BODY_S,
        xheaders=address.proxied,
    )
    try:
        sockets = bind_sockets(address.port, address.host.strip("[]"))
    except OSError:
        raise SetupError(
            f"{address.host} 的 {address.port} 端口不能用：可能已被占用，请用 --port 换一个"
        ) from None
    server.add_sockets(sockets)
    port = sockets[0].getsockname()[1]
    name = f"[{address.host.strip('[]')}]" if ":" in address.host else address.host
    ready(f"{'https' if address.is_secure else 'http'}://{name}:{port}/")
    try:
        with _for_many():
            await stopping.wait()
    finally:
        server.stop()
        await server.close_all_connections()


@contextlib.contextmanager
def _for_many() -> Iterator[None]:
    """Make the process fit for some thousand candidates.

    Each keeps a connection open, and many systems allow a process 1,024 files unless it asks for
    more. Nobody is answered during a full garbage collection: what was loaded before is left out of
    it, which halves its time.
    """
    if resource is not None:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        most = MAX_FILES if hard == resource.RLIM_INFINITY else min(MAX_FILES, hard)
        if soft != resource.RLIM_INFINITY and soft < most:
            with contextlib.suppress(OSError, ValueError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    gc.freeze()
    try:
        yield
    finally:
        gc.unfreeze()

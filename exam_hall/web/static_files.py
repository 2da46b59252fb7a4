"""The files of the pages: browsers keep them, and ask each time whether they changed."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Final

from tornado.web import HTTPError, StaticFileHandler

from exam_hall.web.log import log_fault, log_request
from exam_hall.web.safe_headers import HEADERS

FOLDER: Final = Path(__file__).parents[1] / "static"
TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""What is served; the templates of the pages are not."""


@lru_cache(maxsize=512)
def _digest(path: str, modified_ns: int, size: int) -> str:
    del modified_ns, size  # they only tell one version from another
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


class StaticFiles(StaticFileHandler):
    """Files of :data:`TYPES` below a folder. Nobody needs to be signed in for them."""

    route_name = "static/{file}"

    def set_default_headers(self) -> None:
        """As every answer of the hall, but for the cache."""
        super().set_default_headers()
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def set_extra_headers(self, path: str) -> None:
        """Have the browser ask each time whether its copy is still good."""
        del path
        self.set_header("Cache-Control", "no-cache")

    def validate_absolute_path(self, root: str, absolute_path: str) -> str | None:
        """Refuse what is no file of the pages."""
        if Path(absolute_path).suffix not in TYPES:
            raise HTTPError(HTTPStatus.NOT_FOUND)
        return super().validate_absolute_path(root, absolute_path)

    def compute_etag(self) -> str | None:
        """A hash of the content as it is now."""
        state = Path(str(self.absolute_path)).stat()
        return f'"{_digest(str(self.absolute_path), state.st_mtime_ns, state.st_size)}"'

    def get_content_type(self) -> str:
        """By our own list: a browser refuses a script of another type, and systems differ."""
        return TYPES[Path(str(self.absolute_path)).suffix]

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """Say no more than the status."""
        del kwargs
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish("没有这个文件" if status_code == HTTPStatus.NOT_FOUND else "不能读取这个文件")

    def log_exception(self, typ: object, value: BaseException | None, tb: object) -> None:
        """Say nothing of what was asked for."""
        del typ, tb
        if not isinstance(value, HTTPError):
            log_fault(self, value)

    def _log(self) -> None:
        log_request(self)

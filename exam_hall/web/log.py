"""Logs that hold no answer, no name and no 人员编号: method, route, status, milliseconds."""

from __future__ import annotations

import logging
import traceback
from typing import Final

from tornado.web import RequestHandler

log: Final = logging.getLogger("exam_hall.web")


def log_request(handler: RequestHandler) -> None:
    """Log a request by its route; what stood in the address, query or body is left out."""
    status = handler.get_status()
    level = logging.DEBUG if status < 400 else logging.INFO if status < 500 else logging.ERROR
    route = getattr(handler, "route_name", "（其他地址）")
    took_ms = handler.request.request_time() * 1000
    log.log(level, "%s %s %d %.1f ms", handler.request.method, route, status, took_ms)


def log_fault(handler: RequestHandler, error: BaseException | None) -> None:
    """Log where the program failed. What an exception says may quote an answer: it is left out."""
    route = getattr(handler, "route_name", "（其他地址）")
    frames = traceback.extract_tb(error.__traceback__ if error else None)
    places = " ← ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames[-6:]))
    log.error("%s %s 出错：%s，%s", handler.request.method, route, type(error).__name__, places)

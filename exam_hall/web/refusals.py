"""What a refusal looks like over HTTP: a status, a code for the page and a sentence for people."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from exam_hall.errors import HallError, RefusedError, StorageError, Why

OF_WHY: Final = {
    Why.NOT_ALLOTTED: HTTPStatus.FORBIDDEN,
    Why.MALFORMED: HTTPStatus.BAD_REQUEST,
    Why.TOO_LARGE: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Why.TOO_MANY: HTTPStatus.TOO_MANY_REQUESTS,
}
"""All other rules conflict with how things stand: 409."""


class DeniedError(HallError):
    """Refused before any rule of the exam room was asked.

    Attributes:
        status: HTTP status.
        why: code for the page.
        retry_after_s: when to try again, if that is known.
    """

    def __init__(
        self, status: HTTPStatus, why: str, message: str, retry_after_s: int | None = None
    ) -> None:
        self.status, self.why, self.retry_after_s = status, why, retry_after_s
        super().__init__(message)


def unauthenticated() -> DeniedError:
    """Nobody is signed in."""
    return DeniedError(
        HTTPStatus.UNAUTHORIZED,
        "unauthenticated",
        "尚未登录，或登录已经过期。请重新登录，已保存的答案不会丢失。",
    )


def forbidden(message: str = "您没有这项权限，请询问考试管理人员。") -> DeniedError:
    """Somebody is signed in, who may not do this."""
    return DeniedError(HTTPStatus.FORBIDDEN, "forbidden", message)


def not_found(message: str = "没有这一页，请核对网址。") -> DeniedError:
    """There is no such thing, or not for this person."""
    return DeniedError(HTTPStatus.NOT_FOUND, "not_found", message)


def too_large() -> DeniedError:
    """The body is larger than anything a page sends."""
    return DeniedError(
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
        "too_large",
        "发来的内容太大，没有保存。请删减后再试。",
    )


def stale_page() -> DeniedError:
    """The request does not prove that it comes from a page of ours."""
    return forbidden("页面已经过期，没有保存。请刷新页面后重试。")


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is told."""

    status: int
    why: str
    message: str
    retry_after_s: int | None = None


FAULT: Final = Refusal(
    HTTPStatus.INTERNAL_SERVER_ERROR,
    "fault",
    "考场程序出错，可能没有保存。请稍后重试；仍然不行时，请告知监考人员。",
)
_MALFORMED: Final = ("malformed", "请求不合格式，没有保存。请刷新页面后重试。")
_OF_STATUS: Final[dict[int, tuple[str, str]]] = {
    HTTPStatus.METHOD_NOT_ALLOWED: ("malformed", "不支持这样的请求，请刷新页面。"),
    HTTPStatus.BAD_REQUEST: _MALFORMED,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: _MALFORMED,
}


def refusal_of(error: HallError) -> Refusal:
    """What is told of an error of the hall."""
    if isinstance(error, DeniedError):
        return Refusal(error.status, error.why, str(error), error.retry_after_s)
    if isinstance(error, RefusedError):
        status = OF_WHY.get(error.why, HTTPStatus.CONFLICT)
        return Refusal(status, error.why, str(error))
    if isinstance(error, StorageError):
        return Refusal(HTTPStatus.SERVICE_UNAVAILABLE, "storage", str(error))
    return Refusal(FAULT.status, FAULT.why, str(error))


def refusal_of_status(status: int) -> Refusal:
    """What is told where tornado or the host refuses."""
    if known := _OF_STATUS.get(status):
        return Refusal(status, *known)
    for error in (unauthenticated(), stale_page(), not_found(), too_large()):
        if error.status == status:
            return refusal_of(error)
    return Refusal(status, FAULT.why, FAULT.message)

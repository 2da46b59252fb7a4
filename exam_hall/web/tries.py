"""How often a password may be tried: five times, then a pause that grows."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from exam_hall.errors import Why
from exam_hall.web.refusals import DeniedError

FREE: Final = 5
FIRST_PAUSE_S: Final = 60
LONGEST_PAUSE_S: Final = 3600
MAX_KEPT: Final = 10_000


@dataclass(frozen=True, slots=True)
class _Tried:
    count: int
    free_at: float


class Tries:
    """Counts tries by key. A try counts from its beginning: many at once are no way round."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Nobody has tried; ``clock`` gives seconds and never goes back."""
        self._clock = clock
        self._tried: dict[str, _Tried] = {}

    def begin(self, key: str) -> None:
        """Count a try.

        Raises:
            DeniedError: too many; it says how long to wait.
        """
        now, tried = self._clock(), self._tried.get(key, _Tried(0, 0))
        if now < tried.free_at:
            raise _too_many(math.ceil(tried.free_at - now))
        if now > tried.free_at + LONGEST_PAUSE_S:
            tried = _Tried(0, now)
        count = tried.count + 1
        self._forget_some(now)
        self._tried[key] = _Tried(count, now + _pause_s(count))

    def passed(self, key: str) -> None:
        """The password was right: begin anew."""
        self._tried.pop(key, None)

    def _forget_some(self, now: float) -> None:
        if len(self._tried) >= MAX_KEPT:
            kept = {k: t for k, t in self._tried.items() if now <= t.free_at + FIRST_PAUSE_S}
            last = sorted(kept.items(), key=lambda pair: pair[1].free_at)[-MAX_KEPT // 2 :]
            self._tried = dict(last)


def _pause_s(count: int) -> int:
    """How long nothing more may be tried after so many tries."""
    over = count - FREE
    return 0 if over < 0 else int(min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2.0 ** min(over, 20)))


def _too_many(seconds: int) -> DeniedError:
    wait = f"{seconds} 秒" if seconds <= 90 else f"{math.ceil(seconds / 60)} 分钟"
    return DeniedError(
        HTTPStatus.TOO_MANY_REQUESTS,
        Why.TOO_MANY,
        f"密码或口令连续输错，请等 {wait}后再试，或询问监考人员。",
        seconds,
    )

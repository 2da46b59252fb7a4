"""Tries of a password: five, then pauses that grow."""

from __future__ import annotations

import pytest

from exam_hall.web.refusals import DeniedError
from exam_hall.web.tries import FREE, LONGEST_PAUSE_S, MAX_KEPT, Tries


class Watch:
    """Seconds, moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def watch() -> Watch:
    return Watch()


def wait_of(tries: Tries, key: str = "li") -> int:
    """How long one has to wait; 0 when a try is allowed (it then counts)."""
    try:
        tries.begin(key)
    except DeniedError as error:
        assert error.status == 429
        return error.retry_after_s or 0
    return 0


def test_five_tries_then_a_minute_then_twice_as_long(watch: Watch) -> None:
    tries = Tries(watch)
    assert [wait_of(tries) for _ in range(FREE)] == [0] * FREE
    for pause in (60, 120, 240, 480):
        assert wait_of(tries) == pause
        watch.now += pause - 1
        assert wait_of(tries) == 1
        watch.now += 1
        assert wait_of(tries) == 0


def test_no_pause_is_longer_than_an_hour(watch: Watch) -> None:
    tries = Tries(watch)
    for _ in range(60):
        watch.now += wait_of(tries)
    assert 0 < max(wait_of(tries), wait_of(tries)) <= LONGEST_PAUSE_S


def test_the_right_password_begins_anew(watch: Watch) -> None:
    tries = Tries(watch)
    for _ in range(FREE):
        tries.begin("li")
    tries.passed("li")
    assert wait_of(tries) == 0


def test_one_persons_tries_are_not_anothers(watch: Watch) -> None:
    tries = Tries(watch)
    for _ in range(FREE):
        tries.begin("li")
    assert (wait_of(tries, "wang"), wait_of(tries) > 0) == (0, True)


def test_old_tries_are_forgotten(watch: Watch) -> None:
    tries = Tries(watch)
    for _ in range(FREE):
        tries.begin("li")
    watch.now += 2 * LONGEST_PAUSE_S
    assert [wait_of(tries) for _ in range(FREE)] == [0] * FREE


def test_a_flood_of_names_does_not_fill_the_memory(watch: Watch) -> None:
    tries = Tries(watch)
    for number in range(3 * MAX_KEPT):
        tries.begin(str(number))
        watch.now += 0.1
    assert len(tries._tried) <= MAX_KEPT

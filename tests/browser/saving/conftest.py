"""A candidate who has begun, and a hall that can be killed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.player_hall import Desk, PlayerHall, Seats, player_hall, seats

OFFLINE = "连接中断，答案已留在本机，恢复后自动上传。"


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlayerHall]:
    with player_hall(tmp_path_factory.mktemp("hall")) as running:
        yield running


@pytest.fixture
def take(browser: Browser) -> Iterator[Seats]:
    with seats(browser) as free:
        yield free


@pytest.fixture
def desk(hall: PlayerHall, take: Seats) -> Desk:
    """A candidate who has begun."""
    seat = take(hall)
    seat.begin()
    return seat


def until(true: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.1)

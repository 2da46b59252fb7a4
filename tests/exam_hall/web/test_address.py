"""Where the hall listens, and how safely it is reached."""

from __future__ import annotations

from pathlib import Path

import pytest

from exam_hall.errors import SetupError
from exam_hall.web.server import Address

PEM = Path("hall.pem")


def test_on_this_machine_it_needs_nothing() -> None:
    Address().require_safe()
    Address("::1").require_safe()
    assert not Address().is_reached_securely


def test_to_others_it_speaks_only_over_tls() -> None:
    Address("0.0.0.0", 443, PEM, PEM).require_safe()  # noqa: S104
    with pytest.raises(SetupError, match="不加密地经过网络"):
        Address("0.0.0.0").require_safe()  # noqa: S104


@pytest.mark.parametrize("half", [Address(certificate=PEM), Address(key=PEM)])
def test_half_of_what_tls_takes_is_refused(half: Address) -> None:
    with pytest.raises(SetupError, match="须一起写"):
        half.require_safe()


def test_behind_a_proxy_of_this_machine_cookies_are_for_https_only() -> None:
    proxied = Address(proxied=True)
    proxied.require_safe()
    assert proxied.is_reached_securely
    assert not proxied.is_secure


@pytest.mark.parametrize(
    "elsewhere",
    [Address("10.0.0.5", proxied=True), Address("127.0.0.1", 8600, PEM, PEM, proxied=True)],
)
def test_a_proxy_elsewhere_is_refused(elsewhere: Address) -> None:
    with pytest.raises(SetupError, match="--behind-https"):
        elsewhere.require_safe()

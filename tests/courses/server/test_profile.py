"""Officials and trainers see different desks."""

from __future__ import annotations

import pytest

from courses.server.profile import profile, with_profile


@pytest.mark.parametrize(
    ("value", "expected"),
    [("trainer", "trainer"), ("official", "official"), ("", "official"), ("root", "official")],
)
def test_only_a_trainer_is_a_trainer(
    monkeypatch: pytest.MonkeyPatch, value: str, expected: str
) -> None:
    monkeypatch.setenv("XUEFA_PROFILE", value)
    assert profile() == expected


def test_who_names_no_profile_is_an_official(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XUEFA_PROFILE", raising=False)
    assert profile() == "official"


def test_an_official_has_no_launcher_terminal_console_or_debugger() -> None:
    config = with_profile({"disabledExtensions": ["theirs"]}, "official")
    disabled = set(config["disabledExtensions"])
    for part in ("launcher", "terminal", "console", "debugger", "extensionmanager", "shortcuts"):
        assert f"@jupyterlab/{part}-extension" in disabled
    assert {"@jupyter/nbgrader", "theirs"} <= disabled
    assert config["xuefaProfile"] == "official"
    assert config["buildCheck"] is False


def test_a_trainer_keeps_everything() -> None:
    before = {"disabledExtensions": ["theirs"], "appName": "JupyterLab"}
    assert with_profile(before, "trainer") == {**before, "xuefaProfile": "trainer"}

"""How tests run commands."""

from __future__ import annotations

from collections.abc import Callable

Xuefa = Callable[..., tuple[int, str]]
"""Runs ``xuefa`` with the arguments given; its status and all it printed."""

"""The rules, read from ``rules.toml``."""

import tomllib
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from courses.deadlines.errors import UnknownRule
from courses.deadlines.records import Provision, Regime, Rule


@cache
def rules() -> tuple[Rule, ...]:
    """Return all rules, in the order of the file."""
    regimes = {row["id"]: Regime.model_validate(row) for row in _file()["regime"]}
    return tuple(_rule(row, regimes[row["regime"]]) for row in _file()["rule"])


def rule(rule_id: str) -> Rule:
    """Return the rule of that id.

    Raises:
        UnknownRule: there is none.
    """
    for own in rules():
        if own.id == rule_id:
            return own
    raise UnknownRule(f"没有“{rule_id}”这个期限；可用的编号见 xuefa deadline list")


@cache
def month_end() -> Provision:
    """Return the provision on the last day of months and years."""
    return Provision.model_validate(_file()["month_end"])


def _rule(row: dict[str, Any], regime: Regime) -> Rule:
    return Rule.model_validate({"valid_from": regime.valid_from, **row, "regime": regime})


@cache
def _file() -> dict[str, Any]:
    path = resources.files("courses.deadlines") / "rules.toml"
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return {key: _versioned(raw[key], raw["laws"]) for key in ("month_end", "regime", "rule")}


def _versioned(node: Any, laws: dict[str, date]) -> Any:
    """Add to every provision the version of its law that the file names."""
    if isinstance(node, list):
        return [_versioned(part, laws) for part in node]
    if not isinstance(node, dict):
        return node
    inner = {key: _versioned(part, laws) for key, part in node.items()}
    return {**inner, "version": laws[node["law"]]} if "quote" in node else inner

"""Marking of objective responses: pure functions of a response, a key and a marking rule.

The same functions serve the checker, the kernel-free batch and the hidden tests that stock nbgrader
runs, so the three cannot disagree about a rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Literal

from courses.questions.blanks import normalise_blank


class Rule(StrEnum):
    """How a choice with several right options earns points. A blank earns 0 under each."""

    ALL_OR_NOTHING = "all_or_nothing"
    PARTIAL = "partial"
    PER_OPTION = "per_option"


RULE_WORDS: dict[Rule, str] = {
    Rule.ALL_OR_NOTHING: "全对得分，多选、少选、错选均不得分",
    Rule.PARTIAL: "全对得满分，少选按选对的比例得分，有错选不得分",
    Rule.PER_OPTION: "按选对减选错的项数占正确项数的比例得分，最低为零分",
}

ObjectiveKind = Literal["true_false", "single", "multiple", "fill"]
KeyValue = bool | list[str] | list[list[str]]
"""A key: true/false, the right option ids, or the accepted writings of each blank."""
Marker = Callable[[object], float]


@dataclass(frozen=True, slots=True)
class SlotKey:
    """The key of one slot for every form, as it stands in the hidden test."""

    kind: ObjectiveKind
    points: float
    rule: Rule
    keys: Mapping[str, KeyValue]

    def as_literal(self) -> dict[str, Any]:
        """The plain literal written into the notebook."""
        return {
            "kind": str(self.kind),
            "points": self.points,
            "rule": str(self.rule),
            "keys": dict(self.keys),
        }

    @classmethod
    def from_literal(cls, literal: Mapping[str, Any]) -> SlotKey:
        """Read the literal back.

        Raises:
            ValueError: a field is missing or of the wrong type.
        """
        try:
            return cls(
                literal["kind"],
                float(literal["points"]),
                Rule(literal["rule"]),
                dict(literal["keys"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise ValueError(f"答案键不合格式：{error}") from error

    def marker(self, form: str) -> Marker:
        """A function from a response to its points (0 … ``points``).

        Raises:
            KeyError: the exam has no such form.
        """
        return compile_marker(self.kind, self.keys[form], self.rule, self.points)


def compile_marker(kind: str, key: KeyValue, rule: Rule, points: float) -> Marker:
    """Prepare a key once so that thousands of responses are marked cheaply.

    Returns:
        A function from a response (as the contract types it) to points; whatever does not fit the
        kind earns 0.

    Raises:
        ValueError: the key does not fit the kind.
    """
    if kind == "true_false":
        return lambda answer: points if isinstance(answer, bool) and answer is key else 0.0
    if not isinstance(key, list):
        raise ValueError(f"{kind} 的答案键须为列表")
    if kind == "fill":
        return _fill_marker([_accepted(blank) for blank in key], points)
    right = frozenset(str(option) for option in key)
    if kind == "single" or rule is Rule.ALL_OR_NOTHING:
        return lambda answer: points if _chosen(answer) == right else 0.0
    return _partial_marker(right, rule, points)


def _chosen(answer: object) -> frozenset[str]:
    if not isinstance(answer, list) or not all(isinstance(part, str) for part in answer):
        return frozenset()
    return frozenset(answer)


def _partial_marker(right: frozenset[str], rule: Rule, points: float) -> Marker:
    penalty = len(right) if rule is Rule.PARTIAL else 1

    def mark(answer: object) -> float:
        chosen = _chosen(answer)
        hits = len(chosen & right)
        return points * max(0, hits - penalty * len(chosen - right)) / len(right)

    return mark


def _accepted(blank: Sequence[str] | str) -> frozenset[str]:
    # A writing of nothing but punctuation must not let an empty blank pass.
    return frozenset(normalise_blank(writing) for writing in blank) - {""}


def _fill_marker(blanks: Sequence[frozenset[str]], points: float) -> Marker:
    def mark(answer: object) -> float:
        if not isinstance(answer, list):
            return 0.0
        pairs = zip(answer, blanks, strict=False)
        right = sum(isinstance(a, str) and normalise_blank(a) in ok for a, ok in pairs)
        return points * right / len(blanks)

    return mark


_TRUE = frozenset({"对", "正确", "√", "true", "t", "是"})
_FALSE = frozenset({"错", "错误", "×", "x", "false", "f", "否"})
_LETTER = re.compile(r"[a-h]", re.IGNORECASE)


def coerce_response(kind: str, raw: object) -> object:
    """What somebody who typed an answer by hand meant: ``"b"`` → ``["B"]``, ``"对"`` → ``True``.

    Leaves alone whatever it does not understand; marking then gives 0.
    """
    if kind == "true_false":
        return _coerce_truth(raw)
    if kind == "fill":
        parts = raw if isinstance(raw, list | tuple) else [raw]
        return [_coerce_blank(part) for part in parts]
    if isinstance(raw, str):
        return sorted({letter.upper() for letter in _LETTER.findall(raw)})
    if isinstance(raw, list | tuple | set) and all(isinstance(part, str) for part in raw):
        return sorted({part.strip().upper() for part in raw})
    return raw


def _coerce_blank(raw: object) -> str:
    if isinstance(raw, str):
        return raw
    # Nothing else prints safely: an integer of more than 4300 digits raises.
    return str(raw) if isinstance(raw, float) or (isinstance(raw, int) and abs(raw) < 1e15) else ""


def _coerce_truth(raw: object) -> object:
    if not isinstance(raw, str):
        return raw
    word = raw.strip().lower()
    return True if word in _TRUE else False if word in _FALSE else raw


def mark_cell(response: object, form: object, literal: Mapping[str, Any]) -> float:
    """What a hidden test evaluates to under stock ``nbgrader autograde``.

    Args:
        response: whatever the answer cell left in its variable, or ``None``.
        form: whatever the form cell left in its variable.
        literal: the key, see :meth:`SlotKey.as_literal`.

    Returns:
        Points, always a float within range: nbgrader turns anything else into full marks.
    """
    slot = SlotKey.from_literal(literal)
    if response is None or not isinstance(form, str) or form not in slot.keys:
        return 0.0
    return float(slot.marker(form)(coerce_response(slot.kind, response)))

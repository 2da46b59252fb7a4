"""Whether an answer to a practice question is right. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from courses.questions.blanks import normalise_blank
from courses.questions.records import Question

Response = bool | tuple[str, ...]
"""Truth, the chosen option ids, or what was written into each blank."""


def is_right(question: Question, response: Response) -> bool:
    """Say whether the response is right in all its parts (全对才算对)."""
    key = question.key
    if isinstance(key, bool) or isinstance(response, bool):
        return isinstance(response, bool) and response is key
    if question.kind == "fill":
        return len(response) == len(key) and all(map(_accepted, key, response))
    return set(response) == set(key)


def _accepted(writings: str | Sequence[str], written: str) -> bool:
    # A writing of nothing but punctuation must not let an empty blank pass.
    plain = normalise_blank(written)
    return bool(plain) and plain in {normalise_blank(writing) for writing in writings}


def read_response(question: Question, raw: object) -> Response | None:
    """Return what the browser sent as a response that fits the question; None if it does not."""
    if question.kind == "true_false":
        return raw if isinstance(raw, bool) else None
    if not isinstance(raw, list) or not all(isinstance(part, str) for part in raw):
        return None
    parts = tuple(str(part)[:200] for part in raw)
    if question.kind == "fill":
        return parts if any(part.strip() for part in parts) else None
    known = len(set(parts)) == len(parts) and all(part in question.options for part in parts)
    fits = known and (len(parts) == 1 if question.kind == "single" else bool(parts))
    return parts if fits else None

"""Notebooks with holes: rendered once per exam, filled thousands of times.

A template is the JSON text of a notebook cut at the places that differ between candidates.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from exam_hall.contract import (
    ESSAY_KINDS,
    FORM_CELL,
    HandIn,
    Paper,
    PaperSlot,
    answer_source,
    canonical_json,
    form_source,
    is_blank,
)
from grading.answer_key import TEST_SUFFIX
from question_bank.notebook import QUESTION_SUFFIX

ANSWERED = "# 作答："
"""Begins an answer cell of an autograded notebook that was answered."""

# Private-use characters: no stem holds them, and JSON leaves them as they are.
_HOLE = re.compile('"\ue000([SO]):([^\ue001]+)\ue001"')


def _hole(kind: str, name: str) -> str:
    return f"\ue000{kind}:{name}\ue001"


def _cut(text: str) -> tuple[tuple[bytes, ...], tuple[tuple[str, str], ...]]:
    """Split at the holes: ``n + 1`` parts around ``n`` (kind, name) holes."""
    pieces = _HOLE.split(text)
    holes = tuple(zip(pieces[1::3], pieces[2::3], strict=True))
    return tuple(piece.encode() for piece in pieces[::3]), holes


def _fill(
    parts: tuple[bytes, ...],
    holes: tuple[tuple[str, str], ...],
    content: Callable[[str, str], bytes],
) -> bytes:
    out = [parts[0]]
    for (kind, name), part in zip(holes, parts[1:], strict=True):
        out += (content(kind, name), part)
    return b"".join(out)


def _solutions(notebook: Mapping[str, Any]) -> dict[str, str]:
    return {
        cell["metadata"]["nbgrader"]["grade_id"]: "".join(cell["source"])
        for cell in notebook["cells"]
        if cell["metadata"].get("nbgrader", {}).get("solution")
    }


@dataclass(frozen=True, slots=True)
class SubmittedTemplate:
    """Renders the very bytes :func:`exam_hall.contract.render_notebook` gives, only faster."""

    paper_sha256: str
    slots: Mapping[str, PaperSlot]
    stubs: Mapping[str, str]
    parts: tuple[bytes, ...] = field(repr=False)
    holes: tuple[tuple[str, str], ...] = field(repr=False)

    @classmethod
    def build(cls, released: Mapping[str, Any], paper: Paper) -> SubmittedTemplate:
        """Cut the released notebook at its answer cells."""
        cells = [_with_hole(cell) for cell in released["cells"]]
        parts, holes = _cut(canonical_json({**released, "cells": cells}).decode())
        slots = {slot.grade_id: slot for slot in paper.slots}
        return cls(paper.sha256, slots, _solutions(released), parts, holes)

    def render(self, hand_in: HandIn) -> bytes:
        """The notebook a hall hands in with these answers."""

        def content(_kind: str, name: str) -> bytes:
            return _lines(self._source(name, hand_in))

        return _fill(self.parts, self.holes, content)

    def _source(self, name: str, hand_in: HandIn) -> str:
        if name == FORM_CELL:
            return form_source(hand_in.form)
        answer = hand_in.answers.get(name)
        if answer is None or is_blank(answer):
            return self.stubs[name]
        return answer_source(self.slots[name], answer)


def _with_hole(cell: Mapping[str, Any]) -> Mapping[str, Any]:
    meta = cell["metadata"].get("nbgrader", {})
    return {**cell, "source": _hole("S", meta["grade_id"])} if meta.get("solution") else cell


_ENCODER = json.JSONEncoder(ensure_ascii=False)  # json.dumps would make one for every line


def _lines(source: str) -> bytes:
    """A ``source`` as the contract's JSON prints it at the depth of a cell."""
    lines = source.splitlines(keepends=True)
    if not lines:
        return b"[]"
    inner = ",\n    ".join(map(_ENCODER.encode, lines))
    return f"[\n    {inner}\n   ]".encode()


@dataclass(frozen=True, slots=True)
class Review:
    """What markers and, later, candidates read beside an answer; both fields are markdown/text."""

    question: str
    note: str


@dataclass(frozen=True, slots=True)
class AutogradedTemplate:
    """Renders the autograded notebook of one form, in which nothing a candidate wrote is live."""

    stubs: Mapping[str, str]
    slots: Mapping[str, PaperSlot]
    parts: tuple[bytes, ...] = field(repr=False)
    holes: tuple[tuple[str, str], ...] = field(repr=False)

    @classmethod
    def build(
        cls, released: Mapping[str, Any], paper: Paper, reviews: Mapping[str, Review]
    ) -> AutogradedTemplate:
        """Put the form's own questions and the markers' notes into the released notebook."""
        slots = {slot.grade_id: slot for slot in paper.slots}
        cells = [_review_cell(cell, slots, reviews) for cell in released["cells"]]
        text = json.dumps({**released, "cells": cells}, ensure_ascii=False)
        parts, holes = _cut(text)
        return cls(_solutions(released), slots, parts, holes)

    def render(
        self, form: str, answers: Mapping[str, Any], scores: Mapping[str, float | None]
    ) -> bytes:
        """Fill in a candidate's answers and the scores of the objective slots (points)."""

        def content(kind: str, name: str) -> bytes:
            if kind == "O":
                return orjson.dumps([_output(scores[name])])
            return orjson.dumps(self._source(name, form, answers))

        return _fill(self.parts, self.holes, content)

    def _source(self, name: str, form: str, answers: Mapping[str, Any]) -> str:
        if name == FORM_CELL:
            return f"# 试卷：{form} 卷"
        if name not in answers:
            return self.stubs[name]  # nbgrader knows an untouched cell by its checksum
        if self.slots[name].kind in ESSAY_KINDS:
            return inert(str(answers[name]))
        return f"{ANSWERED}{words(answers[name])}"


def _review_cell(
    cell: Mapping[str, Any], slots: Mapping[str, PaperSlot], reviews: Mapping[str, Review]
) -> Mapping[str, Any]:
    name = cell["metadata"].get("nbgrader", {}).get("grade_id", "")
    slot = name.removesuffix(QUESTION_SUFFIX).removesuffix(TEST_SUFFIX)
    if name.endswith(QUESTION_SUFFIX):
        return {**cell, "source": reviews[slot].question}
    if name.endswith(TEST_SUFFIX):
        number = int(slot[1:])
        hole = _hole("O", slot)
        return {**cell, "source": reviews[slot].note, "outputs": hole, "execution_count": number}
    return _with_hole(cell) if name in slots or name == FORM_CELL else cell


def _output(score: float | None) -> dict[str, Any]:
    return {
        "data": {"text/plain": [repr(score)]},
        "execution_count": 1,
        "metadata": {},
        "output_type": "execute_result",
    }


def words(answer: object) -> str:
    """An objective response, or a key, on one line as people write it."""
    if isinstance(answer, bool):
        return "正确" if answer else "错误"
    if isinstance(answer, str):
        plain = answer.replace("\u3000", " ").isprintable()
        return (answer if plain else repr(answer)) or "（空）"
    if not isinstance(answer, list):
        return repr(answer)
    return "、".join("／".join(map(words, p)) if isinstance(p, list) else words(p) for p in answer)


def inert(text: str) -> str:
    """What a candidate wrote, as markdown that shows it and does nothing else.

    Everything that HTML, markdown or mathematics could take for markup becomes a character
    reference inside a ``pre`` block, which formgrader and the feedback pages leave alone.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = "".join(c for c in lines if c in "\n\t" or c >= " ")
    safe = html.escape(plain)
    for sign in "$\\`*_[]{}~^":
        safe = safe.replace(sign, f"&#{ord(sign)};")
    style = "white-space:pre-wrap;font-family:inherit"
    lead = "\n" if safe.startswith("\n") else ""  # HTML drops the first line break of a pre
    return f'<pre class="tex2jax_ignore" style="{style}">{lead}{safe}</pre>'

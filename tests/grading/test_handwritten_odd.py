"""Whatever was typed into a notebook is read or refused, and never run."""

from __future__ import annotations

import json
from pathlib import Path

import orjson
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from exam_hall.contract import Paper
from grading.handwritten import (
    UnreadableError,
    read_notebook,
)
from tests.support.graded_course import typed

LITERALS = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.complex_numbers()
    | st.text(max_size=9)
    | st.binary(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=3), inner, max_size=3)
        | st.sets(st.integers(), max_size=3)
    ),
    max_leaves=8,
)

SNIPPETS = [
    *("q01", " = ", "(", ")", "[", "]", "{", "}", ":", "\n", "\\", "'", '"""', "#", "lambda", "*"),
    *("import os", "\t", "\x0c", "\ufeff", "\x00", "é", "１", "None", "async", "f'", "@"),
]

SOURCES = (
    st.text()
    | LITERALS.map(lambda value: f"q01 = {value!r}")
    | st.lists(st.sampled_from(SNIPPETS), max_size=25).map("".join)
)


@settings(max_examples=150, deadline=None)
@given(source=SOURCES, name=st.sampled_from(["q01", "q04", "q08", "q17", "q20", "form"]))
@example(source="q01 = [1e999, -0.0]", name="q17")
def test_arbitrary_source_is_read_or_refused_and_can_always_be_kept(
    released: bytes, papers: dict[str, Paper], source: str, name: str
) -> None:
    notebook = typed(released, **{name: source.replace("q01", name)})
    try:
        form, answers = read_notebook(notebook, papers)
    except UnreadableError as error:
        assert str(error)
        return
    assert form in papers
    assert set(answers) <= {name}
    orjson.dumps(answers)


@settings(max_examples=100, deadline=None)
@given(content=st.binary() | st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["cells", "metadata", "nbgrader", "solution", "grade_id", "source"]),
        inner,
    ),
).map(lambda data: json.dumps(data).encode()))  # fmt: skip
def test_arbitrary_bytes_are_refused(content: bytes, papers: dict[str, Paper]) -> None:
    with pytest.raises(UnreadableError):
        read_notebook(content, papers)


def test_nothing_typed_is_ever_run(
    released: bytes, papers: dict[str, Paper], tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    cheats = [
        f"open({str(trace)!r}, 'w')",
        f"q01 = open({str(trace)!r}, 'w')",
        f"q01 = [open({str(trace)!r}, 'w') for _ in '1']",
        f"q01 = __import__('pathlib').Path({str(trace)!r}).touch()",
        f"@open\ndef {trace.name}(): pass",
        f"class q01: x = open({str(trace)!r}, 'w')",
        f"q01 = f\"{{open('{trace}', 'w')}}\"",
    ]
    for cheat in cheats:
        with pytest.raises(UnreadableError):
            read_notebook(typed(released, q01=cheat), papers)
    assert read_notebook(typed(released, q20=cheats[0]), papers)[1] == {"q20": cheats[0]}
    assert not trace.exists()

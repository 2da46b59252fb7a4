"""Requests: nothing of the wrong shape comes in, and nothing of it goes out again."""

from __future__ import annotations

import json
from typing import Any

import pytest

from exam_hall.errors import RefusedError
from exam_hall.ids import is_id, require_id
from exam_hall.requests import (
    AnswerRequest,
    GrantRequest,
    NoteRequest,
    VoidRequest,
    read_request,
)

ANSWER: dict[str, Any] = {
    "client": "0123abcd",
    "client_seq": 1,
    "attempt": 1,
    "grade_id": "q02",
    "value": ["A"],
}


@pytest.mark.parametrize("value", [True, "一\n二", ["A", "C"], [], None])
def test_an_answer_keeps_its_type(value: object) -> None:
    asked = read_request(AnswerRequest, json.dumps({**ANSWER, "value": value}).encode())
    assert asked.value == (tuple(value) if isinstance(value, list) else value)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"client": "../x"}, "client"),
        ({"client": "x" * 65}, "client"),
        ({"client_seq": 0}, "client_seq"),
        ({"client_seq": 2**31}, "client_seq"),
        ({"client_seq": True}, "client_seq"),
        ({"client_seq": "1"}, "client_seq"),
        ({"attempt": 0}, "attempt"),
        ({"grade_id": "q01_test"}, "grade_id"),
        ({"grade_id": "form"}, "grade_id"),
        ({"value": 1}, "value"),
        ({"value": {"a": 1}}, "value"),
        ({"value": [["A"]]}, "value"),
        ({"candidate": "P2"}, "candidate"),
        ({"role": "invigilator"}, "role"),
    ],
)
def test_a_field_that_does_not_fit_is_named_and_not_quoted(
    change: dict[str, Any], field: str
) -> None:
    with pytest.raises(RefusedError, match=f"（{field}）"):
        read_request(AnswerRequest, json.dumps({**ANSWER, **change}).encode())


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"value": "\\ud800"}', b"null"])
def test_what_is_no_request_is_refused(body: bytes) -> None:
    with pytest.raises(RefusedError, match="请求不合格式"):
        read_request(AnswerRequest, body)


def test_invigilators_must_give_reasons() -> None:
    common = {"client": "desk", "candidate": "P1", "attempt": 1, "reason": ""}
    with pytest.raises(RefusedError, match="reason"):
        read_request(VoidRequest, json.dumps({**common, "again": True}).encode())
    with pytest.raises(RefusedError, match="seconds"):
        body = {**common, "reason": "停电", "client_seq": 1, "seconds": 36_001}
        read_request(GrantRequest, json.dumps(body).encode())
    with pytest.raises(RefusedError, match="text"):
        body = {"client": "desk", "client_seq": 1, "text": "长" * 2001}
        read_request(NoteRequest, json.dumps(body).encode())


@pytest.mark.parametrize("text", ["", "..", "a/b", "a\\b", "张三", "a\n", "x" * 65, ".", "a b"])
def test_an_id_that_could_lead_somewhere_is_none(text: str) -> None:
    assert not is_id(text)
    with pytest.raises(RefusedError, match="编号只能用字母"):
        require_id(text)


def test_an_id_must_be_text() -> None:
    with pytest.raises(RefusedError, match="编号"):
        require_id(7)
    assert require_id("P_1-a") == "P_1-a"

"""Requests of somebody who means harm: refused with the right status, and nothing is journalled."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.exam_hall.conftest import EXAM, INVIGILATOR
from tests.exam_hall.web.conftest import Open, Running
from tests.exam_hall.web.visitor import PAGE, PREFIX, Answer, Visitor

HERE = f"api/exams/{EXAM}"
ROOM = f"api/room/{EXAM}"
JSON = {"Content-Type": "application/json"}
SAVING = {"client": PAGE, "client_seq": 1, "attempt": 1, "grade_id": "q02", "value": ["A"]}
POSTS = {
    f"{HERE}/start": {"client": PAGE},
    f"{HERE}/answer": SAVING,
    f"{HERE}/mark": {"client": PAGE, "client_seq": 1, "attempt": 1, "grade_id": "q02", "on": True},
    f"{HERE}/contact": {"client": PAGE},
    f"{HERE}/hand-in": {"client": PAGE, "attempt": 1},
    f"{HERE}/recheck": {"client": PAGE, "text": "请复核"},
    f"{ROOM}/grant": {
        "client": PAGE,
        "client_seq": 1,
        "candidate": "P1",
        "attempt": 1,
        "seconds": 600,
        "reason": "停电",
    },
    f"{ROOM}/void": {
        "client": PAGE,
        "candidate": "P1",
        "attempt": 1,
        "reason": "替考",
        "again": False,
    },
    f"{ROOM}/note": {"client": PAGE, "client_seq": 1, "text": "正常"},
    f"{ROOM}/collect": {"client": PAGE},
}
GETS = ["api/exams", HERE, f"{HERE}/paper", f"{HERE}/result", f"{HERE}/feedback", ROOM]


@pytest.mark.parametrize("path", GETS)
def test_nothing_is_told_to_who_is_not_signed_in(hall: Running, path: str) -> None:
    assert hall.visitor().get(path).why == (401, "unauthenticated")


@pytest.mark.parametrize("path", POSTS)
def test_nothing_is_done_for_who_is_not_signed_in(hall: Running, path: str) -> None:
    visitor = hall.visitor()
    visitor.get("sign-in")
    assert visitor.post(path, POSTS[path]).why == (401, "unauthenticated")
    assert hall.journalled() == []


@pytest.mark.parametrize("path", POSTS)
@pytest.mark.parametrize("person", ["P1", INVIGILATOR])
def test_a_request_that_shows_no_token_of_the_page_is_refused(
    hall: Running, path: str, person: str
) -> None:
    visitor = hall.signed_in(person)
    body = json.dumps(POSTS[path]).encode()
    for token in ({}, {"X-XSRFToken": "2|12345678|00000000000000000000000000000000|1700000000"}):
        refused = visitor.send("POST", PREFIX + path, body, JSON | token)
        assert refused.why == (403, "forbidden")
    assert hall.journalled() == []


@pytest.mark.parametrize("origin", ["https://elsewhere.example", "null", "http://127.0.0.1:1"])
def test_a_page_of_another_site_is_refused(hall: Running, li: Visitor, origin: str) -> None:
    assert li.post(f"{HERE}/start", {"client": PAGE}, Origin=origin).why == (403, "forbidden")
    assert hall.journalled() == []


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_browser_that_names_another_site_is_believed(
    hall: Running, li: Visitor, site: str
) -> None:
    refused = li.post(f"{HERE}/start", {"client": PAGE}, Sec_Fetch_Site=site)
    assert refused.why == (403, "forbidden")
    assert hall.journalled() == []


def test_a_form_of_another_page_cannot_save(hall: Running, li: Visitor) -> None:
    form = {"Content-Type": "text/plain", "X-XSRFToken": li.cookies["_xsrf"]}
    refused = li.send("POST", f"{PREFIX}{HERE}/start", b'{"client":"a"}', form)
    assert refused.why == (415, "malformed")
    assert hall.journalled() == []


def test_a_candidate_gets_nothing_of_another(hall: Running, li: Visitor, wang: Visitor) -> None:
    li.sit(EXAM)
    li.save(EXAM, ["A"])
    before = hall.journalled()
    assert wang.get(f"{HERE}/paper").why == (409, "not_started")
    assert wang.save(EXAM, ["B"]).why == (409, "not_started")
    assert wang.post(f"{HERE}/hand-in", {"client": PAGE, "attempt": 1}).why == (
        409,
        "not_started",
    )
    assert wang.get(HERE).json()["receipt"] is None
    assert hall.journalled() == before
    wang.sit(EXAM)
    sheet = wang.get(f"{HERE}/paper").json()
    assert (sheet["paper"]["form"], sheet["answers"]) == ("B", {})


@pytest.mark.parametrize("field", ["candidate", "id", "user", "roles", "by"])
def test_who_asks_is_never_taken_from_the_request(
    hall: Running, li: Visitor, wang: Visitor, field: str
) -> None:
    li.sit(EXAM)
    wang.sit(EXAM)
    before = hall.journalled()
    assert wang.save(EXAM, ["B"], **{field: "P1"}).why == (400, "malformed")
    assert wang.get(f"{HERE}/paper?{field}=P1").json()["paper"]["form"] == "B"
    assert hall.journalled() == before


@pytest.mark.parametrize("path", [path for path in POSTS if path.startswith(ROOM)])
def test_a_candidate_is_no_invigilator(hall: Running, li: Visitor, path: str) -> None:
    li.sit(EXAM)
    before = hall.journalled()
    for body in (POSTS[path], {**POSTS[path], "role": "invigilator"}):
        assert li.post(path, body, X_Roles="invigilator").why == (403, "forbidden")
    assert li.get(ROOM).why == (403, "forbidden")
    assert li.get(f"room/{EXAM}").why == (403, "forbidden")
    assert hall.journalled() == before


def test_an_invigilator_sits_no_exam(hall: Running, watch: Visitor) -> None:
    for path in (HERE, f"{HERE}/paper", f"{HERE}/result", f"{HERE}/feedback", f"exam/{EXAM}"):
        assert watch.get(path).why == (403, "not_allotted")
    assert watch.post(f"{HERE}/start", {"client": PAGE}).why == (403, "not_allotted")
    assert hall.journalled() == []


def test_nobody_invigilates_their_own_exam(open_hall: Open) -> None:
    hall = open_hall(options={"invigilators": ["P1", "T1"]}, invigilators=[])
    assert hall.signed_in("P1").get(ROOM).why == (403, "forbidden")
    assert hall.signed_in("T1").get(ROOM).status == 200


def test_a_copied_request_changes_nothing(hall: Running, li: Visitor, wang: Visitor) -> None:
    li.sit(EXAM)
    wang.sit(EXAM)
    li.save(EXAM, ["A"])
    wang.save(EXAM, ["A"])  # the neighbour's message, word for word: their own answer
    before = hall.journalled()
    assert li.save(EXAM, ["A"]).status == 200
    assert hall.journalled() == before


@pytest.mark.parametrize("size", [64 * 1024 + 1, 500_000, 10_000_000])
def test_what_is_too_large_is_refused_unread(hall: Running, li: Visitor, size: int) -> None:
    li.sit(EXAM)
    body = json.dumps({**SAVING, "grade_id": "q06", "value": "字"}).encode()
    padded = body + b" " * (size - len(body))
    assert li.post(f"{HERE}/answer", padded).why == (413, "too_large")
    assert hall.journalled() == ["started"]


def test_what_is_too_large_is_refused_without_a_length_too(hall: Running, li: Visitor) -> None:
    li.sit(EXAM)

    def chunks() -> Iterator[bytes]:
        for _ in range(100):
            yield b" " * 1_000

    headers = {**JSON, "X-XSRFToken": li.cookies["_xsrf"]}
    refused = li.send("POST", f"{PREFIX}{HERE}/answer", chunks(), headers)
    assert refused.why == (413, "too_large")
    assert hall.journalled() == ["started"]


def test_a_gigabyte_is_refused_before_it_is_sent(hall: Running, li: Visitor) -> None:
    headers = {**JSON, "X-XSRFToken": li.cookies["_xsrf"], "Content-Length": "1000000000"}
    refused = li.send("POST", f"{PREFIX}{HERE}/answer", b"{", headers)
    assert refused.why == (413, "too_large")


def test_the_longest_essay_fits(open_hall: Open) -> None:
    """Five thousand characters, each of four bytes."""
    li = open_hall().signed_in("P1")
    li.sit(EXAM)
    essay = "𠀀" * 20
    raw = json.dumps({**SAVING, "grade_id": "q06", "value": essay}, ensure_ascii=False).encode()
    assert li.post(f"{HERE}/answer", raw).status == 200
    longest = json.dumps({**SAVING, "value": "𠀀" * 5_000}, ensure_ascii=True).encode()
    assert len(longest) < 64 * 1024


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"{}",
        b"\xff\xfe",
        b'{"client": 5}',
        b"[" * 60_000,
        json.dumps({**SAVING, "client_seq": 0}).encode(),
        json.dumps({**SAVING, "client_seq": "1"}).encode(),
        json.dumps({**SAVING, "client": "../../etc"}).encode(),
        json.dumps({**SAVING, "attempt": -1}).encode(),
        json.dumps({**SAVING, "grade_id": "../q01"}).encode(),
        json.dumps({**SAVING, "value": {"a": 1}}).encode(),
        json.dumps({**SAVING, "value": [1]}).encode(),
        json.dumps({**SAVING, "grade_id": "q77"}).encode(),
        json.dumps({**SAVING, "value": ["Z"]}).encode(),
        json.dumps({**SAVING, "value": ["A", "B"]}).encode(),
        json.dumps({**SAVING, "grade_id": "q01", "value": "true"}).encode(),
        json.dumps({**SAVING, "grade_id": "q05", "value": ["1", "2", "3"]}).encode(),
    ],
)
def test_what_is_no_answer_is_refused(hall: Running, li: Visitor, body: bytes) -> None:
    li.sit(EXAM)
    assert li.post(f"{HERE}/answer", body).why == (400, "malformed")
    assert hall.journalled() == ["started"]


def test_an_essay_too_long_is_refused_with_its_length(hall: Running, li: Visitor) -> None:
    li.sit(EXAM)
    refused = li.save(EXAM, "字" * 21, grade_id="q06")
    assert refused.why == (413, "too_large")
    assert "21 字" in refused.json()["message"]
    assert hall.journalled() == ["started"]


@pytest.mark.parametrize(
    "name", ["..", "%2e%2e", "..%2f..%2fetc", "exam-2", "EXAM-1", "exam-1%00", "exam-1/../exam-1"]
)
@pytest.mark.parametrize("path", ["api/exams/{}", "api/exams/{}/paper", "api/room/{}", "exam/{}"])
def test_no_path_is_made_of_what_is_no_exam(li: Visitor, name: str, path: str) -> None:
    assert li.get(path.format(name)).why == (404, "not_found")


@pytest.mark.parametrize(
    "path",
    [
        "static/../web/server.py",
        "static/%2e%2e/web/server.py",
        "static/..%2f..%2fpyproject.toml",
        "static/exam.html",
        "static/",
        "static/player",
        "static//etc/passwd",
    ],
)
def test_nothing_but_files_of_the_pages_is_served(hall: Running, path: str) -> None:
    answer = hall.visitor().get(path)
    assert answer.status in (403, 404)
    assert len(answer.body) < 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"])
def test_other_methods_are_refused(hall: Running, li: Visitor, method: str) -> None:
    assert li.send(method, f"{PREFIX}{HERE}/answer", b"").status in (403, 405)
    assert hall.journalled() == []


def test_a_way_in_by_the_wrong_method_is_refused(li: Visitor) -> None:
    assert li.get(f"{HERE}/start").why == (405, "malformed")
    assert li.post(HERE).why == (405, "malformed")


def test_a_forged_session_is_none(hall: Running, li: Visitor) -> None:
    def asked_with(cookie: str) -> Answer:
        visitor = hall.visitor()
        visitor.cookies["xuefa_session"] = cookie
        return visitor.get("api/exams")

    real = li.cookies["xuefa_session"]
    assert asked_with(real).status == 200
    head, _, signature = real.rpartition("|")
    for forged in ("P1", real[:-1] + "0", head.replace("|13:", "|12:") + "|" + signature, ""):
        if forged != real:
            assert asked_with(forged).why == (401, "unauthenticated")


def test_no_answer_of_the_hall_names_the_candidate(hall: Running, li: Visitor) -> None:
    li.sit(EXAM)
    li.save(EXAM, ["A"])
    for refused in (["Z"], "字" * 300, {"a": 1}):
        assert li.save(EXAM, refused, 2).status in (400, 413)
    li.post(f"{HERE}/hand-in", {"client": PAGE, "attempt": 1})
    assert "P1" not in "".join(answer.text for answer in li.seen)

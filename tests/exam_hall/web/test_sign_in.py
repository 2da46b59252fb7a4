"""Signing in to the hall's own server, and out of it."""

from __future__ import annotations

import re
import time

import pytest

from exam_hall.web.passwords import hashed, password_file, save_passwords
from tests.exam_hall.conftest import EXAM
from tests.exam_hall.web.conftest import Open, Running, all_passwords, password_of
from tests.exam_hall.web.visitor import PREFIX, Visitor


def cookie_line(visitor: Visitor, name: str) -> str:
    lines = [a.headers["Set-Cookie"] for a in visitor.seen if "Set-Cookie" in a.headers]
    return next(line for line in lines if line.startswith(f"{name}="))


def test_the_page_is_chinese_and_carries_its_token(hall: Running) -> None:
    visitor = hall.visitor()
    page = visitor.get("sign-in")
    assert page.status == 200
    assert "人员编号" in page.text
    assert visitor.cookies["_xsrf"] in page.text


def test_the_front_door_leads_to_signing_in(hall: Running) -> None:
    visitor = hall.visitor()
    door = visitor.send("GET", "/")
    assert (door.status, door.headers["Location"]) == (303, PREFIX)
    lobby = visitor.get("")
    assert (lobby.status, lobby.headers["Location"]) == (303, f"{PREFIX}sign-in?to={PREFIX}")


def test_one_goes_on_to_the_page_one_came_for(hall: Running) -> None:
    visitor = hall.visitor()
    sent = visitor.get(f"exam/{EXAM}")
    assert sent.headers["Location"] == f"{PREFIX}sign-in?to={PREFIX}exam/{EXAM}"
    form = visitor.send("GET", sent.headers["Location"]).text
    onward = re.search(r'name="to" value="([^"]*)"', form)
    assert onward is not None
    answer = visitor.sign_in("P1", password_of("P1"), onward[1])
    assert (answer.status, answer.headers["Location"]) == (303, f"{PREFIX}exam/{EXAM}")
    assert visitor.get(f"exam/{EXAM}").status == 200


@pytest.mark.parametrize(
    "to",
    [
        "https://elsewhere.example/",
        "//elsewhere.example",
        f"{PREFIX}../../elsewhere",
        f"{PREFIX}exam/EXAM",
        "javascript:alert(1)",
        f"{PREFIX}exam/{EXAM}\r\nX: y",
        '"><script>',
    ],
)
def test_nobody_is_sent_elsewhere(hall: Running, to: str) -> None:
    visitor = hall.visitor()
    answer = visitor.sign_in("P1", password_of("P1"), to)
    assert (answer.status, answer.headers["Location"]) == (303, PREFIX)


@pytest.mark.parametrize("typed", ["P1", "p1", " Ｐ１ "])
def test_the_number_may_be_typed_in_any_case(hall: Running, typed: str) -> None:
    visitor = hall.visitor()
    assert visitor.sign_in(typed, password_of("P1").lower()).status == 303
    assert visitor.get("api/exams").json()["exams"]


@pytest.mark.parametrize(
    ("person", "password"),
    [
        ("P1", "AAAAA-AAAAA"),
        ("P1", ""),
        ("P1", password_of("P22")),
        ("P9", password_of("P1")),
        ("", ""),
        ("../P1", password_of("P1")),
    ],
)
def test_a_wrong_password_says_no_more_than_that(hall: Running, person: str, password: str) -> None:
    visitor = hall.visitor()
    answer = visitor.sign_in(person, password)
    assert answer.status == 401
    assert "人员编号或密码不对" in answer.text
    assert f'name="person" value="{person}"' in answer.text
    assert not password or password not in answer.text
    assert "xuefa_session" not in visitor.cookies
    assert visitor.get("api/exams").why == (401, "unauthenticated")


def test_after_five_wrong_passwords_one_waits(hall: Running) -> None:
    visitor = hall.visitor()
    assert [visitor.sign_in("P1", "AAAAA-AAAAA").status for _ in range(5)] == [401] * 5
    refused = visitor.sign_in("p1", password_of("P1"))
    assert refused.status == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert "再试" in refused.text
    assert hall.visitor().sign_in("P2", password_of("P2")).status == 303


def test_a_form_of_another_site_signs_nobody_in(hall: Running) -> None:
    visitor = hall.visitor()
    fields = {"person": "P1", "password": password_of("P1")}
    assert visitor.submit("sign-in", fields).status == 403
    visitor.get("sign-in")
    assert visitor.submit("sign-in", {**fields, "_xsrf": "x"}).status == 403
    assert "xuefa_session" not in visitor.cookies


def test_a_huge_form_is_refused(hall: Running) -> None:
    visitor = hall.visitor()
    assert visitor.sign_in("P1", "x" * 100_000).status == 413


def test_the_cookie_is_for_this_server_and_no_script(hall: Running) -> None:
    line = cookie_line(hall.signed_in("P1"), "xuefa_session")
    assert "HttpOnly" in line
    assert "SameSite=Strict" in line
    assert "Secure" not in line  # plain http on this machine only
    assert "P1" not in line


def test_under_tls_cookies_are_secure(open_hall: Open) -> None:
    hall = open_hall(options={"is_secure": True})
    visitor = hall.signed_in("P1")
    for name in ("xuefa_session", "_xsrf"):
        assert "Secure" in cookie_line(visitor, name)


def test_a_session_lasts_twelve_hours(hall: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = hall.signed_in("P1")
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 12 * 3600 - 60)
    assert visitor.get("api/exams").status == 200
    monkeypatch.setattr(time, "time", lambda: now + 12 * 3600 + 60)
    assert visitor.get("api/exams").why == (401, "unauthenticated")


def test_signing_out_ends_the_session_for_copies_too(hall: Running, li: Visitor) -> None:
    thief = hall.visitor()
    thief.cookies.update(li.cookies)
    assert thief.get("api/exams").status == 200
    assert li.submit("sign-out", {"_xsrf": "wrong"}).why == (403, "forbidden")
    left = li.submit("sign-out", {})
    assert (left.status, left.headers["Location"]) == (303, f"{PREFIX}sign-in")
    assert li.get("api/exams").why == (401, "unauthenticated")
    assert thief.get("api/exams").why == (401, "unauthenticated")


def test_a_new_password_counts_at_once_and_ends_sessions_of_the_old(hall: Running) -> None:
    old = hall.signed_in("P1")
    kept = all_passwords()
    renewed = kept.model_copy(update={"people": {**kept.people, "P1": hashed("TWXYT-WXYTW")}})
    save_passwords(password_file(hall.hall.home, EXAM), renewed)
    visitor = hall.visitor()
    assert visitor.sign_in("P1", password_of("P1")).status == 401
    assert visitor.sign_in("P1", "TWXYT-WXYTW").status == 303
    assert old.get("api/exams").why == (401, "unauthenticated")


def test_the_lobby_shows_ones_exams_and_rooms(li: Visitor, watch: Visitor) -> None:
    own, theirs = li.get("").text, watch.get("").text
    assert f'href="{PREFIX}exam/{EXAM}"' in own
    assert "法律考试" in own
    assert "退出登录" in own
    assert f'href="{PREFIX}room/{EXAM}"' not in own
    assert f'href="{PREFIX}room/{EXAM}"' in theirs
    assert f'href="{PREFIX}exam/{EXAM}"' not in theirs

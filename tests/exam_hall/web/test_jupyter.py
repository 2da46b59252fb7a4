"""The same endpoints in a real Jupyter server: its sign-in, its XSRF check, our logs."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.exam_hall.conftest import EXAM, write_course
from tests.exam_hall.web.conftest import eventually
from tests.exam_hall.web.visitor import PAGE, Visitor
from tests.support.jupyter import TOKEN, Jupyter, jupyter

HERE = f"api/exams/{EXAM}"
IDENTITY = "--ServerApp.identity_provider_class=courses.server.identity.ConfiguredIdentity"
AUTHORIZED = {"Authorization": f"token {TOKEN}"}


def write_sitting(folder: Path) -> Path:
    now = dt.datetime.now(dt.UTC)
    opens, closes = now - dt.timedelta(minutes=1), now + dt.timedelta(hours=2)
    path = folder / "sitting.toml"
    path.write_text(
        f'exam = "{EXAM}"\ncourse = "course"\n'
        f'opens = "{opens.isoformat()}"\ncloses = "{closes.isoformat()}"\n',
        "utf-8",
    )
    return path


def visitor(server: Jupyter, *, token: bool = True) -> Visitor:
    """A browser; with the token it is signed in by cookie, as JupyterLab's page is."""
    found = Visitor(f"http://127.0.0.1:{server.port}")
    if token:
        found.send("GET", f"/tree?token={TOKEN}")
        found.get("")
    return found


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("jupyter")
    write_course(folder / "course")
    return folder


@pytest.fixture(scope="module")
def server(place: Path) -> Iterator[Jupyter]:
    """P1's server."""
    env = {"XUEFA_SITTINGS": str(write_sitting(place)), "XUEFA_PERSON": "P1"}
    with jupyter("jupyter_server", place / "home", env, (IDENTITY,)) as running:
        yield running


def test_the_exam_is_sat_in_a_jupyter_server(server: Jupyter, place: Path) -> None:
    li = visitor(server)
    (exam,) = li.get("api/exams").json()["exams"]
    assert (exam["id"], exam["state"]) == (EXAM, "open")
    li.sit(EXAM)
    assert li.save(EXAM, ["A"]).status == 200
    assert li.get(f"{HERE}/paper").json()["answers"] == {"q02": ["A"]}
    receipt = li.post(f"{HERE}/hand-in", {"client": PAGE, "attempt": 1}).json()["receipt"]
    assert receipt["answered"] == 1
    eventually((place / "course" / "submitted" / "P1" / EXAM / "answers.json").is_file)
    assert li.get(f"exam/{EXAM}").status == 200
    assert li.get("static/player.js").status == 200


def test_who_is_not_signed_in_gets_nothing(server: Jupyter) -> None:
    stranger = visitor(server, token=False)
    assert stranger.get("api/exams").why == (401, "unauthenticated")
    sent = stranger.get(f"exam/{EXAM}")
    assert (sent.status, sent.headers["Location"].split("?")[0]) == (303, "/login")


def test_jupyters_own_check_guards_against_other_sites(server: Jupyter) -> None:
    li = visitor(server)
    for headers in ({"X_XSRFToken": ""}, {"X_XSRFToken": "2|0|0|0"}):
        assert li.post(f"{HERE}/contact", {"client": PAGE}, **headers).why == (403, "forbidden")
    assert li.post(f"{HERE}/contact", {"client": PAGE}).status == 200


def test_nobody_is_an_invigilator_unless_named(server: Jupyter) -> None:
    assert visitor(server).get(f"api/room/{EXAM}").why == (403, "forbidden")


def test_what_is_too_large_is_refused_here_too(server: Jupyter) -> None:
    assert visitor(server).post(f"{HERE}/answer", b" " * 5_000_000).why == (413, "too_large")


def test_headers_are_the_halls_own(server: Jupyter) -> None:
    answer = visitor(server).get("api/exams")
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_servers_log_names_nobody(server: Jupyter) -> None:
    li = visitor(server)
    li.get(f"{HERE}/nothing?who=P1")
    li.get("api/exams/exam-9")
    eventually(lambda: "GET api/exams/{exam} 404" in server.log.read_text("utf-8"))
    lines = server.log.read_text("utf-8").splitlines()
    ours = [line for line in lines if "/hall" in line or "api/exams" in line]
    assert not [line for line in ours if "P1" in line or "exam-9" in line]


def test_mounting_imports_little() -> None:
    """The core and pydantic take a third of a second; a server starts without them."""
    code = (
        "import sys, tornado.web, exam_hall.web.jupyter as j;"
        "j.mount(tornado.web.Application(base_url='/'), '', '');"
        "print(sorted({'pydantic', 'exam_hall.room'} & sys.modules.keys()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_without_sittings_the_list_is_empty(tmp_path: Path) -> None:
    with jupyter("jupyter_server", tmp_path / "home", {"XUEFA_SITTINGS": ""}) as running:
        answer = Visitor(f"http://127.0.0.1:{running.port}").get("api/exams", **AUTHORIZED)
        assert (answer.status, answer.json()) == (200, {"exams": []})


def test_a_folder_of_sittings_and_the_invigilator_of_the_environment(tmp_path: Path) -> None:
    write_course(tmp_path / "course")
    write_sitting(tmp_path)
    (tmp_path / "faulty.toml").write_text('exam = "exam-2"\n', "utf-8")
    env = {
        "XUEFA_SITTINGS": str(tmp_path),
        "XUEFA_INVIGILATORS": "T9, T1",
        "XUEFA_PERSON": "T1",
    }
    options = (IDENTITY, "--ServerApp.base_url=/town/")
    with jupyter("jupyter_server", tmp_path / "home", env, options) as running:
        said = running.ask(f"/town/xuefa/hall/api/room/{EXAM}").json()
        assert [one["id"] for one in said["candidates"]] == ["P1", "P2", "P3"]
        assert "faulty.toml 有 3 处不合格" in running.log.read_text("utf-8")

"""``xuefa exam serve``, ``passwords`` and ``receipt`` as a trainer meets them."""

from __future__ import annotations

import asyncio
import csv
import datetime as dt
import ssl
import stat
import subprocess
import threading
from pathlib import Path

import pytest

from exam_hall.errors import SetupError
from exam_hall.opening import hall_folder, journal_file
from exam_hall.receipt import short_code
from exam_hall.sitting import load_sitting
from exam_hall.web.hall import Hall
from exam_hall.web.own_host import OwnHost
from exam_hall.web.passwords import is_right, load_passwords, password_file
from exam_hall.web.server import Address, is_loopback, serve
from tests.exam_hall.conftest import EXAM, write_allotment, write_course
from tests.exam_hall.web.visitor import Visitor
from tests.support.commands import Xuefa

PEOPLE = {"P00001": "A", "P00002": "B"}
EVERYWHERE = "0.0.0.0"  # noqa: S104  (nothing listens there but one test over TLS)
ENGLISH = ("Traceback", "Error", "Errno")


@pytest.fixture(autouse=True)
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XUEFA_HOME", str(tmp_path / "home"))


@pytest.fixture
def sitting(tmp_path: Path) -> Path:
    write_allotment(write_course(tmp_path / "course"), PEOPLE)
    now = dt.datetime.now(dt.UTC)
    path = tmp_path / "sitting.toml"
    path.write_text(
        f'exam = "{EXAM}"\ncourse = "course"\ninvigilators = ["J00001"]\n'
        "password_required = true\n"
        f'opens = "{(now - dt.timedelta(minutes=1)).isoformat()}"\n'
        f'closes = "{(now + dt.timedelta(hours=2)).isoformat()}"\n',
        "utf-8",
    )
    return path


def slips_in(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def slips(sitting: Path) -> list[Path]:
    return sorted(sitting.parent.glob("sitting-密码条*.csv"))


def kept_in_home() -> Path:
    return password_file(hall_folder(), EXAM)


def test_passwords_are_written_once_and_never_shown(xuefa: Xuefa, sitting: Path) -> None:
    status, said = xuefa("exam", "passwords", sitting)
    assert status == 0, said
    assert "已制作 考生 2 个、监考人员 1 个、入场口令 1 个" in said
    (path,) = slips(sitting)
    assert str(path) in said
    rows = slips_in(path)
    assert [(row["类别"], row["人员编号"]) for row in rows] == [
        ("考生", "P00001"),
        ("考生", "P00002"),
        ("监考人员", "J00001"),
        ("入场口令", ""),
    ]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept_in_home().stat().st_mode) == 0o600
    kept = load_passwords(kept_in_home())
    assert is_right(kept.people["P00001"], rows[0]["密码"])
    assert is_right(kept.entry, rows[3]["密码"])
    for row in rows:
        assert row["密码"] not in said
        assert row["密码"] not in kept_in_home().read_text("utf-8")
        assert not row["人员编号"] or row["人员编号"] not in said


def test_running_again_keeps_what_there_is_and_makes_what_is_missing(
    xuefa: Xuefa, sitting: Path
) -> None:
    xuefa("exam", "passwords", sitting)
    before = load_passwords(kept_in_home())
    status, said = xuefa("exam", "passwords", sitting)
    assert (status, "人人都已有密码" in said) == (0, True)
    assert len(slips(sitting)) == 1
    write_allotment(sitting.parent / "course", {**PEOPLE, "P00003": "A"})
    xuefa("exam", "passwords", sitting)
    newest = next(path for path in slips(sitting) if path.stem.endswith("-2"))
    assert [row["人员编号"] for row in slips_in(newest)] == ["P00003"]
    assert load_passwords(kept_in_home()).people["P00001"] == before.people["P00001"]


def test_one_password_is_renewed(xuefa: Xuefa, sitting: Path, tmp_path: Path) -> None:
    xuefa("exam", "passwords", sitting)
    before = load_passwords(kept_in_home())
    out = tmp_path / "renewed.csv"
    status, said = xuefa("exam", "passwords", sitting, "--renew", "P00002", "--out", out)
    assert status == 0, said
    (row,) = slips_in(out)
    after = load_passwords(kept_in_home())
    assert is_right(after.people["P00002"], row["密码"])
    assert after.people["P00001"] == before.people["P00001"]
    assert after.entry == before.entry
    status, said = xuefa("exam", "passwords", sitting, "--renew", "P00002", "--out", out)
    assert (status, "已经存在，没有覆盖" in said) == (1, True)
    assert load_passwords(kept_in_home()) == after


def test_the_entry_password_is_renewed(xuefa: Xuefa, sitting: Path) -> None:
    xuefa("exam", "passwords", sitting)
    before = load_passwords(kept_in_home())
    assert xuefa("exam", "passwords", sitting, "--renew-entry")[0] == 0
    after = load_passwords(kept_in_home())
    assert (after.people, after.entry != before.entry) == (before.people, True)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--renew", "P77777"), "1 个人员编号不在本场的名单里"),
        (("--invigilator", "P00001"), "考生不能给自己监考"),
        (("--out", "no/such/folder.csv"), "读写不了"),
    ],
)
def test_what_cannot_be_made_is_told_and_nothing_is_kept(
    xuefa: Xuefa, sitting: Path, arguments: tuple[str, ...], told: str
) -> None:
    status, said = xuefa("exam", "passwords", sitting, *arguments)
    assert status == 1
    assert told in said
    assert not [word for word in ENGLISH if word in said]
    assert "P77777" not in said
    assert not kept_in_home().exists()
    assert not slips(sitting)


def test_a_sitting_without_passwords_is_not_served(xuefa: Xuefa, sitting: Path) -> None:
    status, said = xuefa("exam", "serve", sitting)
    assert status == 1
    assert "请先运行 xuefa exam passwords sitting.toml" in said


def test_a_faulty_sitting_is_told_without_naming_people(xuefa: Xuefa, sitting: Path) -> None:
    xuefa("exam", "passwords", sitting)
    with sitting.open("a", encoding="utf-8") as file:
        file.write("[extra_minutes]\nP00077 = 5\n")
    status, said = xuefa("exam", "serve", sitting)
    assert status == 1
    assert "分配名单里没有这个人员编号" in said
    assert "P00077" not in said


@pytest.mark.parametrize("host", [EVERYWHERE, "192.168.1.10", "::", "exam.example"])
def test_another_host_takes_tls(xuefa: Xuefa, sitting: Path, host: str) -> None:
    status, said = xuefa("exam", "serve", sitting, "--host", host)
    assert status == 1
    assert "请加上 --certificate 和 --key" in said


def test_loopback_is_loopback() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.8.8.8", "::1", "[::1]", "localhost")))
    assert not any(map(is_loopback, (EVERYWHERE, "::", "10.0.0.1", "localhost.example", "")))


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Address:
    folder = tmp_path_factory.mktemp("tls")
    key, made = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-keyout", str(key), "-out", str(made), "-days", "2"),
            *("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1"),
        ],
        check=True,
        capture_output=True,
    )
    return Address(EVERYWHERE, 0, made, key)


@pytest.mark.parametrize("given", [("--certificate",), ("--key",)])
def test_half_of_what_tls_takes_is_refused(
    xuefa: Xuefa, sitting: Path, certificate: Address, given: tuple[str]
) -> None:
    status, said = xuefa("exam", "serve", sitting, given[0], certificate.certificate)
    assert (status, "须一起写" in said) == (1, True)


def test_what_is_no_certificate_is_told(certificate: Address, tmp_path: Path) -> None:
    (tmp_path / "no.pem").write_text("no", "utf-8")
    for wrong in (tmp_path / "no.pem", tmp_path / "nowhere.pem"):
        with pytest.raises(SetupError, match="不能用"):
            Address(EVERYWHERE, 0, certificate.certificate, wrong).tls()


def test_it_is_served_over_tls(xuefa: Xuefa, sitting: Path, certificate: Address) -> None:
    xuefa("exam", "passwords", sitting)
    password = slips_in(slips(sitting)[0])[0]["密码"]
    hall = Hall(hall_folder())
    hall.open(load_sitting(sitting))
    loop, stopping, told = asyncio.new_event_loop(), asyncio.Event(), list[str]()
    ready = threading.Event()

    def announce(address: str) -> None:
        told.append(address)
        ready.set()

    host = OwnHost(hall, is_secure=certificate.is_secure)
    thread = threading.Thread(
        target=lambda: loop.run_until_complete(serve(host, certificate, announce, stopping))
    )
    thread.start()
    assert ready.wait(20)
    try:
        assert told[0].startswith(f"https://{EVERYWHERE}:")
        context = ssl.create_default_context(cafile=str(certificate.certificate))
        li = Visitor(told[0].replace(EVERYWHERE, "127.0.0.1"), context)
        assert li.sign_in("P00001", password).status == 303
        assert li.get("api/exams").json()["exams"][0]["id"] == EXAM
    finally:
        loop.call_soon_threadsafe(stopping.set)
        thread.join(20)
        loop.close()
        hall.close()


def test_a_port_in_use_is_told(xuefa: Xuefa, sitting: Path) -> None:
    import socket  # noqa: PLC0415

    xuefa("exam", "passwords", sitting)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        status, said = xuefa("exam", "serve", sitting, "--port", taken.getsockname()[1])
    assert status == 1
    assert "可能已被占用，请用 --port 换一个" in said
    assert not [word for word in ENGLISH if word in said]


@pytest.fixture
def code(sitting: Path) -> str:
    """Of P00001's hand-in."""
    text = sitting.read_text("utf-8").replace("password_required = true", "")
    sitting.write_text(text, "utf-8")
    hall = Hall(hall_folder())
    room = hall.open(load_sitting(sitting))
    room.start("P00001", "page").result()
    receipt = room.hand_in("P00001", 1).result().receipt
    hall.close()
    return short_code(receipt)


def test_a_receipt_says_what_it_stands_for(xuefa: Xuefa, sitting: Path, code: str) -> None:
    for typed in (code, code.lower().replace("-", "")):
        status, said = xuefa("exam", "receipt", typed, "--sitting", sitting)
        assert status == 0, said
        assert f"回执有效：考试 {EXAM}，人员编号 P0***1，第 1 次作答" in said
        assert "与交卷时封存的一致" in said
        assert "P00001" not in said
    _, said = xuefa("exam", "receipt", code, "--sitting", sitting, "--show-ids")
    assert "P00001" in said


@pytest.mark.parametrize(
    ("typed", "told"),
    [("AAAA-AAAA-AAAA", "没有发出过这个回执码"), ("hello", "回执码应为 12 位")],
)
def test_what_is_no_receipt_ends_with_status_1(
    xuefa: Xuefa, sitting: Path, code: str, typed: str, told: str
) -> None:
    status, said = xuefa("exam", "receipt", typed, "--sitting", sitting)
    assert (status, told in said) == (1, True)


def test_a_journal_that_was_changed_is_told(xuefa: Xuefa, sitting: Path, code: str) -> None:
    path = journal_file(hall_folder(), EXAM)
    lines = path.read_text("utf-8").splitlines()
    assert len(lines) == 2
    started = lines[0].replace('"form":"A"', '"form":"B"')
    path.write_text(f"{started}\n{lines[1]}\n", "utf-8")
    status, said = xuefa("exam", "receipt", code, "--sitting", sitting)
    assert status == 1
    assert "不一致" in said


def test_receipts_are_verified_where_the_hall_is(
    xuefa: Xuefa, sitting: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, code: str
) -> None:
    monkeypatch.setenv("XUEFA_HOME", str(tmp_path / "elsewhere"))
    status, said = xuefa("exam", "receipt", code, "--sitting", sitting)
    assert (status, "本机没有考场密钥" in said) == (1, True)
    assert not (tmp_path / "elsewhere").exists()

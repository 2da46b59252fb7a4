"""What is published to a candidate, and how a re-check is asked for."""

from __future__ import annotations

import ast
import datetime as dt
import errno
import hashlib
import json
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_hall import results
from exam_hall.contract import ContractError
from exam_hall.errors import RefusedError, StorageError, Why
from exam_hall.results import (
    Recheck,
    Result,
    SectionScore,
    ask_recheck,
    is_published,
    only_writer,
    published_folder,
    read_feedback,
    read_recheck,
    read_result,
    replace_files,
    shown,
)
from tests.exam_hall.disks import FailingDisk

NOW = dt.datetime(2026, 9, 20, 1, 30, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
PAGE = "<p>反馈</p>".encode()
RESULT = Result(
    exam="exam-1",
    title="法律考试",
    candidate="P1",
    score=61.5,
    points=100.0,
    band="合格",
    sections=(SectionScore("一、判断题", 20.0, 40.0), SectionScore("二、单选题", 41.5, 60.0)),
    published_at=NOW,
    recheck_until=NOW + 5 * DAY,
    feedback_sha256=hashlib.sha256(PAGE).hexdigest(),
)
ASKED = Recheck("exam-1", "P1", NOW, NOW + DAY, "请看第 3 题。")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = published_folder(tmp_path, "P1", "exam-1")
    place.mkdir(parents=True)
    publish(place)
    return place


def publish(folder: Path, result: Result = RESULT, page: bytes = PAGE) -> None:
    digest = hashlib.sha256(page).hexdigest()
    result = replace(result, feedback_sha256=digest)
    replace_files(folder, {"feedback.html": page, "result.json": result.to_json()})


def refused(folder: Path, text: str, now: dt.datetime = NOW) -> RefusedError:
    with pytest.raises(RefusedError) as caught:
        ask_recheck(folder, text, now)
    return caught.value


def test_a_result_is_read_back_as_it_was_written() -> None:
    assert Result.from_json(RESULT.to_json()) == RESULT


def test_a_result_holds_what_is_listed_and_nothing_else() -> None:
    data = json.loads(RESULT.to_json())
    assert sorted(data) == [
        "band",
        "candidate",
        "exam",
        "feedback_sha256",
        "points",
        "published_at",
        "recheck_until",
        "schema",
        "score",
        "sections",
        "title",
    ]
    assert [sorted(part) for part in data["sections"]] == [["heading", "points", "score"]] * 2
    assert data["schema"] == "xuefa/result/1"


times = st.datetimes(dt.datetime(2020, 1, 1), timezones=st.just(dt.UTC))


@given(text=st.text(), asked=times, answer=st.none() | st.tuples(times, st.text()))
def test_a_recheck_is_read_back_as_it_was_written(
    text: str, asked: dt.datetime, answer: tuple[dt.datetime, str] | None
) -> None:
    text = text.encode("utf-8", "replace").decode()
    recheck = Recheck("exam-1", "P1", NOW, asked, text)
    if answer:
        said = answer[1].encode("utf-8", "replace").decode()
        recheck = replace(recheck, state="answered", answered_at=answer[0], answer=said)
    assert Recheck.from_json(recheck.to_json()) == recheck


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"schema": "xuefa/result/2"}, "schema 不是 xuefa/result/1"),
        ({"key": "A"}, "缺少或不认识的字段"),
        ({"score": "61.5"}, "score 写法不对"),
        ({"score": True}, "score 写法不对"),
        ({"points": float("nan")}, "points 写法不对"),
        ({"band": None}, "band 写法不对"),
        ({"published_at": "2026-09-20T09:30:00"}, "published_at 写法不对"),
        ({"recheck_until": "明天"}, "recheck_until 写法不对"),
        ({"sections": [{"heading": "一", "score": 1}]}, "sections 写法不对"),
        ({"sections": [{"heading": "一", "score": 1, "points": 2, "key": 3}]}, "sections"),
        ({"sections": 5}, "sections 写法不对"),
    ],
)
def test_a_damaged_result_is_named(change: dict[str, Any], said: str) -> None:
    data = json.loads(RESULT.to_json()) | change
    with pytest.raises(ContractError, match=said):
        Result.from_json(json.dumps(data).encode())


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_named(raw: bytes) -> None:
    with pytest.raises(ContractError, match=r"result\.json 不是完整的 JSON"):
        Result.from_json(raw)
    with pytest.raises(ContractError, match=r"recheck\.json 的 schema"):
        Recheck.from_json(b"[]")
    with pytest.raises(ContractError, match="state 写法不对"):
        Recheck.from_json(ASKED.to_json().replace(b'"asked"', b'"closed"'))


@pytest.mark.parametrize("name", ["", ".", "..", ".P1", "../P1", "a/b", "/etc", "P1\0"])
def test_a_name_never_leads_elsewhere(tmp_path: Path, name: str) -> None:
    for pair in ((name, "exam-1"), ("P1", name)):
        with pytest.raises(ValueError, match="not a name"):
            published_folder(tmp_path, *pair)


def test_nothing_is_shown_before_publication(tmp_path: Path) -> None:
    place = published_folder(tmp_path, "P1", "exam-1")
    assert not is_published(tmp_path, "P1", "exam-1")
    assert (read_result(place), read_feedback(place), read_recheck(place)) == (None, None, None)
    assert shown(place, NOW) is None
    assert refused(place, "请复核").why is Why.NOT_OPEN


def test_a_page_without_its_result_is_not_shown(folder: Path) -> None:
    (folder / "result.json").unlink()
    assert read_feedback(folder) is None


def test_a_candidate_is_told_score_band_sections_and_recheck(tmp_path: Path, folder: Path) -> None:
    assert is_published(tmp_path, "P1", "exam-1")
    assert shown(folder, NOW) == {
        "score": 61.5,
        "points": 100.0,
        "band": "合格",
        "sections": [
            {"heading": "一、判断题", "score": 20.0, "points": 40.0},
            {"heading": "二、单选题", "score": 41.5, "points": 60.0},
        ],
        "published_at": "2026-09-20T01:30:00+00:00",
        "feedback": True,
        "recheck": {
            "until": "2026-09-25T01:30:00+00:00",
            "open": True,
            "state": None,
            "text": None,
            "answer": None,
        },
    }
    assert read_feedback(folder) == PAGE


def test_a_request_is_kept_and_asking_the_same_again_changes_nothing(folder: Path) -> None:
    asked = ask_recheck(folder, "  请看第 3 题。\r\n理由：……\x1b[2J\n", NOW + DAY)
    assert asked.text == "请看第 3 题。\n理由：……[2J"
    assert (asked.state, asked.published_at, asked.asked_at) == ("asked", NOW, NOW + DAY)
    before = (folder / "recheck.json").read_bytes()
    assert ask_recheck(folder, asked.text, NOW + 9 * DAY) == asked
    assert (folder / "recheck.json").read_bytes() == before
    told = shown(folder, NOW + DAY)
    assert told is not None
    assert (told["recheck"]["open"], told["recheck"]["state"]) == (False, "asked")


def test_another_request_about_the_same_publication_is_refused(folder: Path) -> None:
    ask_recheck(folder, "请看第 3 题。", NOW)
    error = refused(folder, "还有第 4 题。")
    assert error.why is Why.CONFLICT
    assert "不能再次提交" in str(error)
    answered = replace(ASKED, state="answered", answered_at=NOW + DAY, answer="无误。")
    replace_files(folder, {"recheck.json": answered.to_json()})
    assert refused(folder, "还有第 4 题。").why is Why.CONFLICT


def test_a_new_publication_may_be_asked_about_once_the_old_request_is_answered(
    folder: Path,
) -> None:
    ask_recheck(folder, "请看第 3 题。", NOW)
    publish(folder, replace(RESULT, score=62.5, published_at=NOW + DAY))
    assert refused(folder, "还有第 4 题。", NOW + DAY).why is Why.CONFLICT
    answered = replace(ASKED, state="answered", answered_at=NOW + DAY, answer="已加一分。")
    replace_files(folder, {"recheck.json": answered.to_json()})
    told = shown(folder, NOW + DAY)
    assert told is not None
    assert (told["recheck"]["open"], told["recheck"]["answer"]) == (True, "已加一分。")
    assert ask_recheck(folder, "还有第 4 题。", NOW + DAY).published_at == NOW + DAY


def test_a_request_comes_in_time_or_not_at_all(folder: Path) -> None:
    error = refused(folder, "请复核", RESULT.recheck_until)
    assert error.why is Why.CLOSED
    assert "期限已过" in str(error)
    assert ask_recheck(folder, "请复核", RESULT.recheck_until - dt.timedelta(seconds=1))


def test_a_request_says_something_and_not_too_much(folder: Path) -> None:
    assert refused(folder, " \n\x00 ").why is Why.MALFORMED
    error = refused(folder, "字" * 501)
    assert error.why is Why.TOO_LARGE
    assert "共 501 字，超过 500 字" in str(error)
    assert read_recheck(folder) is None
    assert len(ask_recheck(folder, "字" * 500, NOW).text) == 500


@pytest.mark.parametrize("left", [0, 40])
def test_a_full_disk_keeps_nothing_and_the_same_may_be_tried_again(folder: Path, left: int) -> None:
    disk = FailingDisk(errno.ENOSPC)
    disk.left = left
    with pytest.raises(StorageError, match="磁盘空间或配额已满"):
        ask_recheck(folder, "请复核", NOW, disk)
    assert read_recheck(folder) is None
    assert sorted(path.name for path in folder.iterdir()) == ["feedback.html", "result.json"]
    disk.mend()
    assert ask_recheck(folder, "请复核", NOW, disk).text == "请复核"
    assert disk.synced == 1


def test_of_many_pages_asking_at_once_one_is_heard(folder: Path) -> None:
    def ask(n: int) -> str:
        try:
            return ask_recheck(folder, f"请看第 {n} 题。", NOW).text
        except RefusedError as error:
            return error.why

    with ThreadPoolExecutor(8) as threads:
        told = list(threads.map(ask, range(16)))
    heard = [text for text in told if text != Why.CONFLICT]
    kept = read_recheck(folder)
    assert kept is not None
    assert heard == [kept.text]


def test_a_reader_never_sees_half_of_a_publication(folder: Path) -> None:
    done = threading.Event()
    seen: set[tuple[float, bytes]] = set()

    def read() -> None:
        while not done.is_set():
            before, page, after = read_result(folder), read_feedback(folder), read_result(folder)
            if before and page and before == after:
                seen.add((before.score, page))

    reader = threading.Thread(target=read)
    reader.start()
    for n in range(150):
        with only_writer(folder):
            publish(folder, replace(RESULT, score=float(n)), b"page of %d" % n)
    done.set()
    reader.join()
    assert seen
    assert {page for _, page in seen} <= {b"page of %d" % n for n in range(150)} | {PAGE}
    assert all(page == PAGE or page == b"page of %d" % score for score, page in seen)


def test_what_is_published_is_for_owner_and_group(folder: Path) -> None:
    ask_recheck(folder, "请复核", NOW)
    for name in ("result.json", "feedback.html", "recheck.json"):
        assert (folder / name).stat().st_mode & 0o007 == 0


def test_results_need_nothing_but_the_standard_library() -> None:
    paths = [*Path(results.__file__).parent.glob("*.py")]
    hall = Path(results.__file__).parents[1]
    paths += [hall / f"{name}.py" for name in ("contract", "errors", "storage")]
    found = {
        node.module or ""
        for path in paths
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom)
    }
    foreign = {name for name in found if name.split(".")[0] not in sys.stdlib_module_names}
    assert foreign
    assert all(
        name.startswith("exam_hall.results")
        or name in {"exam_hall.contract", "exam_hall.errors", "exam_hall.storage"}
        for name in foreign
    )

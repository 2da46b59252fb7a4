"""A person's published folder: dates, periods, history, and what a full disk leaves."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam_hall.results import (
    Result,
    SectionScore,
    published_folder,
    read_feedback,
    read_result,
    replace_files,
)
from grading import publish_store
from grading.publish_store import Change, draft, note, put, settle, take_back
from grading.publish_terms import CHINA, Terms, recheck_until
from tests.support.published_course import LATER, NOW, TERMS, history

PAGE, OTHER = b"page", b"another page"
FIELDS: dict[str, Any] = {
    "exam": "quiz",
    "title": "小测验",
    "candidate": "P1",
    "score": 3.0,
    "points": 4.0,
    "band": "合格",
    "sections": (SectionScore("一、判断题（共2题）", 1.0, 2.0), SectionScore("二", 2.0, 2.0)),
}


def fresh(page: bytes = PAGE, terms: Terms = TERMS, **changes: Any) -> Result:
    return draft(FIELDS | changes, page, terms)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return published_folder(tmp_path, "P1", "quiz")


def test_the_period_ends_at_midnight_in_china_and_its_first_day_is_the_next() -> None:
    evening = dt.datetime(2026, 9, 20, 20, tzinfo=CHINA)
    assert recheck_until(evening, 5) == dt.datetime(2026, 9, 26, tzinfo=CHINA)
    assert recheck_until(evening, 0) == evening


@given(
    st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2100, 1, 1), timezones=st.just(dt.UTC)),
    st.integers(1, 365),
)
def test_a_period_has_all_of_its_days(published: dt.datetime, days: int) -> None:
    whole = dt.timedelta(days=days)
    assert whole < recheck_until(published, days) - published <= whole + dt.timedelta(days=1)


def test_without_days_the_first_publication_has_five_and_later_ones_leave_it(
    tmp_path: Path, folder: Path
) -> None:
    ten = Terms(NOW, recheck_days=10)
    assert put(tmp_path, fresh(terms=ten), PAGE, ten) is Change.NEW
    result = read_result(folder)
    assert put(tmp_path, fresh(terms=Terms(LATER)), PAGE, Terms(LATER)) is Change.NONE
    assert read_result(folder) == result
    three = Terms(LATER, recheck_days=3)
    assert put(tmp_path, fresh(terms=three), PAGE, three) is Change.PERIOD
    changed = read_result(folder)
    assert changed is not None
    assert (changed.published_at, changed.recheck_until) == (NOW, recheck_until(NOW, 3))
    assert fresh().recheck_until == recheck_until(NOW, 5)
    assert [line["event"] for line in history(folder)] == ["published", "recheck_period"]


def test_only_another_score_band_or_part_makes_a_new_publication() -> None:
    old = fresh()
    later = Terms(LATER)
    assert settle(None, old, TERMS) == (old, Change.NEW)
    for change in ({"score": 2.0}, {"band": "不合格"}, {"sections": ()}, {"title": "测验"}):
        new = fresh(terms=later, **change)
        assert settle(old, new, later) == (new, Change.SCORE)
    page = fresh(OTHER, later)
    assert settle(old, page, later) == (
        replace(old, feedback_sha256=page.feedback_sha256),
        Change.PAGE,
    )


def test_history_tells_old_and_new_score_and_why(tmp_path: Path, folder: Path) -> None:
    put(tmp_path, fresh(), PAGE, TERMS)
    terms = Terms(LATER, why="更正第 2 题答案")
    sections = (replace(FIELDS["sections"][0], score=2.0), FIELDS["sections"][1])
    put(tmp_path, fresh(OTHER, terms, score=4.0, sections=sections), OTHER, terms)
    take_back(folder, LATER, "有误")
    assert history(folder) == [
        {
            "at": "2026-09-20T01:00:00+00:00",
            "event": "published",
            "old": None,
            "new": 3.0,
            "why": "公布成绩",
        },
        {
            "at": "2026-09-20T04:00:00+00:00",
            "event": "changed",
            "old": 3.0,
            "new": 4.0,
            "why": "更正第 2 题答案：一、判断题 1→2，总分 3→4",
        },
        {
            "at": "2026-09-20T04:00:00+00:00",
            "event": "unpublished",
            "old": 4.0,
            "new": None,
            "why": "有误",
        },
    ]


@pytest.mark.parametrize("damaged", ["result.json", "feedback.html"])
def test_a_damaged_or_missing_file_is_made_again(
    tmp_path: Path, folder: Path, damaged: str
) -> None:
    for ruin in (lambda path: path.write_bytes(b"{"), lambda path: path.unlink()):
        put(tmp_path, fresh(), PAGE, TERMS)
        ruin(folder / damaged)
        assert put(tmp_path, fresh(), PAGE, TERMS) is not Change.NONE
        assert read_result(folder) == fresh()
        assert read_feedback(folder) == PAGE


def test_a_disk_that_refuses_leaves_what_was_published(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, fresh(), PAGE, TERMS)

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(publish_store, "replace_files", refuse)
    with pytest.raises(OSError, match="No space"):
        put(tmp_path, fresh(OTHER, score=1.0), OTHER, TERMS)
    assert (read_result(folder), read_feedback(folder)) == (fresh(), PAGE)
    monkeypatch.setattr(publish_store, "replace_files", replace_files)
    assert put(tmp_path, fresh(OTHER, score=1.0), OTHER, TERMS) is Change.SCORE


def test_half_a_line_of_a_crash_spoils_no_later_one(folder: Path) -> None:
    folder.mkdir(parents=True)
    note(folder, NOW, "one", {}, "")
    with (folder / "history.jsonl").open("ab") as file:
        file.write(b'{"at": "20')
    note(folder, NOW, "two", {}, "")
    lines = (folder / "history.jsonl").read_text("utf-8").splitlines()
    assert len(lines) == 3
    assert '"two"' in lines[2]


def test_a_result_that_was_never_published_cannot_be_taken_back(folder: Path) -> None:
    assert not take_back(folder, NOW, "有误")
    assert not folder.exists()


def test_others_may_not_look_into_the_folder(tmp_path: Path) -> None:
    put(tmp_path, fresh(), PAGE, TERMS)
    assert (tmp_path / "published").stat().st_mode & 0o007 == 0

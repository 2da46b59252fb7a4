"""Publishing: exactly the final papers have a result, and nobody sees a key too early."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from exam_hall.results import ask_recheck, published_folder, read_feedback, read_result, shown
from grading.answer_key import GradingError
from grading.batch import grade_exam
from grading.publish import PublishingRefusedError, publish, published_people, unpublish
from grading.publish_store import Change
from grading.publish_terms import SittingEnd, Terms
from grading.results import read_results
from question_bank.exam import Exam
from tests.support.graded_course import GOOD, files, mark_essay, sit
from tests.support.hand_ins import hand_in
from tests.support.published_course import (
    LATER,
    NOW,
    TERMS,
    copy_exam,
    history,
    make_final,
    mark_essays,
    set_score,
)

HOUR = dt.timedelta(hours=1)
WITHOUT = replace(TERMS, without_set_aside=True)


def refused(course: Path, exam: Exam, terms: Terms = TERMS) -> str:
    with pytest.raises(PublishingRefusedError) as caught:
        publish(course, exam.name, terms)
    return "\n".join(caught.value.reasons)


def test_everybody_with_a_final_paper_has_a_result_and_a_page(course: Path, exam: Exam) -> None:
    people = make_final(course, exam, 3)
    outcome = publish(course, exam.name, TERMS)
    assert (outcome.published, outcome.changes[Change.NEW]) == (3, 3)
    assert published_people(course, exam.name) == people
    scores = read_results(course / "gradebook.db", exam.name).set_index("人员编号")["得分"]
    for person in people:
        folder = published_folder(course, person, exam.name)
        result = read_result(folder)
        assert result is not None
        assert (result.score, result.points) == (scores[person], exam.blueprint.points)
        assert round(sum(part.score for part in result.sections), 6) == result.score
        assert [part.points for part in result.sections] == [
            section.points for section in exam.blueprint.sections
        ]
        assert (result.title, result.published_at) == ("全题型考试", NOW)
        page = read_feedback(folder)
        assert page is not None
        assert f"得分 <b>{result.score:g}</b> 分" in page.decode()
        assert "待评" not in page.decode()


def test_the_result_file_holds_the_whitelist_and_the_page_lies_only_where_it_is_published(
    course: Path, exam: Exam
) -> None:
    (person,) = make_final(course, exam, 1)
    before = {path for path in course.rglob("*") if path.is_file()}
    publish(course, exam.name, TERMS)
    folder = published_folder(course, person, exam.name)
    made = {path for path in course.rglob("*") if path.is_file()} - before
    assert made == {folder / n for n in ("result.json", "feedback.html", "history.jsonl")}
    assert [*course.rglob("feedback.html")] == [folder / "feedback.html"]
    data = json.loads((folder / "result.json").read_bytes())
    assert data.keys() == {
        *("schema", "exam", "title", "candidate", "score", "points", "band", "sections"),
        *("published_at", "recheck_until", "feedback_sha256"),
    }
    assert all(part.keys() == {"heading", "score", "points"} for part in data["sections"])
    text = json.dumps([data, shown(folder, NOW)], ensure_ascii=False)
    for filled in exam.forms["A"]:
        assert filled.item.id not in text
        assert filled.item.stem not in text
    assert "解析文字" not in text
    assert "引文" not in text


@pytest.mark.parametrize(
    ("share", "band"),
    [(1.0, "优秀"), (0.9, "优秀"), (0.85, "良好"), (0.6, "合格"), (0.59, "不合格")],
)
def test_the_band_is_the_blueprints(course: Path, exam: Exam, share: float, band: str) -> None:
    (person,) = make_final(course, exam, 1)
    for slot in exam.slots:
        cell = slot.grade_id if slot.is_essay else f"{slot.grade_id}_test"
        set_score(course, person, cell, slot.points * share)
    publish(course, exam.name, TERMS)
    result = read_result(published_folder(course, person, exam.name))
    assert result is not None
    assert result.band == band


def test_publishing_again_changes_nothing(course: Path, exam: Exam) -> None:
    make_final(course, exam)
    publish(course, exam.name, TERMS)
    before = files(course / "published")
    outcome = publish(course, exam.name, Terms(LATER))
    assert outcome.changes == {Change.NONE: 2}
    assert files(course / "published") == before


def test_a_changed_mark_replaces_the_result_and_is_noted(course: Path, exam: Exam) -> None:
    first, second = make_final(course, exam)
    publish(course, exam.name, TERMS)
    folder = published_folder(course, first, exam.name)
    old, page = read_result(folder), read_feedback(folder)
    assert old is not None
    set_score(course, first, "q20", 5.0)

    outcome = publish(course, exam.name, Terms(LATER, why="第 20 题复评"))

    new = read_result(folder)
    assert new is not None
    assert outcome.changes == {Change.SCORE: 1, Change.NONE: 1}
    assert (new.published_at, new.score) == (LATER, old.score + new.score - old.score)
    assert read_feedback(folder) != page
    published, changed = history(folder)
    assert published["event"] == "published"
    assert (changed["event"], changed["old"], changed["new"]) == ("changed", old.score, new.score)
    assert changed["why"].startswith("第 20 题复评：七、简答题 ")
    assert changed["why"].endswith(f"总分 {old.score:g}→{new.score:g}")
    assert len(history(published_folder(course, second, exam.name))) == 1


def test_a_hand_in_that_changed_is_published_only_after_grading_and_marking_again(
    course: Path, exam: Exam
) -> None:
    (person,) = make_final(course, exam, 1)
    hand_in(course, exam.name, person, "A", {**GOOD, "q02": True})
    said = refused(course, exam)
    assert "1 份答卷还没有评阅，或在评阅后答卷、答案有变" in said
    assert f"xuefa grade {exam.name}" in said
    grade_exam(course, exam.name)
    assert "1 份答卷有题目待人工评阅（第 20 题 1 份，第 21 题 1 份）" in refused(course, exam)
    mark_essays(course)
    assert publish(course, exam.name, TERMS).published == 1


def test_unmarked_essays_are_counted_by_slot(course: Path, exam: Exam) -> None:
    for number in range(3):
        hand_in(course, exam.name, f"P{number}", "A", {**GOOD, "q21": "分析。" * number})
    grade_exam(course, exam.name)
    mark_essay(course, exam, "P0")
    said = refused(course, exam)
    assert "2 份答卷有题目待人工评阅（第 20 题 2 份，第 21 题 2 份）" in said
    assert not (course / "published").exists()


def test_papers_set_aside_are_left_out_only_when_named(course: Path, exam: Exam) -> None:
    kept, broken, gone = make_final(course, exam, 3)
    (course / "submitted" / broken / exam.name / "answers.json").write_bytes(b"{")
    shutil.rmtree(course / "submitted" / gone)
    grade_exam(course, exam.name)
    said = refused(course, exam)
    assert "2 份答卷未能评阅" in said
    assert "--without-set-aside" in said
    outcome = publish(course, exam.name, WITHOUT)
    assert (outcome.published, outcome.set_aside) == (1, 2)
    assert published_people(course, exam.name) == [kept]


@pytest.mark.parametrize("graded_again", [True, False])
def test_a_withdrawn_paper_loses_its_published_result(
    course: Path, exam: Exam, graded_again: bool
) -> None:
    _, second = make_final(course, exam)
    publish(course, exam.name, TERMS)
    (course / "submitted" / second / exam.name / "answers.json").write_bytes(b"{")
    if graded_again:
        grade_exam(course, exam.name)
    outcome = publish(course, exam.name, replace(WITHOUT, now=LATER))
    assert (outcome.published, outcome.taken_back) == (1, 1)
    folder = published_folder(course, second, exam.name)
    assert [path.name for path in folder.iterdir()] == ["history.jsonl"]
    assert history(folder)[-1]["event"] == "unpublished"
    assert history(folder)[-1]["why"] == "答卷未能评阅"
    assert publish(course, exam.name, WITHOUT).taken_back == 0


def test_a_voided_candidate_has_no_result_whatever_lies_in_submitted(
    course: Path, exam: Exam
) -> None:
    first, second = make_final(course, exam)
    publish(course, exam.name, TERMS)
    over = SittingEnd("sitting.toml", exam.name, course, NOW, frozenset({second}))
    elsewhere = replace(over, course=course / "other", voided=frozenset({first}))
    outcome = publish(course, exam.name, replace(TERMS, sittings=(over, elsewhere)))
    assert (outcome.published, outcome.voided, outcome.taken_back) == (1, 1, 1)
    assert read_result(published_folder(course, second, exam.name)) is None
    assert history(published_folder(course, second, exam.name))[-1]["why"] == "作答已作废"


@pytest.mark.parametrize("name", ["every-kind", "make-up"])
def test_an_open_sitting_with_the_same_items_forbids_publishing(
    course: Path, exam: Exam, name: str
) -> None:
    make_final(course, exam, 1)
    if name != exam.name:
        copy_exam(course, exam, name)
    sitting = SittingEnd("sitting-2.toml", name, course, LATER)
    said = refused(course, exam, replace(TERMS, sittings=(sitting,)))
    assert f"场次 sitting-2.toml（考试 {name}）到 2026-09-20 12:00 才结束" in said
    assert "道题与本场考试相同，反馈里有答案" in said
    assert not (course / "published").exists()
    assert publish(course, exam.name, replace(TERMS, now=LATER, sittings=(sitting,))).published == 1


def test_an_open_sitting_with_other_items_does_not_matter(course: Path, exam: Exam) -> None:
    make_final(course, exam, 1)
    path = course / "exams" / "other" / "exam.json"
    text = copy_exam(course, exam, "other").model_dump_json(exclude_none=True)
    path.write_text(text.replace('"sample-', '"another-'), "utf-8")
    sitting = SittingEnd("sitting.toml", "other", course, LATER)
    assert publish(course, exam.name, replace(TERMS, sittings=(sitting,))).published == 1


def test_an_open_sitting_whose_items_are_unknown_forbids_publishing(
    course: Path, exam: Exam
) -> None:
    make_final(course, exam, 1)
    sitting = SittingEnd("sitting.toml", "unknown", course, LATER)
    said = refused(course, exam, replace(TERMS, sittings=(sitting,)))
    assert "它的考试记录读不出来，无法核对有没有相同的题" in said


def test_an_exam_nobody_sat_has_nothing_to_publish(course: Path, exam: Exam) -> None:
    assert refused(course, exam) == "没有可以公布的成绩：没有一份评定的答卷"


def test_an_exam_there_is_not_is_named(course: Path) -> None:
    with pytest.raises(GradingError, match="没有考试 missing：请先运行 xuefa exam assemble"):
        publish(course, "missing", TERMS)


def test_taking_back_leaves_requests_and_history_and_publishing_again_is_possible(
    course: Path, exam: Exam
) -> None:
    first, _ = make_final(course, exam)
    publish(course, exam.name, TERMS)
    folder = published_folder(course, first, exam.name)
    ask_recheck(folder, "请看第 20 题。", NOW + HOUR)
    assert unpublish(course, exam.name, LATER, "公布有误") == 2
    assert sorted(path.name for path in folder.iterdir()) == ["history.jsonl", "recheck.json"]
    assert shown(folder, LATER) is None
    assert history(folder)[-1]["why"] == "公布有误"
    assert unpublish(course, exam.name, LATER) == 0
    assert publish(course, exam.name, Terms(LATER)).changes == {Change.NEW: 2}
    told = shown(folder, LATER)
    assert told is not None
    assert told["recheck"]["state"] == "asked"


def test_a_regraded_exam_keeps_open_requests(course: Path, exam: Exam) -> None:
    (person,) = make_final(course, exam, 1)
    publish(course, exam.name, TERMS)
    folder = published_folder(course, person, exam.name)
    ask_recheck(folder, "请看第 20 题。", NOW + HOUR)
    set_score(course, person, "q20", 5.0)
    publish(course, exam.name, Terms(LATER))
    told = shown(folder, LATER)
    assert told is not None
    assert (told["recheck"]["text"], told["recheck"]["open"]) == ("请看第 20 题。", False)


def test_progress_is_told_paper_by_paper(course: Path, exam: Exam) -> None:
    sit(course, exam, 2)
    grade_exam(course, exam.name)
    mark_essays(course)
    told: list[tuple[int, int]] = []
    publish(course, exam.name, TERMS, progress=lambda done, total: told.append((done, total)))
    assert told == [(1, 2), (2, 2)]

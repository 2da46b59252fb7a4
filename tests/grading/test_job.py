"""Marking one exam's hand-ins: scores, rows, notebooks, and what stops nobody."""

from __future__ import annotations

import json
import pickle
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exam_hall.contract import PaperSlot
from grading.intake import Response
from grading.job import Job, mark_candidates
from question_bank.exam import Exam
from question_bank.marking import Rule
from tests.support.graded_course import make_job
from tests.support.hand_ins import hand_in, random_answers

FOLD = {"十五": "15", "三十": "30", "十五日": "15日"}


@pytest.fixture(scope="module")
def job(released_course: Path, exam: Exam) -> Job:
    return make_job(released_course, exam)


def naive_points(exam: Exam, form: str, number: int, answer: Any) -> float | None:
    """The rules, written once more and as plainly as they are told to candidates."""
    slot = exam.slots[number]
    key: Any = exam.form_item(form, slot).key()
    if slot.kind.value in ("short", "case"):
        return None if answer and answer.strip() else 0.0
    if slot.kind.value == "true_false":
        return slot.points if answer is not None and answer == key else 0.0
    if not answer:
        return 0.0
    if slot.kind.value == "fill":
        folded = [FOLD.get(part.strip(), part.strip()) for part in answer]
        accepted = [[FOLD.get(one, one) for one in blank] for blank in key]
        right = sum(a in ok for a, ok in zip(folded, accepted, strict=False))
        return slot.points * right / len(key)
    return naive_choice(exam.blueprint.sections[slot.section].rule, slot.points, answer, key)


def naive_choice(rule: Rule, points: float, chosen: list[str], key: list[str]) -> float:
    if set(chosen) == set(key):
        return points
    hits, wrong = len(set(chosen) & set(key)), len(set(chosen) - set(key))
    if rule is Rule.PARTIAL and not wrong:
        return points * hits / len(key)
    if rule is Rule.PER_OPTION and hits > wrong:
        return points * (hits - wrong) / len(key)
    return 0.0


def responses(slot: PaperSlot) -> st.SearchStrategy[Any]:
    if slot.kind == "true_false":
        return st.booleans()
    if slot.kind in ("short", "case"):
        return st.text(min_size=1).filter(str.strip)
    if slot.kind == "fill":
        blank = st.sampled_from(["", "十五", " 15 ", "十五日", "三十", "30", "七", "</b>"])
        return st.lists(blank, min_size=1, max_size=2).filter(any)
    most = 1 if slot.kind == "single" else 4
    return st.lists(st.sampled_from("ABCD"), unique=True, min_size=1, max_size=most)


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_scores_are_those_of_a_naive_second_marking(
    job: Job, exam: Exam, data: st.DataObject
) -> None:
    form = data.draw(st.sampled_from("AB"))
    optional = {slot.grade_id: responses(slot) for slot in job.papers[form].slots}
    answers: Mapping[str, Any] = data.draw(st.fixed_dictionaries({}, optional=optional))

    scores = job.scores(Response("P1", form, answers, None))

    cells = {cell.grade_id: cell.cell_id for cell in job.key.objective} | dict(job.key.essays)
    expected = {
        cells[slot.grade_id]: naive_points(exam, form, n, answers.get(slot.grade_id))
        for n, slot in enumerate(exam.slots)
    }
    assert scores == pytest.approx(expected)


@settings(max_examples=60, deadline=None)
@given(answer=st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner),
))  # fmt: skip
def test_whatever_was_typed_by_hand_earns_points_within_range(job: Job, answer: Any) -> None:
    objective = {cell.grade_id: cell.key.points for cell in job.key.objective}
    response = Response("P1", "A", dict.fromkeys(objective, answer), None)

    scores = job.scores(response)

    for cell in job.key.objective:
        assert 0.0 <= (scores[cell.cell_id] or 0.0) <= objective[cell.grade_id]
    json.loads(job.notebook(response, scores))


def test_a_right_paper_earns_every_objective_point_in_each_form(job: Job, exam: Exam) -> None:
    for form in exam.forms:
        keys = {s.grade_id: exam.form_item(form, s).key() for s in exam.slots if not s.is_essay}
        right = {q: [b[0] for b in k] if isinstance(k, list) else k for q, k in keys.items()}

        scores = job.scores(Response("P1", form, right, None))

        assert sum(s or 0 for s in scores.values()) == exam.blueprint.points - 15


def test_the_rows_of_a_paper_say_what_is_blank(job: Job) -> None:
    paper = job.marked(Response("P1", "A", {"q01": False, "q20": "字"}, "when"))

    blank = {name for name, cell in job.key.solutions.items() if cell in paper.blank}
    assert blank == {f"q{n:02d}" for n in range(1, 22)} - {"q01", "q20"}
    assert paper.scores[job.key.essays["q20"]] is None
    assert paper.scores[job.key.essays["q21"]] == 0.0
    assert (paper.candidate, paper.timestamp, paper.unchanged) == ("P1", "when", False)


def test_only_the_same_answers_to_the_same_form_are_unchanged(
    released_course: Path, exam: Exam
) -> None:
    before = Response("P1", "A", {"q20": "字"}, None)
    job = make_job(released_course, exam, graded={"P1": before.digest})

    assert job.marked(before).unchanged
    assert not job.marked(Response("P1", "A", {"q20": "字。"}, None)).unchanged
    assert not job.marked(Response("P1", "B", {"q20": "字"}, None)).unchanged
    assert not job.marked(Response("P2", "A", {"q20": "字"}, None)).unchanged


def sources(raw: bytes) -> dict[str, str]:
    cells = json.loads(raw)["cells"]
    return {c["metadata"]["nbgrader"]["grade_id"]: "".join(c["source"]) for c in cells}


def test_the_notebook_shows_the_candidates_own_form(job: Job, exam: Exam) -> None:
    shown = {
        form: sources(job.notebook(response, job.scores(response)))
        for form in "AB"
        for response in [Response("P1", form, {}, None)]
    }

    for slot in exam.slots:
        for form in "AB":
            text = shown[form][f"{slot.grade_id}_question"]
            assert exam.form_item(form, slot).item.stem.replace("_", "\\_") in text
            if not slot.is_essay:
                item = exam.form_item(form, slot).item
                note = shown[form][f"{slot.grade_id}_test"].replace("\n# ", "")
                assert f"《{item.citations[0].law}》第 1 条" in note
                assert item.explanation in note
                assert f"本题 {slot.points:g} 分" in note
    assert shown["A"] != shown["B"]


def test_a_marker_reads_the_key_in_printed_letters_and_all_accepted_writings(
    job: Job, exam: Exam
) -> None:
    response = Response("P1", "B", {}, None)
    shown = sources(job.notebook(response, job.scores(response)))

    for slot in exam.slots:
        key: Any = exam.form_item("B", slot).key()
        if slot.kind.value in ("single", "multiple"):
            assert f"# 标准答案：{'、'.join(key)}（" in shown[f"{slot.grade_id}_test"]
    assert "# 标准答案：十五／15／十五日、三十／30（" in shown["q17_test"]


def test_a_marker_reads_marking_points_and_model_answer_above_an_essay(job: Job) -> None:
    response = Response("P1", "A", {}, None)
    shown = sources(job.notebook(response, job.scores(response)))["q21_question"]

    order = ["（10 分）", "**评分要点**", "- 5 分：指出主体", "- 5 分：指出期限", "**参考答案**"]
    places = [shown.index(part) for part in [*order, "参考答案文字"]]
    assert places == sorted(places)


def test_marking_writes_read_only_notebooks_beside_copies_of_what_was_handed_in(
    course: Path, exam: Exam
) -> None:
    folder = hand_in(course, exam.name, "P1", "A", random_answers(exam, "A", 1))
    target = course / "autograded" / "P1" / exam.name

    mark_candidates(make_job(course, exam), ["P1"])

    assert sorted(path.name for path in target.iterdir()) == [
        "answers.json",
        "exam.ipynb",
        "timestamp.txt",
    ]
    assert (target / "answers.json").read_bytes() == (folder / "answers.json").read_bytes()
    assert {stat.S_IMODE(path.stat().st_mode) & 0o222 for path in target.iterdir()} == {0}


def test_without_notebooks_nothing_is_written(course: Path, exam: Exam) -> None:
    hand_in(course, exam.name, "P1", "A", {"q01": True})

    graded, _ = mark_candidates(make_job(course, exam, notebooks=False), ["P1"])

    assert len(graded) == 1
    assert not (course / "autograded").exists()


def test_a_candidate_whose_folder_went_away_stops_nobody(course: Path, exam: Exam) -> None:
    hand_in(course, exam.name, "P2", "A", {"q01": True})

    graded, refused = mark_candidates(make_job(course, exam), ["P1", "P2"])

    assert [paper.candidate for paper, _ in graded] == ["P2"]
    assert [(r.candidate, r.file) for r in refused] == [("P1", exam.name)]


@pytest.mark.parametrize(
    ("name", "shown"), [("P\udc80", "P\\udc80"), ("P\n1", "P\\n1"), ("\u202eP", "\\u202eP")]
)
def test_an_odd_folder_name_is_shown_so_that_any_table_can_hold_it(
    course: Path, exam: Exam, name: str, shown: str
) -> None:
    (course / "submitted" / name / exam.name).mkdir(parents=True)

    _, refused = mark_candidates(make_job(course, exam), [name])

    assert refused[0].candidate == shown
    assert "不是人员编号" in refused[0].reason


def test_a_job_can_be_sent_to_another_process(released_course: Path, exam: Exam) -> None:
    job = make_job(released_course, exam)
    sent = pickle.loads(pickle.dumps(job))  # noqa: S301

    response = Response("P1", "B", random_answers(exam, "B", 2), None)
    assert sent.scores(response) == job.scores(response)
    assert sent.notebook(response, sent.scores(response)) == job.notebook(
        response, job.scores(response)
    )

"""Several attempts at one exam: which of them is marked."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from grading.job import Job, mark_candidates
from question_bank.assemble import assemble
from question_bank.blueprint import BlueprintError, load_blueprint
from question_bank.exam import Exam
from question_bank.release import release
from tests.conftest import EXAM_DAY
from tests.support.banks import make_bank, make_blueprint
from tests.support.graded_course import make_job
from tests.support.hand_ins import hand_in

OBJECTIVE = make_blueprint().sections[:6]


@pytest.fixture(scope="module", params=["best", "last"])
def counts(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def objective(counts: str) -> Exam:
    """Three attempts at an exam without essays."""
    plan = make_blueprint(
        sections=[section.model_dump() for section in OBJECTIVE],
        points=sum(section.points for section in OBJECTIVE),
        attempts={"allowed": 3, "counts": counts},
    )
    return assemble(make_bank(), plan, 7, EXAM_DAY, name=f"objective-{counts}")


@pytest.fixture(scope="module")
def published(objective: Exam, tmp_path_factory: pytest.TempPathFactory) -> Path:
    course = tmp_path_factory.mktemp("objective") / "course"
    release(course, objective)
    return course


@pytest.fixture
def job(published: Path, objective: Exam, tmp_path: Path) -> Job:
    return make_job(Path(shutil.copytree(published, tmp_path / "course")), objective)


def attempts(job: Job, exam: Exam, *right: int, aside: str = "attempts") -> None:
    """Attempts with so many right true-or-false answers each; the last one is handed in last."""
    *earlier, last = right
    for number, count in enumerate(earlier, start=1):
        made = sit(job, exam, count)
        target = job.course / aside / exam.name / "P1" / str(number)
        target.parent.mkdir(parents=True, exist_ok=True)
        made.rename(target)
    sit(job, exam, last)


def sit(job: Job, exam: Exam, right: int) -> Path:
    slots = exam.slots[:3]
    keys = [exam.form_item("A", slot).key() for slot in slots]
    given = {s.grade_id: k is True for s, k in zip(slots[:right], keys, strict=False)}
    return hand_in(job.course, exam.name, "P1", "A", given)


def total(job: Job) -> float:
    ((paper, _),), refused = mark_candidates(job, ["P1"])
    assert not refused
    return sum(score or 0.0 for score in paper.scores.values())


@pytest.mark.parametrize("right", [(1, 3, 2), (3, 1, 2), (2, 1, 3), (1, 2)])
def test_the_best_or_the_last_is_marked_as_the_blueprint_says(
    job: Job, objective: Exam, counts: str, right: tuple[int, ...]
) -> None:
    attempts(job, objective, *right)
    assert total(job) == (max(right) if counts == "best" else right[-1])


def test_what_was_marked_lies_in_autograded(job: Job, objective: Exam, counts: str) -> None:
    attempts(job, objective, 3, 1)
    total(job)
    kept = job.course / "autograded" / "P1" / objective.name / "answers.json"
    answered = json.loads(kept.read_bytes())["answers"]
    assert len(answered) == (3 if counts == "best" else 1)


def test_an_annulled_attempt_is_never_marked(job: Job, objective: Exam) -> None:
    attempts(job, objective, 3, 1, aside="voided")
    assert total(job) == 1


def test_an_attempt_that_cannot_be_read_sets_aside_whoever_it_might_have_served(
    job: Job, objective: Exam, counts: str
) -> None:
    attempts(job, objective, 3, 1)
    (job.course / "attempts" / objective.name / "P1" / "1" / "answers.json").write_text("{")
    graded, refused = mark_candidates(job, ["P1"])
    if counts == "last":
        assert len(graded) == 1
    else:
        assert [one.reason for one in refused] == ["第 1 次作答：不是完整的 JSON（第 1 个字符处）"]


def test_what_lies_beside_the_attempts_is_no_attempt(job: Job, objective: Exam) -> None:
    attempts(job, objective, 3, 1)
    folder = job.course / "attempts" / objective.name / "P1"
    (folder / "1").rename(folder / "other-1")
    assert total(job) == 1


def test_a_blueprint_with_essays_cannot_promise_the_best_of_several(tmp_path: Path) -> None:
    plan = (Path(__file__).parents[2] / "question_bank/blueprints/leadership.toml").read_text()
    path = tmp_path / "twice.toml"
    path.write_text(plan.replace("allowed = 1", "allowed = 2"), "utf-8")
    with pytest.raises(BlueprintError, match="有简答题或案例分析题的考试不能取最好成绩"):
        load_blueprint(path)

"""What may no longer change once an exam is released or sat."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from question_bank.course import (
    handed_in,
    require_assemblable,
    require_releasable,
    withdraw_release,
)
from question_bank.exam import Exam, ExamError
from tests.support.hand_ins import hand_in


@pytest.fixture
def course(released_course: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(released_course, tmp_path / "course"))


def with_stem(exam: Exam, **changes: object) -> Exam:
    first, *others = exam.forms["B"]
    item = first.item.model_copy(update=changes)
    forms = {**exam.forms, "B": (first.model_copy(update={"item": item}), *others)}
    return exam.model_copy(update={"forms": forms})


def test_a_released_exam_is_not_assembled_anew(course: Path, exam: Exam) -> None:
    with pytest.raises(ExamError, match=r"已经发布.*--name.*--replace"):
        require_assemblable(course, exam.name, replace=False)

    require_assemblable(course, exam.name, replace=True)
    require_assemblable(course, "another", replace=False)


@pytest.mark.parametrize("replace", [True, False])
def test_an_exam_somebody_sat_is_never_assembled_anew(
    course: Path, exam: Exam, replace: bool
) -> None:
    hand_in(course, exam.name, "P1", "A", {"q01": True})

    with pytest.raises(ExamError, match="已有人交卷，不能重新组卷：请用 --name"):
        require_assemblable(course, exam.name, replace=replace)


def test_a_withdrawn_release_leaves_other_exams_and_the_record_alone(
    course: Path, exam: Exam
) -> None:
    for part in ("release", "source"):
        shutil.copytree(course / part / exam.name, course / part / "another")

    assert withdraw_release(course, exam.name)

    assert not (course / "release" / exam.name).exists()
    assert not (course / "source" / exam.name).exists()
    assert (course / "exams" / exam.name / "exam.json").is_file()
    assert (course / "release" / "another" / "exam.ipynb").is_file()
    assert (course / "source" / "another" / "exam.ipynb").is_file()
    assert not withdraw_release(course, exam.name)


def test_after_hand_ins_only_the_same_papers_may_be_released(course: Path, exam: Exam) -> None:
    changed = with_stem(exam, stem="另一道题")
    require_releasable(course, changed)
    hand_in(course, exam.name, "P1", "A", {"q01": True})

    with pytest.raises(ExamError, match="已有人交卷，而 B 卷的题面与已发布的不同"):
        require_releasable(course, changed)

    require_releasable(course, exam)
    require_releasable(course, with_stem(exam, explanation="更正后的解析"))
    require_releasable(course, with_stem(exam, answer=not exam.forms["B"][0].item.answer))


def test_only_this_exams_hand_ins_are_taken(course: Path, exam: Exam) -> None:
    hand_in(course, exam.name, "P2", "A", {})
    hand_in(course, exam.name, "P1", "A", {})
    (course / "submitted" / "P3" / "another").mkdir(parents=True)
    (course / "submitted" / ".cache" / exam.name).mkdir(parents=True)

    assert handed_in(course, exam.name) == ["P1", "P2"]


def test_a_hand_in_that_is_no_folder_is_a_hand_in_still(course: Path, exam: Exam) -> None:
    for person in ("P1", "P2"):
        (course / "submitted" / person).mkdir(parents=True)
    (course / "submitted" / "P1" / exam.name).write_text("不是文件夹", "utf-8")
    (course / "submitted" / "P2" / exam.name).symlink_to("nowhere")

    assert handed_in(course, exam.name) == ["P1", "P2"]
    assert handed_in(course / "none", exam.name) == []

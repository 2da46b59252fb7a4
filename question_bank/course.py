"""What lies in a course folder, and what may no longer change because of it.

A released exam is fixed: its record holds the keys and rubrics by which hand-ins are marked.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from question_bank.exam import Exam, ExamError


def handed_in(course: Path, exam: str) -> list[str]:
    """The candidates who handed in, in order: visible folders that hold something of the exam.

    What they hold may be broken, a file or a link to nowhere: grading says so, nobody is left out.
    """
    submitted = course / "submitted"
    folders = submitted.iterdir() if submitted.is_dir() else ()
    return sorted(p.name for p in folders if p.name[0] != "." and os.path.lexists(p / exam))


def release_folder(course: Path, exam: str) -> Path:
    """Where nbgrader leaves a released exam."""
    return course / "release" / exam


def paper_name(form: str) -> str:
    """The file name of a form's paper beside the released notebook."""
    return f"paper-{form}.json"


def require_assemblable(course: Path, exam: str, *, replace: bool) -> None:
    """Refuse to assemble an exam anew once others rely on it.

    Args:
        course: the course folder.
        exam: the name the exam would have.
        replace: whether a release in which nobody handed in may be given up.

    Raises:
        ExamError: somebody handed in, or the exam is released and is not to be replaced.
    """
    if handed_in(course, exam):
        raise ExamError(f"考试 {exam} 已有人交卷，不能重新组卷：请用 --name 另取一个代号")
    if release_folder(course, exam).exists() and not replace:
        raise ExamError(
            f"考试 {exam} 已经发布，重新组卷会使阅卷依据与试卷不符：请用 --name 另取一个代号；"
            "确要作废已发布的试卷，请加 --replace"
        )


def withdraw_release(course: Path, exam: str) -> bool:
    """Remove ``release/<exam>`` and ``source/<exam>``.

    Returns:
        Whether there was a release.
    """
    released = release_folder(course, exam).exists()
    for part in ("release", "source"):
        shutil.rmtree(course / part / exam, ignore_errors=True)
    return released


def require_releasable(course: Path, exam: Exam) -> None:
    """Refuse to release other papers than those candidates have already sat.

    Mended keys and explanations leave the papers byte for byte as they were, and may be released.

    Raises:
        ExamError: somebody handed in, and a released paper differs from the exam's.
    """
    if not handed_in(course, exam.name):
        return
    for form in exam.forms:
        path = release_folder(course, exam.name) / paper_name(form)
        if path.is_file() and path.read_bytes() != exam.paper(form).to_json():
            raise ExamError(
                f"考试 {exam.name} 已有人交卷，而 {form} 卷的题面与已发布的不同，不能再次发布："
                "只有答案和解析可以更正；要换题目，请用 --name 另组一场考试"
            )

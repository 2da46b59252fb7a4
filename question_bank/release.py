"""Release: an exam becomes nbgrader's source folder, then nbgrader's own release folder."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from question_bank.course import paper_name, release_folder, require_releasable
from question_bank.exam import Exam, ExamError, save_exam
from question_bank.notebook import CODE_STUB, TEXT_STUB, source_notebook

COURSE_ID = "xuefa"

CONFIG = '''"""nbgrader 的课程配置：由 xuefa 生成，可在末尾添加自己的设置。"""

from grading.feedback import configure as configure_feedback
from grading.preprocessors import configure as configure_grading
from question_bank.release import configure as configure_release

c = get_config()  # noqa: F821
configure_release(c)
configure_grading(c)
configure_feedback(c)
'''


def configure(config: Any) -> None:
    """Set what ``generate_assignment`` needs: Chinese stubs that raise nothing."""
    config.CourseDirectory.course_id = COURSE_ID
    config.ClearSolutions.code_stub = {"python": CODE_STUB}
    config.ClearSolutions.text_stub = TEXT_STUB


def init_course(course: Path) -> None:
    """Make a course folder nbgrader can work in; an existing configuration is left alone."""
    course.mkdir(parents=True, exist_ok=True)
    config = course / "nbgrader_config.py"
    if not config.exists():
        config.write_text(CONFIG, "utf-8")


def write_source(course: Path, exam: Exam) -> Path:
    """Write ``source/<exam>/`` (notebook and one paper per form) and the trainer's record.

    Returns:
        The source folder. Whatever it held before is gone.
    """
    save_exam(course, exam)
    folder = course / "source" / exam.name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    notebook = json.dumps(source_notebook(exam), ensure_ascii=False, indent=1)
    (folder / "exam.ipynb").write_text(notebook + "\n", "utf-8")
    for form in exam.forms:
        (folder / paper_name(form)).write_bytes(exam.paper(form).to_json())
    return folder


def release(course: Path, exam: Exam) -> Path:
    """Write the source and run nbgrader's ``generate_assignment`` on it.

    Returns:
        ``release/<exam>``, which holds no key.

    Raises:
        ExamError: candidates have sat other papers, or nbgrader refused; the message names the
            log. What was released before is as it was.
    """
    require_releasable(course, exam)
    init_course(course)
    with _kept([course / part / exam.name for part in ("exams", "source", "release")]):
        write_source(course, exam)
        shutil.rmtree(release_folder(course, exam.name), ignore_errors=True)
        run_nbgrader(course, "generate_assignment", exam.name, "--force")
    return release_folder(course, exam.name)


@contextmanager
def _kept(folders: Sequence[Path]) -> Iterator[None]:
    """Put the folders back as they were if the block ends with an ExamError."""
    with tempfile.TemporaryDirectory() as spare:
        copies = {folder: Path(spare, str(n)) for n, folder in enumerate(folders)}
        for folder, copy in copies.items():
            if folder.is_dir():
                shutil.copytree(folder, copy)
        try:
            yield
        except ExamError:
            for folder, copy in copies.items():
                shutil.rmtree(folder, ignore_errors=True)
                if copy.is_dir():
                    shutil.copytree(copy, folder)
            raise


def set_due(course: Path, exam: str, due: dt.datetime) -> None:
    """Tell the gradebook when hand-ins were due, so that nbgrader's pages show who was late.

    Args:
        course: the course folder, with the exam released.
        exam: the assignment's name.
        due: a moment with its zone.

    Raises:
        ExamError: the gradebook cannot be written.
    """
    from nbgrader.api import Gradebook  # noqa: PLC0415  (a second to import)

    try:
        with Gradebook(f"sqlite:///{course / 'gradebook.db'}", COURSE_ID) as gradebook:
            moment = due.astimezone(dt.UTC).replace(tzinfo=None)
            gradebook.find_assignment(exam).duedate = moment  # type: ignore[assignment]
            gradebook.db.commit()
    except SQLAlchemyError as error:
        raise ExamError(f"截止时间没有写进成绩库。{_cause(str(error))}") from error


def run_nbgrader(course: Path, *arguments: str) -> str:
    """Run one nbgrader command in the course folder.

    Returns:
        What it logged.

    Raises:
        ExamError: it ended with an error, of which the log is kept in ``logs/<command>.log``. A
            gradebook it began to create is removed again.
    """
    gradebook = course / "gradebook.db"
    existed = gradebook.exists()
    # nbgrader calls alembic by name, which lies beside the interpreter.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [sys.executable, "-m", "nbgrader", *arguments],
        cwd=course,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        if not existed:
            gradebook.unlink(missing_ok=True)
        log = course / "logs" / f"{arguments[0]}.log"
        log.parent.mkdir(exist_ok=True)
        log.write_text(done.stdout + done.stderr, "utf-8")
        raise ExamError(
            f"nbgrader {arguments[0]} 没有成功。{_cause(done.stderr)}"
            f"详细记录（英文）在课程文件夹的 {log.relative_to(course)}"
        )
    return done.stderr


_CAUSES = {
    "database is locked": "成绩库正被别的程序占用：请关闭 formgrader 再运行一次。",
    "readonly database": "成绩库 gradebook.db 不可写：请检查权限。",
    "not a database": "成绩库 gradebook.db 已损坏：请换回备份。",
    "malformed": "成绩库 gradebook.db 已损坏：请换回备份。",
    "No space left": "磁盘已满：请腾出空间再运行一次。",
    "Permission denied": "课程文件夹里有不可写的文件：请检查权限。",
}


def _cause(log: str) -> str:
    """What went wrong, as far as a log of nbgrader or SQLite tells; else nothing."""
    return next((cause for words, cause in _CAUSES.items() if words in log), "")

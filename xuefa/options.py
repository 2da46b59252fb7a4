"""Arguments that several commands take."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from question_bank.exam import ExamError, require_name


def exam_name(name: str | None) -> str | None:
    """Refuse an exam's name that would lead out of its folder or into nbgrader's patterns."""
    try:
        return name if name is None else require_name(name)
    except ExamError as error:
        raise typer.BadParameter(str(error)) from error


Course = Annotated[Path, typer.Option("--course", help="nbgrader 课程文件夹")]
ExamName = Annotated[str, typer.Argument(metavar="考试", help="考试代号", callback=exam_name)]

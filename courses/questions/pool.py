"""The practice pool: ``courses/practice/*.json``, or the folder that ``$XUEFA_PRACTICE`` names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from courses.messages import listed
from courses.questions.records import Question, QuestionFile

PACKAGED = Path(__file__).parents[1] / "practice"


class PoolError(Exception):
    """The practice pool cannot be read; ``str(error)`` says in Chinese which file and why."""


def practice_folder() -> Path:
    """Return the folder of the practice pool."""
    named = os.environ.get("XUEFA_PRACTICE")
    return Path(named).expanduser() if named else PACKAGED


def practice_pool(folder: Path | None = None) -> Mapping[str, Question]:
    """Return the questions by id.

    Raises:
        PoolError: a file cannot be read or a question is faulty.
    """
    files = sorted((folder or practice_folder()).glob("*.json"))
    return _pool(tuple((path, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=4)
def _pool(files: tuple[tuple[Path, int], ...]) -> Mapping[str, Question]:
    questions = (question for path, _ in files for question in _read(path).questions)
    return MappingProxyType({question.id: question for question in questions})


def _read(path: Path) -> QuestionFile:
    remedy = "运行 xuefa bank publish-practice 重新生成"
    try:
        return QuestionFile.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise PoolError(f"{path.name}：{listed(error)[0]}；{remedy}") from error
    except OSError as error:
        raise PoolError(f"{path.name}：文件读不出来；{remedy}") from error

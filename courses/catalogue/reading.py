"""Reading a lesson's parts from its folder, with every fault named."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from courses.catalogue.content import Lesson
from courses.messages import listed
from courses.yaml_text import YamlError, read_yaml

CONTENT = "lesson.yaml"
"""File name, beside the lesson's notebook."""


class LessonError(Exception):
    """A lesson cannot be used; ``str(error)`` says in Chinese which file and what is wrong."""


def read_content(notebook: Path) -> Lesson:
    """Read the parts of the lesson whose notebook this is.

    The home page asks for all of them each time it is shown: a file that did not change is read
    once.

    Raises:
        LessonError: ``lesson.yaml`` is missing or faulty; every fault is named.
    """
    path = notebook.with_name(CONTENT)
    try:
        state = path.stat()
    except OSError:
        return _read(path)  # says what is wrong
    return _read_once(path, (state.st_mtime_ns, state.st_size, state.st_ino))


@lru_cache(maxsize=256)
def _read_once(path: Path, _state: tuple[int, int, int]) -> Lesson:
    return _read(path)


def _read(path: Path) -> Lesson:
    where = f"{path.parent.parent.name}/{path.parent.name}/{CONTENT}"
    try:
        return Lesson.model_validate(read_yaml(path))
    except YamlError as error:
        raise LessonError(f"{where}：{error}") from error
    except ValidationError as error:
        raise LessonError("\n".join(f"{where}：{fault}" for fault in listed(error))) from error

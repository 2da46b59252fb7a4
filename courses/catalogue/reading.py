"""Reading a lesson's parts from its folder, with every fault named."""

from __future__ import annotations

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

    Raises:
        LessonError: ``lesson.yaml`` is missing or faulty; every fault is named.
    """
    path = notebook.with_name(CONTENT)
    where = f"{path.parent.parent.name}/{path.parent.name}/{CONTENT}"
    try:
        return Lesson.model_validate(read_yaml(path))
    except YamlError as error:
        raise LessonError(f"{where}：{error}") from error
    except ValidationError as error:
        raise LessonError("\n".join(f"{where}：{fault}" for fault in listed(error))) from error

"""A lesson's notebook as the front end opens it: from the catalogue, never to be written back."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from courses.catalogue.listing import Course, FinalTest, Lesson

KERNEL = {"name": "python3", "display_name": "Python 3", "language": "python"}


def contents_model(course: Course, lesson: Lesson | FinalTest, *, content: bool) -> dict[str, Any]:
    """Return the lesson or test in the form of Jupyter's contents service, read-only.

    Raises:
        ValueError: the file is no notebook.
    """
    path = course.folder / lesson.notebook
    notebook = _notebook(path, course, lesson)
    changed = dt.datetime.fromtimestamp(path.stat().st_mtime, dt.UTC).isoformat()
    return {
        "name": f"{lesson.id}.ipynb",
        "path": f"{course.id}/{lesson.id}.ipynb",
        "type": "notebook",
        "format": "json" if content else None,
        "content": notebook if content else None,
        "mimetype": None,
        "created": changed,
        "last_modified": changed,
        "writable": False,
    }


def folder_model(name: str) -> dict[str, Any]:
    """Return a folder in the form of Jupyter's contents service: lessons are not browsed."""
    began = dt.datetime.fromtimestamp(0, dt.UTC).isoformat()
    return {
        "name": name,
        "path": name,
        "type": "directory",
        "format": "json",
        "content": [],
        "mimetype": None,
        "created": began,
        "last_modified": began,
        "writable": False,
    }


def _notebook(path: Path, course: Course, lesson: Lesson | FinalTest) -> dict[str, Any]:
    notebook = json.loads(path.read_text("utf-8"))
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise ValueError(f"{path.name} is not a notebook")
    notebook["cells"] = [_cell(cell) for cell in notebook["cells"]]
    notebook["metadata"] = {
        **notebook.get("metadata", {}),
        "kernelspec": KERNEL,
        "xuefa": {"course": course.id, "lesson": lesson.id, "title": lesson.title},
    }
    return notebook


def _cell(cell: dict[str, Any]) -> dict[str, Any]:
    """Locked, and without what an earlier run left behind."""
    metadata = {**cell.get("metadata", {}), "editable": False, "deletable": False}
    if cell.get("cell_type") != "code":
        return {**cell, "metadata": metadata}
    return {
        **cell,
        "metadata": {**metadata, "trusted": True},
        "outputs": [],
        "execution_count": None,
    }

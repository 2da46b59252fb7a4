"""The released exam as the hall reads it: one paper per form, and the notebook to hand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from exam_hall.contract import NOTEBOOK, ContractError, Paper
from exam_hall.errors import SetupError


@dataclass(frozen=True, slots=True)
class Released:
    """Papers by form, and the parsed ``exam.ipynb``. Neither holds a key."""

    papers: Mapping[str, Paper]
    notebook: Mapping[str, Any]


def load_released(folder: Path, exam: str) -> Released:
    """Read a released exam.

    Args:
        folder: ``release/<exam>`` of a course, or a copy of it.
        exam: its name.

    Raises:
        SetupError: something is missing or does not fit.
    """
    paths = sorted(folder.glob("paper-*.json"))
    if not paths:
        raise SetupError(f"文件夹 {folder.name} 里没有 {exam} 的试卷：请先运行 xuefa exam release")
    papers = [_paper(path, exam) for path in paths]
    return Released({paper.form: paper for paper in papers}, _notebook(folder))


def _paper(path: Path, exam: str) -> Paper:
    try:
        paper = Paper.from_json(path.read_bytes())
    except OSError:
        raise SetupError(f"{path.name}：试卷读不出来，请检查权限") from None
    except ContractError as error:
        raise SetupError(f"{path.name}：{error}，请重新发布") from None
    if paper.exam != exam or path.name != f"paper-{paper.form}.json":
        raise SetupError(f"{path.name}：不是考试 {exam} 的这一份试卷，请重新发布")
    return paper


def _notebook(folder: Path) -> Mapping[str, Any]:
    name = f"{NOTEBOOK}.ipynb"
    try:
        notebook = orjson.loads((folder / name).read_bytes())
    except FileNotFoundError:
        raise SetupError(f"文件夹 {folder.name} 里没有 {name}：请重新发布") from None
    except OSError:
        raise SetupError(f"{name}：读不出来，请检查权限") from None
    except orjson.JSONDecodeError:
        raise SetupError(f"{name}：不是完好的笔记本文件，请重新发布") from None
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise SetupError(f"{name}：不是完好的笔记本文件，请重新发布")
    return notebook

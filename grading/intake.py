"""Reading hand-ins: from a candidate's folder to checked answers, or the reason why not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from exam_hall.contract import (
    MAX_ANSWERS_BYTES,
    ContractError,
    HandIn,
    Paper,
    answer_fault,
    is_blank,
    parse_hand_in,
    quoted,
)
from grading.handwritten import MAX_NOTEBOOK_BYTES, UnreadableError, check_questions, read_notebook
from grading.ids import id_key
from grading.template import SubmittedTemplate

MAX_TIMESTAMP_BYTES = 100
MAX_REASON_CHARS = 120


class SetAsideError(Exception):
    """A hand-in that cannot be graded: which file, and the Chinese reason."""

    def __init__(self, file: str, reason: str) -> None:
        self.file, self.reason = file, _one_line(reason)
        super().__init__(f"{file}：{self.reason}")


@dataclass(frozen=True, slots=True)
class Response:
    """A usable hand-in. ``answers`` leaves blank ones out; ``timestamp`` is nbgrader's text."""

    candidate: str
    form: str
    answers: Mapping[str, Any]
    timestamp: str | None

    @property
    def digest(self) -> str:
        """Equal for equal answers to the same form."""
        answers = orjson.dumps([self.form, self.answers], option=orjson.OPT_SORT_KEYS)
        return hashlib.sha256(answers).hexdigest()


@dataclass(frozen=True, slots=True)
class Intake:
    """What a hand-in is checked against.

    ``allotment`` says which form each candidate was given, by :func:`grading.ids.id_key`; empty
    when nobody decided.
    ``questions`` holds the released text of the question cells by grade_id.
    """

    exam: str
    papers: Mapping[str, Paper]
    templates: Mapping[str, SubmittedTemplate]
    allotment: Mapping[str, str]
    questions: Mapping[str, str]

    def read(self, folder: Path) -> Response:
        """Read ``submitted/<candidate>/<exam>``.

        Raises:
            SetAsideError: with file and reason.
        """
        candidate = folder.parent.name
        _check_folder(folder)
        answers, notebook = folder / "answers.json", folder / "exam.ipynb"
        if answers.is_file():
            form, given = self._from_answers(candidate, answers, notebook)
        elif notebook.is_file():
            form, given = self._from_notebook(notebook)
        else:
            raise SetAsideError(folder.name, "文件夹里没有 answers.json，也没有 exam.ipynb")
        read = answers if answers.is_file() else notebook
        self._check_allotted(candidate, form, read.name)
        return Response(candidate, form, given, _timestamp(folder))

    def _check_allotted(self, candidate: str, form: str, file: str) -> None:
        if not self.allotment:
            return
        allotted = self.allotment.get(id_key(candidate))
        if allotted is None:
            raise SetAsideError(file, "人员编号不在分配名单中：核对编号，或补充分配后再评")
        if form != allotted:
            raise SetAsideError(file, f"答的是 {form} 卷，安排的是 {allotted} 卷")

    def _from_answers(
        self, candidate: str, path: Path, notebook: Path
    ) -> tuple[str, dict[str, Any]]:
        try:
            hand_in = parse_hand_in(_load(path))
            self._check(hand_in, candidate)
            given = {name: a for name, a in hand_in.answers.items() if not is_blank(a)}
        except ContractError as error:
            raise SetAsideError(path.name, str(error)) from error
        if notebook.is_file():
            self._compare(hand_in, given, notebook)
        return hand_in.form, given

    def _check(self, hand_in: HandIn, candidate: str) -> None:
        if hand_in.exam != self.exam:
            raise ContractError(f"是考试 {quoted(hand_in.exam)} 的答卷，不是 {self.exam} 的")
        if hand_in.candidate != candidate:
            raise ContractError("答卷上的人员编号与文件夹不符")
        paper = self.papers.get(hand_in.form)
        if paper is None:
            raise ContractError(f"本场考试没有 {quoted(hand_in.form[:8])} 卷")
        if hand_in.paper_sha256 != self.templates[hand_in.form].paper_sha256:
            raise ContractError("答卷所依据的试卷与发布的试卷不同")
        slots = self.templates[hand_in.form].slots
        for name, answer in hand_in.answers.items():
            slot = slots.get(name)
            if slot is None:
                raise ContractError(f"试卷里没有 {quoted(name[:16])} 这道题")
            if answer is not None and (fault := answer_fault(slot, answer)):
                raise ContractError(f"第 {int(name[1:])} 题：{fault}")

    def _compare(self, hand_in: HandIn, given: Mapping[str, Any], notebook: Path) -> None:
        """The notebook of a hand-in must say what answers.json says; the usual one is identical."""
        raw = _read(notebook, MAX_NOTEBOOK_BYTES)
        if raw == self.templates[hand_in.form].render(hand_in):
            return
        try:
            form, written = read_notebook(raw, self.papers)
        except UnreadableError as error:
            raise SetAsideError(notebook.name, str(error)) from error
        if form != hand_in.form:
            raise SetAsideError(notebook.name, "与 answers.json 的试卷代号不一致")
        for name in sorted(given.keys() | written.keys()):
            kind = self.templates[form].slots[name].kind
            if _comparable(kind, given.get(name)) != _comparable(kind, written.get(name)):
                raise SetAsideError(notebook.name, f"与 answers.json 的第 {int(name[1:])} 题不一致")

    def _from_notebook(self, path: Path) -> tuple[str, dict[str, Any]]:
        try:
            raw = _read(path, MAX_NOTEBOOK_BYTES)
            check_questions(raw, self.questions)
            return read_notebook(raw, self.papers)
        except UnreadableError as error:
            raise SetAsideError(path.name, str(error)) from error


def _load(path: Path) -> object:
    try:
        return orjson.loads(_read(path, MAX_ANSWERS_BYTES))
    except orjson.JSONDecodeError as error:
        raise ContractError(f"不是完整的 JSON（第 {error.pos} 个字符处）") from error


def _read(path: Path, limit: int) -> bytes:
    if path.is_symlink():
        raise SetAsideError(path.name, "是符号链接，未读取")
    try:
        if path.stat().st_size > limit:
            raise SetAsideError(path.name, f"文件超过 {limit // 1000} kB，未读取")
        return path.read_bytes()
    except OSError as error:
        raise SetAsideError(path.name, "文件读不出来，请检查权限和磁盘") from error


def _check_folder(folder: Path) -> None:
    name = folder.parent.name
    if not name.isprintable() or name != name.strip() or name.startswith("."):
        raise SetAsideError(folder.name, "文件夹名不是人员编号")
    if folder.is_symlink() or folder.parent.is_symlink():
        raise SetAsideError(folder.name, "文件夹是符号链接，未读取")


def _one_line(reason: str) -> str:
    """A reason may quote what was handed in: keep it short, and on its line of the table."""
    plain = "".join(c if c.isprintable() else "\ufffd" for c in reason)
    return plain if len(plain) <= MAX_REASON_CHARS else f"{plain[:MAX_REASON_CHARS]}……"


def _comparable(kind: str, answer: object) -> object:
    if isinstance(answer, str):
        return answer.strip()
    if isinstance(answer, list):
        # Options are a set; the blanks of a fill have their places, and trailing ones may be empty.
        return "\n".join(answer).rstrip() if kind == "fill" else sorted(map(str, answer))
    return answer


def _timestamp(folder: Path) -> str | None:
    try:
        raw = _read(folder / "timestamp.txt", MAX_TIMESTAMP_BYTES)
        return raw.decode().strip() or None
    except (SetAsideError, UnicodeDecodeError):
        return None

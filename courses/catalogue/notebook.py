"""A lesson's or test's notebook as text and calls: what is written, which part stands where."""

from __future__ import annotations

import ast
import json
import re
from dataclasses import dataclass
from pathlib import Path

from courses.catalogue.reading import LessonError

PLACED_ONCE = ("head", "end", "cards")
PLACED_BY_NAME = {
    "reader": "readers",
    "case": "cases",
    "table": "tables",
    "timeline": "timelines",
}
_HEADING = re.compile(r"^##\s+(.+?)\s*$", re.MULTILINE)
_HAN = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Call:
    """One part placed by a code cell: ``case``, with the names it was given."""

    method: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NotebookText:
    """``text`` of all markdown cells; ``calls`` in their order; ``opened``: what it opens."""

    text: str
    calls: tuple[Call, ...]
    opened: str | None

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings of the second level: the places one comes back to."""
        return tuple(_HEADING.findall(self.text))

    @property
    def characters(self) -> int:
        """How many Chinese characters the text has."""
        return len(_HAN.findall(self.text))

    def placed(self, method: str) -> list[str]:
        """Every name a kind of part is placed by, as often as it is; "" for a call without."""
        return [
            name for call in self.calls if call.method == method for name in call.names or ("",)
        ]


@dataclass(frozen=True, slots=True)
class Opens:
    """What a notebook opens, ``lesson`` or ``course``, and what may be said of it in Chinese."""

    name: str
    allowed: str


LESSON = Opens("lesson", "只能打开本课（open_lesson）和放置内容（lesson.case(...) 等）")
COURSE = Opens(
    "course",
    "只能打开本课程（open_course）和放置结业测试、结业证书（course.test()、course.certificate()）",
)


def read_notebook(path: Path, opens: Opens = LESSON) -> NotebookText:
    """Read a lesson's notebook, or with :data:`COURSE` a test's. Its code is parsed, never run.

    Raises:
        LessonError: it is no notebook, or a code cell does more than place parts.
    """
    where = "/".join(path.parts[-3:] if opens is LESSON else path.parts[-2:])
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
        pairs = [(cell["cell_type"], "".join(cell["source"])) for cell in cells]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise LessonError(f"{where}：不是合格的笔记本文件") from error
    calls: list[Call] = []
    opened: str | None = None
    for number, source in enumerate((s for kind, s in pairs if kind == "code"), start=1):
        try:
            found, name = _calls(source, opens)
        except (SyntaxError, ValueError, LessonError) as error:
            reason = error if isinstance(error, LessonError) else "写法有误"
            raise LessonError(f"{where}：第 {number} 个代码格{reason}") from error
        calls += found
        opened = opened or name
    text = "\n\n".join(source for kind, source in pairs if kind == "markdown")
    return NotebookText(text, tuple(calls), opened)


def _calls(source: str, opens: Opens) -> tuple[list[Call], str | None]:
    """The parts a code cell places, and the lesson or course it opens."""
    variable, function = opens.name, f"open_{opens.name}"
    calls: list[Call] = []
    opened: str | None = None
    for statement in ast.parse(source).body:
        match statement:
            case ast.ImportFrom(
                module="courses.lesson", names=[ast.alias(name=imported, asname=None)]
            ) if imported == function:
                continue
            case ast.Assign(
                targets=[ast.Name(id=target)],
                value=ast.Call(func=ast.Name(id=called), args=arguments, keywords=[]),
            ) if (target, called) == (variable, function):
                (opened,) = _texts(arguments)
            case ast.Expr(
                value=ast.Call(
                    func=ast.Attribute(value=ast.Name(id=target), attr=method),
                    args=arguments,
                    keywords=[],
                )
            ) if target == variable:
                calls.append(Call(method, _texts(arguments)))
            case _:
                raise LessonError(opens.allowed)
    return calls, opened


def _texts(arguments: list[ast.expr]) -> tuple[str, ...]:
    texts = [
        one.value
        for one in arguments
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    ]
    if len(texts) < len(arguments):
        raise LessonError('括号里只能写名称，如 lesson.case("first")')
    return tuple(texts)

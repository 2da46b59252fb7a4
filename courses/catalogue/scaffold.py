"""A lesson to fill in: it opens at once, and ``xuefa lesson check`` says what is still to write."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat.v4 as nb

from courses.catalogue.listing import COURSE_FILE
from courses.catalogue.reading import CONTENT, LessonError
from courses.statutes import Article
from courses.statutes.numerals import article_figures

FILL_IN = "（请填写）"
"""Stands wherever a trainer has to write; the checker refuses a lesson that still has it."""

NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}/[a-z0-9][a-z0-9_-]{0,63}")
FEWEST_QUESTIONS = 8
_CLAUSE = re.compile(r"[^，。；：\n]{6,}")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new lesson begins with.

    Attributes:
        name: course/lesson.
        title: of the lesson; ``minutes`` is how long it takes.
        course_title: of the course, used where it is new; ``order`` likewise.
        article: the first key article; its law is the lesson's.
        practice: ids of practice questions to begin with.
    """

    name: str
    title: str
    minutes: int
    course_title: str
    order: int
    article: Article
    practice: tuple[str, ...]


def write_lesson(folder: Path, plan: Plan) -> tuple[Path, ...]:
    """Write a lesson to fill in below ``folder`` and enter it in its course.

    Returns:
        The files written or changed.

    Raises:
        LessonError: the name is none, the lesson is there, or questions are lacking.
        OSError: the folder cannot be written.
    """
    if not NAME.fullmatch(plan.name):
        raise LessonError(
            f"课名 {plan.name} 写法不对：应为 课程/课，如 xingsu/evidence，"
            "只用小写字母、数字、连字符和下划线"
        )
    if len(plan.practice) < FEWEST_QUESTIONS:
        raise LessonError(
            f"练习池里这部法律只有 {len(plan.practice)} 道题，一课至少要 {FEWEST_QUESTIONS} 道："
            "先在题库补充练习题并发布"
        )
    course_id, lesson_id = plan.name.split("/")
    course, lesson = folder / course_id, folder / course_id / lesson_id
    if lesson.exists():
        raise LessonError(f"{lesson} 已经存在，没有改动")
    lesson.mkdir(parents=True)
    texts = {
        "lesson.ipynb": json.dumps(_notebook(plan), ensure_ascii=False, indent=1) + "\n",
        CONTENT: _content(plan),
        "design.md": _design(plan),
    }
    for name, text in texts.items():
        (lesson / name).write_text(text, "utf-8")
    entry = course / COURSE_FILE
    before = entry.read_text("utf-8").rstrip() if entry.is_file() else _course(plan)
    entry.write_text(f"{before}\n\n{_entry(plan, lesson_id)}", "utf-8")
    return (entry, *(lesson / name for name in texts))


def _course(plan: Plan) -> str:
    law = plan.article.short_name
    return f'title = "{plan.course_title}"\nlaw = "{law}"\norder = {plan.order}'


def _entry(plan: Plan, lesson_id: str) -> str:
    return (
        f'[[lessons]]\nid = "{lesson_id}"\ntitle = "{plan.title}"\nminutes = {plan.minutes}\n'
        f'notebook = "{lesson_id}/lesson.ipynb"\n'
    )


def _notebook(plan: Plan) -> Any:
    first, rest = plan.practice[:2], plan.practice[2:]
    cells = [
        _code(
            "head",
            "from courses.lesson import open_lesson\n"
            f'lesson = open_lesson("{plan.name}")\nlesson.head()',
        ),
        _text("hook", "一、从一件事说起", "一件镇里真会遇到的事，八十到二百字。"),
        _text("frame", "二、这一课的框架", "几条规则怎样连在一起。"),
        _text("articles", "三、关键条文", "用自己的话讲清每一条；引原句时写明条号。"),
        _code("reader", 'lesson.reader("key")'),
        _code("practice-first", f"lesson.practice({_names(first)})"),
        _text("case", "四、案例", "交代案例练的是什么。"),
        _code("case-first", 'lesson.case("first")'),
        _text("mixups", "五、易错辨析", "为什么容易弄混。"),
        _code("table", 'lesson.table("mixups")'),
        _text("practice", "六、练习", "做完再看解析。"),
        _code("practice-rest", f"lesson.practice({_names(rest)})"),
        _text("cards", "七、记忆卡", "记住这几张。"),
        _code("cards-deck", "lesson.cards()"),
        _text("summary", "八、小结", "明天上班就用得上的五到八句话。"),
        _code("end", "lesson.end()"),
    ]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nb.new_notebook(  # type: ignore[no-untyped-call]
        cells=cells, metadata={"kernelspec": kernel}
    )


def _names(items: Sequence[str]) -> str:
    return ", ".join(f'"{item}"' for item in items)


def _text(id_: str, heading: str, what: str) -> Any:
    source = f"## {heading}\n\n{FILL_IN}{what}"
    return nb.new_markdown_cell(source, id=f"md-{id_}")  # type: ignore[no-untyped-call]


def _code(id_: str, source: str) -> Any:
    return nb.new_code_cell(source, id=f"code-{id_}")  # type: ignore[no-untyped-call]


def _cite(article: Article) -> str:
    clause = _CLAUSE.search(article.text)
    quote = clause[0] if clause else article.text
    number = article_figures(article.number, article.suffix)
    return f'{{law: {article.short_name}, article: "{number}", quote: "{quote}"}}'


def _content(plan: Plan) -> str:
    cite = _cite(plan.article)
    number = article_figures(plan.article.number, plan.article.suffix)
    choices = "".join(
        f"""
          - id: {id_}
            text: {FILL_IN}一种真会有人选的做法
            verdict: {verdict}
            consequence: {FILL_IN}后来怎样，为什么
            cite: {cite}{following}"""
        for id_, verdict, following in (
            ("a", "sound", "\n            next: second"),
            ("b", "wrong", "\n            next: second"),
        )
    )
    last = choices.replace("\n            next: second", "")
    cards = "".join(
        f"""
  - id: card-{index}
    front: {FILL_IN}一口气能答的问题（{index}）
    back: {FILL_IN}不超过六十字
    cite: {cite}"""
        for index in range(1, 5)
    )
    rows = "".join(
        f"""
      - head: {FILL_IN}比较什么（{index}）
        cells: ["{FILL_IN}", "{FILL_IN}"]
        cites:
          - {cite}"""
        for index in (1, 2)
    )
    practice = "".join(f"\n  - {item}" for item in plan.practice)
    return f"""\
# 这一课除正文以外的内容。每一条引文都要逐字出自所引条文；写好后运行 xuefa lesson check。
law: {plan.article.short_name}
goals:
  - {FILL_IN}能做到什么，以动词开头
  - {FILL_IN}能做到什么，以动词开头
readers:
  - id: key
    law: {plan.article.short_name}
    articles: ["{number}"]
    cites:
      - {cite}
cases:
  - id: first
    title: {FILL_IN}案例名
    situation: {FILL_IN}一百五十到三百字的情境
    steps:
      - id: first
        text: {FILL_IN}这时要决定什么
        choices:{choices}
      - id: second
        text: {FILL_IN}接下来要决定什么
        choices:{last}
    closing: {FILL_IN}二百到四百字的分析
tables:
  - id: mixups
    title: {FILL_IN}表名
    columns: ["{FILL_IN}甲", "{FILL_IN}乙"]
    rows:{rows}
# 有期限的课加上 timelines，期限编号见 xuefa deadline list
cards:{cards}
practice:{practice}
"""


def _design(plan: Plan) -> str:
    heads = (
        "目标",
        "对象",
        "涉及条文",
        "案例",
        "常见误区",
        "不讲什么，为什么",
        "法律版本与核对日期",
    )
    parts = "\n\n".join(f"## {head}\n\n{FILL_IN}" for head in heads)
    return f"# {plan.title}：设计\n\n{parts}\n"

"""Whether a lesson is complete in form: length, headings, and every part placed exactly once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from pathlib import Path

from courses.catalogue.content import Lesson
from courses.catalogue.notebook import PLACED_BY_NAME, PLACED_ONCE, NotebookText
from courses.catalogue.scaffold import FILL_IN
from courses.deadlines import UnknownRule, rule

DESIGN = "design.md"
LENGTH = range(1_500, 4_001)
"""How many Chinese characters a lesson's own text has."""


def form_faults(
    name: str, path: Path, content: Lesson, text: NotebookText, pool: Collection[str]
) -> Iterator[str]:
    """Say in Chinese what is wrong with the form of a lesson.

    Args:
        name: course/lesson.
        path: its notebook.
        content: its parts.
        text: what its notebook says.
        pool: the ids of the practice pool.
    """
    if text.opened != name:
        yield f'第一格应打开本课：open_lesson("{name}")'
    if not path.with_name(DESIGN).is_file():
        yield f"缺少 {DESIGN}"
    if text.characters not in LENGTH:
        yield f"正文 {text.characters} 字，应在 {LENGTH.start} 至 {LENGTH.stop - 1} 字之间"
    if repeated := [head for head, count in Counter(text.headings).items() if count > 1]:
        yield f"标题重复，回来时找不到地方：{'、'.join(repeated)}"
    if missing := [item for item in content.practice if item not in pool]:
        yield f"练习池里没有：{'、'.join(missing)}（先运行 xuefa bank publish-practice）"
    if FILL_IN in text.text or FILL_IN in str(content):
        yield f"还有没填写的地方，标着{FILL_IN}"
    yield from _placing_faults(content, text)
    yield from _rule_faults(content)


def _placing_faults(content: Lesson, text: NotebookText) -> Iterator[str]:
    for method in PLACED_ONCE:
        yield from _counted(f"lesson.{method}()", text.placed(method).count(""), 1)
    for method, field in PLACED_BY_NAME.items():
        ids = [part.id for part in getattr(content, field)]
        yield from _named_faults(method, ids, text.placed(method), bare_means=len(ids) == 1)
    items = list(content.practice)
    yield from _named_faults("practice", items, text.placed("practice"), bare_means=True)
    known = {*PLACED_ONCE, *PLACED_BY_NAME, "practice"}
    for method in dict.fromkeys(call.method for call in text.calls if call.method not in known):
        yield f"没有 lesson.{method}() 这种内容"


def _named_faults(
    method: str, ids: list[str], placed: list[str], *, bare_means: bool
) -> Iterator[str]:
    """Compare what is placed with what there is; a call without a name may mean all of it."""
    if bare_means and placed == [""]:
        return
    counts = Counter(placed)
    for part in dict.fromkeys([*ids, *placed]):
        yield from _counted(f'lesson.{method}("{part}")', counts[part], int(part in ids))


def _counted(call: str, found: int, wanted: int) -> Iterator[str]:
    if found != wanted:
        yield f"{call} 应放 {wanted} 次，现在放了 {found} 次"


def _rule_faults(content: Lesson) -> Iterator[str]:
    for timeline in content.timelines:
        for rule_id in timeline.calculated:
            try:
                rule(rule_id)
            except UnknownRule as error:
                yield str(error)

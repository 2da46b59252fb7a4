"""Proving the lessons: complete in form, and every quotation and citation found in the law."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from courses.catalogue.content import Lesson
from courses.catalogue.final_test import final_test_faults
from courses.catalogue.listing import Catalogue
from courses.catalogue.notebook import NotebookText, read_notebook
from courses.catalogue.placing import form_faults
from courses.catalogue.reading import LessonError, read_content
from courses.statutes import Citation, Library, NotHeld, StatuteError, parse_citations
from courses.statutes.proving import Proof, changed, find_quote, prove, without_text

PROVE = "xuefa lesson prove"
"""The command that records proofs."""

_NOT_WORDS = frozenset({"quote", "id", "next", "law", "article", "rule"})


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about a lesson: its name (course/lesson) and, in Chinese, what it is."""

    lesson: str
    message: str

    def __str__(self) -> str:
        return f"{self.lesson}：{self.message}"


@dataclass(slots=True)
class Report:
    """``failures`` must be mended; ``unverified`` needs a text that is not at hand.

    ``tests`` are counted besides ``lessons``: they cite nothing that could be proved.
    """

    lessons: int = 0
    tests: int = 0
    failures: list[Finding] = field(default_factory=list)
    unverified: list[Finding] = field(default_factory=list)
    proofs: dict[str, tuple[Proof, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ground:
    """What lessons are checked against.

    Attributes:
        pool: the ids of the practice pool.
        library: the statutes at hand.
        known: the committed proofs by lesson.
        on: the day on which the cited articles must be in force.
        strict: what cannot be verified, and what lacks a current proof, is a failure too.
    """

    pool: Collection[str]
    library: Library
    known: Mapping[str, Sequence[Proof]]
    on: date
    strict: bool = False


def check_lessons(catalogue: Catalogue, ground: Ground) -> Report:
    """Check every lesson and test; what keeps a course from being offered is a failure."""
    report = Report(failures=[Finding("课程目录", text) for text in catalogue.problems])
    for course in catalogue.courses:
        for lesson in course.file.lessons:
            report.lessons += 1
            _check(report, f"{course.id}/{lesson.id}", Path(course.folder, lesson.notebook), ground)
        if test := course.test:
            report.tests += 1
            faults = final_test_faults(course, test)
            report.failures += [Finding(f"{course.id}/{test.id}", fault) for fault in faults]
    if ground.strict:
        report.failures += report.unverified
    return report


def _check(report: Report, name: str, path: Path, ground: Ground) -> None:
    try:
        content, text = read_content(path), read_notebook(path)
    except LessonError as error:
        report.failures += [Finding(name, line) for line in str(error).splitlines()]
        return
    faults = [
        *form_faults(name, path, content, text, ground.pool),
        *_prove(report, name, content, ground),
        *_resolve(report, name, content, text, ground),
    ]
    report.failures += [Finding(name, fault) for fault in faults]


def _prove(report: Report, name: str, content: Lesson, ground: Ground) -> Iterator[str]:
    """Find every quotation; the proofs go to the report when none is missing."""
    cites, known = list(content.cites()), ground.known.get(name, ())
    proofs: dict[Proof, None] = {}
    lacking: dict[str, None] = {}
    for cite in cites:
        try:
            proofs[prove(cite, find_quote(cite, ground.library, ground.on))] = None
        except NotHeld as error:
            lacking[str(error)] = None
        except (StatuteError, ValueError) as error:
            yield str(error)
    yield from changed(tuple(proofs), known, strict=ground.strict, command=PROVE)
    report.unverified += [Finding(name, without_text(cites, known, why)) for why in lacking]
    if not lacking:
        report.proofs[name] = tuple(proofs)


def _resolve(
    report: Report, name: str, content: Lesson, text: NotebookText, ground: Ground
) -> Iterator[str]:
    """Look up every article named anywhere in the lesson."""
    lacking: dict[str, None] = {}
    for citation in parse_citations(f"{text.text}\n{own_words(content)}", content.law):
        try:
            _look_up(citation, ground)
        except NotHeld as error:
            lacking[str(error)] = None
        except StatuteError as error:
            yield f"正文提到“{citation.text}”：{error}"
    told = {finding.message for finding in report.unverified if finding.lesson == name}
    report.unverified += [
        Finding(name, why) for why in lacking if not any(why in one for one in told)
    ]


def _look_up(citation: Citation, ground: Ground) -> None:
    law, number = citation.law or "", citation.article
    article = ground.library.article(law, number, on=ground.on, suffix=citation.suffix)
    if citation.paragraph:
        article.paragraph(citation.paragraph)
    if citation.item:
        article.item(citation.item, citation.paragraph)


def own_words(content: Lesson) -> str:
    """Return all text of a lesson's parts, quotations apart, one piece a line."""
    return "\n".join(_words(content.model_dump(exclude={"practice"})))


def _words(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            if key not in _NOT_WORDS:
                yield from _words(value)
    elif isinstance(node, list | tuple):
        for part in node:
            yield from _words(part)

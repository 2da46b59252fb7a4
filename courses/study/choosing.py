"""Which questions a course's test asks: evenly over its lessons, of every kind. Pure.

Chance comes from a hash keyed with person, course and number of the attempt: the same attempt is
the same wherever it is worked out, and nobody can tell the next one from this one.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from courses.questions import Question
from courses.questions.records import Kind

SIZE = 20
"""How many questions a test has where the pool has as many."""

KIND_ORDER: tuple[Kind, ...] = ("true_false", "single", "multiple", "fill")
"""The order of kinds in which exams are printed."""


@dataclass(frozen=True, slots=True)
class Deal:
    """What the hash is keyed with: one attempt of one person at one course's test."""

    person: str
    course: str
    attempt: int

    def rank(self, name: str) -> bytes:
        """Where chance puts a question, or a group of them."""
        key = hashlib.sha256(f"{self.person}\n{self.course}\n{self.attempt}".encode()).digest()
        return hashlib.blake2b(name.encode(), key=key, digest_size=16).digest()


def grouped(
    law: str, lessons: Iterable[Sequence[str]], pool: Mapping[str, Question]
) -> tuple[tuple[Question, ...], ...]:
    """Return what a test may ask: the questions of each lesson, then the law's other ones.

    Args:
        law: the law of the course.
        lessons: the practice list of each lesson; a question counts for the first that has it.
        pool: the published practice pool; what is not in it is not asked.
    """
    others = [question.id for question in pool.values() if question.law == law]
    groups: list[tuple[Question, ...]] = []
    taken: set[str] = set()
    for ids in (*lessons, others):
        own = tuple(pool[id_] for id_ in dict.fromkeys(ids) if id_ in pool and id_ not in taken)
        taken.update(question.id for question in own)
        groups.append(own)
    return tuple(group for group in groups if group)


def choose(
    groups: Sequence[Sequence[Question]], deal: Deal, size: int = SIZE
) -> tuple[Question, ...]:
    """Choose the questions of one attempt, in the order of a printed exam.

    One of each kind comes first, the rarest kind to begin with; then whichever group has the
    fewest gives the next, of the kind that is furthest below its share of the pool.
    """
    table = _Table(groups, deal)
    for kind in table.kinds_by_rarity()[:size]:
        table.take(table.of_kind(kind))
    while len(table.chosen) < size and (left := table.of_emptiest_group()):
        table.take(table.of_neediest_kind(left))
    by_kind = KIND_ORDER.index
    return tuple(sorted(table.chosen, key=lambda q: (by_kind(q.kind), deal.rank(q.id))))


class _Table:
    """The questions while they are being dealt."""

    def __init__(self, groups: Sequence[Sequence[Question]], deal: Deal) -> None:
        self.chosen: list[Question] = []
        self._rank = deal.rank
        self._group = {q.id: index for index, own in enumerate(groups) for q in own}
        self._left = {q.id: q for own in groups for q in own}
        self._there = Counter(q.kind for q in self._left.values())
        self._taken_of_kind: Counter[Kind] = Counter()
        self._taken_of_group: Counter[int] = Counter()

    def kinds_by_rarity(self) -> list[Kind]:
        return sorted(self._there, key=lambda kind: (self._there[kind], KIND_ORDER.index(kind)))

    def of_kind(self, kind: Kind) -> list[Question]:
        """What is left of a kind, in the groups that have given least so far."""
        return self._from_emptiest([q for q in self._left.values() if q.kind == kind])

    def of_emptiest_group(self) -> list[Question]:
        """What is left of the one group that has given least; chance decides between equals."""
        left = self._from_emptiest(list(self._left.values()))
        groups = {self._group[q.id] for q in left}
        first = min(groups, key=lambda group: self._rank(f"group {group}"), default=None)
        return [q for q in left if self._group[q.id] == first]

    def of_neediest_kind(self, left: Sequence[Question]) -> list[Question]:
        def filled(kind: Kind) -> float:
            return (self._taken_of_kind[kind] + 1) / self._there[kind]

        least = min(filled(q.kind) for q in left)
        return [q for q in left if filled(q.kind) == least]

    def take(self, candidates: Sequence[Question]) -> None:
        """Choose what chance puts first."""
        first = min(candidates, key=lambda q: self._rank(q.id))
        del self._left[first.id]
        self._taken_of_kind[first.kind] += 1
        self._taken_of_group[self._group[first.id]] += 1
        self.chosen.append(first)

    def _from_emptiest(self, questions: Sequence[Question]) -> list[Question]:
        counts = [self._taken_of_group[self._group[q.id]] for q in questions]
        least = min(counts, default=0)
        return [q for q, count in zip(questions, counts, strict=True) if count == least]

"""The figures of a bank's report: pure functions of a bank, the law and a day."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from courses.statutes import Article, Library, StatuteError
from courses.statutes.numerals import article_figures
from question_bank.bank import Bank
from question_bank.bias import Bias, biases
from question_bank.check import by_law
from question_bank.report.important import important_articles
from question_bank.schema import KIND_NAMES, Item, Kind
from question_bank.similar import Pair, alike

POOLS: Final = {"exam": "考试", "practice": "练习"}
DIFFICULTIES: Final = {1: "1 易", 2: "2", 3: "3", 4: "4", 5: "5 难"}
AGES: Final = (
    (30, "30 天以内"),
    (90, "31 至 90 天"),
    (180, "91 至 180 天"),
    (365, "181 至 365 天"),
)
OLDER: Final = "一年以上"
OUTCOMES: Final = {"agreed": "盲答一致", "mended": "修改后一致"}
UNANSWERED: Final = "未盲答"
LOOK_AT: Final = 60.0
"""Pairs from here on are worth a look; from :data:`question_bank.similar.NEAR` on they fail."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart: a label and a count per pool, in the order of :data:`POOLS`."""

    label: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """Both pools together."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Covered:
    """One article of the law.

    Attributes:
        number: as in ``120之一``, without 第 and 条.
        opening: its first characters.
        items: how many items cite it, by pool.
        why: its importance to a town, if it has one.
    """

    number: str
    opening: str
    items: tuple[int, ...]
    why: str | None

    @property
    def is_gap(self) -> bool:
        """Whether no item cites it though it matters to a town."""
        return self.why is not None and not sum(self.items)


@dataclass(frozen=True, slots=True)
class LawReport:
    """Everything about the items of one law; retired ones are only counted."""

    law: str
    items: int
    retired: int
    pools: tuple[int, ...]
    situations: int
    kinds: tuple[Bar, ...]
    difficulties: tuple[Bar, ...]
    ages: tuple[Bar, ...]
    outcomes: tuple[Bar, ...]
    topics: tuple[Bar, ...]
    others: tuple[Bar, ...]
    bias: tuple[Bias, ...]
    pairs: tuple[Pair, ...]
    articles: tuple[Covered, ...]

    @property
    def gaps(self) -> tuple[Covered, ...]:
        """Articles of importance to a town without an item."""
        return tuple(one for one in self.articles if one.is_gap)


@dataclass(frozen=True, slots=True)
class Context:
    """What the report of a law needs beside its items.

    Attributes:
        topics: by item id.
        pairs: of the whole bank.
        called: the short name of a law, however it was cited.
        on: the day from which ages are counted.
    """

    topics: Mapping[str, str]
    pairs: Sequence[Pair]
    called: Callable[[str], str]
    on: dt.date


def law_reports(bank: Bank, library: Library, on: dt.date) -> tuple[LawReport, ...]:
    """A report per law, in the order of the bank.

    Args:
        bank: its items.
        library: for the articles of each law; a law that is not held has no coverage to show.
        on: the day on which the law is in force, and from which ages are counted.
    """
    context = Context(
        topics={entry.item.id: entry.topic for entry in bank.items},
        pairs=alike([entry.item for entry in bank.items], LOOK_AT),
        called=lambda law: _short_name(library, law),
        on=on,
    )
    return tuple(
        law_report(law, items, _articles(library, law, on), context)
        for law, items in by_law(bank).items()
    )


def law_report(
    law: str, items: Sequence[Item], articles: Sequence[Article], context: Context
) -> LawReport:
    """The report of one law."""
    live = [item for item in items if item.status != "retired"]
    own = {item.id for item in live}
    return LawReport(
        law=law,
        items=len(live),
        retired=len(items) - len(live),
        pools=_pools(live),
        situations=sum(item.situation for item in live),
        kinds=tuple(
            Bar(KIND_NAMES[kind], _pools(i for i in live if i.kind is kind)) for kind in Kind
        ),
        difficulties=tuple(
            Bar(name, _pools(i for i in live if i.difficulty == step))
            for step, name in DIFFICULTIES.items()
        ),
        ages=_bars(live, [age(item, context.on) for item in live], [*(n for _, n in AGES), OLDER]),
        outcomes=_bars(live, [_outcome(item) for item in live], [*OUTCOMES.values(), UNANSWERED]),
        topics=_counted(live, [[context.topics[item.id]] for item in live]),
        others=_counted(live, [sorted(_cited(item, context) - {law}) for item in live]),
        bias=biases(live),
        pairs=tuple(pair for pair in context.pairs if {pair.first, pair.second} & own),
        articles=coverage(law, live, articles, context.called),
    )


def coverage(
    law: str, items: Sequence[Item], articles: Iterable[Article], called: Callable[[str], str] = str
) -> tuple[Covered, ...]:
    """How often each article is cited; an item that cites it twice counts once."""
    why = important_articles().get(law, {})
    cited: dict[str, list[Item]] = {}
    for item in items:
        for number in {
            one.article for one in item.citations if one.article and called(one.law or "") == law
        }:
            cited.setdefault(number, []).append(item)
    found = []
    for article in articles:
        number = article_figures(article.number, article.suffix)
        opening = article.text.replace("\n", "")[:60]
        found.append(Covered(number, opening, _pools(cited.get(number, ())), why.get(number)))
    return tuple(found)


def age(item: Item, on: dt.date) -> str:
    """How long ago the item was last checked against the law, in words."""
    days = (on - item.checked).days
    return next((name for most, name in AGES if days <= most), OLDER)


def _outcome(item: Item) -> str:
    return OUTCOMES[item.blind.outcome] if item.blind else UNANSWERED


def _cited(item: Item, context: Context) -> set[str]:
    return {context.called(one.law) if one.law else one.document or "" for one in item.citations}


def _short_name(library: Library, law: str) -> str:
    found = library.find(law)
    return library.versions(found)[-1].short_name if found else law


def _pools(items: Iterable[Item]) -> tuple[int, ...]:
    counts = Counter(str(item.pool) for item in items)
    return tuple(counts[pool] for pool in POOLS)


def _bars(items: Sequence[Item], labels: Sequence[str], order: Iterable[str]) -> tuple[Bar, ...]:
    """A bar per label, in that order, the empty ones too."""
    told = list(zip(items, labels, strict=True))
    return tuple(Bar(name, _pools(item for item, label in told if label == name)) for name in order)


def _counted(items: Sequence[Item], labels: Sequence[Sequence[str]]) -> tuple[Bar, ...]:
    """A bar per label that occurs, the longest first."""
    pairs = [(item, label) for item, own in zip(items, labels, strict=True) for label in own]
    names = sorted({label for _, label in pairs})
    bars = [Bar(name, _pools(item for item, label in pairs if label == name)) for name in names]
    return tuple(sorted(bars, key=lambda bar: -bar.total))


def _articles(library: Library, law: str, on: dt.date) -> tuple[Article, ...]:
    try:
        return library.articles(library.in_force(law, on))
    except StatuteError:
        return ()

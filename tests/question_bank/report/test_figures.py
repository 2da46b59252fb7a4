"""What the report of a bank counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.statutes import Article, Library
from question_bank.bank import Bank, BankItem
from question_bank.report.figures import Context, LawReport, age, coverage, law_report, law_reports
from question_bank.schema import Item
from tests.support.banks import make_item

LAW = "行政诉讼法"
TODAY = dt.date(2026, 11, 25)
QUOTE = "引文文字足够长"


def article(number: int, text: str = "条文。", suffix: int = 0) -> Article:
    return cast(Article, SimpleNamespace(number=number, suffix=suffix, text=text))


def citing(number: int, *cited: str, law: str = LAW, **changes: Any) -> Item:
    citations = [{"law": law, "article": one, "quote": QUOTE} for one in cited]
    return make_item(number, "single", citations=citations, **changes)


def report(items: Sequence[Item], articles: Sequence[Article] = ()) -> LawReport:
    context = Context({item.id: "专题" for item in items}, (), str, TODAY)
    return law_report(LAW, items, articles, context)


def test_items_are_counted_by_pool_kind_and_difficulty() -> None:
    items = [
        make_item(1, "single", difficulty=3),
        make_item(2, "single", difficulty=3, pool="practice"),
        make_item(3, "fill", difficulty=5, situation=False),
        make_item(4, "fill", status="retired"),
    ]
    found = report(items)
    assert (found.items, found.retired, found.pools, found.situations) == (3, 1, (2, 1), 2)
    assert {bar.label: bar.counts for bar in found.kinds}["单项选择题"] == (1, 1)
    assert {bar.label: bar.counts for bar in found.kinds}["填空题"] == (1, 0)
    assert [bar.total for bar in found.difficulties] == [0, 0, 2, 0, 1]
    assert [(bar.label, bar.total) for bar in found.topics] == [("专题", 3)]


def test_an_article_counts_an_item_once_and_only_of_its_own_law() -> None:
    items = [citing(1, "3", "3", "5"), citing(2, "3", pool="practice"), citing(3, "3", law="宪法")]
    found = coverage(LAW, items, [article(3), article(4), article(5)])
    assert [(one.number, one.items) for one in found] == [
        ("3", (1, 1)),
        ("4", (0, 0)),
        ("5", (1, 0)),
    ]


def test_a_law_cited_by_another_of_its_names_is_the_same_law() -> None:
    full = f"中华人民共和国{LAW}"
    (found,) = coverage(LAW, [citing(1, "3", law=full)], [article(3)], lambda _: LAW)
    assert found.items == (1, 0)


def test_an_inserted_article_is_told_from_the_one_before_it() -> None:
    inserted = article(120, suffix=1)
    found = coverage(LAW, [citing(1, "120之一")], [article(120), inserted])
    assert [one.items for one in found] == [(0, 0), (1, 0)]


def test_an_important_article_without_an_item_is_a_gap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "question_bank.report.figures.important_articles",
        lambda: {LAW: {"3": "出庭", "67": "举证期限"}},
    )
    found = report([citing(1, "3")], [article(3), article(4), article(67)])
    assert [(gap.number, gap.why) for gap in found.gaps] == [("67", "举证期限")]


@pytest.mark.parametrize(
    ("days", "label"),
    [
        (0, "30 天以内"),
        (30, "30 天以内"),
        (31, "31 至 90 天"),
        (365, "181 至 365 天"),
        (366, "一年以上"),
    ],
)
def test_the_age_of_a_check(days: int, label: str) -> None:
    checked = (TODAY - dt.timedelta(days=days)).isoformat()
    assert age(make_item(1, "single", checked=checked), TODAY) == label


def test_blind_answers_and_their_absence_are_counted() -> None:
    items = [
        make_item(1, "single"),
        make_item(2, "single", blind={"date": "2026-11-02", "outcome": "mended"}),
        make_item(3, "single", status="draft", blind=None),
    ]
    assert [bar.total for bar in report(items).outcomes] == [1, 1, 1]


def test_other_laws_are_listed_the_most_cited_first() -> None:
    items = [citing(1, "3", law="宪法"), citing(2, "1", law="立法法"), citing(3, "2", law="立法法")]
    assert [(bar.label, bar.total) for bar in report(items).others] == [("立法法", 2), ("宪法", 1)]


@given(
    st.lists(
        st.tuples(st.integers(0, 99), st.sampled_from(["single", "fill", "case"])), max_size=20
    )
)
def test_every_chart_of_a_kind_adds_up_to_the_items(made: list[tuple[int, str]]) -> None:
    found = report([make_item(number, kind) for number, kind in made])
    for bars in (found.kinds, found.difficulties, found.ages, found.outcomes):
        assert sum(bar.total for bar in bars) == found.items == sum(found.pools)


def test_a_bank_has_a_report_per_law_and_one_that_is_not_held_has_no_articles(
    make_library: Callable[..., Library],
) -> None:
    entries = (
        BankItem(citing(1, "1", law="行政复议法"), "行政复议法", "测验", "a.yaml"),
        BankItem(citing(2, "1", law="没有的条例"), "没有的条例", "测验", "b.yaml"),
    )
    held, absent = law_reports(Bank(entries), make_library(), TODAY)
    assert (held.law, absent.law) == ("行政复议法", "没有的条例")
    assert len(held.articles) == 90
    assert held.articles[0].items == (1, 0)
    assert absent.articles == ()

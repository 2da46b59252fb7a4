from datetime import date

import pytest

from courses.statutes import Displacement, Library, displaced, displacements


def identify(row: Displacement) -> str:
    return f"{row.citation}-{row.by_citation}"


@pytest.mark.parametrize("row", displacements(), ids=identify)
def test_both_quotes_stand_in_their_articles(regulations: Library, row: Displacement) -> None:
    old = next(v for v in regulations.versions(row.law) if v.version_date == row.version)
    assert regulations.article_of(old, row.article, row.suffix).contains(row.quote)
    new = regulations.article(row.by_law, row.by_article, suffix=row.by_suffix)
    assert new.contains(row.by_quote)


@pytest.mark.parametrize("row", displacements(), ids=identify)
def test_a_displaced_provision_is_still_on_the_books(
    regulations: Library, row: Displacement
) -> None:
    assert regulations.in_force(row.law, date(2026, 11, 22)).version_date == row.version


@pytest.mark.parametrize("row", displacements(), ids=identify)
def test_the_later_rule_is_later(regulations: Library, row: Displacement) -> None:
    old = next(v for v in regulations.versions(row.law) if v.version_date == row.version)
    assert row.since >= old.effective_from
    assert row.note.endswith("。")


@pytest.mark.parametrize(
    ("law", "number", "by_law", "by_article"),
    [
        ("信息公开条例", 51, "行政复议法", 23),
        ("证据规定", 1, "行政诉讼法", 67),
        ("行政复议法实施条例", "第五十条", "行政复议法", 5),
        ("生产安全事故报告和调查处理条例", 37, "安全生产法", 114),
        ("中华人民共和国刑法", 390, "刑法修正案（十二）", 5),
    ],
)
def test_a_displaced_article_names_the_one_that_governs(
    law: str, number: int | str, by_law: str, by_article: int
) -> None:
    rows = displaced(law, number, date(2026, 11, 22))
    assert (by_law, by_article) in {(row.by_law, row.by_article) for row in rows}


def test_nothing_is_displaced_before_the_later_law(library: Library) -> None:
    assert displaced("信息公开条例", 51, date(2023, 12, 31)) == ()
    assert len(displaced("信息公开条例", 51, date(2024, 1, 1))) == 1


def test_other_articles_and_versions_are_not_displaced() -> None:
    day = date(2026, 11, 22)
    assert displaced("信息公开条例", 50, day) == ()
    assert displaced("行政复议法", 51, day) == ()
    assert displaced("刑法", "390之一", day) == ()
    assert displaced("信息公开条例", 51, day, version=date(2027, 1, 1)) == ()
    assert len(displaced("信息公开条例", 51, day, version=date(2019, 4, 3))) == 1

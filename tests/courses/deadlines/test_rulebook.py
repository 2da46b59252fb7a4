"""The rules say what the statutes say."""

from __future__ import annotations

from datetime import date

import pytest

from courses.deadlines import Provision, Rule, Unit, UnknownRule, month_end, rule, rules
from courses.statutes import Article, Library, contains_quote, displaced
from courses.statutes.numerals import to_chinese

CHECKED = date(2026, 11, 22)
"""The day on which the versions named in rules.toml were the ones in force."""

OUTSIDE_THE_PACKAGE = {"政府信息公开条例", "行政复议法实施条例", "行政诉讼法解释"}
IDS = [own.id for own in rules()]


def everything(own: Rule) -> tuple[Provision, ...]:
    return own.provisions + tuple(one for caveat in own.caveats for one in caveat.basis)


PROVISIONS = tuple(dict.fromkeys([month_end(), *(p for own in rules() for p in everything(own))]))
NATIONAL = [own for own in PROVISIONS if own.law not in OUTSIDE_THE_PACKAGE]
FURTHER = [own for own in PROVISIONS if own.law in OUTSIDE_THE_PACKAGE]
every_rule = pytest.mark.parametrize("own", rules(), ids=IDS)


def name(own: Provision) -> str:
    return f"{own.citation}-{own.quote[:12]}"


def cited_article(library: Library, own: Provision) -> Article:
    version = library.in_force(own.law, CHECKED)
    assert version.version_date == own.version
    return library.article_of(version, own.article)


def proves(library: Library, own: Provision) -> bool:
    article = cited_article(library, own)
    held = article.contains(own.quote)
    if own.paragraph:
        held &= contains_quote(article.paragraph(own.paragraph).text, own.quote)
    if own.item:
        held &= contains_quote(article.item(own.item).text, own.quote)
    return held


@pytest.mark.parametrize("own", NATIONAL, ids=name)
def test_a_quote_from_a_law_stands_in_the_article_in_force(
    own: Provision, library: Library
) -> None:
    assert proves(library, own)


@pytest.mark.parametrize("own", FURTHER, ids=name)
def test_a_quote_from_a_regulation_stands_in_the_article_in_force(
    own: Provision, regulations: Library
) -> None:
    assert proves(regulations, own)


@pytest.mark.parametrize("own", NATIONAL, ids=name)
def test_an_article_of_several_paragraphs_is_cited_by_paragraph(
    own: Provision, library: Library
) -> None:
    several = len(cited_article(library, own).paragraphs) > 1
    assert bool(own.paragraph) == several


@pytest.mark.parametrize("own", FURTHER, ids=name)
def test_a_regulation_of_several_paragraphs_is_cited_by_paragraph(
    own: Provision, regulations: Library
) -> None:
    several = len(cited_article(regulations, own).paragraphs) > 1
    assert bool(own.paragraph) == several


@every_rule
def test_a_rule_begins_on_the_day_its_last_provision_came_into_force(
    own: Rule, regulations: Library
) -> None:
    days = [regulations.in_force(p.law, CHECKED).effective_from for p in own.provisions]
    assert own.valid_from == max(days)


@every_rule
def test_no_rule_rests_on_a_displaced_provision(own: Rule) -> None:
    for one in own.provisions:
        rows = displaced(one.law, one.article, CHECKED, version=one.version)
        assert not [row for row in rows if row.quote in one.quote or one.quote in row.quote]


def words(length: int, unit: Unit) -> set[str]:
    """The ways in which a statute writes a length."""
    chinese = {to_chinese(length), "两"} if length == 2 else {to_chinese(length)}
    ends = {Unit.DAYS: "日", Unit.WORKING_DAYS: "日", Unit.MONTHS: "个月", Unit.YEARS: "年"}
    return {f"{one}{ends[unit]}" for one in chinese} | (
        {f"{length}个工作日"} if unit is Unit.WORKING_DAYS else set()
    )


def says(quotes: tuple[Provision, ...], length: int, unit: Unit) -> bool:
    return any(word in own.quote for own in quotes for word in words(length, unit))


@every_rule
def test_the_length_stands_in_the_quote(own: Rule) -> None:
    assert says(own.basis, own.length, own.unit)
    if own.cap:
        assert says(own.cap.basis, own.cap.length, own.cap.unit)
    if own.extension and own.extension.length:
        assert says(own.extension.basis, own.extension.length, own.unit)


def made_working_days(own: Rule) -> bool:
    """Whether the procedure's law turns 日 of this number into working days."""
    word = f"“{to_chinese(own.length)}日”"
    return any(word in one.quote for one in own.regime.working_day)


@every_rule
def test_working_days_are_those_the_law_makes_so_and_no_others(own: Rule) -> None:
    if own.unit is Unit.WORKING_DAYS:
        written = f"{own.length}个工作日" in own.basis[0].quote
        assert written != made_working_days(own)
    elif own.unit is Unit.DAYS:
        assert not made_working_days(own)


def test_the_days_of_litigation_are_calendar_days() -> None:
    units = {own.unit for own in rules() if own.regime.id == "litigation"}
    assert units == {Unit.DAYS, Unit.MONTHS, Unit.YEARS}


def test_ids_are_unique_and_begin_with_their_regime() -> None:
    assert len(set(IDS)) == len(IDS)
    assert all(own.id.startswith(f"{own.regime.id}.") for own in rules())


def test_a_rule_named_in_a_caveat_exists() -> None:
    text = " ".join(caveat.text for own in rules() for caveat in own.caveats)
    named = {part.strip("；，。、") for part in text.replace("、", " ").split() if "." in part}
    assert named
    assert named <= set(IDS)


def test_a_provision_is_cited_down_to_paragraph_and_item() -> None:
    assert rule("review.examine").basis[0].citation == "《行政复议法》第三十条第一款"
    assert rule("punishment.ask_hearing").basis[0].citation == "《行政处罚法》第六十四条第一项"
    assert rule("review.opinion").basis[0].citation == "《行政复议法》第七十六条"


def test_an_unknown_rule_is_named_in_the_message() -> None:
    with pytest.raises(UnknownRule, match=r"没有“review\.nothing”这个期限"):
        rule("review.nothing")

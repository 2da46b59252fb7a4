import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.statutes import Library, QuoteTooShort, contains_quote, normalise

TEXT = (
    "行政机关应当自收到申请之日起三十日内答复申请人，不得拖延。\n"
    "有下列情形之一的，不予受理：\n（一）申请人不适格的；\n（二）十日内未补正材料的。\n"
    "税额为1.2元，比例为2％－12％。"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲，乙；“丙”。", "甲乙丙"),
        ("１０日　内", "10日内"),
        ("1.\u20092元", "1.2元"),
        ("1.甲", "1甲"),
        ("2％－12％", "2%-12%"),
        ("（三）十日", "(三)十日"),
        ("（以下简称甲）", "以下简称甲"),
    ],
)
def test_only_what_carries_meaning_is_left(text: str, expected: str) -> None:
    assert normalise(text) == expected


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize(
    "quote",
    [
        "自收到申请之日起三十日内答复申请人",
        "自收到申请之日起三十日内答复申请人,不得拖延",
        "有下列情形之一的，不予受理：（一）申请人不适格的",
        "有下列情形之一的，不予受理：\n（一）申请人不适格的",
        "申请人,不得拖延。\n有下列情形之一的",
        "税额为1.2元，比例为2%-12%",
        "十日内未补正材料的",
    ],
)
def test_words_that_stand_there_are_found(quote: str) -> None:
    assert contains_quote(TEXT, quote)


@pytest.mark.parametrize(
    ("quote", "why"),
    [
        ("申请人，不得拖延。有下列情形之一的", "runs across two paragraphs"),
        ("十日内答复申请人", "cuts 三十日"),
        ("起三十日内答复第三人", "is not there"),
        ("予受理：（一）申请人不适格", "leaves out the 不 before it"),
        ("得拖延。\n有下列情形", "leaves out the 不 before it"),
        ("税额为12元，比例为", "loses the decimal point"),
        ("三十日内未补正材料", "takes the mark （二） for a figure"),
    ],
)
def test_words_that_do_not_stand_there_are_not_found(quote: str, why: str) -> None:
    assert not contains_quote(TEXT, quote), why


def test_a_figure_cut_at_its_end_is_not_found() -> None:
    assert not contains_quote("罚款数额为一百二十元以下。", "罚款数额为一百二")


def test_a_later_whole_occurrence_counts() -> None:
    text = "三十日内提出书面答复，或者十日内提出书面答复。"
    assert contains_quote(text, "十日内提出书面答复")


@pytest.mark.parametrize("quote", ["", "十日内答复", "，。；：、！", "（一）甲"])
def test_a_quote_too_short_is_refused(quote: str) -> None:
    with pytest.raises(QuoteTooShort, match="太短"):
        contains_quote(TEXT, quote)


def test_six_characters_are_enough() -> None:
    assert contains_quote(TEXT, "申请人不适格")


@given(st.data())
def test_every_whole_paragraph_of_a_law_is_found_in_its_article(
    library: Library, data: st.DataObject
) -> None:
    articles = library.articles(library.in_force("行政复议法"))
    article = data.draw(st.sampled_from(articles))
    for paragraph in article.paragraphs:
        assert article.contains(paragraph.text)
    assert article.contains(article.text)


def test_the_digest_is_over_the_normalised_text(library: Library) -> None:
    article = library.article("行政复议法", 20)
    expected = hashlib.sha256(normalise(article.text).encode()).hexdigest()
    assert article.digest == expected
    assert library.article("行政复议法", 21).digest != expected

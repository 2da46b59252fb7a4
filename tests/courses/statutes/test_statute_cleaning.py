import re

import pytest

from courses.statutes import Library
from courses.statutes.cleaning import clean, pair_quotes, widen


def test_straight_quotes_become_pairs() -> None:
    assert pair_quotes('有关"三日"、"五日"的规定') == "有关“三日”、“五日”的规定"


def test_a_quotation_over_several_paragraphs_opens_at_each_and_closes_once() -> None:
    raw = '修改为："第一款。\n"第二款。"'
    assert pair_quotes(raw) == "修改为：“第一款。\n“第二款。”"


def test_inner_single_quotes_are_paired_too() -> None:
    assert pair_quotes("\"和'三个代表'重要思想\"") == "“和‘三个代表’重要思想”"


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("修改为:甲(乙),丙", "修改为：甲（乙），丙"),
        ("1.\u20092元至12元", "1.2元至12元"),
        ("自 2026年8月15日起施行。 《环境保护法》", "自2026年8月15日起施行。《环境保护法》"),
        ("请解释\\<基本法\\>", "请解释<基本法>"),
        ("子午岭---六盘山", "子午岭—六盘山"),
        ("于10:30至1,000米", "于10:30至1,000米"),
    ],
)
def test_width_space_and_escapes_are_put_right(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@pytest.mark.parametrize("heading", ["第二编 物 权", "第一分编 通则", "附 则", "附则"])
def test_the_heading_of_the_next_part_is_dropped(heading: str) -> None:
    assert clean(f"本条正文。\n{heading}") == "本条正文。"


def test_an_annex_is_cut_from_the_last_article_only() -> None:
    raw = "本法自公布之日起施行。\n附件一\n1.某条例"
    assert clean(raw, last=True) == "本法自公布之日起施行。"
    assert "某条例" in clean(raw)


def test_a_paragraph_that_begins_with_fu_is_not_an_annex() -> None:
    raw = "第一款。\n附加刑也可以独立适用。\n附条件不起诉的，适用前款。"
    assert clean(raw, last=True) == raw


def test_broken_lines_are_joined_only_where_asked() -> None:
    raw = "所需费\n用由产生者承担。\n第二款。"
    assert clean(raw, broken_lines=True) == "所需费用由产生者承担。\n第二款。"
    assert clean(raw) == raw


def test_folding_for_search_drops_space_and_quotes() -> None:
    assert widen('自 "三日" 起,甲') == "自三日起，甲"


def test_no_article_of_any_law_keeps_traces_of_the_source(library: Library) -> None:
    trace = re.compile(
        r"[|{}\"']|-{2,}|[\u2009\u00a0\u200b]|^附(件|表|：|\s)|^附则$"
        r"|^第[一二三四五六七八九十]+(编|分编)(\s|$)|[一-鿿] | [一-鿿]",
        re.MULTILINE,
    )
    found = [
        f"{article.citation}：{match.group()}"
        for law in library.laws()
        for version in library.versions(law)
        for article in library.articles(version)
        if (match := trace.search(article.text))
    ]
    assert found == []


def test_every_article_ends_like_a_sentence(library: Library) -> None:
    odd = [
        article.citation
        for law in library.laws()
        for version in library.versions(law)
        for article in library.articles(version)
        if article.text[-1] not in "。；：”）！"
    ]
    assert odd == []


@pytest.mark.parametrize(
    ("law", "number", "ending"),
    [
        ("刑法", 101, "但是其他法律有特别规定的除外。"),
        ("刑法", 452, "自本法施行之日起，适用本法规定。"),
        ("刑事诉讼法", 108, "同胞兄弟姊妹。"),
        ("民事诉讼法", 269, "送达当事人后立即生效。"),
        ("民法典", 462, "该请求权消灭。"),
        ("国旗法", 24, "本法自1990年10月1日起施行。"),
        ("国歌法", 16, "本法自2017年10月1日起施行。"),
        ("国徽法", 19, "本法自1991年10月1日起施行。"),
        ("个人所得税法", 22, "本法自公布之日起施行。"),
        ("资源税法", 17, "同时废止。"),
        ("关税法", 72, "同时废止。"),
        ("香港基本法", 160, "受香港特别行政区的承认和保护。"),
        ("澳门基本法", 145, "继续有效。"),
        ("生态环境法典", 147, "不得通过诉讼牟取经济利益。"),
        ("生态环境法典", 1119, "并处二万元以上二十万元以下的罚款。"),
        ("生态环境法典", 1200, "责令限制生产、停产整治。"),
        ("居民身份证法", 13, "。"),
    ],
)
def test_articles_end_where_the_law_ends_them(
    library: Library, law: str, number: int, ending: str
) -> None:
    assert library.article(law, number).text.endswith(ending)


def test_remains_of_the_lost_articles_are_not_left_in_their_neighbours(library: Library) -> None:
    assert "工业涂装企业" not in library.article("生态环境法典", 1119).text
    assert "尾矿库" not in library.article("生态环境法典", 1200).text

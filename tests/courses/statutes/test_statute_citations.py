import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.statutes import Citation, format_citation, parse_citations

LAWS = st.sampled_from(
    [
        None,
        "行政复议法",
        "中华人民共和国刑法",
        "最高人民法院关于适用《中华人民共和国行政诉讼法》的解释",
    ]
)


def places(text: str, law: str | None = None) -> list[tuple[object, ...]]:
    return [
        (c.law, c.article, c.suffix, c.paragraph, c.item) for c in parse_citations(text, law=law)
    ]


CITATIONS = st.builds(
    Citation,
    law=LAWS,
    article=st.integers(1, 1300),
    suffix=st.integers(0, 12),
    paragraph=st.none() | st.integers(1, 30),
    item=st.none() | st.integers(1, 40),
    subitem=st.none() | st.integers(1, 20),
)


@given(CITATIONS)
def test_what_is_written_is_read_back(citation: Citation) -> None:
    assert parse_citations(f"依照{format_citation(citation)}的规定处理。") == (citation,)


def test_every_article_number_up_to_1300_is_read_back() -> None:
    for number in range(1, 1301):
        assert parse_citations(format_citation(Citation("民法典", number)))[0].article == number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("《行政复议法》第二十条第二款第（三）项", [("行政复议法", 20, 0, 2, 3)]),
        ("第120条之一", [(None, 120, 1, None, None)]),
        ("第一百二十条之一", [(None, 120, 1, None, None)]),
        ("第120条之1", [(None, 120, 1, None, None)]),
        ("第 33 条第1款第2项", [(None, 33, 0, 1, 2)]),
        ("第三十四条、第三十五条", [(None, 34, 0, None, None), (None, 35, 0, None, None)]),
        ("第三十四条至第三十六条", [(None, n, 0, None, None) for n in (34, 35, 36)]),
        ("第七条第一款、第三款", [(None, 7, 0, 1, None), (None, 7, 0, 3, None)]),
        ("第七条第一款至第三款", [(None, 7, 0, n, None) for n in (1, 2, 3)]),
        ("第七条第（一）、（三）项", [(None, 7, 0, None, 1), (None, 7, 0, None, 3)]),
        ("第七条第一项至第三项", [(None, 7, 0, None, n) for n in (1, 2, 3)]),
        ("第七条第（一）至（三）项", [(None, 7, 0, None, n) for n in (1, 2, 3)]),
        (
            "第六十四条第一款第一项和第二款",
            [(None, 64, 0, 1, 1), (None, 64, 0, 2, None)],
        ),
        (
            "《行政复议法》第二十条、第二十一条和《行政诉讼法》第四十五条",
            [
                ("行政复议法", 20, 0, None, None),
                ("行政复议法", 21, 0, None, None),
                ("行政诉讼法", 45, 0, None, None),
            ],
        ),
        ("依据行诉法第六十七条", [("行诉法", 67, 0, None, None)]),
        ("根据民法典第一千条", [("民法典", 1000, 0, None, None)]),
        ("《刑法》（2020年修正）第三条", [("刑法", 3, 0, None, None)]),
        ("《行政处罚法》已经修订。依照该法第三十三条", [("行政处罚法", 33, 0, None, None)]),
        ("依照有关规定第三条", [(None, 3, 0, None, None)]),
        ("第二章第三节第十届", []),
        ("第十十条", []),
    ],
)
def test_citations_are_found_in_running_text(text: str, expected: list[tuple[object, ...]]) -> None:
    assert places(text) == expected


def test_a_law_does_not_reach_past_other_words() -> None:
    assert places("《行政复议法》第二十条规定期限；申请人认为第三条不合理") == [
        ("行政复议法", 20, 0, None, None),
        (None, 3, 0, None, None),
    ]


def test_this_law_means_the_context() -> None:
    assert places("依照本法第三条") == [(None, 3, 0, None, None)]
    assert places("依照本法第三条", law="行政复议法") == [("行政复议法", 3, 0, None, None)]
    assert places("《刑法》第一条，本条例第二条", law="某条例") == [
        ("刑法", 1, 0, None, None),
        ("某条例", 2, 0, None, None),
    ]


def test_a_citation_says_where_it_stands() -> None:
    text = "按照《行政复议法》第二十条第一款办理"
    (citation,) = parse_citations(text)
    assert text[citation.start : citation.end] == citation.text == "第二十条第一款"


def test_a_very_long_range_is_given_by_its_ends() -> None:
    assert [c.article for c in parse_citations("第一条至第一千条")] == [1, 1000]


@given(st.text(alphabet="第条款项目之一二十百千0123（）《》、至和本法行政复议 ", max_size=60))
def test_no_text_makes_the_parser_fail(text: str) -> None:
    for citation in parse_citations(text):
        assert citation.article >= 1
        assert text[citation.start : citation.end] == citation.text

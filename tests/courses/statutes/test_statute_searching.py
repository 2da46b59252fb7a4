from datetime import date

import pytest

from courses.statutes import Library, NotHeld
from courses.statutes.searching import search

TODAY = date(2026, 11, 22)


def found(library: Library, query: str, **more: object) -> list[tuple[str, int]]:
    hits = search(library, query, on=TODAY, **more)  # type: ignore[arg-type]
    return [(hit.article.short_name, hit.article.number) for hit in hits]


def test_all_words_must_be_there(library: Library) -> None:
    hits = search(library, "不予公开 行政复议", on=TODAY)
    assert hits
    assert all("不予公开" in h.article.text for h in hits)
    assert (hits[0].article.short_name, hits[0].article.number) == ("行政复议法", 23)


def test_a_citation_comes_first(library: Library) -> None:
    assert found(library, "行政处罚法第三十三条")[0] == ("行政处罚法", 33)


def test_the_name_of_a_law_limits_the_search(library: Library) -> None:
    assert {law for law, _ in found(library, "行政复议法 听证")} == {"行政复议法"}
    assert {law for law, _ in found(library, "听证", law="复议法")} == {"行政复议法"}
    with pytest.raises(NotHeld):
        search(library, "听证", law="火星开发法")


def test_only_versions_in_force_on_the_day_are_searched(library: Library) -> None:
    query = "损害担责 预防为主"
    assert found(library, query, law="生态环境法典")
    before = search(library, query, on=date(2026, 8, 14), law="生态环境法典")
    assert before == ()


def test_a_question_finds_the_article_that_answers_it(library: Library) -> None:
    assert ("行政复议法", 20) in found(library, "申请行政复议的期限是多少天？", limit=5)


def test_words_broken_by_the_source_are_found(library: Library) -> None:
    assert ("生态环境法典", 6) in found(library, "公众参与、损害担责")


def test_text_of_annexes_is_not_found(library: Library) -> None:
    assert found(library, "商标专用权、著作权、专利权、专有技术使用权转让书据") == []


def test_straight_and_curly_quotes_find_the_same(library: Library) -> None:
    plain = found(library, '有关"三日"、"五日"')
    assert ("行政复议法", 88) in plain
    assert plain == found(library, "有关“三日”、“五日”")


def test_a_snippet_shows_the_words(library: Library) -> None:
    hit = search(library, "障碍消除之日", law="行政复议法", on=TODAY)[0]
    assert "障碍消除之日" in hit.snippet
    assert hit.snippet.startswith("…")
    assert hit.matched == ("障碍消除之日",)


def test_the_limit_and_the_order_hold(library: Library) -> None:
    hits = search(library, "滥用职权", on=TODAY, limit=7)
    assert len(hits) == 7
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)
    assert search(library, "滥用职权", limit=0) == ()


@pytest.mark.parametrize("query", ["", "   ", '""', "？"])
def test_an_empty_query_finds_nothing(library: Library, query: str) -> None:
    assert search(library, query) == ()


def test_regulations_are_searched_too(regulations: Library) -> None:
    assert ("行政复议法实施条例", 50) in found(regulations, "行政复议调解书 双方当事人签字")

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.statutes import Article, ChangeKind, Library, NotHeld
from courses.statutes.comparing import compare, diff, match_articles


@given(st.text("甲乙丙丁，。", max_size=30), st.text("甲乙丙丁，。", max_size=30))
def test_a_difference_gives_back_both_texts(old: str, new: str) -> None:
    segments = diff(old, new)
    assert "".join(s.text for s in segments if s.kind != "insert") == old
    assert "".join(s.text for s in segments if s.kind != "delete") == new
    assert all(s.text for s in segments)


def test_a_replacement_deletes_before_it_inserts() -> None:
    assert [(s.kind, s.text) for s in diff("应当十日内", "应当十五日内")] == [
        ("equal", "应当十"),
        ("insert", "五"),
        ("equal", "日内"),
    ]
    assert [s.kind for s in diff("可以", "应当")] == ["delete", "insert"]


def renumbered(articles: tuple[Article, ...], shift: int) -> list[Article]:
    return [replace(own, number=own.number + shift) for own in articles]


def test_articles_are_matched_by_what_they_say_not_by_number(library: Library) -> None:
    olds = library.articles(library.in_force("行政强制法"))
    news = renumbered(olds[3:], 5)
    pairs = match_articles(olds, news)
    assert [(i, j) for i, j, _ in pairs] == [(j + 3, j) for j in range(len(news))]


def test_nothing_matches_nothing(library: Library) -> None:
    olds = library.articles(library.in_force("行政强制法"))
    assert match_articles(olds, []) == []
    assert match_articles([], olds) == []


def test_a_law_compared_with_itself_has_not_changed(library: Library) -> None:
    result = compare(library, "行政强制法", "2011-06-30", "2011-06-30")
    assert {change.kind for change in result.changes} == {ChangeKind.UNCHANGED}
    assert result.count(ChangeKind.UNCHANGED) == 71


def test_every_article_of_both_versions_appears_once(library: Library) -> None:
    result = compare(library, "商标法", "2019-04-23", "2026-06-26")
    olds = [c.old.number for c in result.changes if c.old]
    news = [c.new.number for c in result.changes if c.new]
    assert sorted(olds) == list(range(1, 74))
    assert news == list(range(1, 88))
    assert sum(result.count(kind) for kind in ChangeKind) == len(result.changes)


def test_known_changes_of_the_constitution_are_seen(library: Library) -> None:
    result = compare(library, "宪法", "1982-12-04", "2018-03-11")
    by_new = {c.new.number: c for c in result.changes if c.new}
    for number in range(123, 128):
        assert by_new[number].kind is ChangeKind.ADDED
    moved = by_new[143]
    assert moved.old is not None
    assert (moved.kind, moved.old.number) == (ChangeKind.MOVED, 138)
    assert by_new[2].kind is ChangeKind.UNCHANGED
    inserted = "".join(s.text for s in by_new[1].segments if s.kind == "insert")
    assert "中国共产党领导是中国特色社会主义最本质的特征" in inserted


def test_known_changes_of_the_reconsideration_law_are_seen(regulations: Library) -> None:
    result = compare(regulations, "行政复议法", "2017-09-01", "2023-09-01")
    homes = {c.old.number: c.new.number for c in result.changes if c.old and c.new}
    assert {2: 2, 9: 20, 31: 62, 40: 88}.items() <= homes.items()
    assert len([c for c in result.changes if c.new]) == 90
    assert result.new.effective_from.year == 2024


def test_a_version_that_is_not_held_is_named_with_those_that_are(library: Library) -> None:
    with pytest.raises(
        NotHeld, match=r"没有《商标法》 2013-08-30 这一版的原文.*2019-04-23、2026-06-26.*import"
    ):
        compare(library, "商标法", "2013-08-30", "2026-06-26")

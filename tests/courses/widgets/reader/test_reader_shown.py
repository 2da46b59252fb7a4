"""What the article reader shows of a law, and of what it warns."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

from courses.study.sitting import Study
from courses.widgets.reader import ArticleReader
from tests.courses.widgets.reader.conftest import REGULATION, read


def test_the_law_is_named_with_its_version_and_its_first_day(study: Study) -> None:
    shown = ArticleReader(study, read("行政复议法", "20")).law
    assert shown["title"] == "《行政复议法》"
    assert shown["version"] == "2023年9月1日版本，2024年1月1日起施行"
    assert (shown["basis"], shown["note"], shown["warnings"]) == ("", "", [])


def test_a_first_day_that_is_not_certain_says_what_it_rests_on(evidence: ArticleReader) -> None:
    assert evidence.law["basis"] == "据一般知识，未见官方文本，用前请核"


def test_key_articles_come_in_full_in_the_order_of_the_lesson(evidence: ArticleReader) -> None:
    first, second = evidence.law["key"]
    assert (first["heading"], second["heading"]) == ("第六十七条", "第三十四条")
    assert first["chapter"] == "第七章 审理和判决　第二节 第一审普通程序"
    assert [line["label"] for line in first["lines"]] == ["第一款", "第二款"]
    assert "被告应当在收到起诉状副本之日起十五日内" in first["lines"][0]["text"]


def test_a_single_paragraph_has_no_number_and_items_are_told_apart(study: Study) -> None:
    (article,) = ArticleReader(study, read("行政复议法", "11")).law["key"]
    lines = article["lines"]
    assert {line["label"] for line in lines} == {""}
    assert [line["item"] for line in lines] == [False, *[True] * 15]
    assert lines[1]["text"].startswith("（一）")


def test_the_lines_of_a_broken_paragraph_bear_one_number(study: Study) -> None:
    (article,) = ArticleReader(study, read("宪法", "65")).law["key"]
    assert [line["label"] for line in article["lines"] if line["label"]] == [
        "第一款",
        "第二款",
        "第三款",
        "第四款",
    ]
    assert next(line["text"] for line in article["lines"] if line["item"]) == "委员长，"


def test_the_contents_hold_every_article_under_its_chapter_and_section(
    evidence: ArticleReader,
) -> None:
    chapters = evidence.law["chapters"]
    assert [chapter["title"] for chapter in chapters][:2] == ["第一章 总则", "第二章 受案范围"]
    seventh = chapters[6]
    assert [section["title"][:3] for section in seventh["sections"]] == [
        "第一节",
        "第二节",
        "第三节",
        "第四节",
        "第五节",
    ]
    labels = [
        own for chapter in chapters for part in chapter["sections"] for own in part["articles"]
    ]
    assert len(labels) == 103
    assert labels[66] == {"key": "67", "label": "第六十七条"}


def test_a_key_article_that_the_text_lacks_says_so(study: Study) -> None:
    (article,) = ArticleReader(study, read("行政诉讼法", "167")).law["key"]
    assert article["heading"] == "第一百六十七条"
    assert article["missing"] == "本机收入的2017年版没有这一条的原文。"


def test_opening_a_reader_neither_compares_nor_loads_what_comparing_needs() -> None:
    code = (
        "import sys\n"
        "from courses.catalogue.content import Reader\n"
        "from courses.study.sitting import Study\n"
        "from courses.widgets.reader import ArticleReader\n"
        "reader = Reader(id='a', law='宪法', articles=('105',), compare='1982-12-04')\n"
        "assert ArticleReader(Study(None, None), reader).law['older'] == '1982'\n"
        "print('scipy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_a_law_not_yet_in_force_is_shown_with_a_warning(study: Study) -> None:
    before = dt.date(2025, 12, 1)
    shown = ArticleReader(study, read("治安管理处罚法", "1"), on=before).law
    assert shown["warnings"][0] == "这一版尚未施行：2026年1月1日起施行。"
    assert shown["key"][0]["warnings"] == ["尚未施行：2026年1月1日起施行。"]


def test_a_law_that_has_ended_says_when_and_what_took_its_place(study: Study) -> None:
    after = dt.date(2026, 9, 1)
    shown = ArticleReader(study, read("环境保护法", "1"), on=after).law
    (told,) = shown["warnings"]
    assert told.startswith("这一版已失效：施行到2026年8月14日为止，由")
    assert "生态环境法典" in told
    assert shown["key"][0]["warnings"] == ["已失效：施行到2026年8月14日为止。"]


def test_a_version_is_that_of_the_day_and_its_end_is_told(study: Study) -> None:
    shown = ArticleReader(study, read("宪法", "1"), on=dt.date(1985, 1, 1)).law
    assert shown["version"].startswith("1982年12月4日版本")
    assert shown["warnings"][0].startswith("这一版施行到1988年4月11日为止")
    assert "五次修正前" in shown["note"]


def test_an_article_that_a_later_act_amended_carries_the_note(study: Study) -> None:
    amended, untouched = ArticleReader(study, read("刑法", "165", "164")).law["key"]
    assert amended["warnings"][-1].startswith("已有修改：合并到刑法修正案（十一）为止")
    assert amended["governing"][0]["label"] == "《刑法修正案（十二）》第一条"
    assert untouched["warnings"] == []


def test_a_displaced_article_names_what_governs_instead(study: Study, texts: None) -> None:
    today = dt.date(2026, 6, 1)
    (article,) = ArticleReader(study, read(REGULATION, "51"), on=today).law["key"]
    assert "已被《行政复议法》第二十三条取代" in article["warnings"][0]
    (by,) = article["governing"]
    assert (by["law"], by["article"]) == ("行政复议法", "23")
    assert by["quote"] == "申请政府信息公开，行政机关不予公开"


def test_before_the_new_law_the_article_was_not_displaced(study: Study, texts: None) -> None:
    (article,) = ArticleReader(study, read(REGULATION, "51"), on=dt.date(2023, 6, 1)).law["key"]
    assert (article["warnings"], article["governing"]) == ([], [])

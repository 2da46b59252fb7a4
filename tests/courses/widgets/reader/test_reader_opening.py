"""Opening, ticking and finding articles."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from courses.record import Verb
from courses.study.sitting import Study
from courses.widgets.reader import ArticleReader
from tests.courses.widgets.conftest import new_id, say, sit_down
from tests.courses.widgets.reader.conftest import REGULATION, read


def test_any_article_of_the_law_can_be_opened_without_a_trace(evidence: ArticleReader) -> None:
    article = say(evidence, "open", article="82")["article"]
    assert article["heading"] == "第八十二条"
    assert evidence.study.events == []


def test_an_article_that_was_opened_is_in_the_record_and_ticked(evidence: ArticleReader) -> None:
    id_ = new_id()
    say(evidence, "read", id=id_, article="67", place="三、关键条文")
    (event,) = evidence.study.events
    assert (event.id, event.verb, event.object) == (id_, Verb.READ, "article:行政诉讼法/67")
    assert event.context.place == "三、关键条文"
    assert evidence.read == ["67"]


def test_a_message_sent_again_is_stored_once(evidence: ArticleReader) -> None:
    id_ = new_id()
    for _ in range(2):
        say(evidence, "read", id=id_, article="67")
    assert len(evidence.study.events) == 1


def test_ticks_are_there_again_after_a_restart(evidence: ArticleReader, tmp_path: Path) -> None:
    say(evidence, "read", article="67")
    again = ArticleReader(sit_down(tmp_path), read("中华人民共和国行政诉讼法", "67"))
    assert again.read == ["67"]


def test_another_window_and_another_widget_tick_too(
    evidence: ArticleReader, tmp_path: Path
) -> None:
    other = ArticleReader(sit_down(tmp_path), read("行政诉讼法", "1"))
    say(other, "article", law="行诉法", article="34")
    say(other, "article", law="行政复议法", article="20")
    evidence.study.refresh()
    assert evidence.read == ["34"]


def test_articles_with_a_suffix_keep_it(study: Study) -> None:
    criminal = ArticleReader(study, read("刑法", "120之一"))
    assert criminal.law["key"][0]["key"] == "120之一"
    say(criminal, "read", article="120之一")
    assert study.events[0].object == "article:刑法/120之一"
    assert criminal.read == ["120之一"]


@pytest.mark.parametrize("asked", ["104", "0", "", "第六十七条", None, ["67"]])
@pytest.mark.parametrize("type_", ["open", "read"])
def test_an_article_that_is_not_there_is_answered_and_forgotten(
    evidence: ArticleReader, asked: object, type_: str
) -> None:
    answer = say(evidence, type_, article=asked)
    assert (answer["type"], "article" in answer) == ("saved", False)
    assert evidence.study.events == []


def found(reader: ArticleReader, text: str) -> dict[str, Any]:
    return dict(say(reader, "find", text=text)["found"])


@pytest.mark.parametrize("typed", ["67", "６７", "六十七", "第六十七条", "第67条第一款", " 67 条"])
def test_a_number_however_written_finds_its_article(evidence: ArticleReader, typed: str) -> None:
    assert found(evidence, typed) == {"article": "67"}


def test_a_number_past_the_end_names_the_last_article(evidence: ArticleReader) -> None:
    answer = found(evidence, "167")
    assert answer["hits"] == []
    assert answer["told"] == "《行政诉讼法》没有第一百六十七条，最后一条是第一百零三条。"


def test_words_are_found_in_the_order_of_the_law_and_marked(study: Study) -> None:
    reader = ArticleReader(study, read("行政复议法", "20"))
    answer = found(reader, "六十日")
    assert [hit["key"] for hit in answer["hits"]] == ["20", "41", "60", "62", "76"]
    assert answer["told"] == "找到5条。"
    for hit in answer["hits"]:
        assert hit["marks"] == ["六十日"]
        assert "六十日" in hit["snippet"]


def test_all_words_must_be_there(evidence: ArticleReader) -> None:
    keys = [hit["key"] for hit in found(evidence, "起诉状副本　十五日")["hits"]]
    assert "67" in keys
    for key in keys:
        text = "".join(
            line["text"] for line in say(evidence, "open", article=key)["article"]["lines"]
        )
        assert "起诉状副本" in text
        assert "十五日" in text


def test_width_does_not_matter_and_the_mark_is_as_the_text_has_it(
    study: Study, texts: None
) -> None:
    reader = ArticleReader(study, read(REGULATION, "33"))
    (hit,) = [own for own in found(reader, "２０个工作日内予以")["hits"] if own["key"] == "33"]
    assert hit["marks"] == ["20个工作日内予以"]


def test_words_that_stand_nowhere_give_what_comes_near(study: Study) -> None:
    reader = ArticleReader(study, read("行政复议法", "20"))
    answer = found(reader, "行政复议申请期限")
    assert answer["told"] == "没有一条写着这些字，下面几条比较接近。"
    assert "20" in [hit["key"] for hit in answer["hits"]]


@pytest.mark.parametrize(
    ("typed", "told"), [("", "请输入"), ("甪", "换一个词"), (".*", "换一个词")]
)
def test_nothing_found_says_what_to_do(evidence: ArticleReader, typed: str, told: str) -> None:
    answer = found(evidence, typed)
    assert answer["hits"] == []
    assert told in answer["told"]

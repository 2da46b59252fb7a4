"""The article reader: every article at hand, honestly dated, and what was read is kept."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from courses.catalogue.content import Cite, Reader
from courses.record import Verb
from courses.statutes import DiffSegment
from courses.study.sitting import Study
from courses.widgets.reader import ArticleReader
from courses.widgets.reader_comparison import align, readable
from tests.courses.widgets.conftest import new_id, say, sit_down

REGULATION = "政府信息公开条例"
FOLDERS = os.environ.get("XUEFA_STATUTES", "")
EXTENSION = "延长的期限最长不得超过20个工作日"


@pytest.fixture(autouse=True)
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the national laws of the package are at hand."""
    monkeypatch.setenv("XUEFA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("XUEFA_STATUTES", raising=False)


@pytest.fixture
def texts(alone: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The texts of $XUEFA_STATUTES are at hand too; in CI they must be there."""
    if not FOLDERS:
        reason = "没有设置 XUEFA_STATUTES：行政法规和旧版法律的原文未核对"
        if os.environ.get("CI") == "true" and not os.environ.get("XUEFA_WITHOUT_STATUTES"):
            pytest.fail(reason)
        pytest.skip(reason)
    monkeypatch.setenv("XUEFA_STATUTES", FOLDERS)


def read(law: str, *articles: str, compare: str | None = None, **fields: Any) -> Reader:
    data = {"id": "key", "law": law, "articles": articles or ("1",), "compare": compare, **fields}
    return Reader.model_validate(data)


def cite(quote: str, article: str, law: str = REGULATION, **place: int) -> Cite:
    return Cite.model_validate({"law": law, "article": article, "quote": quote, **place})


@pytest.fixture
def evidence(study: Study) -> ArticleReader:
    return ArticleReader(study, read("行政诉讼法", "67", "34"))


# --- what is shown


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


# --- warnings


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


# --- opening and reading


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


# --- searching


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


# --- comparing


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


# --- where the text is not held


def test_without_the_text_the_quotations_stand_in_by_article(study: Study) -> None:
    own = (cite("能够当场答复的，应当当场予以答复", "33", paragraph=1),)
    more = [
        cite("行政机关应当书面征求第三方的意见", "32"),
        cite(EXTENSION, "33", paragraph=2),
        cite("应当在收到起诉状副本之日起十五日内", "67", "行政诉讼法"),
    ]
    reader = ArticleReader(study, read(REGULATION, "33", cites=own), cites=more)
    assert reader.law == {}
    assert reader.quotes["title"] == "《政府信息公开条例》"
    groups = reader.quotes["groups"]
    assert [(group["heading"], group["main"]) for group in groups] == [
        ("第三十二条", False),
        ("第三十三条", True),
    ]
    assert groups[1]["quotes"] == [
        {"where": "第一款", "text": own[0].quote},
        {"where": "第二款", "text": EXTENSION},
    ]


def test_a_quotation_within_another_is_not_repeated(study: Study) -> None:
    longer = cite(
        f"应当经政府信息公开工作机构负责人同意并告知申请人，{EXTENSION}", "33", paragraph=2
    )
    within = cite(EXTENSION, "33", paragraph=2)
    reader = ArticleReader(study, read(REGULATION, "33"), cites=[within, longer, longer, within])
    (group,) = reader.quotes["groups"]
    assert [own["text"] for own in group["quotes"]] == [longer.quote]


def test_without_the_text_a_displaced_article_is_still_warned_of(study: Study) -> None:
    today = dt.date(2026, 6, 1)
    (group,) = ArticleReader(study, read(REGULATION, "51"), on=today).quotes["groups"]
    assert group["quotes"] == []
    assert "已被《行政复议法》第二十三条取代" in group["warnings"][0]
    assert group["governing"][0]["label"] == "《行政复议法》第二十三条"


def test_without_the_text_nothing_of_it_can_be_asked(study: Study) -> None:
    reader = ArticleReader(study, read(REGULATION, "33"))
    for type_ in ("open", "read", "find", "compare"):
        assert set(say(reader, type_, article="33", text="期限")) == {"type", "id"}
    assert study.events == []


def test_with_the_text_the_same_reader_shows_the_law(study: Study, texts: None) -> None:
    reader = ArticleReader(study, read(REGULATION, "33"), cites=[cite(EXTENSION, "33")])
    assert reader.quotes == {}
    assert reader.law["basis"] == "来源资料载明"
    assert EXTENSION in reader.law["key"][0]["lines"][1]["text"]

"""A reader whose law is not at hand."""

from __future__ import annotations

import datetime as dt

from courses.catalogue.content import Cite
from courses.study.sitting import Study
from courses.widgets.reader import ArticleReader
from tests.courses.widgets.conftest import say
from tests.courses.widgets.reader.conftest import REGULATION, read

EXTENSION = "延长的期限最长不得超过20个工作日"


def cite(quote: str, article: str, law: str = REGULATION, **place: int) -> Cite:
    return Cite.model_validate({"law": law, "article": article, "quote": quote, **place})


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

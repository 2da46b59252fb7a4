"""The pages of a bank's report."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from question_bank.report import LawReport, write_pages
from question_bank.report.figures import Context, law_report
from question_bank.report.pages import law_page, overview_page
from question_bank.similar import Pair
from tests.question_bank.report.test_figures import article, citing

DAY = dt.date(2026, 11, 25)
LAW = "行政诉讼法"


@pytest.fixture
def reports(monkeypatch: pytest.MonkeyPatch) -> list[LawReport]:
    monkeypatch.setattr(
        "question_bank.report.figures.important_articles", lambda: {LAW: {"67": "举证期限"}}
    )
    items = [citing(1, "3"), citing(2, "3", pool="practice")]
    context = Context(
        dict.fromkeys(("sample-0001", "sample-0002"), "a<b"),
        (Pair("sample-0001", "sample-0002", 66.0),),
        str,
        DAY,
    )
    articles = [article(3, "<b>负责人</b>应当出庭"), article(67, "被告应当举证")]
    return [law_report(LAW, items, articles, context), law_report("宪法", [], [], context)]


def test_the_overview_leads_to_every_law_and_counts_its_gaps(reports: list[LawReport]) -> None:
    page = overview_page(reports, DAY)
    assert f'href="{LAW}.html"' in page
    assert 'href="宪法.html"' in page
    assert re.search(r"<strong>1</strong>乡镇常用而没有题的条文", page)


def test_the_page_of_a_law_names_gaps_pairs_and_biases(reports: list[LawReport]) -> None:
    page = law_page(reports, LAW, DAY)
    assert re.search(r"<td>第 67 条</td><td>举证期限</td>", page)
    assert re.search(r"<td>sample-0001</td><td>sample-0002</td>", page)
    assert "单选题中答案是最长选项的比例" in page
    assert "题数太少" in page


def test_text_of_law_and_bank_is_never_markup(reports: list[LawReport]) -> None:
    page = law_page(reports, LAW, DAY)
    assert "&lt;b&gt;负责人" in page
    assert "a&lt;b" in page
    assert "<b>负责人" not in page


def test_a_law_without_items_has_a_page_too(reports: list[LawReport]) -> None:
    assert "法规库里没有这部法律的原文" in law_page(reports, "宪法", DAY)


def test_pages_need_nothing_beside_them(reports: list[LawReport], tmp_path: Path) -> None:
    first, *others = write_pages(reports, tmp_path / "report", DAY)
    assert first.name == "index.html"
    assert sorted(path.name for path in others) == sorted([f"{LAW}.html", "宪法.html"])
    for path in (first, *others):
        text = path.read_text("utf-8")
        assert not re.search(r"(src|href)=\"(https?:|//)|@import|url\(", text)
        links = set(re.findall(r'href="([^"]+)"', text))
        assert all((path.parent / link).is_file() for link in links)

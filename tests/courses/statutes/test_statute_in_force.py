from datetime import date
from itertools import pairwise

import pytest

from courses.statutes import Basis, Library
from courses.statutes.in_force import in_force_table


@pytest.mark.parametrize(
    ("law", "version", "start", "basis"),
    [
        ("立法法", "2023-03-13", "2023-03-15", "D"),
        ("国务院组织法", "2024-03-11", "2024-03-11", "A"),
        ("地方组织法", "2022-03-11", "2022-03-12", "D"),
        ("监察法", "2024-12-25", "2025-06-01", "C"),
        ("公务员法", "2018-12-29", "2019-06-01", "A"),
        ("政务处分法", "2020-06-20", "2020-07-01", "A"),
        ("行政复议法", "2023-09-01", "2024-01-01", "A"),
        ("行政诉讼法", "2017-06-27", "2017-07-01", "D"),
        ("行政处罚法", "2021-01-22", "2021-07-15", "A"),
        ("行政许可法", "2019-04-23", "2019-04-23", "D"),
        ("行政强制法", "2011-06-30", "2012-01-01", "A"),
        ("国家赔偿法", "2012-10-26", "2013-01-01", "D"),
        ("治安管理处罚法", "2025-06-27", "2026-01-01", "A"),
        ("突发事件应对法", "2024-06-28", "2024-11-01", "A"),
        ("突发公共卫生事件应对法", "2025-09-12", "2025-11-01", "A"),
        ("传染病防治法", "2025-04-30", "2025-09-01", "A"),
        ("保密法", "2024-02-27", "2024-05-01", "A"),
        ("村委会组织法", "2025-10-28", "2026-01-01", "B"),
        ("居委会组织法", "2025-10-28", "2026-01-01", "A"),
        ("法治宣传教育法", "2025-09-12", "2025-11-01", "A"),
        ("生态环境法典", "2026-03-12", "2026-08-15", "A"),
        ("社会救助法", "2026-04-30", "2026-07-01", "A"),
        ("民事诉讼法", "2023-09-01", "2024-01-01", "D"),
        ("食品安全法", "2025-09-12", "2025-12-01", "B"),
        ("网络安全法", "2025-10-28", "2026-01-01", "B"),
        ("仲裁法", "2025-09-12", "2026-03-01", "A"),
        ("商标法", "2026-06-26", "2027-01-01", "A"),
        ("农业法", "2026-08-28", "2027-01-01", "A"),
        ("医疗保障法", "2026-08-28", "2027-01-01", "A"),
        ("耕地保护和质量提升法", "2026-08-28", "2027-01-01", "A"),
        ("刑法", "2020-12-26", "2021-03-01", "B"),
        ("香港基本法", "1990-04-04", "1997-07-01", "D"),
    ],
)
def test_the_first_day_in_force_is_the_true_one(
    library: Library, law: str, version: str, start: str, basis: str
) -> None:
    found = next(v for v in library.versions(law) if str(v.version_date) == version)
    assert str(found.effective_from) == start
    assert found.basis == basis


def test_decisions_held_in_the_package_prove_the_days_marked_b(library: Library) -> None:
    for law, words in (
        ("村民委员会组织法", "本决定自2026年1月1日起施行"),
        ("网络安全法", "本决定自2026年1月1日起施行"),
        ("食品安全法", "本决定自2025年12月1日起施行"),
    ):
        decision = f"全国人民代表大会常务委员会关于修改《中华人民共和国{law}》的决定"
        version = library.in_force(decision, date(2026, 11, 22))
        assert words in library.articles(version)[-1].text
    assert "2021年3月1日起施行" in library.article("刑法修正案（十一）", 48).text


def test_the_ten_laws_end_on_the_day_the_code_begins(library: Library) -> None:
    code = library.article("生态环境法典", 1242)
    ended = {
        version.law
        for (law, _), row in in_force_table().items()
        if row.superseded_by and "生态环境法典" in row.superseded_by
        for version in library.versions(law)
        if version.effective_until == date(2026, 8, 14)
    }
    assert len(ended) == 10
    assert all(f"《{law}》" in code.text for law in ended)


def test_an_inferred_date_before_the_version_is_never_used(library: Library) -> None:
    for law in library.laws():
        for version in library.versions(law):
            assert version.effective_from >= version.version_date


def test_an_amended_law_not_in_the_table_says_its_day_is_not_verified(library: Library) -> None:
    version = library.in_force("监督法")
    assert version.effective_from == version.version_date == date(2024, 11, 8)
    assert version.basis is Basis.VERSION_DATE
    assert "未核" in version.basis.explanation


def test_a_law_whose_last_article_gives_a_later_day_begins_on_it(library: Library) -> None:
    version = library.in_force("个人信息保护法")
    assert (version.effective_from, version.basis) == (date(2021, 11, 1), Basis.LAST_ARTICLE)


def test_versions_of_one_law_never_overlap(library: Library) -> None:
    for law in library.laws():
        held = library.versions(law)
        for before, after in pairwise(held):
            assert before.effective_until is not None
            assert before.effective_until < after.effective_from
            assert before.superseded_by


def test_a_law_called_repealed_without_proof_is_given_with_a_warning(library: Library) -> None:
    for law in ("农村土地承包法", "乡镇企业法"):
        note = library.in_force(law).status_note
        assert note is not None
        assert "找不到废止依据" in note


def test_the_criminal_code_warns_of_the_amendment_it_lacks(library: Library) -> None:
    assert "修正案（十二）" in str(library.in_force("刑法").status_note)


def test_every_row_of_the_table_names_a_version_that_is_held(regulations: Library) -> None:
    held = {
        (law, version.version_date)
        for law in regulations.laws()
        for version in regulations.versions(law)
    }
    assert set(in_force_table()) - held == set()


@pytest.mark.parametrize(
    ("law", "last_day"),
    [
        ("信访条例", "2022-04-30"),
        ("法规规章备案条例", "2024-10-31"),
        ("档案法实施办法", "2024-02-29"),
        ("最高人民法院关于审理政府信息公开行政案件若干问题的规定", "2025-05-31"),
        ("最高人民法院关于适用《行政诉讼法》若干问题的解释", "2018-02-07"),
    ],
)
def test_superseded_regulations_end_on_their_day(
    regulations: Library, law: str, last_day: str
) -> None:
    assert str(regulations.versions(law)[0].effective_until) == last_day


@pytest.mark.parametrize("law", ["行政法规制定程序条例", "规章制定程序条例"])
def test_a_regulation_without_a_stated_day_takes_it_from_the_table(
    regulations: Library, law: str
) -> None:
    version = regulations.in_force(law)
    assert (version.effective_from, version.basis) == (date(2018, 5, 1), Basis.GENERAL_KNOWLEDGE)

"""A day no version held covers: an earlier version that is not held, or no law yet."""

from datetime import date, timedelta

import pytest

from courses.statutes import Library, NotHeld, NotInForce
from courses.statutes.in_force import first_days

EVE = timedelta(days=1)

REVISED = [
    ("宪法", "1954-09-20", "1982-12-04", "1982-12-04"),
    ("立法法", "2000-07-01", "2023-03-15", "2015-03-15"),
    ("国务院组织法", "1954-09-28", "2024-03-11", "1982-12-10"),
    ("地方组织法", "1980-01-01", "2022-03-12", "2022-03-12"),
    ("监督法", "2007-01-01", "2024-11-08", "2007-01-01"),
    ("代表法", "1992-04-03", "2025-03-11", "2015-08-29"),
    ("监察法", "2018-03-20", "2025-06-01", "2018-03-20"),
    ("公务员法", "2006-01-01", "2019-06-01", "2019-06-01"),
    ("行政复议法", "1999-10-01", "2024-01-01", "2018-01-01"),
    ("行政诉讼法", "1990-10-01", "2017-07-01", "2017-07-01"),
    ("行政处罚法", "1996-10-01", "2021-07-15", "2021-07-15"),
    ("行政许可法", "2004-07-01", "2019-04-23", "2019-04-23"),
    ("国家赔偿法", "1995-01-01", "2013-01-01", "2013-01-01"),
    ("治安管理处罚法", "2006-03-01", "2026-01-01", "2013-01-01"),
    ("突发事件应对法", "2007-11-01", "2024-11-01", "2007-11-01"),
    ("传染病防治法", "1989-09-01", "2025-09-01", "2025-09-01"),
    ("保守国家秘密法", "1989-05-01", "2024-05-01", "2010-10-01"),
    ("村民委员会组织法", "1998-11-04", "2026-01-01", "2018-12-29"),
    ("城市居民委员会组织法", "1990-01-01", "2026-01-01", "2018-12-29"),
    ("民事诉讼法", "1991-04-09", "2024-01-01", "2024-01-01"),
    ("食品安全法", "2009-06-01", "2025-12-01", "2025-12-01"),
    ("网络安全法", "2017-06-01", "2026-01-01", "2026-01-01"),
    ("仲裁法", "1995-09-01", "2018-01-01", "2018-01-01"),
]
"""Law, first day of its first version, of the oldest in the package, of the oldest in all."""

NEW = [
    ("公职人员政务处分法", "2020-07-01"),
    ("行政强制法", "2012-01-01"),
    ("突发公共卫生事件应对法", "2025-11-01"),
    ("法治宣传教育法", "2025-11-01"),
    ("生态环境法典", "2026-08-15"),
    ("社会救助法", "2026-07-01"),
]

REGULATIONS = [
    ("政府信息公开条例", "2008-05-01", "2019-05-15"),
    ("信访条例", "1996-01-01", "2005-05-01"),
    ("行政复议法实施条例", "2007-08-01", "2007-08-01"),
    ("保守国家秘密法实施条例", "2014-03-01", "2014-03-01"),
    ("档案法实施条例", "2024-03-01", "2024-03-01"),
    ("信访工作条例", "2022-05-01", "2022-05-01"),
    ("法规规章备案审查条例", "2024-11-01", "2024-11-01"),
    ("优化营商环境条例", "2020-01-01", "2020-01-01"),
]
"""Regulation, first day of its first version, of the oldest version in the folder."""

NOT_HELD = [
    "监察法实施条例",
    "行政执法监督条例",
    "最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释",
]
"""In neither source."""


def says_earlier(library: Library, law: str, day: date) -> None:
    with pytest.raises(NotHeld) as caught:
        library.in_force(law, day)
    message = str(caught.value)
    assert f"在{day}有效的是更早的版本（" in message
    assert "法规库里没有它的原文。可用“xuefa statutes import 文件”导入" in message


def says_not_yet(library: Library, law: str, first: date) -> None:
    day = first - EVE
    with pytest.raises(NotInForce, match=f"自{first}起施行，在{day}尚未施行"):
        library.in_force(law, day)


def check(library: Library, law: str, first: date, oldest: date) -> None:
    """Check the days around the first version and around the oldest version held."""
    says_not_yet(library, law, first)
    assert library.in_force(law, oldest).effective_from == oldest
    if first < oldest:
        says_earlier(library, law, oldest - EVE)
        says_earlier(library, law, first)


@pytest.mark.parametrize(("law", "first", "oldest", "_all"), REVISED)
def test_a_revised_law_had_an_earlier_version(
    library: Library, law: str, first: str, oldest: str, _all: str
) -> None:
    check(library, law, date.fromisoformat(first), date.fromisoformat(oldest))


@pytest.mark.parametrize(("law", "first", "_package", "oldest"), REVISED)
def test_with_the_older_texts_too(
    regulations: Library, law: str, first: str, _package: str, oldest: str
) -> None:
    check(regulations, law, date.fromisoformat(first), date.fromisoformat(oldest))


@pytest.mark.parametrize(("law", "first"), NEW)
def test_a_new_law_was_not_yet_in_force(library: Library, law: str, first: str) -> None:
    check(library, law, date.fromisoformat(first), date.fromisoformat(first))


@pytest.mark.parametrize(("law", "first"), NEW)
def test_a_new_law_was_not_yet_in_force_with_the_older_texts_too(
    regulations: Library, law: str, first: str
) -> None:
    check(regulations, law, date.fromisoformat(first), date.fromisoformat(first))


@pytest.mark.parametrize(("law", "first", "oldest"), REGULATIONS)
def test_a_regulation_is_told_revised_or_new(
    regulations: Library, law: str, first: str, oldest: str
) -> None:
    check(regulations, law, date.fromisoformat(first), date.fromisoformat(oldest))


@pytest.mark.parametrize("law", NOT_HELD)
def test_what_neither_source_has_is_not_held(regulations: Library, law: str) -> None:
    with pytest.raises(NotHeld, match=f"法规库里没有《{law}》.*import"):
        regulations.in_force(law, date(2020, 1, 1))


@pytest.mark.parametrize("law", [row[0] for row in REGULATIONS])
def test_a_regulation_that_is_not_held_is_not_dated(library: Library, law: str) -> None:
    with pytest.raises(NotHeld, match=f"法规库里没有《{law}》.*import"):
        library.in_force(law, date(2000, 1, 1))


@pytest.mark.parametrize(
    ("law", "day", "version"),
    [
        ("行政复议法", "2018-01-01", "2017-09-01版，自2018-01-01起施行"),
        ("行政复议法", "2023-12-31", "2017-09-01版，自2018-01-01起施行"),
        ("行政复议法", "2012-01-01", "2023-09-01版之前的某一版"),
        ("治安管理处罚法", "2015-01-01", "2012-10-26版，自2013-01-01起施行"),
        ("保守国家秘密法", "2024-04-30", "2010-04-29版，自2010-10-01起施行"),
    ],
)
def test_the_version_of_the_day_is_named_where_it_is_known(
    library: Library, law: str, day: str, version: str
) -> None:
    with pytest.raises(NotHeld, match=f"在{day}有效的是更早的版本（{version}）"):
        library.in_force(law, date.fromisoformat(day))


def test_where_the_first_day_is_not_known_nothing_is_claimed(library: Library) -> None:
    with pytest.raises(NotHeld, match="在1980-01-01如果已经施行，有效的是更早的版本"):
        library.in_force("兵役法", date(1980, 1, 1))
    with pytest.raises(NotHeld, match="在2010-01-01如果已经施行，有效的是更早的版本"):
        library.in_force("国家安全法", date(2010, 1, 1))


def test_the_day_a_source_states_for_the_first_version_proves_it_was_in_force(
    library: Library,
) -> None:
    version = library.versions("土地管理法")[0]
    assert version.known_since == date(1999, 1, 1)
    with pytest.raises(NotHeld, match="在1999-01-01有效的是更早的版本"):
        library.in_force("土地管理法", date(1999, 1, 1))
    with pytest.raises(NotHeld, match="在1998-12-31如果已经施行，有效的是更早的版本"):
        library.in_force("土地管理法", date(1998, 12, 31))


def test_every_first_day_names_a_law_that_is_held_and_comes_before_its_versions(
    regulations: Library,
) -> None:
    assert set(first_days()) <= set(regulations.laws())
    for law, first in first_days().items():
        assert all(first <= own.effective_from for own in regulations.versions(law)), law

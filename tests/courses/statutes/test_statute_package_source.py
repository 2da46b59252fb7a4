from collections import Counter

import pytest

from courses.statutes import Library
from courses.statutes.faults import source_faults
from courses.statutes.package_source import PackageSource, read_label


@pytest.fixture(scope="module")
def package() -> PackageSource:
    source = PackageSource()
    source.holdings()
    return source


def key_of(package: PackageSource, law: str, version: object) -> str:
    holdings = package.holdings()
    return next(h.key for h in holdings if (h.law, h.version_date) == (law, version))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("第十条", (10, 0, "第十条")),
        ("第一百二十条之一", (120, 1, "第一百二十条之一")),
        ("条目二十九", (29, 0, "第二十九条")),
        ("全文", (1, 0, "全文")),
    ],
)
def test_numbers_are_read_as_the_data_writes_them(
    written: str, expected: tuple[int, int, str]
) -> None:
    assert read_label(written) == expected


def test_every_numbered_article_is_reachable_under_its_own_number(package: PackageSource) -> None:
    for own in package.holdings():
        if source_faults().is_unreliable(own.law, own.version_date):
            continue
        numbers = Counter((a.number, a.suffix) for a in package.articles(own.key))
        assert max(numbers.values()) == 1, own.law


def test_numbers_run_on_without_gaps_but_for_those_listed_as_missing(
    package: PackageSource,
) -> None:
    for own in package.holdings():
        articles = package.articles(own.key)
        numbers = {article.number for article in articles}
        if numbers:
            gaps = set(range(min(numbers), max(numbers) + 1)) - numbers
            assert gaps == package.missing(own.key), own.law


def test_every_listed_fault_is_still_in_the_data(package: PackageSource) -> None:
    faults = source_faults()
    raw = {(key, number): text for key, number, suffix, text in package.raw_texts() if not suffix}
    for cut in faults.cut:
        key = key_of(package, cut.law, cut.version)
        assert cut.at in raw[key, cut.number], cut.reason
    for missing in faults.missing:
        key = key_of(package, missing.law, missing.version)
        assert all((key, number) not in raw for number in missing.numbers)
    for fold in faults.fold:
        key = key_of(package, fold.law, fold.version)
        assert all((key, number) in raw for number in fold.numbers)
    for row in (*faults.broken_lines, *faults.unreliable):
        assert key_of(package, row.law, row.version)


def test_the_package_holds_two_versions_of_eleven_laws(library: Library) -> None:
    assert sum(len(library.versions(law)) == 2 for law in library.laws()) == 11


def test_the_data_file_is_opened_read_only(package: PackageSource) -> None:
    with package._open() as base, pytest.raises(Exception, match="readonly"):
        base.execute("DELETE FROM laws")

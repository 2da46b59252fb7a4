"""The library: every statute at hand, found by name, number and date."""

import os
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from courses.statutes.cleaning import widen
from courses.statutes.errors import NoSuchArticle, NotHeld
from courses.statutes.folder_source import FolderSource
from courses.statutes.holdings import Holding, RawArticle, Source
from courses.statutes.in_force import date_versions
from courses.statutes.names import NameIndex, how_to_add, titled
from courses.statutes.numerals import article_label, parse_article_number
from courses.statutes.out_of_force import out_of_force
from courses.statutes.package_source import PackageSource
from courses.statutes.records import Article, LawVersion
from courses.statutes.structure import split_paragraphs


def home_folder() -> Path:
    """Return the folder that imported statutes go to: ``$XUEFA_HOME/statutes``."""
    return Path(os.environ.get("XUEFA_HOME") or Path.home() / ".xuefa").expanduser() / "statutes"


def statute_folders() -> tuple[Path, ...]:
    """Return the folders statutes are read from, the user's own first."""
    named = os.environ.get("XUEFA_STATUTES", "").split(os.pathsep)
    return (home_folder(), *(Path(part).expanduser() for part in named if part.strip()))


@dataclass(frozen=True, slots=True)
class SearchText:
    """One article as the search sees it: folded text, and the short name of its law."""

    version: LawVersion
    number: int
    suffix: int
    law: str
    text: str


class Library:
    """Statutes of the package and of the folders given.

    Where two sources hold the same version, the first folder wins over later ones and folders
    win over the package, so that a user can import a better text.
    """

    def __init__(
        self, folders: tuple[Path, ...] = (), package: PackageSource | None = None
    ) -> None:
        """Take the folders to read besides the package; texts are read when first needed."""
        folder_sources = [FolderSource(folder) for folder in folders]
        self._sources: list[Source] = [*folder_sources, package or PackageSource()]
        self._origin: dict[str, Source] = {}
        self._versions = self._collect(self._sources)
        self._names = NameIndex(self._versions)
        self._search_texts: list[SearchText] = []
        self._texts: dict[str, dict[tuple[int, int], RawArticle]] = {}
        unread = (line for source in folder_sources for line in source.problems)
        self.problems = (*_missing_folders(folders), *unread)

    @classmethod
    def default(cls) -> "Library":
        """Return the library for the environment; the same one until a folder changes."""
        return _cached(tuple((folder, _stamp(folder)) for folder in statute_folders()))

    def _collect(self, sources: list[Source]) -> dict[str, tuple[LawVersion, ...]]:
        held: dict[str, dict[date, Holding]] = defaultdict(dict)
        for source in sources:
            for own in source.holdings():
                if own.version_date not in held[own.law]:
                    held[own.law][own.version_date] = own
                    self._origin[own.key] = source
        return {law: date_versions(list(own.values())) for law, own in held.items()}

    def laws(self) -> tuple[str, ...]:
        """Return the full names of all laws held."""
        return tuple(self._versions)

    def find(self, law: str) -> str | None:
        """Return the full name for any name of a law held, else None."""
        return self._names.find(law)

    def versions(self, law: str) -> tuple[LawVersion, ...]:
        """Return the versions held, oldest first.

        Raises:
            NotHeld: the law is not held.
        """
        return self._versions[self._names.resolve(law)]

    def in_force(self, law: str, on: date | None = None) -> LawVersion:
        """Return the version in force on the day (default: today).

        Raises:
            NotHeld: the law, or its version of that day, is not held.
            NotInForce: the law was not in force.
        """
        day = on or date.today()
        held = self.versions(law)
        for version in reversed(held):
            if version.covers(day):
                return version
        raise out_of_force(held, day)

    def article(
        self, law: str, number: int | str, on: date | None = None, suffix: int = 0
    ) -> Article:
        """Return an article of the version in force on the day.

        Args:
            law: full name, name without 中华人民共和国, or a short name.
            number: 20, "二十", "第一百二十条之一" or "120之一".
            on: the day; default today.
            suffix: 1 for 之一, unless ``number`` says it.

        Raises:
            BadCitation: the number cannot be read.
            NoSuchArticle: the version has no such article.
            NotInForce: the law was not in force.
            NotHeld: the law, its version or the article is not held.
        """
        wanted = parse_article_number(number, suffix)
        return self.article_of(self.in_force(law, on), *wanted)

    def article_of(self, version: LawVersion, number: int, suffix: int = 0) -> Article:
        """Return an article of a given version (see ``article`` for what it raises)."""
        raw = self._raw(version).get((number, suffix))
        if raw is None:
            raise self._no_article(version, number, suffix)
        return _article(version, raw)

    def articles(self, version: LawVersion) -> tuple[Article, ...]:
        """Return all articles of a version, in order."""
        return tuple(_article(version, raw) for raw in self._raw(version).values())

    def search_texts(self, day: date, law: str | None = None) -> list[SearchText]:
        """Return the articles in force on the day, of one law (full name) or of all."""
        if not self._search_texts:
            self._search_texts = self._fold_all()
        return [
            own
            for own in self._search_texts
            if own.version.covers(day) and law in (None, own.version.law)
        ]

    def _fold_all(self) -> list[SearchText]:
        held = {own.key: own for versions in self._versions.values() for own in versions}
        return [
            SearchText(held[key], number, suffix, held[key].short_name, widen(raw))
            for source in self._sources
            for key, number, suffix, raw in source.raw_texts()
            if key in held
        ]

    def _raw(self, version: LawVersion) -> dict[tuple[int, int], RawArticle]:
        if version.key not in self._texts:
            rows = self._origin[version.key].articles(version.key)
            self._texts[version.key] = {(row.number, row.suffix): row for row in rows}
        return self._texts[version.key]

    def _no_article(self, version: LawVersion, number: int, suffix: int) -> NoSuchArticle | NotHeld:
        named = f"{titled(version.short_name)}（{version.version_date}）"
        held = self._raw(version)
        lost = self._origin[version.key].missing(version.key)
        if not held:
            return NotHeld(f"{named}在资料来源里条号混乱，不能按条引用。{how_to_add()}")
        if number in lost and not suffix:
            return NotHeld(
                f"{named}有{article_label(number)}，但资料来源缺这一条的原文。{how_to_add()}"
            )
        label = article_label(number, suffix) if number > 0 else f"第{number}条"
        first, last = min(held), max(held)
        span = f"{article_label(*first)}至{article_label(*last)}" if first[0] > 1 else ""
        count = f"共{len(held) + len(lost)}条" + (f"（{span}）" if span else "")
        return NoSuchArticle(f"{named}没有{label}，这一版{count}")


def _article(version: LawVersion, raw: RawArticle) -> Article:
    return Article(
        law=version.law,
        short_name=version.short_name,
        version_date=version.version_date,
        effective_from=version.effective_from,
        effective_until=version.effective_until,
        number=raw.number,
        suffix=raw.suffix,
        label=raw.label,
        chapter=raw.chapter,
        section=raw.section,
        paragraphs=split_paragraphs(raw.text),
        text=raw.text,
        source=version.source,
        status_note=version.status_note,
    )


def _missing_folders(folders: tuple[Path, ...]) -> tuple[str, ...]:
    """Name the folders that are not there; the user's own need not be."""
    return tuple(
        f"法规文件夹 {folder} 不存在，或不是文件夹；请检查环境变量 XUEFA_STATUTES"
        for folder in dict.fromkeys(folders)
        if folder != home_folder() and not folder.is_dir()
    )


def _stamp(folder: Path) -> int:
    return folder.stat().st_mtime_ns if folder.is_dir() else 0


@lru_cache(maxsize=4)
def _cached(folders: tuple[tuple[Path, int], ...]) -> Library:
    return Library(tuple(folder for folder, _ in folders))

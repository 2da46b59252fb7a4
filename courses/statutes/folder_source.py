"""Statutes in folders of files: what a user imported, and further folders."""

import re
from collections.abc import Iterator
from pathlib import Path

from courses.statutes.cleaning import clean
from courses.statutes.errors import BadStatuteFile
from courses.statutes.holdings import Holding, RawArticle
from courses.statutes.numerals import article_label
from courses.statutes.readers import READERS, StatuteFile, read_statute

_AMENDED = re.compile("修订|修正|修改")


class FolderSource:
    """Reads every statute file in one folder; files that cannot be read are in ``problems``."""

    def __init__(self, folder: Path) -> None:
        """Take the folder, which need not exist."""
        self._folder = folder
        self._files: dict[str, StatuteFile] = {}
        self.problems: tuple[str, ...] = ()

    def holdings(self) -> tuple[Holding, ...]:
        """List the statutes (see ``Source``)."""
        problems: list[str] = []
        self._files = {}
        for path in statute_files(self._folder):
            try:
                self._files[str(path)] = read_statute(path)
            except BadStatuteFile as error:
                problems.append(f"{error}（这个文件已跳过）")
        self.problems = tuple(problems)
        return tuple(_holding(key, own) for key, own in self._files.items())

    def articles(self, key: str) -> tuple[RawArticle, ...]:
        """Read one statute (see ``Source``), cleaned."""
        return tuple(
            RawArticle(
                number=article.number,
                suffix=article.suffix,
                label=article_label(article.number, article.suffix),
                chapter=article.chapter,
                section=article.section,
                text=clean(article.text),
            )
            for article in self._files[key].articles
        )

    def missing(self, key: str) -> frozenset[int]:  # noqa: ARG002  the protocol's signature
        """Files are imported whole: nothing is missing (see ``Source``)."""
        return frozenset()

    def raw_texts(self) -> Iterator[tuple[str, int, int, str]]:
        """Yield every article (see ``Source``)."""
        for key, own in self._files.items():
            for article in own.articles:
                yield key, article.number, article.suffix, article.text


def statute_files(folder: Path) -> list[Path]:
    """Return the readable files of the folder in order of name; none if there is no folder."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.suffix.lower() in READERS)


def _was_amended(own: StatuteFile) -> bool:
    """Say whether the file tells of an amendment: passing, publishing and 施行 are none."""
    told = any(_AMENDED.search(line) for line in own.history)
    return told or own.original_effective_date is not None


def _holding(key: str, own: StatuteFile) -> Holding:
    return Holding(
        key=key,
        law=own.name,
        short_name=own.short_name or own.name.removeprefix("中华人民共和国"),
        kind=own.kind,
        version_date=own.version_date,
        stated_effective=own.effective_date,
        original_effective=own.original_effective_date,
        status=own.status,
        status_as_of=own.status_as_of,
        superseded_by=own.superseded_by,
        note=own.note,
        article_count=len(own.articles),
        source=own.source,
        amended=_was_amended(own),
        stated_until=own.effective_until,
    )

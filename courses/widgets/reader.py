"""The article reader: one law with the lesson's key articles first, and every article at hand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import traitlets

from courses.catalogue.content import Cite, Reader
from courses.record import Event, Verb
from courses.record.events import ARTICLE
from courses.statutes import BadCitation, StatuteError
from courses.statutes.numerals import article_figures, parse_article_number
from courses.study.sitting import Study
from courses.widgets.base import StudyWidget, place_of
from courses.widgets.citing import article_object
from courses.widgets.reader_comparison import comparison_view
from courses.widgets.reader_quotes import quotes_view, same_law
from courses.widgets.reader_search import find
from courses.widgets.reader_view import HeldLaw, held_law, law_view, reading_view

LONGEST_QUERY = 100


class ArticleReader(StudyWidget):
    """One law to read.

    The browser fetches what it opens: ``open`` answers with an article, ``find`` with what a search
    finds, ``compare`` with both versions. ``read`` stores that an article was opened; apart from
    ``open``, so that the text is there even where the record refuses.

    Traits:
        law: title, version, warnings, the key articles in full and the labels of all by chapter
            (see ``reader_view.law_view``); empty where the text is not held.
        quotes: what is shown in its place (see ``reader_quotes.quotes_view``); empty otherwise.
        read: the numbers of the articles opened before, as in ``67`` and ``120之一``.
    """

    asset = "reader"

    law = traitlets.Dict().tag(sync=True)
    quotes = traitlets.Dict().tag(sync=True)
    read = traitlets.List(trait=traitlets.Unicode()).tag(sync=True)

    def __init__(
        self, study: Study, reader: Reader, on: date | None = None, cites: Sequence[Cite] = ()
    ) -> None:
        """Show the law of ``reader`` as on the day ``on`` (default: today).

        ``cites`` are further quotations, of any law, to show where the text is not held.
        """
        self._reader, self._day = reader, on or date.today()
        self._held = held_law(reader.law, self._day)
        if self._held:
            shown = {"law": law_view(self._held, reader)}
        else:
            shown = {"quotes": quotes_view(reader, cites, self._day)}
        name = f"{study.lesson}/{reader.id}" if study.lesson else reader.id
        super().__init__(study, f"reader:{name}", **shown)
        self._restore()
        study.on_change(self._restore)

    def receive(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        """Answer what the browser asks of the law, and store which articles are opened."""
        if self._held is None:
            return super().receive(message)
        match message.get("type"):
            case "open":
                return {"article": reading_view(self._held, self._known(message))}
            case "read":
                return self._store(message)
            case "find":
                return {"found": find(self._held, str(message.get("text", ""))[:LONGEST_QUERY])}
            case "compare":
                return {"comparison": self._compare(self._held)}
        return super().receive(message)

    def _store(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        object_ = article_object(self._reader.law, self._known(message))
        self.study.store(Verb.READ, object_, id=message["id"], place=place_of(message))
        return {}

    def _known(self, message: Mapping[str, Any]) -> str:
        key = str(message.get("article"))
        if self._held is None or key not in self._held.articles:
            raise ValueError("no article of this law")
        return key

    def _compare(self, held: HeldLaw) -> dict[str, Any]:
        if self._reader.compare is None:
            raise ValueError("no version to compare with")
        try:
            return comparison_view(held.version, self._reader.compare)
        except StatuteError as error:
            # Offered only where the version is held; its file may be gone since.
            raise ValueError(str(error)) from None

    def _restore(self) -> None:
        """Tell which articles the record knows to be read, in whichever widget that was."""
        self.read = sorted(articles_read(self._reader.law, self.study.events))


def articles_read(law: str, events: Iterable[Event]) -> set[str]:
    """Return the numbers of the articles of ``law`` (any name) that were opened."""
    objects = {event.object for event in events if event.verb == Verb.READ}
    named = (name.removeprefix(ARTICLE).rpartition("/") for name in objects)
    keys = (_key(number) for name, _, number in named if same_law(name, law))
    return {key for key in keys if key}


def _key(number: str) -> str | None:
    try:
        return article_figures(*parse_article_number(number))
    except BadCitation:
        return None

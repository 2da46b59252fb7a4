"""What all widgets of a lesson share: one script and style each, and answers that are never lost.

The browser keeps what it sends until the study record has it: it sends each message with an id,
the widget answers ``saved`` or ``refused`` with that id, and what was not answered is sent again
when the widget is drawn anew, after a reload or a kernel restart. Ids are stored once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets

from courses.record import RecordError, Verb
from courses.study.sitting import Study
from courses.widgets.citing import article_object, shown_article

STATIC = Path(__file__).parent / "static"
_ID = re.compile(r"[0-9a-f]{32}")


@cache
def script(*names: str) -> str:
    """Return a widget's module: the helpers all share, then the scripts named."""
    return "\n".join((STATIC / f"{name}.js").read_text("utf-8") for name in ("base", *names))


@cache
def style(*names: str) -> str:
    """Return a widget's style: the one all share, then those named that there are."""
    files = (STATIC / f"{name}.css" for name in ("base", *names))
    return "\n".join(file.read_text("utf-8") for file in files if file.is_file())


class StudyWidget(anywidget.AnyWidget):
    """A widget that stores what is done in the study record.

    Subclasses name their script in ``asset``, and in ``parts`` what it needs besides; they answer
    messages in :meth:`receive`.
    """

    asset: ClassVar[str] = ""
    parts: ClassVar[tuple[str, ...]] = ()

    owner = traitlets.Unicode().tag(sync=True)
    """Names the browser's store of what is not yet acknowledged."""
    key = traitlets.Unicode().tag(sync=True)
    """Names this widget within the lesson, as in item:xingsu-003."""
    saved = traitlets.Int(0).tag(sync=True)
    """Counts what has been stored."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Give the class its script and style."""
        if "_esm" not in vars(cls):  # a widget's own class, made with it, has them as traits
            cls._esm = script(*cls.parts, cls.asset)
            cls._css = style(*cls.parts, cls.asset)
        super().__init_subclass__(**kwargs)

    def __init__(self, study: Study, key: str, **traits: Any) -> None:
        """Draw the widget ``key`` for the person of ``study``."""
        super().__init__(owner=study.owner, key=key, **traits)
        self.study = study
        self.on_msg(self._on_message)

    def receive(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        """Carry out a message and return what the answer holds besides its id.

        Every widget sends an article that is asked for by ``law`` and ``article``.

        Raises:
            RecordError: the record refuses; the browser keeps the message and says why.
            ValueError: the message is none of this widget's; it is answered and forgotten.
        """
        if message.get("type") != "article":
            raise ValueError(message.get("type"))
        law, number = (str(message.get(name, ""))[:80] for name in ("law", "article"))
        place = place_of(message)
        self.study.store(Verb.READ, article_object(law, number), place=place)
        return {"article": shown_article(law, number)}

    def _on_message(self, _widget: Any, content: object, _buffers: Any) -> None:
        if not isinstance(content, dict) or not _ID.fullmatch(str(content.get("id"))):
            return
        id_ = content["id"]
        try:
            answer = self.receive(content)
        except RecordError as error:
            self.send({"type": "refused", "id": id_, "text": str(error)})
        except ValueError:
            self.send({"type": "saved", "id": id_})
        else:
            self.saved += 1
            self.send({**answer, "type": "saved", "id": id_})


def place_of(message: Mapping[str, Any]) -> str | None:
    """Return where in the lesson the browser says it happened: a heading without white space."""
    place = "".join(str(message.get("place") or "").split())
    return place[:200] or None

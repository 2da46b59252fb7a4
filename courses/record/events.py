"""One thing an official did, in a shape close to xAPI: who, verb, object, result, context.

``docs/study-record.md`` describes every field; ``event.schema.json`` is generated from here.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
)

from courses.record.errors import RecordError, explain

CHINA = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")
"""Days are counted in China standard time, which has no daylight saving."""

PERSON_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
LESSON, ITEM, ARTICLE, TEST = "lesson:", "item:", "article:", "test:"


class Verb(StrEnum):
    """The verbs this version writes; a reader leaves others alone."""

    OPENED = "opened"
    EXPERIENCED = "experienced"
    ANSWERED = "answered"
    READ = "read"
    DECIDED = "decided"
    REVIEWED = "reviewed"
    COMPLETED = "completed"


_KNOWN = frozenset(Verb)
Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
Label = Annotated[str, StringConstraints(pattern=r"^\S{1,200}$")]
ShortText = Annotated[str, StringConstraints(max_length=20_000)]
UtcTime = Annotated[AwareDatetime, AfterValidator(lambda time: time.astimezone(dt.UTC))]


class Record(BaseModel):
    """A frozen record. Fields of a later version are ignored, so that old readers go on."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Result(Record):
    """What came of it."""

    success: Annotated[
        bool | None, Field(description="answered: whether the answer was right; null is not judged")
    ] = None
    score: Annotated[
        float | None, Field(ge=0, le=1, description="share of full marks, between 0 and 1")
    ] = None
    response: Annotated[
        bool | ShortText | tuple[ShortText, ...] | None,
        Field(
            description="what was given: option ids, texts of blanks, truth, the branch of a "
            "case, or the rating of a flash card (again, hard, good, easy)"
        ),
    ] = None
    questions: Annotated[
        int | None,
        Field(
            ge=0,
            description="opened: how many questions the lesson held at that time; of a test also "
            "completed: of how many the score is",
        ),
    ] = None


class Context(Record):
    """Where it happened."""

    lesson: Annotated[Label | None, Field(description="the lesson, as in xingsu/evidence")] = None
    course: Annotated[Label | None, Field(description="the course, as in xingsu")] = None
    session: Annotated[
        Label | None, Field(description="one opening of one lesson in one tab; any unique text")
    ] = None
    place: Annotated[
        Label | None, Field(description="where in the lesson: the anchor to come back to")
    ] = None


class Event(Record):
    """One line of a study record."""

    id: Annotated[Id, Field(description="uuid4 or derived, in hex; an id is stored once")]
    actor: Annotated[
        str,
        StringConstraints(pattern=rf"^{PERSON_ID.pattern}$"),
        Field(description="人员编号, the same as the folder's name"),
    ]
    verb: Annotated[
        str,
        StringConstraints(pattern=r"^[a-z][a-z_-]{0,31}$"),
        Field(description="what was done", json_schema_extra={"enum": [str(v) for v in Verb]}),
    ]
    object: Annotated[
        str,
        StringConstraints(pattern=r"^[a-z]+:\S{1,200}$"),
        Field(
            description="what it was done to: lesson:…, item:…, article:…, case:…, card:…, test:…"
        ),
    ]
    result: Annotated[Result | None, Field(description="what came of it, where something did")] = (
        None
    )
    context: Annotated[Context, Field(description="where it happened")] = Context()
    timestamp: Annotated[UtcTime, Field(description="when, by the server's clock, in UTC")]
    seq: Annotated[
        int, Field(ge=0, description="position in the file from 1, given by the writer; 0 before")
    ] = 0

    @property
    def known(self) -> bool:
        """Whether this version knows the verb."""
        return self.verb in _KNOWN

    @property
    def day(self) -> dt.date:
        """The day it happened on in China."""
        return self.timestamp.astimezone(CHINA).date()

    @property
    def lesson(self) -> str | None:
        """The lesson it belongs to: of the context, or the object itself; None outside lessons."""
        if self.context.lesson is None and self.object.startswith(LESSON):
            return self.object.removeprefix(LESSON)
        return self.context.lesson

    @property
    def course(self) -> str | None:
        """The course it belongs to: of the context, or the first part of the lesson's name."""
        return self.context.course or ((self.lesson or "").split("/")[0] or None)


def new_event(  # noqa: PLR0913  one argument per field
    actor: str,
    verb: Verb,
    object: str,  # noqa: A002  the name of the field
    *,
    result: Result | None = None,
    context: Context | None = None,
    at: dt.datetime | None = None,
) -> Event:
    """Make an event with a new id, at ``at`` or now.

    Raises:
        RecordError: a field does not have the form it must have.
    """
    try:
        return Event(
            id=uuid.uuid4().hex,
            actor=actor,
            verb=verb,
            object=object,
            result=result,
            context=context or Context(),
            timestamp=at or dt.datetime.now(dt.UTC),
        )
    except ValidationError as error:
        raise RecordError(f"学习记录，{explain(error)}。请联系课程制作人员。") from None


def ordered(events: Iterable[Event]) -> list[Event]:
    """Return the events with a known verb by time, each id once.

    Every figure starts from this, so none depends on the order events are given in.
    """
    known = (event for event in events if event.known)
    unique: dict[str, Event] = {}
    for event in sorted(known, key=lambda event: (event.timestamp, event.seq, event.id)):
        unique.setdefault(event.id, event)
    return list(unique.values())

"""One sitting at a lesson: what is done goes to the study record, and whoever asks hears of it."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Callable, Sequence
from typing import Protocol, TypedDict, Unpack

from courses.record import Context, Event, Reading, Result, StudyRecord, Verb, new_event
from courses.record.store import Appended

Listener = Callable[[], None]


class More(TypedDict, total=False):
    """What an event may say beside who, verb, object and result.

    Its ``id``, if somebody chose it; the ``place`` in the lesson; the ``lesson`` (course/lesson)
    where it is not the one of the sitting.
    """

    id: str | None
    place: str | None
    lesson: str | None


class Record(Protocol):
    """What a sitting needs of a study record."""

    def append(self, *events: Event) -> Appended:
        """Store events for good."""

    def read(self) -> Reading:
        """Read all of them."""


class Forgetful:
    """Takes the place of a study record where nobody is signed in: kept until the page closes."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._events: list[Event] = []

    def append(self, *events: Event) -> Appended:
        """Keep the events in memory."""
        known = {event.id for event in self._events}
        self._events += [event for event in events if event.id not in known]
        return Appended(events)

    def read(self) -> Reading:
        """Return what is in memory."""
        count = len(self._events)
        return Reading(count, tuple(self._events), tuple(range(1, count + 1)), 0, ())


class Study:
    """A person at a lesson (or, with ``lesson`` None, at a page outside lessons).

    Attributes:
        person: 人员编号; a stand-in where nobody is signed in, and then ``kept`` is false.
        events: everything in the person's record, of other lessons too.
    """

    def __init__(
        self,
        person: str | None,
        lesson: str | None,
        record: Record | None = None,
        course: str | None = None,
    ):
        """Open the record of ``person``, or ``record`` in its place.

        Outside lessons ``course`` names the course whose page it is.

        Raises:
            RecordError: the record cannot be read.
        """
        self.person = person or "guest"
        self.kept = person is not None
        self.lesson = lesson
        self.course = lesson.split("/")[0] if lesson else course
        self.session = uuid.uuid4().hex
        self._record = record or (StudyRecord(person) if person else Forgetful())
        self._listeners: list[Listener] = []
        self.events: list[Event] = list(self._record.read().events)

    @property
    def owner(self) -> str:
        """A name for what the browser keeps, that tells nobody whose it is."""
        return hashlib.sha256(f"{self.person}\n{self.lesson or ''}".encode()).hexdigest()[:16]

    def on_change(self, listener: Listener) -> None:
        """Call ``listener`` whenever ``events`` has grown."""
        self._listeners.append(listener)

    def store(
        self,
        verb: Verb,
        object: str,  # noqa: A002  the name of the field
        result: Result | None = None,
        **more: Unpack[More],
    ) -> Event:
        """Store one event for good; one with an ``id`` stored before is not stored again.

        Raises:
            RecordError: the disk refuses, or the event has not the form it must have.
        """
        (stored,) = self.store_all([self.event(verb, object, result, **more)])
        return stored

    def event(
        self,
        verb: Verb,
        object: str,  # noqa: A002  the name of the field
        result: Result | None = None,
        **more: Unpack[More],
    ) -> Event:
        """Make an event of this sitting without storing it; see :meth:`store`."""
        own = more.get("lesson") or self.lesson
        course = own.split("/")[0] if own else self.course
        context = Context(lesson=own, course=course, session=self.session, place=more.get("place"))
        event = new_event(self.person, verb, object, result=result, context=context)
        id = more.get("id")  # noqa: A001  the name of the field
        return event if id is None else Event.model_validate({**event.model_dump(), "id": id})

    def store_all(self, events: Sequence[Event]) -> tuple[Event, ...]:
        """Store events for good and at one stroke; ids stored before are not stored again.

        Raises:
            RecordError: the disk refuses; then none is stored.
        """
        stored = self._record.append(*events).events
        known = {event.id for event in self.events}
        if fresh := [event for event in stored if event.id not in known]:
            self.events += fresh
            self._tell()
        return stored

    def refresh(self) -> None:
        """Take in what other windows have stored since."""
        events = list(self._record.read().events)
        if len(events) != len(self.events):
            self.events = events
            self._tell()

    def _tell(self) -> None:
        for listener in self._listeners:
            listener()

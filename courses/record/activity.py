"""When a person was active, and on which lesson: every moment at most once. Pure.

From one event of a lesson to its next the person was active, at most for the idle cut-off. Where
two lessons were open at a time, a moment belongs to the one touched last.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from courses.record.events import CHINA, Event

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of active time within one day in China and between two events of a lesson.

    Attributes:
        start: beginning in UTC; ``end`` likewise.
        first: id of the event it follows; ``last``: of the lesson's next event.
    """

    lesson: str
    start: dt.datetime
    end: dt.datetime
    first: str
    last: str

    @property
    def length(self) -> dt.timedelta:
        """How long it is."""
        return self.end - self.start

    @property
    def day(self) -> dt.date:
        """The day in China it lies in."""
        return self.start.astimezone(CHINA).date()


def active_pieces(
    lessons: Mapping[str, Sequence[Event]], idle_cutoff: dt.timedelta
) -> tuple[Piece, ...]:
    """Return the active time by its beginning; no two pieces overlap.

    Args:
        lessons: the events of each lesson, by time.
        idle_cutoff: what a longer gap between two events counts for; an hour at most.
    """
    spans = [s for name, events in lessons.items() for s in _spans(name, events, idle_cutoff)]
    spans.sort(key=lambda span: (span.start, span.lesson))
    edges = sorted({edge for span in spans for edge in _edges(span)})
    pieces: list[Piece] = []
    waiting = iter([*spans, None])
    upcoming = next(waiting)
    open_spans: list[tuple[dt.timedelta, str, dt.datetime, Piece]] = []
    for start, end in pairwise(edges):
        while upcoming is not None and upcoming.start <= start:
            heapq.heappush(open_spans, _touched_last_first(upcoming))
            upcoming = next(waiting)
        while open_spans and open_spans[0][2] <= start:
            heapq.heappop(open_spans)
        if open_spans:
            span = open_spans[0][3]
            pieces.append(Piece(span.lesson, start, end, span.first, span.last))
    return tuple(pieces)


def _spans(lesson: str, events: Sequence[Event], idle_cutoff: dt.timedelta) -> Iterator[Piece]:
    for one, following in pairwise(events):
        end = min(following.timestamp, one.timestamp + idle_cutoff)
        if end > one.timestamp:
            yield Piece(lesson, one.timestamp, end, one.id, following.id)


def _edges(span: Piece) -> Iterator[dt.datetime]:
    """Both ends, and midnight in China where it lies between."""
    yield span.start
    yield span.end
    last_day = span.end.astimezone(CHINA).date()
    midnight = dt.datetime.combine(last_day, dt.time(), CHINA).astimezone(dt.UTC)
    if midnight > span.start:
        yield midnight


def _touched_last_first(span: Piece) -> tuple[dt.timedelta, str, dt.datetime, Piece]:
    return _EPOCH - span.start, span.lesson, span.end, span

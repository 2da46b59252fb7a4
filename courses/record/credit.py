"""Evidence-based credit hours (学时): from events and rules, with the events each rests on. Pure.

Active time of a lesson counts once the required share of its questions has been answered. It is
granted by time, up to the lesson's cap and the day's cap; lessons that do not qualify use up no
cap. Hours of each lesson are rounded down, and the total is their sum.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from courses.record.activity import Piece, active_pieces
from courses.record.credit_rules import CreditRules, LessonRules
from courses.record.events import LESSON, Event, Verb, ordered
from courses.record.progress import by_lesson, last_answers

_NOTHING = dt.timedelta()


@dataclass(frozen=True, slots=True)
class Span:
    """Unbroken active time on a lesson, as evidence.

    Attributes:
        start: beginning in UTC; ``end`` likewise.
        first: id of the event it begins after; ``last``: of the event it leads up to.
        credited: what of it was granted.
    """

    start: dt.datetime
    end: dt.datetime
    first: str
    last: str
    credited: dt.timedelta


@dataclass(frozen=True, slots=True)
class LessonCredit:
    """What a lesson earned, and why.

    Attributes:
        questions: how many the lesson has; None if neither rules nor record say.
        answered: ids of the events that hold the last answer to each item.
        shortfall: why nothing is credited, in Chinese; empty if the lesson qualifies.
        active: active time; ``credited``: what of it was granted.
        hours: ``credited`` in hours of the rules, rounded down.
        events: how many events the figures rest on.
        spans: the active time piece by piece.
    """

    lesson: str
    course: str | None
    questions: int | None
    answered: tuple[str, ...]
    shortfall: str
    active: dt.timedelta
    credited: dt.timedelta
    hours: Decimal
    events: int
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Credit:
    """What a person earned: one entry per lesson, by name, and the sums."""

    lessons: tuple[LessonCredit, ...]

    @property
    def active(self) -> dt.timedelta:
        """Active time on all lessons."""
        return sum((one.active for one in self.lessons), _NOTHING)

    @property
    def credited(self) -> dt.timedelta:
        """Time granted on all lessons, before rounding."""
        return sum((one.credited for one in self.lessons), _NOTHING)

    @property
    def hours(self) -> Decimal:
        """Hours in all: the sum of the lessons' rounded hours."""
        return sum((one.hours for one in self.lessons), Decimal(0))


@dataclass(frozen=True, slots=True)
class _Standing:
    """Whether the questions of a lesson have been answered."""

    questions: int | None
    answered: tuple[str, ...]
    shortfall: str


def credit(events: Iterable[Event], rules: CreditRules) -> Credit:
    """Work out the credit hours of one person.

    Args:
        events: all events of the person, in any order; those outside the period do not count,
            nor do those outside lessons.
        rules: as :func:`courses.record.credit_rules.load_rules` reads them.
    """
    lessons = by_lesson(event for event in ordered(events) if rules.period.holds(event.day))
    standings = {lesson: _standing(lesson, own, rules) for lesson, own in lessons.items()}
    qualified = {lesson for lesson, standing in standings.items() if not standing.shortfall}
    pieces = active_pieces(lessons, rules.idle_cutoff)
    granted = _grant(pieces, qualified, rules)
    spans: dict[str, list[Span]] = {lesson: [] for lesson in lessons}
    for piece, time in zip(pieces, granted, strict=True):
        _extend(spans[piece.lesson], piece, time)
    return Credit(
        tuple(
            _lesson_credit(lesson, own, standings[lesson], spans[lesson], rules)
            for lesson, own in lessons.items()
        )
    )


def _standing(lesson: str, events: Sequence[Event], rules: CreditRules) -> _Standing:
    questions = _questions(lesson, events, rules)
    answered = tuple(answer.event for answer in last_answers(events).values())
    shortfall = ""
    if questions is None:
        shortfall = "不知道这一课有几道题"
    elif len(answered) < rules.answered_share * questions:
        shortfall = f"答题 {len(answered)}/{questions}，未达到 {rules.answered_share:.0%}"
    return _Standing(questions, answered, shortfall)


def _questions(lesson: str, events: Sequence[Event], rules: CreditRules) -> int | None:
    """How many questions a lesson has: as the rules say, or as it said when last opened."""
    said = [
        event.result.questions
        for event in events
        if event.verb == Verb.OPENED and event.object == LESSON + lesson and event.result
    ]
    known = [count for count in said if count is not None]
    ruled = rules.lessons.get(lesson, LessonRules()).questions
    return ruled if ruled is not None else (known[-1] if known else None)


def _grant(pieces: Sequence[Piece], qualified: set[str], rules: CreditRules) -> list[dt.timedelta]:
    """Return what of each piece is credited, first come first served."""
    lesson_left: dict[str, dt.timedelta] = {name: rules.lesson_cap(name) for name in qualified}
    day_left: dict[dt.date, dt.timedelta] = {}
    granted: list[dt.timedelta] = []
    for piece in pieces:
        of_day = day_left.setdefault(piece.day, rules.day_cap)
        time = min(piece.length, lesson_left.get(piece.lesson, _NOTHING), of_day)
        granted.append(time)
        if time:
            lesson_left[piece.lesson] -= time
            day_left[piece.day] -= time
    return granted


def _extend(spans: list[Span], piece: Piece, credited: dt.timedelta) -> None:
    """Add a piece to the evidence, joined to the span before if it goes on from there."""
    start, first = piece.start, piece.first
    if spans and spans[-1].end == piece.start:
        before = spans.pop()
        start, first, credited = before.start, before.first, before.credited + credited
    spans.append(Span(start, piece.end, first, piece.last, credited))


def _lesson_credit(
    lesson: str,
    events: Sequence[Event],
    standing: _Standing,
    spans: Sequence[Span],
    rules: CreditRules,
) -> LessonCredit:
    credited = sum((span.credited for span in spans), _NOTHING)
    return LessonCredit(
        lesson=lesson,
        course=events[-1].course,
        questions=standing.questions,
        answered=standing.answered,
        shortfall=standing.shortfall,
        active=sum((span.end - span.start for span in spans), _NOTHING),
        credited=credited,
        hours=_hours(credited, rules),
        events=len(events),
        spans=tuple(spans),
    )


def _hours(credited: dt.timedelta, rules: CreditRules) -> Decimal:
    """Round down to whole steps, exactly: a binary or decimal quotient might fall just short."""
    hour = dt.timedelta(minutes=rules.hour_minutes)
    exact = Fraction(credited // dt.timedelta.resolution, hour // dt.timedelta.resolution)
    return (exact // Fraction(rules.round_down_to_hours)) * rules.round_down_to_hours


def by_course(credit: Credit) -> Mapping[str, tuple[LessonCredit, ...]]:
    """Return the lessons of each course, by the course's name; "" where none is known."""
    courses: dict[str, tuple[LessonCredit, ...]] = {}
    for one in credit.lessons:
        courses[one.course or ""] = (*courses.get(one.course or "", ()), one)
    return dict(sorted(courses.items()))

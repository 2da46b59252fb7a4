"""What an official has to do next, as the home page receives it."""

from __future__ import annotations

import datetime as dt
from typing import TypedDict

from courses.catalogue import Catalogue
from courses.questions import PoolError, practice_pool
from courses.record import Event
from courses.study.decks import decks
from courses.study.duties import duties


class TodoItem(TypedDict):
    """One thing to do; ``path`` is what the front end opens."""

    title: str
    note: str
    path: str


def todo_list(
    events: tuple[Event, ...], catalogue: Catalogue, now: dt.datetime | None = None
) -> list[TodoItem]:
    """Return the things to do: due cards, the wrong-question book, a lesson to go on with."""
    titles = {
        f"{course.id}/{lesson.id}": lesson.title
        for course in catalogue.courses
        for lesson in course.file.lessons
    }
    try:
        pool = practice_pool().keys()
    except PoolError:
        pool = {}.keys()
    found = duties(events, decks(catalogue), pool, now or dt.datetime.now(dt.UTC), titles)
    return [{"title": duty.title, "note": duty.note, "path": duty.path} for duty in found]

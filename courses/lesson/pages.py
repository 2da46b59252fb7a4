"""The pages outside lessons: due flash cards of all lessons, and the wrong-question book."""

from __future__ import annotations

import datetime as dt

from courses.questions import practice_pool
from courses.study.decks import decks
from courses.study.person import configured_person
from courses.study.schedule import due_cards
from courses.study.sitting import Study
from courses.widgets.cards import FlashCards
from courses.widgets.wrong_book import WrongBook


def review() -> FlashCards:
    """Return the cards of all lessons that are due now."""
    study = Study(configured_person(), None)
    everything = decks()
    due = due_cards(study.events, everything, dt.datetime.now(dt.UTC))
    return FlashCards(study, due, everything)


def wrong_book() -> WrongBook:
    """Return the questions to do again."""
    return WrongBook(Study(configured_person(), None), practice_pool())

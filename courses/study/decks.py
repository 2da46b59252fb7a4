"""The flash cards of all lessons there are."""

from __future__ import annotations

from pathlib import Path

from courses.catalogue import Catalogue, LessonError, catalogue_folder, load_catalogue, read_content
from courses.study.schedule import DeckCard


def decks(catalogue: Catalogue | None = None) -> tuple[DeckCard, ...]:
    """Return the cards of every lesson of the catalogue; a faulty lesson has none."""
    cards: list[DeckCard] = []
    for course in (catalogue or load_catalogue(catalogue_folder())).courses:
        for lesson in course.file.lessons:
            try:
                content = read_content(Path(course.folder, lesson.notebook))
            except LessonError:
                continue
            cards += [DeckCard(f"{course.id}/{lesson.id}", card) for card in content.cards]
    return tuple(cards)

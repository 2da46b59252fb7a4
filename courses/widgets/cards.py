"""Flash cards: one at a time, front first; how well each was known decides when it comes back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import traitlets

from courses.record import Result, Verb
from courses.study.schedule import (
    RATINGS,
    DeckCard,
    Schedule,
    Scheduled,
    china_day,
    coming,
    outlook,
    schedule,
)
from courses.study.sitting import Study
from courses.widgets.base import StudyWidget, place_of
from courses.widgets.citing import shown_cite


class FlashCards(StudyWidget):
    """A deck of flash cards.

    Today's round is made of the deck's cards that are due; one not known is shown again at its
    end. Where in the round one is follows from the record, so a reload goes on with the next card.

    Traits:
        shown: the ``card`` to answer with its ``front`` and ``count``, and ``turn``, which counts
            its reviews; empty where the round is over.
        back: the back of that card and when it would come back after each rating; empty until it
            is asked for.
        ended: what stands at the end of the round: the numbers of cards in the ``deck``, ``seen``
            today and ``coming`` on later days; and whether the deck is a ``lesson``'s own.
    """

    asset = "cards"

    shown = traitlets.Dict().tag(sync=True)
    back = traitlets.Dict().tag(sync=True)
    ended = traitlets.Dict().tag(sync=True)

    def __init__(
        self, study: Study, deck: Sequence[DeckCard], others: Sequence[DeckCard] = ()
    ) -> None:
        """Show ``deck``; ``others`` are cards besides it to tell of when it is done."""
        self._deck = {card.object: card for card in deck}
        self._told = {**{card.object: card for card in others}, **self._deck}
        self._extra: Mapping[str, int] | None = None
        super().__init__(study, f"cards:{study.lesson or 'review'}")
        self._tell()
        study.on_change(self._tell)

    def receive(self, message: Mapping[str, Any]) -> Mapping[str, Any]:
        """Show a back, store a rating, or go through the whole deck once more."""
        match message.get("type"):
            case "show":
                self.study.refresh()
                self._turn_over(message.get("card"), message.get("turn"))
            case "rate":
                self._rate(message)
            case "once-more":
                self.study.refresh()
                self._once_more()
            case _:
                return super().receive(message)
        return {}

    def _rate(self, message: Mapping[str, Any]) -> None:
        card, rating = self._deck.get(str(message.get("card"))), str(message.get("response"))
        if card is None or rating not in RATINGS:
            raise ValueError("no rating of a card of this deck")
        self.study.store(
            Verb.REVIEWED,
            card.object,
            Result(response=rating),
            id=message["id"],
            # A heading of the page of due cards is no place to come back to in the card's lesson.
            place=place_of(message) if card.lesson == self.study.lesson else None,
            lesson=card.lesson,
        )

    def _turn_over(self, card: object, turn: object) -> None:
        """Show the back, unless another window has gone on from this card."""
        if not self.shown or (card, turn) != (self.shown["card"], self.shown["turn"]):
            return
        known, now = schedule(self.study.events), _now()
        own = self._deck[self.shown["card"]].card
        self.back = {
            "card": card,
            "turn": turn,
            "text": own.back,
            "cite": shown_cite(own.cite),
            "returns": {
                rating: returns(then, now)
                for rating, then in outlook(known.get(self.shown["card"]), now).items()
            },
        }

    def _once_more(self) -> None:
        """Begin a round of the whole deck. It ends early where the page is closed."""
        known = schedule(self.study.events)
        self._extra = {name: _reviews(known, name) for name in self._deck}
        self._tell()

    def _tell(self) -> None:
        known, now = schedule(self.study.events), _now()
        first = self._first(known, now)
        again = self._again(known, now, first)
        following = self._following(known, first + again)
        moved = (following, _reviews(known, following)) != (self.shown.get("card"), self._turn)
        with self.hold_sync():
            if moved:
                self.back = {}
            if following is None:
                self._extra = None
                self.ended = self._end(known, now)
                self.shown = {}
            else:
                self.shown = {
                    "card": following,
                    "turn": _reviews(known, following),
                    "front": self._deck[following].card.front,
                    "count": self._count(known, now, first, again),
                    "more": self._extra is not None,
                }

    @property
    def _turn(self) -> int:
        return int(self.shown.get("turn", -1))

    def _following(self, known: Schedule, left: Sequence[str]) -> str | None:
        """The card now shown, as long as nobody has rated it; then the next."""
        present = self.shown.get("card")
        if present in left and _reviews(known, present) == self._turn:
            return str(present)
        return left[0] if left else None

    def _first(self, known: Schedule, now: dt.datetime) -> list[str]:
        """What is still to be seen in this round, in the order of the deck."""
        if self._extra is not None:
            return [name for name, turn in self._extra.items() if _reviews(known, name) == turn]
        return [
            name
            for name in self._deck
            if name not in known
            or (known[name].due <= now and not known[name].seen_on(china_day(now)))
        ]

    def _again(self, known: Schedule, now: dt.datetime, first: Sequence[str]) -> list[str]:
        """What was seen today and not known, the longest ago first."""
        unsure = [
            name
            for name in self._deck
            if name in known
            and name not in first
            and known[name].unsure
            and known[name].seen_on(china_day(now))
        ]
        return sorted(unsure, key=lambda name: known[name].last)

    def _count(
        self, known: Schedule, now: dt.datetime, first: Sequence[str], again: Sequence[str]
    ) -> str:
        if not first:
            return f"再看一遍，还有 {len(again)} 张"
        seen = len(self._seen(known, now, first))
        return f"第 {seen + 1} / {seen + len(first)} 张"

    def _seen(self, known: Schedule, now: dt.datetime, first: Sequence[str]) -> list[str]:
        """The cards that are through with this round."""
        done = [name for name in self._deck if name not in first]
        if self._extra is not None:
            return done
        return [name for name in done if name in known and known[name].seen_on(china_day(now))]

    def _end(self, known: Schedule, now: dt.datetime) -> dict[str, Any]:
        return {
            "deck": len(self._deck),
            "seen": len(self._seen(known, now, ())),
            "coming": [
                {"when": named(day, china_day(now)), "cards": cards}
                for day, cards in coming(known, self._told.values(), now)
            ],
            "lesson": self.study.lesson is not None,
        }


def returns(then: Scheduled, now: dt.datetime) -> str:
    """Say when a card comes back; what was not known does so before the round is over."""
    return "本轮最后" if then.unsure else named(china_day(then.due), china_day(now))


def named(day: dt.date, today: dt.date) -> str:
    """Name a day from today on: 明天, 3 天后, 约 2 个月后."""
    days = (day - today).days
    near = {0: "今天", 1: "明天", 2: "后天"}
    if days < 60:
        return near.get(days) or f"{days} 天后"
    return f"约 {round(days / 30)} 个月后"


def _reviews(known: Schedule, name: str | None) -> int:
    return known[name].reviews if name and name in known else 0


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)

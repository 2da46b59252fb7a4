"""What the home page says is to be done next."""

from __future__ import annotations

import datetime as dt

from courses.catalogue.content import Card, Cite
from courses.record import Context, Event, Result, Verb, new_event
from courses.study.duties import Duty, duties
from courses.study.schedule import DeckCard

EVIDENCE, PRIORITY = "xingsu/evidence", "fuyi/priority"
TITLES = {EVIDENCE: "举证期限", PRIORITY: "复议前置"}
CITE = Cite(law="行政诉讼法", article="67", quote="被告应当在收到起诉状副本之日起十五日内")
DECK = [
    DeckCard(EVIDENCE, Card(id=f"c{n}", front="几日内举证？", back="十五日。", cite=CITE))
    for n in range(1, 6)
]
MONDAY = dt.datetime(2026, 3, 2, 1, tzinfo=dt.UTC)
POOL = {"xingsu-201", "xingsu-202"}


def event(
    verb: Verb,
    name: str,
    days: float = 0,
    *,
    lesson: str | None = EVIDENCE,
    place: str | None = None,
    result: Result | None = None,
) -> Event:
    at = MONDAY + dt.timedelta(days=days)
    here = Context(lesson=lesson, place=place)
    return new_event("P00001", verb, name, result=result, context=here, at=at)


def opened(lesson: str = EVIDENCE, days: float = 0) -> Event:
    return event(Verb.OPENED, f"lesson:{lesson}", days, lesson=lesson)


def completed(lesson: str = EVIDENCE, days: float = 0.1) -> Event:
    return event(Verb.COMPLETED, f"lesson:{lesson}", days, lesson=lesson)


def reviewed(card: DeckCard, days: float = 0, rating: str = "good") -> Event:
    return event(Verb.REVIEWED, card.object, days, result=Result(response=rating))


def answered(item: str, right: bool, days: float = 0) -> Event:
    return event(Verb.ANSWERED, f"item:{item}", days, result=Result(success=right))


def told(events: list[Event], days: float = 0.2, titles: dict[str, str] = TITLES) -> list[Duty]:
    return list(duties(events, DECK, POOL, MONDAY + dt.timedelta(days=days), titles))


def test_who_has_begun_nothing_has_nothing_to_go_on_with() -> None:
    assert told([]) == []


def test_due_cards_are_counted_and_new_ones_told() -> None:
    events = [opened(), completed(), reviewed(DECK[0]), reviewed(DECK[1])]
    (duty,) = told(events, days=3)
    assert duty == Duty("cards", "有 5 张记忆卡到期", "其中新卡片 3 张", "pages/cards.ipynb")
    everything = [opened(), completed(), *map(reviewed, DECK)]
    assert told(everything, days=1) == []
    (duty,) = told(everything, days=2)
    assert (duty.title, duty.note) == ("有 5 张记忆卡到期", "先想答案，再看背面")


def test_the_wrong_question_book_counts_what_can_still_be_done() -> None:
    events = [
        answered("xingsu-201", False),
        answered("xingsu-202", False),
        answered("xingsu-999", False),
    ]
    (duty,) = told(events)
    assert (duty.kind, duty.title) == ("wrong-book", "错题本里有 2 道题")
    assert duty.path == "pages/wrong-book.ipynb"
    assert told([answered("xingsu-999", False)]) == []


def test_a_question_that_has_left_the_book_is_no_duty() -> None:
    events = [answered("xingsu-201", False)]
    events += [answered("xingsu-201", True, days) for days in (1, 2)]
    assert told(events, days=3) == []


def test_the_lesson_opened_last_and_not_completed_is_the_one_to_go_on_with() -> None:
    events = [
        opened(),
        opened(PRIORITY, 0.01),
        *(reviewed(card, 0.02) for card in DECK),
    ]
    (duty,) = told(events)
    expected = Duty("lesson", "接着学：复议前置", "已经开始，还没有学完", "fuyi/priority.ipynb")
    assert duty == expected, "reviewing cards of another lesson does not change it"
    (duty,) = told([*events, completed(PRIORITY)])
    assert duty.title == "接着学：举证期限"
    assert told([*events, completed(PRIORITY), completed()]) == []


def test_the_place_where_one_was_is_told() -> None:
    beat = event(Verb.EXPERIENCED, f"lesson:{PRIORITY}", 0.1, lesson=PRIORITY, place="二、期限")
    (duty,) = told([opened(PRIORITY), beat])
    assert duty.note == "上次学到“二、期限”"


def test_a_lesson_that_is_no_longer_offered_is_not_to_go_on_with() -> None:
    events = [opened(PRIORITY), opened("xianfa/gone", 0.1)]
    (duty,) = told(events)
    assert duty.title == "接着学：复议前置"
    assert told(events, titles={}) == []


def test_cards_come_first_then_the_book_then_the_lesson() -> None:
    events = [opened(), answered("xingsu-201", False)]
    assert [duty.kind for duty in told(events)] == ["cards", "wrong-book", "lesson"]

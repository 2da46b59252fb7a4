"""Flash cards: the back only when asked for, each rating stored, the round told by the record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from courses.record import Context, Result, StudyRecord, Verb, new_event
from courses.study.schedule import DeckCard, schedule
from courses.study.sitting import Study
from courses.widgets.cards import FlashCards, named
from tests.courses.widgets.conftest import LESSON, PERSON, new_id, say, sit_down
from tests.support.lessons import lesson

DECK = [DeckCard(LESSON, card) for card in lesson().cards]
OTHER = DeckCard("fuyi/priority", lesson().cards[0])


@pytest.fixture
def cards(study: Study) -> FlashCards:
    return FlashCards(study, DECK)


def turn_over(cards: FlashCards) -> None:
    say(cards, "show", card=cards.shown["card"], turn=cards.shown["turn"])


def rate(cards: FlashCards, response: str, id: str = "") -> str:  # noqa: A002
    """Rate the card shown; return which it was."""
    name = str(cards.shown["card"])
    say(cards, "rate", id, card=name, response=response, place="三、记忆卡")
    return name


def reviewed_before(folder: Path, days: int, rating: str, deck: list[DeckCard] = DECK) -> None:
    at = dt.datetime.now(dt.UTC) - dt.timedelta(days=days)
    events = [
        new_event(
            PERSON,
            Verb.REVIEWED,
            card.object,
            result=Result(response=rating),
            context=Context(lesson=card.lesson),
            at=at,
        )
        for card in deck
    ]
    StudyRecord(PERSON, folder / "records").append(*events)


def test_the_front_of_the_first_card_is_shown_and_nothing_of_its_back(cards: FlashCards) -> None:
    assert cards.shown["card"] == DECK[0].object
    assert (cards.shown["front"], cards.shown["count"]) == ("问题1", "第 1 / 4 张")
    state = str(cards.get_state(["shown", "back", "ended", "key", "owner", "saved"]))
    assert "回答" not in state
    assert "十五日" not in state


def test_the_back_comes_with_its_quotation_and_when_the_card_would_come_back(
    cards: FlashCards,
) -> None:
    turn_over(cards)
    assert cards.back["text"] == "回答1"
    assert cards.back["cite"]["label"] == "《行政诉讼法》第六十七条"
    assert cards.back["returns"] == {
        "again": "本轮最后",
        "hard": "本轮最后",
        "good": "后天",
        "easy": "8 天后",
    }
    assert cards.study.events == [], "looking at the back is no review"


def test_the_whole_article_is_there_when_asked_for(cards: FlashCards) -> None:
    answer = say(cards, "article", law="行政诉讼法", article="67")
    assert answer["article"]["label"].endswith("第六十七条")


def test_a_rating_is_stored_in_the_lesson_of_the_card_and_the_next_card_follows(
    cards: FlashCards,
) -> None:
    turn_over(cards)
    name = rate(cards, "good")
    (event,) = cards.study.events
    assert (event.verb, event.object) == (Verb.REVIEWED, name)
    assert event.result == Result(response="good")
    assert (event.lesson, event.context.place) == (LESSON, "三、记忆卡")
    assert cards.shown["card"] == DECK[1].object
    assert cards.shown["count"] == "第 2 / 4 张"
    assert cards.back == {}


def test_on_the_page_of_due_cards_a_rating_counts_for_the_lesson_but_leaves_its_place(
    tmp_path: Path,
) -> None:
    page = FlashCards(sit_down(tmp_path, None), [OTHER])
    rate(page, "good")
    (event,) = page.study.events
    assert (event.lesson, event.course) == ("fuyi/priority", "fuyi")
    assert event.context.place is None


def test_a_rating_sent_twice_counts_once(cards: FlashCards) -> None:
    id_, name = new_id(), cards.shown["card"]
    for _ in range(2):
        say(cards, "rate", id_, card=name, response="good")
    assert len(cards.study.events) == 1
    assert cards.shown["card"] == DECK[1].object


def test_a_rating_that_arrives_after_a_restart_needs_no_back_shown(tmp_path: Path) -> None:
    again = FlashCards(sit_down(tmp_path), DECK)
    say(again, "rate", card=DECK[2].object, response="easy")
    assert [event.object for event in again.study.events] == [DECK[2].object]


@pytest.mark.parametrize(
    ("card", "response"),
    [(OTHER.object, "good"), (DECK[0].object, "perfect"), (None, "good"), (DECK[0].object, None)],
)
def test_what_is_no_rating_of_this_deck_is_answered_and_not_stored(
    cards: FlashCards, card: str | None, response: str | None
) -> None:
    assert say(cards, "rate", card=card, response=response)["type"] == "saved"
    assert cards.study.events == []


def test_a_reload_goes_on_with_the_next_card(cards: FlashCards, tmp_path: Path) -> None:
    rate(cards, "good")
    rate(cards, "easy")
    reloaded = FlashCards(sit_down(tmp_path), DECK)
    assert (reloaded.shown["card"], reloaded.shown["count"]) == (DECK[2].object, "第 3 / 4 张")
    assert reloaded.back == {}


def test_what_was_forgotten_is_shown_again_at_the_end_of_the_round(cards: FlashCards) -> None:
    forgotten = rate(cards, "again")
    assert cards.shown["count"] == "第 2 / 4 张"
    hard = rate(cards, "hard")
    rate(cards, "good")
    rate(cards, "good")
    assert (cards.shown["card"], cards.shown["count"]) == (forgotten, "再看一遍，还有 2 张")
    rate(cards, "again")
    assert cards.shown["card"] == hard
    rate(cards, "good")
    assert (cards.shown["card"], cards.shown["count"]) == (forgotten, "再看一遍，还有 1 张")
    turn = cards.shown["turn"]
    rate(cards, "again")
    assert cards.shown["card"] == forgotten, "alone it follows itself"
    assert cards.shown["turn"] == turn + 1, "as a new showing, with the front"
    assert cards.back == {}
    rate(cards, "good")
    assert cards.shown == {}


def test_the_end_tells_what_comes_next_and_when(cards: FlashCards) -> None:
    for rating in ("good", "easy", "good", "easy"):
        rate(cards, rating)
    assert cards.shown == {}
    assert cards.ended == {
        "deck": 4,
        "seen": 4,
        "coming": [{"when": "后天", "cards": 2}, {"when": "8 天后", "cards": 2}],
        "lesson": True,
    }


def test_only_what_is_due_is_asked_but_everything_may_be_practised(tmp_path: Path) -> None:
    reviewed_before(tmp_path, 3, "good", DECK[:2])
    reviewed_before(tmp_path, 3, "easy", DECK[2:])
    cards = FlashCards(sit_down(tmp_path), DECK)
    assert cards.shown["count"] == "第 1 / 2 张"
    assert [rate(cards, "good"), rate(cards, "good")] == [card.object for card in DECK[:2]]
    assert (cards.shown, cards.ended["seen"]) == ({}, 2)
    say(cards, "once-more")
    assert cards.shown["more"]
    assert (cards.shown["card"], cards.shown["count"]) == (DECK[0].object, "第 1 / 4 张")
    practised = [rate(cards, "good") for _ in range(2)]
    assert cards.shown["count"] == "第 3 / 4 张"
    practised += [rate(cards, "good") for _ in range(2)]
    assert practised == [card.object for card in DECK]
    assert cards.shown == {}


def test_practising_once_more_on_the_same_day_does_not_bring_a_card_back_sooner(
    cards: FlashCards,
) -> None:
    for _ in DECK:
        rate(cards, "good")
    before = schedule(cards.study.events)
    say(cards, "once-more")
    for _ in DECK:
        rate(cards, "good")
    after = schedule(cards.study.events)
    assert all(after[card.object].reviews == 2 for card in DECK)
    assert all(after[card.object].due >= before[card.object].due for card in DECK)


def test_another_window_that_rates_the_card_takes_this_one_along(
    cards: FlashCards, tmp_path: Path
) -> None:
    turn_over(cards)
    shown = dict(cards.shown)
    rate(FlashCards(sit_down(tmp_path), DECK), "good")
    cards.study.refresh()
    assert cards.shown["card"] == DECK[1].object
    assert cards.back == {}
    say(cards, "show", card=shown["card"], turn=shown["turn"])
    assert cards.back == {}, "what was asked for is no longer shown"


def test_what_else_is_done_in_the_lesson_leaves_the_card_as_it_is(cards: FlashCards) -> None:
    turn_over(cards)
    before = (cards.shown, cards.back)
    cards.study.store(Verb.READ, "article:行政诉讼法/67")
    assert (cards.shown, cards.back) == before


def test_the_page_without_due_cards_tells_what_is_coming(tmp_path: Path) -> None:
    reviewed_before(tmp_path, 1, "good")
    page = FlashCards(sit_down(tmp_path, None), [], DECK)
    assert page.shown == {}
    coming = [{"when": "明天", "cards": 4}]
    assert page.ended == {"deck": 0, "seen": 0, "coming": coming, "lesson": False}


def test_days_are_named_as_one_says_them() -> None:
    today = dt.date(2026, 3, 2)
    names = [named(today + dt.timedelta(days=days), today) for days in (0, 1, 2, 3, 59, 62, 180)]
    assert names == ["今天", "明天", "后天", "3 天后", "59 天后", "约 2 个月后", "约 6 个月后"]

"""One sitting at a lesson: what is done is in the record, whoever asks hears of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses.record import Result, StudyRecord, Verb
from courses.study import Study, configured_person

PERSON = "P00001"
LESSON = "xingsu/evidence"


@pytest.fixture
def record(tmp_path: Path) -> StudyRecord:
    return StudyRecord(PERSON, tmp_path)


def test_what_is_done_is_in_the_record_with_lesson_course_and_sitting(record: StudyRecord) -> None:
    study = Study(PERSON, LESSON, record)
    study.store(Verb.ANSWERED, "item:xingsu-901", Result(success=True), place="三、关键条文")
    (event,) = record.read().events
    assert (event.actor, event.verb, event.object) == (PERSON, "answered", "item:xingsu-901")
    assert (event.context.lesson, event.context.course) == (LESSON, "xingsu")
    assert event.context.session == study.session
    assert event.context.place == "三、关键条文"


def test_what_is_sent_twice_is_stored_once_and_told_once(record: StudyRecord) -> None:
    study = Study(PERSON, LESSON, record)
    told: list[int] = []
    study.on_change(lambda: told.append(len(study.events)))
    for _ in range(3):
        study.store(Verb.READ, "article:行政诉讼法/67", id="a" * 32)
    assert len(record.read().events) == len(study.events) == 1
    assert told == [1]


def test_another_window_is_heard_of_at_a_refresh(record: StudyRecord, tmp_path: Path) -> None:
    one, other = (Study(PERSON, LESSON, StudyRecord(PERSON, tmp_path)) for _ in range(2))
    told: list[str] = []
    one.on_change(lambda: told.append("change"))
    other.store(Verb.READ, "article:行政诉讼法/67")
    assert one.events == []
    one.refresh()
    one.refresh()
    assert [event.object for event in one.events] == ["article:行政诉讼法/67"]
    assert told == ["change"]


def test_what_a_page_outside_lessons_stores_can_name_the_lesson_it_is_of(
    record: StudyRecord,
) -> None:
    study = Study(PERSON, None, record)
    study.store(Verb.REVIEWED, "card:xingsu/evidence/card-1", lesson=LESSON)
    study.store(Verb.ANSWERED, "item:xingsu-901")
    assert [event.lesson for event in study.events] == [LESSON, None]


def test_without_an_account_nothing_is_written_and_everything_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XUEFA_HOME", str(tmp_path))
    study = Study(None, LESSON)
    study.store(Verb.ANSWERED, "item:xingsu-901", id="a" * 32)
    study.store(Verb.ANSWERED, "item:xingsu-901", id="a" * 32)
    study.refresh()
    assert len(study.events) == 1
    assert not study.kept
    assert list(tmp_path.iterdir()) == []


def test_the_name_of_the_browsers_store_tells_nobody_whose_it_is() -> None:
    study = Study(None, LESSON)
    study.person = PERSON
    assert PERSON not in study.owner
    assert study.owner != Study(None, LESSON).owner


@pytest.mark.parametrize(
    ("env", "person"),
    [
        ({"XUEFA_PERSON": "P00001"}, "P00001"),
        ({"JUPYTERHUB_USER": "p2"}, "p2"),
        ({"XUEFA_PERSON": "P00001", "JUPYTERHUB_USER": "p2"}, "P00001"),
        ({"XUEFA_PERSON": "../etc", "JUPYTERHUB_USER": "p2"}, "p2"),
        ({"XUEFA_PERSON": " "}, None),
        ({}, None),
    ],
)
def test_the_host_says_who_is_learning(
    monkeypatch: pytest.MonkeyPatch, env: dict[str, str], person: str | None
) -> None:
    for name in ("XUEFA_PERSON", "JUPYTERHUB_USER"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert configured_person() == person

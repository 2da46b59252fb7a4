"""Events have one form, which the published schema describes."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import jsonschema
import pytest

from courses.record import Context, Event, RecordError, Result, Verb, new_event
from courses.record.events import ordered
from courses.record.lines import decode, encode, parse
from courses.record.schema import SCHEMA_FILE, is_current, main, schema_text
from tests.courses.record.conftest import ACTOR, Make

DOC = Path(__file__).parents[3] / "docs" / "study-record.md"


def test_an_event_survives_its_line(make: Make) -> None:
    event = make(Verb.ANSWERED, "item:xingsu-003", success=False, response=("a", "c"), score=0.5)
    assert decode(encode([event]).rstrip(b"\n")) == event


@pytest.mark.parametrize("response", [True, "一\n二", ("甲", "乙"), "true"])
def test_a_response_keeps_its_type(make: Make, response: object) -> None:
    event = make(Verb.ANSWERED, "item:xingsu-003", response=response)
    line = encode([event])
    assert line.count(b"\n") == 1
    found = decode(line)
    assert found is not None and found.result is not None
    assert found.result.response == response


def test_times_are_told_in_utc(make: Make) -> None:
    beijing = dt.datetime(2026, 3, 3, 7, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    event = new_event(ACTOR, Verb.OPENED, "lesson:xingsu/evidence", at=beijing)
    assert b'"timestamp":"2026-03-02T23:00:00Z"' in encode([event])
    assert event.day == dt.date(2026, 3, 3)


def test_each_new_event_has_its_own_uuid4(make: Make) -> None:
    ids = {make(Verb.OPENED).id for _ in range(50)}
    assert len(ids) == 50
    assert all(one[12] == "4" for one in ids)


@pytest.mark.parametrize(
    ("actor", "target", "said"),
    [
        ("../P1", "lesson:a", "“actor”：写法不对"),
        (ACTOR, "evidence", "“object”：写法不对"),
        (ACTOR, "lesson:a b", "“object”：写法不对"),
    ],
)
def test_a_malformed_event_is_refused_in_chinese(actor: str, target: str, said: str) -> None:
    with pytest.raises(RecordError, match=said):
        new_event(actor, Verb.OPENED, target)


def test_a_time_without_zone_is_refused() -> None:
    naive = dt.datetime(2026, 3, 2)
    with pytest.raises(RecordError, match="时间须带时区"):
        new_event(ACTOR, Verb.OPENED, "lesson:a", at=naive)


def test_lesson_and_course_come_from_context_or_object(make: Make) -> None:
    bare = new_event(ACTOR, Verb.OPENED, "lesson:xingsu/evidence")
    assert (bare.lesson, bare.course) == ("xingsu/evidence", "xingsu")
    named = bare.model_copy(update={"context": Context(lesson="a/b", course="宪法")})
    assert (named.lesson, named.course) == ("a/b", "宪法")
    outside = new_event(ACTOR, Verb.ANSWERED, "item:xingsu-003")
    assert (outside.lesson, outside.course) == (None, None)


def test_fields_and_verbs_of_the_future_are_tolerated(make: Make) -> None:
    line = json.loads(encode([make(Verb.OPENED)]))
    later = {**line, "verb": "dreamt", "mood": "calm", "context": {**line["context"], "x": 1}}
    reading = parse(json.dumps(later).encode() + b"\n", ACTOR)
    assert [event.verb for event in reading.events] == ["dreamt"]
    assert not reading.events[0].known
    assert ordered(reading.events) == []


def test_lines_that_say_nothing_are_listed_with_their_numbers(make: Make) -> None:
    events = [make(Verb.READ, "article:行政复议法/20", after=n) for n in range(3)]
    foreign = events[2].model_copy(update={"actor": "P00002"})
    parts = [*events[:2], events[0], foreign]
    data = encode(parts[:1]) + b'{"id": "\xff"}\n\n' + encode(parts[1:]) + b'{"id'
    reading = parse(data, ACTOR)
    assert reading.events == tuple(events[:2])
    assert reading.numbers == (1, 4)
    assert (reading.lines, reading.duplicates) == (7, 1)
    assert [(fault.line, fault.reason[:4]) for fault in reading.faults] == [
        (2, "这一行不"),
        (3, "这一行不"),
        (6, "这一行的"),
        (7, "最后一行"),
    ]


def test_the_published_schema_is_current() -> None:
    assert is_current()
    assert main(["--check"]) == 0
    assert not is_current(DOC)


def test_an_outdated_schema_fails_the_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "event.schema.json"
    monkeypatch.setattr("courses.record.schema.SCHEMA_FILE", path)
    path.write_text("{}", "utf-8")
    assert main(["--check"]) == 1
    assert "已过时" in capsys.readouterr().err
    assert main([]) == 0
    assert path.read_text("utf-8") == SCHEMA_FILE.read_text("utf-8")


def test_events_written_fit_the_schema_and_others_do_not(make: Make) -> None:
    validator = jsonschema.Draft202012Validator(json.loads(schema_text()))
    line = json.loads(encode([make(Verb.ANSWERED, "item:a-001", success=True, response=("a",))]))
    validator.validate(line)
    for change in ({"verb": "dreamt"}, {"id": "1"}, {"object": "x"}, {"result": {"score": 2}}):
        assert not validator.is_valid({**line, **change}), change


def test_the_page_describes_every_field_and_verb() -> None:
    text = DOC.read_text("utf-8")
    fields = [name for name in Event.model_fields if name not in ("result", "context")]
    fields += [f"result.{name}" for name in Result.model_fields]
    fields += [f"context.{name}" for name in Context.model_fields]
    for name in (*fields, *Verb):
        assert f"| `{name}` |" in text, name


def test_order_is_by_time_and_each_id_once(make: Make) -> None:
    late, early = make(Verb.OPENED, after=9), make(Verb.OPENED, after=1)
    assert ordered([late, early, late]) == [early, late]

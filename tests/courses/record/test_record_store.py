"""The study record: what is appended is kept, once, in order, by its owner alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from courses.record import RecordError, StudyRecord, Verb, record_file, records_folder
from tests.courses.record.conftest import ACTOR, Make


def test_what_is_appended_is_read_back_in_order(record: StudyRecord, make: Make) -> None:
    events = [make(Verb.OPENED), make(Verb.ANSWERED, "item:a-001", after=5, success=True)]
    stored = [event for one in events for event in record.append(one).events]
    assert [event.seq for event in stored] == [1, 2]
    assert record.read().events == tuple(stored)
    assert record.append(make(Verb.COMPLETED), make(Verb.READ, "article:宪法/5")).events[1].seq == 4
    assert len(record.path.read_bytes().splitlines()) == 4


def test_a_record_not_begun_is_empty_and_writes_nothing(record: StudyRecord, root: Path) -> None:
    reading = record.read()
    assert (reading.lines, reading.events, record.torn_ends()) == (0, (), ())
    assert not root.exists()


def test_the_record_lies_below_the_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XUEFA_HOME", str(tmp_path))
    assert StudyRecord(ACTOR).path == tmp_path / "records" / ACTOR / "study.jsonl"
    assert records_folder() == tmp_path / "records"


def test_only_its_owner_may_look_into_the_folder(record: StudyRecord, make: Make) -> None:
    record.append(make(Verb.OPENED))
    assert record.path.parent.stat().st_mode & 0o777 == 0o700
    assert record.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("person", ["", "..", "../x", "a/b", "a\\b", "张三", "a\n", "x" * 65, "."])
def test_an_id_that_is_none_is_refused(person: str, root: Path) -> None:
    with pytest.raises(RecordError, match="人员编号只能用"):
        StudyRecord(person, root)


def test_a_folder_that_leads_elsewhere_is_refused(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    root.mkdir()
    (root / ACTOR).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(RecordError, match="链接"):
        record_file(ACTOR, root)


def test_a_file_that_is_a_link_is_not_followed(
    record: StudyRecord, make: Make, tmp_path: Path
) -> None:
    record.path.parent.mkdir(parents=True)
    record.path.symlink_to(tmp_path / "victim")
    with pytest.raises(RecordError, match="没有写入"):
        record.append(make(Verb.OPENED))
    assert not (tmp_path / "victim").exists()


def test_events_of_others_and_unknown_verbs_are_refused(record: StudyRecord, make: Make) -> None:
    event = make(Verb.OPENED)
    with pytest.raises(RecordError, match="不是本人"):
        record.append(event, event.model_copy(update={"actor": "P00002"}))
    with pytest.raises(RecordError, match="不认识的动作 dreamt"):
        record.append(event.model_copy(update={"verb": "dreamt"}))
    assert not record.path.exists()


def test_the_same_event_is_stored_once(record: StudyRecord, root: Path, make: Make) -> None:
    one, two = make(Verb.OPENED), make(Verb.READ, "article:宪法/5")
    first = record.append(one, one)
    assert [event.seq for event in first.events] == [1, 1]
    other = StudyRecord(ACTOR, root)
    assert [event.seq for event in other.append(two, one).events] == [2, 1]
    assert [event.id for event in record.read().events] == [one.id, two.id]
    assert record.read().lines == 2


def test_seq_goes_on_after_what_another_writer_wrote(
    record: StudyRecord, root: Path, make: Make
) -> None:
    other = StudyRecord(ACTOR, root)
    for n, writer in enumerate([record, other, other, record, other], start=1):
        assert writer.append(make(Verb.EXPERIENCED)).events[0].seq == n


def test_a_corrupt_line_in_the_middle_stays_and_is_listed(
    record: StudyRecord, root: Path, make: Make
) -> None:
    record.append(make(Verb.OPENED), make(Verb.EXPERIENCED, after=9), make(Verb.COMPLETED))
    lines = record.path.read_bytes().splitlines(keepends=True)
    record.path.write_bytes(lines[0] + lines[1][:30] + b"\n" + lines[2])
    assert StudyRecord(ACTOR, root).append(make(Verb.OPENED)).events[0].seq == 4
    reading = record.read()
    assert [event.seq for event in reading.events] == [1, 3, 4]
    assert [fault.line for fault in reading.faults] == [2]
    assert lines[1][:30] in record.path.read_bytes()


def test_a_file_replaced_by_a_backup_is_read_anew(record: StudyRecord, make: Make) -> None:
    one = make(Verb.OPENED)
    record.append(one)
    backup = record.path.read_bytes()
    two = make(Verb.COMPLETED)
    record.append(two)
    record.path.unlink()
    record.path.write_bytes(backup)
    assert [event.seq for event in record.append(one, two).events] == [1, 2]
    assert [event.id for event in record.read().events] == [one.id, two.id]

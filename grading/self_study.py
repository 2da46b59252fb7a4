"""Self-study (自主学习): everybody's study record, joined with the roster and turned into hours.

The records lie in ``<folder>/<人员编号>/study.jsonl``; :mod:`courses.record` says what is in them
and how hours are credited. Every line is counted, a repetition, or set aside with a reason.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pandera.pandas as pa

from courses.record import (
    RULES_FILE,
    Credit,
    CreditRules,
    Event,
    LessonCredit,
    by_course,
    credit,
    last_answers,
    load_rules,
)
from courses.record.lines import parse
from courses.record.store import FILE_NAME
from courses.record.torn import read_torn, torn_file
from grading.roster import REASON
from grading.tables import (
    FILE,
    NAME,
    PERSON_ID,
    ROW,
    SHEET,
    UNIT,
    Source,
    TableError,
    id_key,
    sha256_of,
)

COURSE, MINUTES, HOURS, ANSWERED, ACCURACY = "课程", "活跃分钟", "学时", "答题数", "正确率"
NOTE, LINES = "备注", "行数"
OUTSIDE = "课外练习"
_PERSON = (PERSON_ID, NAME, UNIT)
_JUDGED = "judged"
COLUMNS = (PERSON_ID, NAME, UNIT, COURSE, MINUTES, HOURS, ANSWERED, ACCURACY, NOTE)
SET_ASIDE_COLUMNS = (PERSON_ID, NAME, UNIT, REASON, FILE, SHEET, ROW, LINES)
UNKNOWN = "编号不在名册中"
NEWER = "本版本不认识的记录类型，请升级后再统计"
TORN = "写入时中断留下的半行，当时没有保存成功"

SELF_STUDY_SCHEMA = pa.DataFrameSchema(
    {
        PERSON_ID: pa.Column(str),
        NAME: pa.Column(str),
        UNIT: pa.Column(str),
        COURSE: pa.Column(str, pa.Check.str_length(min_value=1)),
        MINUTES: pa.Column("float64", pa.Check.ge(0)),
        HOURS: pa.Column("float64", pa.Check.ge(0)),
        ANSWERED: pa.Column("int64", pa.Check.ge(0)),
        ACCURACY: pa.Column("float64", pa.Check.in_range(0, 1), nullable=True),
        NOTE: pa.Column(str),
    },
    strict=True,
    unique=[PERSON_ID, COURSE],
)
"""One row per person and course; 正确率 is a share of 1, missing where nothing was judged."""


@dataclass(frozen=True, slots=True)
class SelfStudy:
    """The figures of self-study: ``lines`` = ``counted`` + ``duplicates`` + lines set aside.

    Attributes:
        frame: :data:`SELF_STUDY_SCHEMA`, in the order of the roster.
        evidence: 人员编号 → what the row rests on: lessons, times and event ids.
        set_aside: :data:`SET_ASIDE_COLUMNS`; one row per file and reason, 行号 the first line's.
        accuracy: right answers as a share of all judged ones; None if none was judged.
        rules: the rules the hours were credited by.
    """

    frame: pd.DataFrame
    evidence: Mapping[str, Credit]
    set_aside: pd.DataFrame
    lines: int
    counted: int
    duplicates: int
    accuracy: float | None
    rules: CreditRules
    sources: tuple[Source, ...]

    @property
    def lines_set_aside(self) -> int:
        """Lines that entered no figure and are to be looked into."""
        return int(self.set_aside[LINES].sum())

    def totals(self) -> dict[str, int | float | None]:
        """Return people, active minutes, hours, answered and accuracy in all."""
        return {
            "people": int(self.frame[PERSON_ID].nunique()),
            "minutes": round(float(self.frame[MINUTES].sum()), 1),
            "hours": round(float(self.frame[HOURS].sum()), 6),
            "answered": int(self.frame[ANSWERED].sum()),
            "accuracy": self.accuracy,
        }


@dataclass(frozen=True, slots=True)
class _Sorted:
    """One record's lines told apart; ``aside`` maps a reason to line numbers."""

    file: Path
    person: str
    events: tuple[Event, ...]
    lines: int
    outside: int
    aside: Mapping[str, Sequence[int]]
    torn: int
    sha256: str


def self_study(folder: Path, people: pd.DataFrame, rules_file: Path | None = None) -> SelfStudy:
    """Read all records below ``folder`` and count them.

    Args:
        folder: holds one folder per person, named with the 人员编号.
        people: the roster (``grading.roster.ROSTER_SCHEMA``).
        rules_file: the rules of credit hours; None for those that ship.

    Raises:
        TableError: there is no such folder.
        CreditRulesError: the rules cannot be used.
        OSError: a record cannot be read.
    """
    if not folder.is_dir():
        raise TableError(str(folder), "", "", "没有这个学习记录文件夹", "请核对 --study 的路径")
    path = rules_file or RULES_FILE
    rules = load_rules(path)
    roster = {
        row[0]: dict(zip(_PERSON, row, strict=True))
        for row in people[list(_PERSON)].itertuples(index=False, name=None)
    }
    records = [_sort(file, rules, roster) for file in sorted(folder.glob(f"*/{FILE_NAME}"))]
    events = _by_person(records, roster)
    evidence = {person: credit(own, rules) for person, own in events.items()}
    rows = [
        {**roster[person], **row}
        for person, own in events.items()
        for row in _course_rows(own, by_course(evidence[person]))
    ]
    aside = _set_aside_frame([row for one in records for row in _set_aside_rows(one, roster)])
    lines, counted = sum(one.lines for one in records), sum(map(len, events.values()))
    return SelfStudy(
        frame=_frame(rows),
        evidence=evidence,
        set_aside=aside,
        lines=lines,
        counted=counted,
        duplicates=lines - counted - int(aside[LINES].sum()),
        accuracy=_accuracy([right for row in rows for right in row[_JUDGED]]),
        rules=rules,
        sources=(_records_source(folder, records), _rules_source(path)),
    )


def _sort(file: Path, rules: CreditRules, roster: Collection[str]) -> _Sorted:
    person, data = id_key(file.parent.name), file.read_bytes()
    reading, torn = parse(data, file.parent.name), len(read_torn(file))
    reasons: dict[str, list[int]] = {}
    if person not in roster:
        reasons[UNKNOWN] = list(range(1, reading.lines + 1))
        kept, outside = [], 0
    else:
        for fault in reading.faults:
            reasons.setdefault(fault.reason, []).append(fault.line)
        found = list(zip(reading.events, reading.numbers, strict=True))
        within = [(event, line) for event, line in found if rules.period.holds(event.day)]
        reasons[NEWER] = [line for event, line in within if not event.known]
        kept = [event for event, _ in within if event.known]
        outside = len(found) - len(within)
    lines = reading.lines + torn - outside
    digest = hashlib.sha256(data).hexdigest()
    return _Sorted(file, person, tuple(kept), lines, outside, reasons, torn, digest)


def _by_person(records: Iterable[_Sorted], roster: Iterable[str]) -> dict[str, list[Event]]:
    """Everybody's events, each id once, in the order of the roster; folders may differ in case."""
    events: dict[str, dict[str, Event]] = {}
    for record in records:
        events.setdefault(record.person, {}).update({event.id: event for event in record.events})
    return {person: list(events[person].values()) for person in roster if events.get(person)}


def _set_aside_rows(
    record: _Sorted, roster: Mapping[str, Mapping[str, str]]
) -> Iterator[dict[str, object]]:
    who = {PERSON_ID: record.file.parent.name, **roster.get(record.person, {})}
    found = [(reason, _label(record.file), lines) for reason, lines in record.aside.items()]
    found.append((TORN, _label(torn_file(record.file)), range(1, record.torn + 1)))
    for reason, label, lines in found:
        if lines:
            said = f"{reason}（{len(lines)} 行）"
            yield {**who, REASON: said, FILE: label, ROW: lines[0], LINES: len(lines)}


def _set_aside_frame(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame.from_records(list(rows), columns=list(SET_ASIDE_COLUMNS))
    texts = [column for column in SET_ASIDE_COLUMNS if column not in (ROW, LINES)]
    frame[texts] = frame[texts].fillna("").astype("str")
    return frame.astype({ROW: "int64", LINES: "int64"})


def _frame(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    frame = pd.DataFrame.from_records([dict(row) for row in rows], columns=list(COLUMNS))
    texts = dict.fromkeys((*_PERSON, COURSE, NOTE), "str")
    figures = {MINUTES: "float64", HOURS: "float64", ANSWERED: "int64", ACCURACY: "float64"}
    return SELF_STUDY_SCHEMA.validate(frame.astype({**texts, **figures}))


def _course_rows(
    events: Sequence[Event], earned: Mapping[str, Sequence[LessonCredit]]
) -> Iterator[dict[str, Any]]:
    courses: dict[str, list[Event]] = {}
    for event in events:
        courses.setdefault(event.course or "", []).append(event)
    for course, own in sorted(courses.items()):
        lessons = earned.get(course, ())
        answers = last_answers(own).values()
        judged = [answer.right for answer in answers if answer.right is not None]
        yield {
            COURSE: course or OUTSIDE,
            MINUTES: round(sum(one.active.total_seconds() for one in lessons) / 60, 1),
            HOURS: float(sum(one.hours for one in lessons)),
            ANSWERED: len(answers),
            ACCURACY: _accuracy(judged),
            NOTE: "；".join(f"{one.lesson} {one.shortfall}" for one in lessons if one.shortfall),
            _JUDGED: judged,
        }


def _accuracy(judged: Sequence[bool]) -> float | None:
    return sum(judged) / len(judged) if judged else None


def _label(file: Path) -> str:
    return f"{file.parent.parent.name}/{file.parent.name}/{file.name}"


def _records_source(folder: Path, records: Sequence[_Sorted]) -> Source:
    """All records as one source: its digest covers every folder's name and file."""
    digests = "\n".join(f"{one.file.parent.name} {one.sha256}" for one in records)
    return Source(
        f"{folder.name}/*/{FILE_NAME}（{len(records)} 份）",
        hashlib.sha256(digests.encode()).hexdigest(),
        sum(one.lines for one in records),
        sum(one.outside for one in records),
    )


def _rules_source(path: Path) -> Source:
    rules = sum(1 for line in path.read_text("utf-8-sig").splitlines() if _is_rule(line))
    return Source(f"{path.name}（学时规则）", sha256_of(path), rules)


def _is_rule(line: str) -> bool:
    return "=" in line and not line.lstrip().startswith("#")

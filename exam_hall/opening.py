"""Opening the exam room: the trainer's files, the hall's secret and journal, checked together."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from exam_hall.allotment import read_allotment
from exam_hall.deciding import Rules
from exam_hall.errors import SetupError
from exam_hall.handing_in import Outbox
from exam_hall.ids import utc_now
from exam_hall.journal import FILE_NAME, Journal
from exam_hall.record import Record
from exam_hall.released import Released, load_released
from exam_hall.room import ExamRoom
from exam_hall.secret import FILE_NAME as SECRET_FILE
from exam_hall.secret import load_secret
from exam_hall.sitting import Sitting
from exam_hall.storage import Disk


def hall_folder() -> Path:
    """Where the hall keeps its secret and journals: ``$XUEFA_HOME/hall``."""
    return Path(os.environ.get("XUEFA_HOME") or Path.home() / ".xuefa").expanduser() / "hall"


def journal_file(home: Path, exam: str) -> Path:
    """Where the journal of an exam's sitting lies."""
    return home / exam / FILE_NAME


def open_room(
    sitting: Sitting,
    home: Path,
    *,
    disk: Disk | None = None,
    clock: Callable[[], dt.datetime] = utc_now,
) -> ExamRoom:
    """Open the room of a sitting, as a crash may have left it.

    Whoever opens it goes on to ``sweep`` and ``deliver_all``: time may have run out meanwhile.

    Args:
        sitting: its rules.
        home: the hall's folder, as :func:`hall_folder`.
        disk: where the journal's writes go, the operating system unless given.
        clock: the server's clock.

    Raises:
        SetupError: sitting, papers, allotment and journal do not fit together.
        StorageError: another hall has the room, or the disk refuses.
    """
    released = load_released(sitting.released_folder, sitting.exam)
    allotment = read_allotment(sitting.allotment_file, released.papers)
    if faults := list(_misfits(sitting, released, allotment)):
        raise SetupError(*faults)
    digests = {form: paper.sha256 for form, paper in released.papers.items()}
    rules = Rules(sitting, released.papers, digests, allotment, load_secret(home / SECRET_FILE))
    journal = Journal(journal_file(home, sitting.exam), disk=disk, clock=clock)
    if faults := list(_changed(digests, allotment, journal.records())):
        journal.close()
        raise SetupError(*faults)
    outbox = Outbox(sitting.course, sitting.exam, released)
    outbox.clear_drafts()
    return ExamRoom(rules, journal, outbox)


def _misfits(sitting: Sitting, released: Released, allotment: Mapping[str, str]) -> Iterator[str]:
    for candidate in sorted(sitting.extra_minutes.keys() - allotment.keys()):
        yield f"场次文件的 extra_minutes.{candidate}：分配名单里没有这个人员编号，请改正或补充分配"
    for form in sorted(released.papers):
        needed = sitting.seconds(released.papers[form].duration_s)
        if (sitting.closes - sitting.opens).total_seconds() < needed:
            yield (
                f"场次文件的 closes：从开放到关闭不足考试时长 {needed // 60} 分钟，"
                "请推迟关闭或改短 duration_minutes"
            )
            return


def _changed(
    digests: Mapping[str, str], allotment: Mapping[str, str], records: Iterable[Record]
) -> Iterator[str]:
    """What somebody has sat and is no longer what it was."""
    papers: set[tuple[str, str]] = set()
    for record in records:
        for attempt in record.attempts:
            papers.add((attempt.started.form, attempt.started.paper_sha256))
            if allotment.get(record.candidate) != attempt.started.form:
                yield f"分配名单的 {record.candidate}：已按 {attempt.started.form} 卷开考，请改回"
    for form, digest in sorted(papers):
        if digests.get(form) != digest:
            yield f"{form} 卷在开考后被换过，与考生所答的不同：请换回原来发布的试卷"

"""Re-checks (成绩复核) from the trainer's side: what is asked, and answering it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from exam_hall.contract import ContractError
from exam_hall.results import (
    RECHECK_FILE,
    Recheck,
    Result,
    only_writer,
    published_folder,
    read_recheck,
    read_result,
    replace_files,
    tidy,
)
from grading.answer_key import GradingError
from grading.ids import id_key
from grading.publish import published_people
from grading.publish_store import note

MAX_ANSWER_CHARS = 1000


@dataclass(frozen=True, slots=True)
class Asked:
    """An open request, with the result as published now; both ``None`` where a file is damaged."""

    candidate: str
    recheck: Recheck | None
    result: Result | None


def open_rechecks(course: Path, exam: str) -> list[Asked]:
    """The requests that wait for an answer, the oldest first, damaged ones last.

    Raises:
        OSError: a file cannot be read.
    """
    far = dt.datetime.max.replace(tzinfo=dt.UTC)
    found = list(_open(course, exam))
    return sorted(found, key=lambda asked: asked.recheck.asked_at if asked.recheck else far)


def _open(course: Path, exam: str) -> Iterator[Asked]:
    for candidate in published_people(course, exam):
        folder = published_folder(course, candidate, exam)
        try:
            recheck, result = read_recheck(folder), read_result(folder)
        except ContractError:
            yield Asked(candidate, None, None)
            continue
        if recheck and recheck.state == "asked":
            yield Asked(candidate, recheck, result)


def answer_recheck(
    course: Path, exam: str, candidate: str, answer: str, now: dt.datetime
) -> Recheck:
    """Answer a request; the hall shows the answer from then on, the history keeps both.

    Raises:
        GradingError: nothing to say or too much, no such request, or it was answered before.
        OSError: the disk refuses; the request is as it was.
    """
    said = tidy(answer)
    if not said or len(said) > MAX_ANSWER_CHARS:
        raise GradingError(f"答复须有内容，至多 {MAX_ANSWER_CHARS} 字（现为 {len(said)} 字）")
    folder = published_folder(course, _person(course, exam, candidate), exam)
    with only_writer(folder):
        asked = _asked(folder)
        if asked.state == "answered":
            if asked.answer == said:
                return asked
            raise GradingError("这份复核申请已经答复过，没有更改")
        answered = replace(asked, state="answered", answered_at=now, answer=said)
        about = {"asked_at": asked.asked_at.isoformat(), "text": asked.text, "answer": said}
        note(folder, now, "recheck", about, "答复复核申请")
        replace_files(folder, {RECHECK_FILE: answered.to_json()})
    return answered


def _asked(folder: Path) -> Recheck:
    try:
        asked = read_recheck(folder)
    except ContractError as error:
        raise GradingError(f"复核申请损坏：{error}。请请考生本人重新说明，另行答复") from error
    if asked is None:
        raise GradingError("此人没有申请复核：请用 xuefa grade rechecks 考试 --show-ids 核对编号")
    return asked


def _person(course: Path, exam: str, candidate: str) -> str:
    """The folder of a person, however their number is typed."""
    people = published_people(course, exam)
    alike = [person for person in people if id_key(person) == id_key(candidate)]
    if candidate in people or len(alike) == 1:
        return candidate if candidate in people else alike[0]
    raise GradingError(
        f"考试 {exam} 没有公布过此人的成绩：请用 xuefa grade rechecks {exam} --show-ids 核对编号"
    )

"""An exam to try out: released, allotted to one official, and open from now on."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from question_bank.allot import write_allotment
from question_bank.assemble import assemble
from question_bank.bank import Bank
from question_bank.blueprint import load_blueprint
from question_bank.release import release

OPEN_FOR = dt.timedelta(days=365)
CHINA = dt.timezone(dt.timedelta(hours=8))
SITTING = """\
# 试考：{person} 一人，交卷以后就算考完，可以阅卷、公布。
exam = "{exam}"
course = "."
opens = {opens:%Y-%m-%dT%H:%M:%S}
closes = {closes:%Y-%m-%dT%H:%M:%S}
invigilators = ["J00001"]
"""


@dataclass(frozen=True, slots=True)
class Trial:
    """The exam's name, its course folder and its sitting file."""

    exam: str
    course: Path
    sitting: Path


def write_trial(course: Path, bank: Bank, person: str, seed: int, now: dt.datetime) -> Trial:
    """Assemble, release and allot an exam for ``person``, and write its sitting file.

    Each has a name of its own: what was sat stays in the hall's journal when the demo is made anew.
    """
    moment = now.astimezone(CHINA)
    exam = assemble(
        bank, load_blueprint("quick"), seed, moment.date(), f"trial-{moment:%m%d-%H%M%S}"
    )
    release(course, exam)
    write_allotment(course, exam.name, {person: next(iter(exam.forms))})
    sitting = course / "sitting.toml"
    text = SITTING.format(person=person, exam=exam.name, opens=moment, closes=moment + OPEN_FOR)
    sitting.write_text(text, "utf-8")
    return Trial(exam.name, course, sitting)

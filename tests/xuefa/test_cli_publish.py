"""``xuefa grade publish``, ``unpublish``, ``rechecks`` and ``answer-recheck`` as typed."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from pathlib import Path

import pytest

from exam_hall.events import Started, TimeGranted, Voided, encode
from exam_hall.results import ask_recheck, published_folder, read_result, shown
from question_bank.exam import Exam
from tests.support.commands import Xuefa
from tests.support.graded_course import GOOD
from tests.support.hand_ins import hand_in
from tests.support.published_course import (
    copy_exam,
    history,
    make_final,
    set_score,
    write_sitting,
)

MINUTE = dt.timedelta(minutes=1)


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


@pytest.fixture
def course(released_course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XUEFA_HOME", str(tmp_path / "home"))
    return Path(shutil.copytree(released_course, tmp_path / "course"))


@pytest.fixture
def journal(tmp_path: Path, course: Path, exam: Exam) -> Path:
    path = tmp_path / "home" / "hall" / exam.name / "journal.jsonl"
    path.parent.mkdir(parents=True)
    return path


def begun(exam: Exam, candidate: str, deadline: dt.datetime, seq: int = 1) -> bytes:
    event = Started(
        seq=seq,
        at=deadline - 60 * MINUTE,
        candidate=candidate,
        attempt=1,
        form="A",
        paper_sha256=exam.paper("A").sha256,
        deadline=deadline,
        client="page",
    )
    return encode(event)


def test_a_trainer_publishes_answers_regrades_and_takes_back(
    xuefa: Xuefa, course: Path, exam: Exam
) -> None:
    first, _ = make_final(course, exam)
    options = (exam.name, "--course", course)
    status, said = xuefa("grade", "publish", *options)
    assert status == 0
    assert "已公布 2 人的成绩：新公布 2，得分更正 0，仅反馈或复核期限更新 0，没有变化 0。" in said
    folder = published_folder(course, first, exam.name)
    ask_recheck(folder, "请看第 20 题\n[red]理由[/]", now())

    status, said = xuefa("grade", "rechecks", *options)
    assert status == 0
    assert "P0***0" in said
    assert first not in said
    assert "请看第 20 题\n  [red]理由[/]" in said
    assert "待答复的复核申请 1 件" in said
    assert first in xuefa("grade", "rechecks", *options, "--show-ids")[1]

    set_score(course, first, "q20", 5.0)
    status, said = xuefa("grade", "publish", *options, "--why", "第 20 题复核")
    assert status == 0
    assert "得分更正 1" in said
    assert f"有 1 件复核申请待答复：xuefa grade rechecks {exam.name}" in said
    assert history(folder)[-1]["why"].startswith("第 20 题复核：")

    answered = xuefa("grade", "answer-recheck", exam.name, first, "--text", "已改分", *options[1:])
    assert answered == (0, "已答复 P0***0 的复核申请。\n")
    told = shown(folder, now())
    assert told is not None
    assert (told["recheck"]["state"], told["recheck"]["answer"]) == ("answered", "已改分")

    assert xuefa("grade", "unpublish", *options) == (0, "已撤回 2 人的成绩。\n")
    assert shown(folder, now()) is None
    assert xuefa("grade", "unpublish", *options) == (0, "没有已公布的成绩，没有撤回。\n")


def test_everything_in_the_way_is_told_at_once(xuefa: Xuefa, course: Path, exam: Exam) -> None:
    for person in ("P1", "P2"):
        hand_in(course, exam.name, person, "A", GOOD)
    (course / "submitted" / "P2" / exam.name / "answers.json").write_bytes(b"{")
    xuefa("grade", exam.name, "--course", course)
    status, said = xuefa("grade", "publish", exam.name, "--course", course)
    assert status == 1
    assert "成绩没有公布" in said
    assert "1 份答卷有题目待人工评阅（第 20 题 1 份）" in said
    assert "1 份答卷未能评阅" in said
    assert "P1" not in said
    assert not (course / "published").exists()


def test_a_paper_left_out_is_accounted_for(xuefa: Xuefa, course: Path, exam: Exam) -> None:
    _, second = make_final(course, exam)
    (course / "submitted" / second / exam.name / "answers.json").write_bytes(b"{")
    options = (exam.name, "--course", course, "--without-set-aside")
    status, said = xuefa("grade", "publish", *options)
    assert status == 0
    assert "已公布 1 人的成绩" in said
    assert "没有公布：未能评阅 1 份，作答已作废 0 份" in said


@pytest.mark.parametrize("recheck_days", [0, 10])
def test_the_period_for_rechecks_is_the_trainers(
    xuefa: Xuefa, course: Path, exam: Exam, recheck_days: int
) -> None:
    (person,) = make_final(course, exam, 1)
    options = (exam.name, "--course", course, "--recheck-days", recheck_days)
    assert xuefa("grade", "publish", *options)[0] == 0
    result = read_result(published_folder(course, person, exam.name))
    assert result is not None
    days = (result.recheck_until - result.published_at) / dt.timedelta(days=1)
    assert (days == 0) if recheck_days == 0 else (10 < days <= 11)
    assert xuefa("grade", "publish", exam.name, "--recheck-days", -1)[0] == 2


@pytest.mark.parametrize("where", ["below", "named", "other-exam"])
def test_no_result_while_a_sitting_with_the_same_items_is_open(
    xuefa: Xuefa, course: Path, exam: Exam, tmp_path: Path, where: str
) -> None:
    make_final(course, exam, 1)
    folder = {"below": course / "sittings", "named": tmp_path / "else"}.get(where, course)
    folder.mkdir(exist_ok=True)
    name = "make-up" if where == "other-exam" else exam.name
    if where == "other-exam":
        copy_exam(course, exam, name, ("B",))
    # closed five minutes ago, but one candidate has ten minutes more
    path = write_sitting(
        folder, name, now() - 5 * MINUTE, course=f'"{course}"', extra_minutes="{P1 = 10, P2 = 3}"
    )
    command: tuple[object, ...] = ("grade", "publish", exam.name, "--course", course)
    command += ("--sitting", path) if where == "named" else ()
    status, said = xuefa(*command)
    assert status == 1
    assert f"场次 sitting.toml（考试 {name}）到 " in said
    assert "请在它结束后再公布" in said
    assert not (course / "published").exists()
    path.write_text(path.read_text("utf-8").replace("P1 = 10", "P1 = 2"), "utf-8")
    assert xuefa(*command)[0] == 0


def test_grace_counts_and_then_the_sitting_is_over(xuefa: Xuefa, course: Path, exam: Exam) -> None:
    make_final(course, exam, 1)
    command = ("grade", "publish", exam.name, "--course", course)
    write_sitting(course, exam.name, now() - MINUTE, grace_s=300)
    assert xuefa(*command)[0] == 1
    write_sitting(course, exam.name, now() - MINUTE, grace_s=0)
    assert xuefa(*command)[0] == 0


def test_time_granted_on_the_spot_keeps_a_sitting_open(
    xuefa: Xuefa, course: Path, exam: Exam, journal: Path
) -> None:
    make_final(course, exam, 1)
    closes = now() - 5 * MINUTE
    write_sitting(course, exam.name, closes)
    granted = TimeGranted(
        seq=2,
        at=closes,
        candidate="P9",
        attempt=1,
        client="room",
        client_seq=1,
        by="T1",
        seconds=1800,
        reason="停电",
    )
    journal.write_bytes(begun(exam, "P9", closes) + encode(granted))
    command = ("grade", "publish", exam.name, "--course", course)
    status, said = xuefa(*command)
    assert status == 1
    assert "才结束" in said
    journal.write_bytes(begun(exam, "P9", closes))
    assert xuefa(*command)[0] == 0


def test_an_attempt_the_hall_annulled_has_no_result(
    xuefa: Xuefa, course: Path, exam: Exam, journal: Path
) -> None:
    first, second = make_final(course, exam)
    closes = now() - dt.timedelta(days=30)
    write_sitting(course, exam.name, closes)
    void = Voided(
        seq=2, at=closes, candidate=second, attempt=1, by="T1", reason="替考", again=False
    )
    journal.write_bytes(begun(exam, second, closes) + encode(void))
    status, said = xuefa("grade", "publish", exam.name, "--course", course)
    assert status == 0
    assert "作答已作废 1 份" in said
    assert [p.name for p in (course / "published").iterdir()] == [first]


def test_a_journal_of_another_account_is_said_to_be_unread(
    xuefa: Xuefa, course: Path, exam: Exam, journal: Path
) -> None:
    make_final(course, exam, 1)
    write_sitting(course, exam.name, now() - 5 * MINUTE)
    journal.mkdir()  # as unreadable as a file without permission, for any account
    status, said = xuefa("grade", "publish", exam.name, "--course", course)
    assert status == 0
    assert f"考试 {exam.name} 的考场日志读不出来，只按场次文件判断" in said


def test_a_sitting_file_with_a_slip_is_told_and_nothing_published(
    xuefa: Xuefa, course: Path, exam: Exam
) -> None:
    make_final(course, exam, 1)
    write_sitting(course, exam.name, now(), attempts=0)
    status, said = xuefa("grade", "publish", exam.name, "--course", course)
    assert status == 1
    assert "sitting.toml 的 attempts：不得小于 1，请改正" in said
    assert not (course / "published").exists()


def test_what_candidates_hand_in_is_no_sitting(xuefa: Xuefa, course: Path, exam: Exam) -> None:
    (person,) = make_final(course, exam, 1)
    write_sitting(course / "submitted" / person / exam.name, exam.name, now() + MINUTE)
    assert xuefa("grade", "publish", exam.name, "--course", course)[0] == 0


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("publish", "missing"), "没有考试 missing"),
        (("unpublish", "missing"), "没有考试 missing：请核对考试代号"),
        (("answer-recheck", "every-kind", "P1", "--text", "无误"), "没有公布过此人的成绩"),
        (("publish", "every-kind", "--sitting", "none.toml"), "none.toml：找不到这个场次文件"),
    ],
)
def test_what_there_is_not_is_named(
    xuefa: Xuefa, course: Path, command: tuple[str, ...], said: str
) -> None:
    status, told = xuefa("grade", *command, "--course", course)
    assert status == 1
    assert said in told
    assert not re.search("Traceback|Error", told)


def test_a_folder_that_cannot_be_written_is_named(xuefa: Xuefa, course: Path, exam: Exam) -> None:
    make_final(course, exam, 1)
    (course / "published").write_text("不是文件夹", "utf-8")
    status, said = xuefa("grade", "publish", exam.name, "--course", course)
    assert status == 1
    assert "读写不了：请核对路径和权限" in said
    assert "Errno" not in said


def test_what_is_printed_names_nobody(xuefa: Xuefa, course: Path, exam: Exam) -> None:
    people = make_final(course, exam)
    (published_folder(course, people[0], exam.name)).mkdir(parents=True)
    (published_folder(course, people[0], exam.name) / "recheck.json").write_text("{", "utf-8")
    options = (exam.name, "--course", course)
    said = "".join(
        xuefa("grade", *command)[1]
        for command in (
            ("publish", *options),
            ("rechecks", *options),
            ("unpublish", *options),
        )
    )
    assert "申请或成绩文件损坏" in said
    assert not [person for person in people if person in said]
    assert json.loads((course / "exams" / exam.name / "graded.json").read_text("utf-8"))

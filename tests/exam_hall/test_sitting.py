"""The sitting file: what a trainer may write, and how every slip is told."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from exam_hall.errors import SetupError
from exam_hall.sitting import EXAMPLE, Sitting, load_sitting
from tests.exam_hall.conftest import OPENS, make_sitting

GOOD = """
exam = "exam-1"
course = "course"
opens = 2026-09-18T09:00:00
closes = 2026-09-18T10:30:00+08:00
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "场次.toml"
    path.write_text(text, "utf-8")
    return path


def faults(tmp_path: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(SetupError) as caught:
        load_sitting(written(tmp_path, text))
    return caught.value.faults


def test_four_lines_are_enough(tmp_path: Path) -> None:
    sitting = load_sitting(written(tmp_path, GOOD))
    assert (sitting.attempts, sitting.grace_s, sitting.password_required) == (1, 60, False)
    assert sitting.course == tmp_path / "course"
    assert sitting.released_folder == tmp_path / "course" / "release" / "exam-1"
    assert sitting.allotment_file == tmp_path / "course" / "exams" / "exam-1" / "allotment.csv"
    assert sitting.last_entry == sitting.closes


def test_the_example_that_ships_explains_every_field() -> None:
    assert load_sitting(EXAMPLE).exam == "exam-2026"
    for name in Sitting.model_fields:
        assert re.search(rf"^(# )?\[?{name}\b.*#", EXAMPLE.read_text("utf-8"), re.MULTILINE), name


@pytest.mark.parametrize(
    "nine",
    [
        "2026-09-18T09:00:00",
        "2026-09-18 09:00:00+08:00",
        "2026-09-18T01:00:00Z",
        '"2026-09-18 09:00"',
        '"2026-09-18T03:00+02:00"',
    ],
)
def test_a_time_is_chinas_unless_it_names_its_offset(tmp_path: Path, nine: str) -> None:
    sitting = load_sitting(written(tmp_path, GOOD.replace("2026-09-18T09:00:00", nine)))
    assert sitting.opens == OPENS
    assert sitting.opens.tzinfo is dt.UTC


def test_everything_a_trainer_may_write(tmp_path: Path) -> None:
    more = (
        'released = "/srv/papers"\nallotment = "名单.csv"\nlate_entry_minutes = 30\n'
        "duration_minutes = 80\nattempts = 3\ngrace_s = 0\npassword_required = true\n"
        "[extra_minutes]\nP1 = 20\n"
    )
    sitting = load_sitting(written(tmp_path, GOOD + more))
    assert sitting.released_folder == Path("/srv/papers")
    assert sitting.allotment_file == tmp_path / "名单.csv"
    assert sitting.last_entry == OPENS + dt.timedelta(minutes=30)
    assert (sitting.attempts, sitting.grace_s, sitting.password_required) == (3, 0, True)
    assert sitting.extra_minutes == {"P1": 20}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("exam-1", "../exam", "的 exam：考试代号须以小写字母开头"),
        ('"course"', "3", "的 course：应为文件夹或文件的路径，请加引号"),
        ("2026-09-18T09:00:00", '"九点"', "的 opens：不是时间，请写成 2026-09-18T09:00:00 的样子"),
        ("2026-09-18T09:00:00", "2026-09-18", "的 opens：不是时间"),
        ("2026-09-18T09:00:00", "9", "的 opens：不是时间"),
        ("T10:30:00", "T09:00:00", "：closes 不晚于 opens，请改正"),
        ("exam = ", "paper = ", "的 paper：不认识这一项，请删去或改正名称"),
        ("exam = ", "paper = ", "的 exam：缺少这一项，请补上"),
    ],
)
def test_every_slip_names_file_field_and_remedy(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    assert old in GOOD
    found = faults(tmp_path, GOOD.replace(old, new))
    assert any(f"场次.toml {said}" in line or f"场次.toml{said}" in line for line in found)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("attempts = 0", "attempts：不得小于 1，请改正"),
        ("attempts = 21", "attempts：不得大于 20，请改正"),
        ('attempts = "2"', "attempts：应为整数，不加引号"),
        ("grace_s = -1", "grace_s：不得小于 0，请改正"),
        ("late_entry_minutes = 0", "late_entry_minutes：须大于 0，请改正"),
        ("duration_minutes = 601", "duration_minutes：不得大于 600，请改正"),
        ("duration_minutes = 1.5", "duration_minutes：应为整数"),
        ('password_required = "是"', "password_required：应为 true 或 false，不加引号"),
        ("released = 5", "released：应为文件夹或文件的路径，请加引号"),
        ('allotment = ""', "allotment：应为文件夹或文件的路径"),
        ("extra_minutes = 5", "extra_minutes：应为 [表] 的写法，每行一项"),
        ('extra_minutes = {"../P1" = 5}', "extra_minutes.../P1：人员编号只能用字母、数字"),
        ("extra_minutes = {P1 = 0}", "extra_minutes.P1：须大于 0，请改正"),
    ],
)
def test_a_value_that_makes_no_sense_is_told(tmp_path: Path, line: str, said: str) -> None:
    (found,) = faults(tmp_path, f"{GOOD}{line}\n")
    assert f"场次.toml 的 {said}" in found


def test_all_slips_are_told_at_once(tmp_path: Path) -> None:
    assert len(faults(tmp_path, GOOD.replace("exam-1", "") + 'attempts = 0\n"甲" = 1\n')) == 3


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"none\.toml：找不到这个场次文件"):
        load_sitting(tmp_path / "none.toml")
    with pytest.raises(SetupError, match="读不出来"):
        load_sitting(tmp_path)
    (tmp_path / "gbk.toml").write_bytes("# 场次".encode("gb18030"))
    with pytest.raises(SetupError, match="不是 UTF-8"):
        load_sitting(tmp_path / "gbk.toml")
    (line,) = faults(tmp_path, GOOD.replace("T09:00:00", "T09:00"))
    assert "第 4 行写法有误" in line
    assert "时间须写到秒" in line


def test_time_is_up_after_ones_own_time_or_at_closing_and_then_comes_the_extra() -> None:
    sitting = make_sitting(Path(), extra_minutes={"P2": 15})
    minutes = dt.timedelta(minutes=1)
    assert sitting.deadline("P1", OPENS, 3600) == OPENS + 60 * minutes
    assert sitting.deadline("P1", OPENS + 40 * minutes, 3600) == sitting.closes
    assert sitting.deadline("P2", OPENS + 40 * minutes, 3600) == sitting.closes + 15 * minutes
    assert sitting.deadline("P2", OPENS, 3600) == OPENS + 75 * minutes


def test_the_trainers_duration_goes_before_the_papers() -> None:
    assert make_sitting(Path(), duration_minutes=20).seconds(3600) == 1200
    assert make_sitting(Path()).seconds(3600) == 3600

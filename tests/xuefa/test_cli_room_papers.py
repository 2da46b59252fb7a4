"""``xuefa exam room-papers``: everybody is printed once, faults named by file, row and field."""

from __future__ import annotations

import csv
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from question_bank.exam import Exam
from tests.support.commands import Xuefa

NAMES = {
    "P001": ("张建国", "司法所", "2026001"),
    "P002": ("李<b>芳</b>", "党政办公室", "2026002"),
    "P003": ("阿卜杜热合曼·吐尔逊江", "东街社区", "2026003"),
    "P004": ("王敏", "东街社区", "2026004"),
}
FORMS = dict.fromkeys(("P001", "P003"), "A") | dict.fromkeys(("P002", "P004"), "B")
PAGES = ("考场签到表", "座位表", "准考证", "考场情况记录表")

Room = Callable[..., tuple[int, str, Path]]


@pytest.fixture
def place(released_course: Path, exam: Exam, tmp_path: Path) -> Path:
    """A folder with a sitting of a released exam, four people in two forms and their names."""
    shutil.copytree(released_course, tmp_path / "course")
    (tmp_path / "sitting.toml").write_text(
        f'exam = "{exam.name}"\ncourse = "course"\nlate_entry_minutes = 30\n'
        "opens = 2026-09-18T09:00:00\ncloses = 2026-09-18T12:30:00\n",
        "utf-8",
    )
    allot(tmp_path, FORMS)
    list_names(tmp_path, NAMES)
    return tmp_path


def allot(place: Path, forms: dict[str, str]) -> None:
    (path,) = (place / "course" / "exams").glob("*")
    rows = "".join(f"{who},{form}\n" for who, form in forms.items())
    (path / "allotment.csv").write_text(f"人员编号,试卷\n{rows}", "utf-8-sig")


def list_names(place: Path, names: dict[str, tuple[str, ...]], encoding: str = "utf-8-sig") -> None:
    rows = "".join(f"{','.join((who, *said))}\n" for who, said in names.items())
    write_names(place, f"人员编号,姓名,单位,准考证号,座位号\n{rows}", encoding)


def write_names(place: Path, text: str, encoding: str = "utf-8-sig") -> None:
    (place / "names.csv").write_text(text, encoding)


@pytest.fixture
def room(xuefa: Xuefa, place: Path) -> Room:
    """Run the command with the list of names, or with other options."""

    def call(*options: object, names: bool = True) -> tuple[int, str, Path]:
        listed = ("--names", place / "names.csv") if names else ()
        to = place / "prints"
        command = ("exam", "room-papers", place / "sitting.toml", "--out", to, *listed, *options)
        return *xuefa(*command), to

    return call


def seats(folder: Path) -> dict[str, int]:
    with (folder / "座位表.csv").open(encoding="utf-8-sig", newline="") as file:
        return {row["人员编号"]: int(row["座位号"]) for row in csv.DictReader(file)}


def test_all_papers_are_printed_and_everybody_stands_on_each(room: Room, place: Path) -> None:
    status, said, folder = room("--place", "三楼会议室")
    assert status == 0, said
    assert "共 4 人，每排 6 座，坐 1 排" in said
    assert "左右相邻的人试卷都不同" in said
    pages = {name: (folder / f"{name}.html").read_text("utf-8") for name in PAGES}
    for name, page in pages.items():
        assert "2026年9月18日 09:00 至 12:30" in page
        assert "三楼会议室" in page
        assert ("王敏" in page) == (name != "考场情况记录表")
    assert "09:30 以后不得入场" in pages["准考证"]
    assert pages["座位表"].count("王敏") == 2  # to post, and for the invigilators
    assert sorted(seats(folder)) == sorted(NAMES)


def test_nothing_a_list_says_becomes_markup_and_nothing_is_fetched(room: Room) -> None:
    status, said, folder = room()
    assert status == 0, said
    for name in PAGES:
        page = (folder / f"{name}.html").read_text("utf-8")
        assert "<b>" not in page
        assert not re.search(r"<script|<link|src=|url\(|http", page)
    assert "李&lt;b&gt;芳&lt;/b&gt;" in (folder / "准考证.html").read_text("utf-8")


def test_what_is_posted_does_not_tell_the_forms(room: Room) -> None:
    _, _, folder = room("--kind", "seating")
    posted, _, watched = (folder / "座位表.html").read_text("utf-8").partition("（监考用）")
    assert 'class="form' not in posted.partition("</style>")[2]
    assert watched.count('class="form') == len(NAMES)
    assert "请勿张贴" in watched
    for name in ("考场签到表", "准考证"):
        assert not (folder / f"{name}.html").exists()


def test_the_sign_in_sheet_is_a_workbook_too(room: Room) -> None:
    _, _, folder = room("--kind", "sign-in")
    sheet = openpyxl.load_workbook(folder / "考场签到表.xlsx").worksheets[0]
    rows = [list(row) for row in sheet.iter_rows(min_row=3, values_only=True)]
    assert rows[0] == [
        *("序号", "座位号", "姓名", "单位", "准考证号"),
        *("入场签名", "交卷签名"),
    ]
    assert {row[2] for row in rows[1:]} == {said[0] for said in NAMES.values()}
    assert [row[0] for row in rows[1:]] == [1, 2, 3, 4]
    assert sheet.print_title_rows == "$1:$3"


def test_a_list_in_gbk_reads_the_same(room: Room, place: Path) -> None:
    _, _, folder = room()
    before = (folder / "座位表.csv").read_bytes()
    shutil.rmtree(folder)
    list_names(place, NAMES, "gb18030")
    assert room()[0] == 0
    assert (folder / "座位表.csv").read_bytes() == before


def test_seats_stay_when_somebody_is_added(room: Room, place: Path) -> None:
    before = seats(room()[2])
    allot(place, {"P000": "A"} | FORMS)
    list_names(place, {"P000": ("新来的", "", "")} | NAMES)
    status, said, folder = room()
    assert status == 0, said
    assert "沿用已排的座位 4 人，新排 1 人" in said
    assert seats(folder) == before | {"P000": 5}


def test_the_seats_written_may_be_the_list_of_names(room: Room, place: Path) -> None:
    before = seats(room()[2])
    status, said, folder = room("--names", place / "prints" / "座位表.csv", names=False)
    assert status == 0, said
    assert seats(folder) == before
    assert "王敏" in (folder / "准考证.html").read_text("utf-8")


def test_a_seat_in_the_list_counts_before_what_was_dealt(room: Room, place: Path) -> None:
    before = seats(room()[2])
    last = max(before, key=before.__getitem__)
    list_names(place, NAMES | {last: (*NAMES[last], "０01")})
    status, said, folder = room()
    after = seats(folder)
    assert status == 0, said
    assert after[last] == 1
    assert sorted(after.values()) == [1, 2, 3, 4]


def test_where_neighbours_cannot_differ_it_says_where_and_why(room: Room, place: Path) -> None:
    allot(place, dict.fromkeys(NAMES, "A"))
    status, said, _ = room()
    assert status == 0
    assert "试卷相同的座位：1 和 2、2 和 3、3 和 4" in said
    assert "同一试卷超过 2 人就不能全部错开" in said


def test_every_row_that_does_not_fit_is_named(room: Room, place: Path) -> None:
    write_names(
        place,
        "人员编号,姓名,单位,准考证号,座位号\n"
        "P001,张建国,司法所,2026001,1\n"
        ",无号,司法所,2026009,\n"
        "P002,,司法所,2026002,甲\n"
        "p001,张建国,司法所,2026001,2\n"
        "P003,王五,司法所,2026003,1\n"
        "X999,外人,司法所,2026001,1\n",
    )
    status, said, folder = room()
    assert status == 1
    for line in (
        "names.csv 第 3 行的人员编号：空着，请补上，或删去这一行",
        "names.csv 第 4 行的姓名：空着，请补上；只印编号的，请加 --ids-only",
        "names.csv 第 4 行的座位号：须是 1 到 9999 的整数，请改正；由系统排座的空着",
        "names.csv 第 5 行的人员编号：与第 2 行重复，请改正",
        "names.csv 第 5 行的准考证号：与第 2 行重复，请改正",
        "names.csv 第 6 行的座位号：与第 2 行重复，请改正",
        "分配名单第 5 行（P***）：names.csv 里没有这个人员编号，请补上",
    ):
        assert line in said
    assert "P004" not in said
    assert "Traceback" not in said
    assert not folder.exists()


def test_numbers_alone_are_printed_only_when_told_to(room: Room, place: Path) -> None:
    status, said, folder = room(names=False)
    assert (status, folder.exists()) == (1, False)
    assert "请用 --names 给出名单；只印编号的，请加 --ids-only" in said

    write_names(place, "人员编号,姓名\nP001,张建国\n")
    assert room()[0] == 1
    status, said, folder = room("--ids-only")
    assert status == 0, said
    slips = (folder / "准考证.html").read_text("utf-8")
    assert "张建国" in slips
    assert "P004" in slips
    assert "人员编号</th>" in (folder / "考场签到表.html").read_text("utf-8")


def test_the_names_of_the_sitting_are_used_when_none_are_given(room: Room, place: Path) -> None:
    path = place / "sitting.toml"
    path.write_text(f'names = "names.csv"\n{path.read_text("utf-8")}', "utf-8")
    status, said, folder = room(names=False)
    assert status == 0, said
    assert "王敏" in (folder / "准考证.html").read_text("utf-8")


def test_strangers_in_the_list_are_counted_and_not_printed(room: Room, place: Path) -> None:
    list_names(place, NAMES | {"P777": ("外人", "别处", "777")})
    status, said, folder = room()
    assert status == 0
    assert "名单里另有 1 行不在本场的分配名单中，没有印" in said
    assert "外人" not in (folder / "准考证.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--kind", "menu"), "没有 menu 这一种，可写 sign-in、seating、slips、notes"),
        (("--per-page", "3"), "每页印 2 张或 4 张"),
        (("--per-row", "0"), "--per-row"),
    ],
)
def test_a_slip_in_an_option_is_answered_in_chinese(
    room: Room, options: tuple[str, ...], said: str
) -> None:
    status, shown, _ = room(*options)
    assert status == 2
    assert said in shown


@pytest.mark.parametrize(
    ("file", "text", "said"),
    [
        ("sitting.toml", "exam = 3", "sitting.toml 的 exam"),
        ("names.csv", "名字\n张三\n", "找不到含有这些栏目的表头"),
        (
            "prints/座位表.csv",
            "人员编号,座位号\nP001,1\nP002,1\n",
            "第 3 行的座位号：与第 2 行重复",
        ),
    ],
)
def test_a_file_that_does_not_fit_is_named_and_nothing_is_written(
    room: Room, place: Path, file: str, text: str, said: str
) -> None:
    (place / "prints").mkdir()
    (place / file).write_text(text, "utf-8")
    status, shown, folder = room()
    assert status == 1
    assert said in shown
    assert not list(folder.glob("*.html"))


def test_a_folder_that_cannot_be_written_is_named(room: Room, place: Path) -> None:
    (place / "prints").write_text("不是文件夹", "utf-8")
    status, said, _ = room()
    assert status == 1
    assert "读写不了：请核对路径和权限" in said

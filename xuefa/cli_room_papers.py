"""``xuefa exam room-papers``: seats, and what is printed for the exam room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Final

import typer

from exam_hall.allotment import read_allotment
from exam_hall.contract import Paper
from exam_hall.errors import SetupError
from exam_hall.released import load_released
from exam_hall.seating import Seating, most_of_one_form, seat_all, seating_key
from exam_hall.sitting import Sitting, load_sitting
from grading.tables import TableError
from xuefa.console import fail, files, out
from xuefa.room_papers import (
    Guest,
    Occasion,
    guests,
    notes_page,
    occasion_of,
    seating_page,
    sign_in_page,
    slips_page,
)
from xuefa.room_roster import Roster, RosterError, merged_seats, read_roster
from xuefa.room_sheet import write_seats, write_sign_in

KINDS: Final = {
    "sign-in": "考场签到表",
    "seating": "座位表",
    "slips": "准考证",
    "notes": "考场情况记录表",
}
SEATS_FILE: Final = "座位表.csv"
SHOWN: Final = 20
PER_PAGE: Final = (2, 4)


def _known_kinds(kinds: list[str] | None) -> list[str] | None:
    if unknown := [kind for kind in kinds or () if kind not in KINDS]:
        raise typer.BadParameter(f"没有 {unknown[0]} 这一种，可写 {'、'.join(KINDS)}")
    return kinds


def _known_per_page(count: int) -> int:
    if count not in PER_PAGE:
        raise typer.BadParameter("每页印 2 张或 4 张")
    return count


@dataclass(frozen=True, slots=True)
class Setting:
    """What the files of a sitting say. ``allotment`` is the form by candidate, in its order."""

    sitting: Sitting
    papers: Mapping[str, Paper]
    allotment: Mapping[str, str]


def room_papers(
    sitting: Annotated[Path, typer.Argument(metavar="场次文件", help="场次文件（toml）")],
    folder: Annotated[Path, typer.Option("--out", help="写到哪个文件夹")],
    kind: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            callback=_known_kinds,
            help="sign-in 签到表，seating 座位表，slips 准考证，notes 情况记录表；"
            "可写几次，不写则全部",
        ),
    ] = None,
    names: Annotated[
        Path | None,
        typer.Option(
            "--names", help="名单（csv 或 xlsx），要有人员编号和姓名；不写则用场次文件的 names"
        ),
    ] = None,
    per_row: Annotated[int, typer.Option("--per-row", min=1, max=20, help="每排几座")] = 6,
    place: Annotated[str, typer.Option("--place", help="考试地点；不写则留空手填")] = "",
    per_page: Annotated[
        int, typer.Option("--per-page", callback=_known_per_page, help="准考证每页 2 张或 4 张")
    ] = 4,
    ids_only: Annotated[
        bool, typer.Option("--ids-only", help="名单里没有的人也印，只印人员编号")
    ] = False,
) -> None:
    """排座位，印签到表、座位表、准考证和考场情况记录表；左右相邻的人试卷不同。"""
    setting = _setting(sitting)
    roster = _roster(setting, names or setting.sitting.names, ids_only=ids_only)
    with files():
        folder.mkdir(parents=True, exist_ok=True)
        kept = _kept(setting, folder, roster)
        seating = _seating(setting, per_row, kept)
        people = guests(seating, roster.people)
        occasion = occasion_of(setting.sitting, next(iter(setting.papers.values())), place)
        written = _write(folder, kind or list(KINDS), occasion, people, (per_row, per_page))
    for line in said(seating, setting.allotment, kept, roster):
        out.print(line, soft_wrap=True)
    out.print(f"已写入 {folder}：{'、'.join(written)}", soft_wrap=True)


def said(
    seating: Seating, allotment: Mapping[str, str], kept: Mapping[str, int], roster: Roster
) -> Iterator[str]:
    """Say how everybody was seated, and where neighbours could not be kept apart."""
    people = len(seating.seats)
    yield f"共 {people} 人，每排 {seating.per_row} 座，坐 {seating.rows} 排。"
    if kept:
        yield (
            f"沿用已排的座位 {len(kept)} 人，新排 {people - len(kept)} 人"
            f"（要全部重排，先删去 {SEATS_FILE} 和名单里的座位号）。"
        )
    if roster.strangers:
        yield f"名单里另有 {roster.strangers} 行不在本场的分配名单中，没有印。"
    yield from _neighbours(seating, Counter(allotment.values()))


def _neighbours(seating: Seating, counts: Mapping[str, int]) -> Iterator[str]:
    clashes = seating.clashes
    if not clashes:
        yield "左右相邻的人试卷都不同。"
        return
    spread = "，".join(f"{form} 卷 {count} 人" for form, count in sorted(counts.items()))
    pairs = "、".join(f"{one} 和 {other}" for one, other in clashes[:SHOWN])
    more = f" 等 {len(clashes)} 处" if len(clashes) > SHOWN else ""
    most = most_of_one_form(len(seating.seats), seating.per_row)
    why = (
        f"同一试卷超过 {most} 人就不能全部错开"
        if max(counts.values()) > most
        else "受已排的座位所限；全部重排就能错开"
    )
    yield f"[yellow]注意[/] 左右相邻而试卷相同的座位：{pairs}{more}。本场{spread}，{why}。"


def _setting(path: Path) -> Setting:
    try:
        sitting = load_sitting(path)
        papers = load_released(sitting.released_folder, sitting.exam).papers
        return Setting(sitting, papers, read_allotment(sitting.allotment_file, papers))
    except SetupError as error:
        fail("场次的文件要先改正", *error.faults)


def _roster(setting: Setting, names: Path | None, *, ids_only: bool) -> Roster:
    if names is None and not ids_only:
        fail("没有名单：请用 --names 给出名单；只印编号的，请加 --ids-only")
    if names is None:
        return Roster({}, 0)
    return _read(names, setting, "名单要先改正，没有印", ids_only=ids_only)


def _kept(setting: Setting, folder: Path, roster: Roster) -> dict[str, int]:
    """Seats that stay; a list of names may be the very file the seats were written to."""
    path = folder / SEATS_FILE
    wrong = f"已排的座位要先改正，或删去 {SEATS_FILE} 重新排座"
    before = _read(path, setting, wrong, ids_only=True).people if path.is_file() else {}
    seats = {who: one.seat for who, one in before.items() if one.seat is not None}
    return merged_seats(seats, roster.people)


def _read(path: Path, setting: Setting, wrong: str, *, ids_only: bool) -> Roster:
    try:
        return read_roster(path, setting.allotment, ids_only=ids_only)
    except TableError as error:
        fail(error)
    except RosterError as error:
        fail(wrong, *_some(error.faults))


def _seating(setting: Setting, per_row: int, kept: Mapping[str, int]) -> Seating:
    digests = {form: paper.sha256 for form, paper in setting.papers.items()}
    return seat_all(setting.allotment, per_row, seating_key(setting.sitting.exam, digests), kept)


def _write(
    folder: Path,
    kinds: Sequence[str],
    occasion: Occasion,
    people: Sequence[Guest],
    sizes: tuple[int, int],
) -> list[str]:
    per_row, per_page = sizes
    pages: dict[str, Callable[[], str]] = {
        "sign-in": lambda: sign_in_page(occasion, people),
        "seating": lambda: seating_page(occasion, people, per_row),
        "slips": lambda: slips_page(occasion, people, per_page),
        "notes": lambda: notes_page(occasion, people),
    }
    written = [SEATS_FILE]
    write_seats(folder / SEATS_FILE, people)
    for kind in dict.fromkeys(kinds):
        written.append(f"{KINDS[kind]}.html")
        (folder / written[-1]).write_text(pages[kind](), "utf-8")
    if "sign-in" in kinds:
        written.append(f"{KINDS['sign-in']}.xlsx")
        write_sign_in(folder / written[-1], occasion, people)
    return written


def _some(faults: Sequence[str]) -> Iterator[str]:
    yield from faults[:SHOWN]
    if len(faults) > SHOWN:
        yield f"还有 {len(faults) - SHOWN} 处，改正以上各处后再运行一次，会接着列出"

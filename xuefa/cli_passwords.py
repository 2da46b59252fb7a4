"""``xuefa exam passwords``: made once, written once, kept as hashes."""

from __future__ import annotations

from itertools import count
from pathlib import Path
from typing import Annotated

import typer

from exam_hall.allotment import read_allotment
from exam_hall.errors import SetupError
from exam_hall.opening import hall_folder
from exam_hall.released import load_released
from exam_hall.sitting import Sitting, load_sitting
from exam_hall.web.passwords import (
    Passwords,
    load_passwords,
    password_file,
    save_passwords,
    write_private,
)
from exam_hall.web.people import read_people
from exam_hall.web.slips import ENTRY, Slip, Wanted, new_slips, slips_csv, with_slips
from xuefa.cli_hall import SittingFile, hall_errors, known_ids
from xuefa.console import files, out, waiting


def passwords(
    sitting: SittingFile,
    slips: Annotated[
        Path | None,
        typer.Option("--out", help="密码条写到哪个 csv；默认写在场次文件旁边，不覆盖已有的"),
    ] = None,
    invigilator: Annotated[
        list[str] | None,
        typer.Option(
            "--invigilator",
            help="场次文件之外的监考人员的人员编号，可以写几次",
            callback=known_ids,
        ),
    ] = None,
    renew: Annotated[
        list[str] | None,
        typer.Option("--renew", help="换新密码的人员编号，可以写几次；原密码立即作废"),
    ] = None,
    renew_entry: Annotated[bool, typer.Option("--renew-entry", help="换新入场口令")] = False,
) -> None:
    """给考生和监考人员制作密码：只写一次密码条，本机只存散列。已有的密码不变。"""
    again = {*(renew or ()), *((ENTRY,) if renew_entry else ())}
    with hall_errors("没有制作密码"), files():
        rules = load_sitting(sitting)
        kept_file = password_file(hall_folder(), rules.exam)
        kept = load_passwords(kept_file)
        wanted = _wanted(rules, tuple(invigilator or ()))
        _require_known(again - {ENTRY}, kept, wanted)
        made = new_slips(kept, wanted, again)
        if not made:
            out.print("人人都已有密码，没有制作新的。要换某人的密码，请加 --renew 人员编号")
            return
        path = slips or _free(sitting)
        _write(path, made, rules, kept_file, kept)
    out.print(f"已制作 {told(made)}。")
    out.print(f"密码条：{path}（只有本账号可读；分发以后请删去，丢了只能换新）", soft_wrap=True)


def told(made: list[Slip]) -> str:
    """How many of which kind were made."""
    kinds = dict.fromkeys(slip.kind for slip in made)
    return "、".join(f"{kind} {sum(slip.kind == kind for slip in made)} 个" for kind in kinds)


def _wanted(sitting: Sitting, more: tuple[str, ...]) -> Wanted:
    papers = load_released(sitting.released_folder, sitting.exam).papers
    candidates = tuple(read_allotment(sitting.allotment_file, papers))
    invigilators = tuple(dict.fromkeys((*sitting.invigilators, *more)))
    if set(invigilators) & set(candidates):
        raise SetupError("监考人员里有本场的考生，考生不能给自己监考，请改正")
    return Wanted(candidates, invigilators, sitting.password_required)


def _require_known(renew: set[str], kept: Passwords, wanted: Wanted) -> None:
    people = {*kept.people, *wanted.candidates, *wanted.invigilators}
    if unknown := renew - people:
        raise SetupError(f"--renew 的 {len(unknown)} 个人员编号不在本场的名单里，请核对")


def _write(
    path: Path, made: list[Slip], sitting: Sitting, kept_file: Path, kept: Passwords
) -> None:
    """Slips first: a password that nobody was told is worse than one that does not work yet."""
    people = read_people(sitting.names) if sitting.names else {}
    with waiting("正在计算散列，每百人约需几秒"):
        passwords = with_slips(kept, made)
    try:
        write_private(path, slips_csv(made, people))
    except FileExistsError:
        raise SetupError(f"{path.name} 已经存在，没有覆盖：请换一个文件名，或先移走它") from None
    try:
        save_passwords(kept_file, passwords)
    except OSError:
        path.unlink()
        raise


def _free(sitting: Path) -> Path:
    names = (f"{sitting.stem}-密码条{'' if n == 1 else f'-{n}'}.csv" for n in count(1))
    return next(path for path in map(sitting.with_name, names) if not path.exists())

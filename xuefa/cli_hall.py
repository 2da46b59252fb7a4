"""``xuefa exam serve`` and ``receipt``: the exam hall from the command line."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Final

import typer

from courses.masking import mask_id
from exam_hall.errors import HallError, SetupError
from exam_hall.ids import CHINA, is_id
from exam_hall.journal import read_journal
from exam_hall.opening import hall_folder, journal_file
from exam_hall.receipt import Verified, verify
from exam_hall.room import ExamRoom
from exam_hall.secret import FILE_NAME, load_secret
from exam_hall.sitting import Sitting, load_sitting
from exam_hall.web.hall import Hall
from exam_hall.web.own_host import OwnHost
from exam_hall.web.passwords import Passwords, load_passwords, password_file
from exam_hall.web.server import Address
from exam_hall.web.server import serve as serve_hall
from xuefa.console import fail, out, waiting
from xuefa.masking import Mask

MINUTE: Final = "%Y-%m-%d %H:%M"
SECOND: Final = "%Y-%m-%d %H:%M:%S"

SittingFile = Annotated[Path, typer.Argument(metavar="场次文件", help="场次文件")]


def known_ids(ids: list[str] | None) -> list[str] | None:
    """Refuse what is no 人员编号."""
    if any(not is_id(one) for one in ids or ()):
        raise typer.BadParameter("人员编号只能用字母、数字、- 和 _，至多 64 个字符")
    return ids


@contextmanager
def hall_errors(what: str) -> Iterator[None]:
    """End in Chinese, with status 1, when the hall refuses; numbers of people are masked."""
    try:
        yield
    except SetupError as error:
        fail(what, *(masked(fault) for fault in error.faults))
    except HallError as error:
        fail(what, masked(str(error)))


def masked(said: str) -> str:
    """What the hall says, with the numbers of people masked."""
    return Mask((), ()).text(said)


def serve(
    sittings: Annotated[
        list[Path], typer.Argument(metavar="场次文件", help="场次文件，可以写几个")
    ],
    host: Annotated[
        str, typer.Option("--host", help="监听的地址；不是本机地址时须同时写证书和私钥")
    ] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="监听的端口")] = 8600,
    certificate: Annotated[
        Path | None, typer.Option("--certificate", help="加密传输用的证书文件")
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", help="证书的私钥文件")] = None,
    behind_https: Annotated[
        bool,
        typer.Option("--behind-https", help="本机上另有 HTTPS 代理（如 nginx）转来请求时写上"),
    ] = False,
    invigilator: Annotated[
        list[str] | None,
        typer.Option(
            "--invigilator", help="可以监看各考场的人员编号，可以写几次", callback=known_ids
        ),
    ] = None,
) -> None:
    """开设考场：考生和监考人员用浏览器登录。按 Ctrl-C 关闭，答案都已存好。"""
    address = Address(host, port, certificate, key, behind_https)
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.WARNING)
    logging.getLogger("exam_hall").setLevel(logging.INFO)
    with hall_errors("考场没有开设"):
        address.require_safe()
        hall = Hall(hall_folder())
        try:
            _open_rooms(hall, sittings, invigilator or ())
            own = OwnHost(hall, invigilator or (), is_secure=address.is_reached_securely)
            asyncio.run(_serve(own, address))
        finally:
            hall.close()
    out.print("考场已关闭，答案都已存好。重新运行同一命令即可继续。")


async def _serve(host: OwnHost, address: Address) -> None:
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stopping.set)
    await serve_hall(host, address, _announce, stopping)


def _announce(address: str) -> None:
    out.print(f"考场已开设：[bold]{address}[/]　按 Ctrl-C 关闭", soft_wrap=True)


def _open_rooms(hall: Hall, paths: Sequence[Path], invigilators: Sequence[str]) -> None:
    for path in paths:
        sitting = load_sitting(path)
        passwords = load_passwords(password_file(hall.home, sitting.exam))
        if not passwords.people:
            raise SetupError(f"{path.name}：还没有密码，请先运行 xuefa exam passwords {path.name}")
        with waiting(f"正在打开 {sitting.exam}"):
            room = hall.open(sitting)
        for line in opened(room, passwords, invigilators):
            out.print(line, soft_wrap=True)


def opened(room: ExamRoom, passwords: Passwords, invigilators: Sequence[str]) -> Iterator[str]:
    """What the trainer is told of a room that was opened; ``invigilators`` watch every room."""
    sitting, recovery = room.rules.sitting, room.journal.recovery
    opens, closes = (time.astimezone(CHINA) for time in (sitting.opens, sitting.closes))
    yield (
        f"{sitting.exam}：{opens:{MINUTE}} 至 {closes:{MINUTE}}（北京时间），"
        f"考生 {len(room.rules.allotment)} 人"
    )
    people = {*room.rules.allotment, *sitting.invigilators, *invigilators}
    if missing := people - passwords.people.keys():
        yield f"　还有 {len(missing)} 人没有密码，登录不了：请再运行 xuefa exam passwords"
    if recovery.events:
        yield f"　接着先前的记录：{recovery.events} 条"
    if recovery.torn:
        yield "　上次中断时没写完的一条记录已移到日志旁的 .torn 文件；它没有确认过，答案不缺"
    if recovery.faults:
        yield f"　日志有 {len(recovery.faults)} 行读不懂，已跳过，请保留文件并查明原因"


def receipt(
    code: Annotated[str, typer.Argument(metavar="回执码", help="回执上的 12 位码，短横可不写")],
    sitting: Annotated[Path, typer.Option("--sitting", help="场次文件")],
    show_ids: Annotated[bool, typer.Option("--show-ids", help="显示完整的人员编号")] = False,
) -> None:
    """核验交卷回执：是谁、何时交的，答案与封存时是否一致。不是回执时以状态 1 结束。"""
    with hall_errors("没有核验"):
        found = _verified(code, load_sitting(sitting))
    if found is None:
        fail("本场考试没有发出过这个回执码，请核对回执和场次文件")
    for line in described(found, show_ids=show_ids):
        out.print(line, soft_wrap=True)
    if not found.is_intact:
        raise typer.Exit(1)


def _verified(code: str, sitting: Sitting) -> Verified | None:
    home = hall_folder()
    if not (home / FILE_NAME).exists():
        raise SetupError("本机没有考场密钥：请在开设考场的机器和账号上核验（XUEFA_HOME）")
    records = read_journal(journal_file(home, sitting.exam)).records.values()
    return verify(code, sitting.exam, records, load_secret(home / FILE_NAME))


def described(found: Verified, *, show_ids: bool) -> Iterator[str]:
    """What a receipt stands for, in Chinese."""
    who = found.candidate if show_ids else mask_id(found.candidate)
    at = found.submitted.astimezone(CHINA)
    yield f"回执有效：考试 {found.exam}，人员编号 {who}，第 {found.attempt} 次作答"
    yield f"交卷时间 {at:{SECOND}}（北京时间），已答 {found.answered} 题"
    if found.is_intact:
        yield "日志里的答案与交卷时封存的一致"
    else:
        yield "[bold red]日志里的答案与交卷时封存的不一致[/]：日志被改动过，请保全文件并查明原因"
    if found.is_voided:
        yield "注意：这次作答在交卷后被作废"

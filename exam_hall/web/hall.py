"""The hall: every open room, swept and delivered from threads, never from the event loop."""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Final, ParamSpec, TypeVar

from exam_hall.errors import HallError, SetupError
from exam_hall.ids import utc_now
from exam_hall.opening import open_room
from exam_hall.room import ExamRoom
from exam_hall.sitting import Sitting
from exam_hall.storage import Disk
from exam_hall.web.doors import Checker, EntryDoor
from exam_hall.web.passwords import load_passwords, password_file
from exam_hall.web.people import Person, read_people

SWEEP_S: Final = 2.0
"""How often time is looked at for those whose page is gone."""
RETRY_ROUNDS: Final = 5
"""After so many sweeps, hand-ins that could not be written are tried again."""
log: Final = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")


class Hall:
    """Rooms by exam. Any number of threads may use it."""

    def __init__(
        self,
        home: Path,
        *,
        disk: Disk | None = None,
        clock: Callable[[], dt.datetime] = utc_now,
        sweep_s: float = SWEEP_S,
    ) -> None:
        """A hall without rooms.

        Args:
            home: its folder, as :func:`exam_hall.opening.hall_folder`.
            disk: where the journals' writes go, the operating system unless given.
            clock: the server's clock.
            sweep_s: how often it sweeps, in seconds.
        """
        self.home = home
        self._disk, self._clock, self._sweep_s = disk, clock, sweep_s
        self._rooms: dict[str, ExamRoom] = {}
        self._people: dict[str, Mapping[str, Person]] = {}
        self._behind: set[str] = set()
        self._workers = ThreadPoolExecutor(4, "exam-hall")
        self._couriers = ThreadPoolExecutor(1, "exam-delivery")
        self.checker = Checker()
        self.entry = EntryDoor(home, self.checker)
        self._closing = threading.Event()
        self._sweeper = threading.Thread(target=self._run, name="exam-sweeper", daemon=True)
        self._sweeper.start()

    @property
    def rooms(self) -> Mapping[str, ExamRoom]:
        """The open rooms by exam."""
        return self._rooms

    def people(self, exam: str) -> Mapping[str, Person]:
        """What the sitting's table says of people, by 人员编号."""
        return self._people.get(exam, {})

    def open(self, sitting: Sitting) -> ExamRoom:
        """Open a room as a crash may have left it; what ran out meanwhile is swept and delivered.

        Raises:
            SetupError: sitting, papers, allotment, names and journal do not fit together.
            StorageError: another hall has the room, or the disk refuses.
        """
        if sitting.exam in self._rooms:
            raise SetupError(f"考试 {sitting.exam} 有两个场次文件，一次只能开设一个")
        self._require_entry(sitting)
        people = read_people(sitting.names) if sitting.names else {}
        room = open_room(sitting, self.home, disk=self._disk, clock=self._clock)
        if sitting.invigilators and set(sitting.invigilators) & room.rules.allotment.keys():
            room.close()
            raise SetupError("场次文件的 invigilators：有本场的考生，考生不能给自己监考，请改正")
        self._people[sitting.exam] = people
        self._behind.add(sitting.exam)
        self._rooms = {**self._rooms, sitting.exam: room}
        return room

    def _require_entry(self, sitting: Sitting) -> None:
        kept = load_passwords(password_file(self.home, sitting.exam))
        if sitting.password_required and kept.entry is None:
            raise SetupError(
                "场次文件的 password_required：还没有入场口令，请先运行 xuefa exam passwords"
            )

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Do what reads or writes files in a thread."""
        return await asyncio.wrap_future(self._workers.submit(work, *args, **kwargs))

    def deliver(self, room: ExamRoom, candidate: str) -> None:
        """Have a hand-in written or taken back; what the disk refuses is tried again later."""
        told = self._couriers.submit(room.deliver, candidate)
        told.add_done_callback(lambda done: self._note(room, done))

    def close(self) -> None:
        """Finish what was begun and let others open the rooms."""
        self._closing.set()
        self._sweeper.join()
        self._couriers.shutdown()
        self._workers.shutdown()
        self.checker.close()
        for room in self._rooms.values():
            room.close()

    def _run(self) -> None:
        rounds = 0
        while not self._closing.wait(self._sweep_s):
            for room in self._rooms.values():
                try:
                    self._sweep(room)
                    if rounds % RETRY_ROUNDS == 0:
                        self._catch_up(room)
                except Exception as error:  # the sweeper must outlive any fault of ours
                    log.error("收卷出错：%s", type(error).__name__)
            rounds += 1

    def _sweep(self, room: ExamRoom) -> None:
        for told in room.sweep():
            try:
                self.deliver(room, told.result().candidate)
            except HallError:
                continue  # more time was given at this moment, or the disk is full: the next sweep

    def _catch_up(self, room: ExamRoom) -> None:
        exam = room.rules.sitting.exam
        if exam not in self._behind:
            return
        self._behind.discard(exam)
        done, failed = self._couriers.submit(room.deliver_all).result()
        if failed:
            self._behind.add(exam)
            log.error("考试 %s：%d 份答卷暂时写不进课程文件夹，稍后重试", exam, len(failed))
        else:
            log.info("考试 %s：答卷 %d 份都已写入课程文件夹", exam, done)

    def _note(self, room: ExamRoom, done: Future[bool]) -> None:
        if done.cancelled() or done.exception() is not None:
            self._behind.add(room.rules.sitting.exam)

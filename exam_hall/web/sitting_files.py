"""The sittings of a host that has no trainer at its terminal: opened from files, tried again."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from exam_hall.errors import HallError, SetupError
from exam_hall.sitting import load_sitting
from exam_hall.web.hall import Hall

AGAIN_S: Final = 30.0
"""How often files that could not be opened, and new ones, are tried."""
log: Final = logging.getLogger("exam_hall.web")


def sitting_files(place: Path | None) -> list[Path]:
    """The sitting files meant by a path: itself, or every ``*.toml`` of a folder."""
    if place is None:
        return []
    return sorted(place.glob("*.toml")) if place.is_dir() else [place]


class Opener:
    """Opens the rooms of a path's sittings, now and whenever a file appears or is mended."""

    def __init__(self, hall: Hall, place: Path | None) -> None:
        """Open rooms in ``hall``; ``place`` is a sitting file, a folder of them, or nothing."""
        self._hall, self._place = hall, place
        self._said: dict[Path, str] = {}
        self._opened: set[Path] = set()
        self._closing = threading.Event()

    def open_all(self) -> None:
        """Try every file whose room is not open; faults are logged once, quoting nothing."""
        for path in self._waiting():
            try:
                room = self._hall.open(load_sitting(path))
            except Exception as error:  # one faulty file must not keep the other rooms shut
                self._tell(path, error)
            else:
                self._opened.add(path)
                log.info("考场已开设：%s", room.rules.sitting.exam)

    def begin(self) -> None:
        """Go on trying in a thread."""
        threading.Thread(target=self._run, name="exam-opener", daemon=True).start()

    def close(self) -> None:
        """Stop trying."""
        self._closing.set()

    def _run(self) -> None:
        while not self._closing.wait(AGAIN_S):
            self.open_all()

    def _waiting(self) -> Iterable[Path]:
        return [path for path in sitting_files(self._place) if path not in self._opened]

    def _tell(self, path: Path, error: Exception) -> None:
        if self._said.get(path) == str(error):
            return
        self._said[path] = str(error)
        if isinstance(error, SetupError):
            log.error(
                "考场没有开设：%s 有 %d 处不合格，请用 xuefa exam serve %s 查看",
                *(path.name, len(error.faults), path.name),
            )
        else:
            said = str(error) if isinstance(error, HallError) else type(error).__name__
            log.error("考场没有开设：%s：%s", path.name, said)

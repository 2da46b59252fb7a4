"""The sitting: the rules a trainer writes down in a TOML file.

Times are China time unless they name their offset. Nothing here looks at a clock or writes a file.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)

from exam_hall.errors import SetupError
from exam_hall.ids import CHINA, ExamName, PersonId, is_id
from exam_hall.messages import listed

MAX_MINUTES: Final = 600
PLACES: Final = ("course", "released", "allotment", "names")
EXAMPLE: Final = Path(__file__).with_suffix(".toml")
"""A sitting file to copy, every field explained in Chinese."""


def _moment(value: object) -> dt.datetime:
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            value = None
    if not isinstance(value, dt.datetime):
        raise ValueError("不是时间，请写成 2026-09-18T09:00:00 的样子（北京时间）")
    aware = value if value.tzinfo else value.replace(tzinfo=CHINA)
    return aware.astimezone(dt.UTC)


def _path(value: object) -> Path:
    if not isinstance(value, str) or not value:
        raise ValueError("应为文件夹或文件的路径，请加引号")
    return Path(value)


def _people(value: object) -> tuple[str, ...]:
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise ValueError('应为人员编号的列表，如 ["J00001", "J00002"]')
    if any(not is_id(one) for one in value):
        raise ValueError("人员编号只能用字母、数字、- 和 _，至多 64 个字符，请改正")
    return tuple(dict.fromkeys(value))


Moment = Annotated[dt.datetime, BeforeValidator(_moment)]
Place = Annotated[Path, BeforeValidator(_path)]
People = Annotated[tuple[str, ...], BeforeValidator(_people)]
Minutes = Annotated[int, Field(gt=0, le=MAX_MINUTES)]


class Sitting(BaseModel):
    """One sitting of one exam. Times in UTC, durations in minutes unless the name says seconds.

    Attributes:
        exam: the released exam.
        course: nbgrader's course folder, into which is handed in.
        released: the folder of the papers and the notebook; by default ``release/<exam>`` there.
        allotment: who sits which form; by default ``exams/<exam>/allotment.csv`` there.
        opens: from when one may begin.
        closes: when time is up for all, extra time aside.
        late_entry_minutes: how long after opening one may still begin; by default until closing.
        duration_minutes: by default what the paper says.
        attempts: how often one may sit.
        grace_s: for how many seconds after time an answer that arrives still counts.
        password_required: whether to begin takes the entry password.
        extra_minutes: individual extra time by candidate.
        invigilators: who may see the room and act in it; never one of its candidates.
        names: a table of 人员编号 and 姓名 for the invigilator; without it the hall knows no names.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    exam: ExamName
    course: Place
    released: Place | None = None
    allotment: Place | None = None
    opens: Moment
    closes: Moment
    late_entry_minutes: Minutes | None = None
    duration_minutes: Minutes | None = None
    attempts: Annotated[int, Field(ge=1, le=20)] = 1
    grace_s: Annotated[int, Field(ge=0, le=600)] = 60
    password_required: bool = False
    extra_minutes: dict[PersonId, Minutes] = Field(default_factory=dict)
    invigilators: People = ()
    names: Place | None = None

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.closes <= self.opens:
            raise ValueError("closes 不晚于 opens，请改正开放或关闭的时间")
        return self

    @property
    def released_folder(self) -> Path:
        """Where papers and notebook lie."""
        return self.released or self.course / "release" / self.exam

    @property
    def allotment_file(self) -> Path:
        """Where it is written who may sit."""
        return self.allotment or self.course / "exams" / self.exam / "allotment.csv"

    @property
    def last_entry(self) -> dt.datetime:
        """Until when one may begin."""
        if self.late_entry_minutes is None:
            return self.closes
        return min(self.closes, self.opens + dt.timedelta(minutes=self.late_entry_minutes))

    @property
    def grace(self) -> dt.timedelta:
        """For how long after time an answer that arrives still counts."""
        return dt.timedelta(seconds=self.grace_s)

    def deadline(self, candidate: str, started: dt.datetime, paper_s: int) -> dt.datetime:
        """When time is up for a candidate: own time or closing, whichever is first, then extra.

        Args:
            candidate: may have extra time.
            started: when they began.
            paper_s: the time printed on the paper, in seconds.
        """
        extra = dt.timedelta(minutes=self.extra_minutes.get(candidate, 0))
        return min(started + dt.timedelta(seconds=self.seconds(paper_s)), self.closes) + extra

    def seconds(self, paper_s: int) -> int:
        """How long an attempt lasts, extra time aside, if the paper says ``paper_s`` seconds."""
        return paper_s if self.duration_minutes is None else self.duration_minutes * 60


def load_sitting(path: Path) -> Sitting:
    """Read a sitting file; paths in it are relative to its folder.

    Raises:
        SetupError: no such file, not TOML, or fields that do not fit, all of them listed.
    """
    try:
        written = Sitting.model_validate(tomllib.loads(path.read_text("utf-8-sig")))
    except FileNotFoundError:
        raise SetupError(f"{path.name}：找不到这个场次文件，请核对路径") from None
    except OSError:
        raise SetupError(f"{path.name}：场次文件读不出来，请检查权限") from None
    except UnicodeDecodeError:
        raise SetupError(f"{path.name}：不是 UTF-8 编码，请另存为 UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise SetupError(f"{path.name}：{_toml_fault(error)}") from None
    except ValidationError as error:
        raise SetupError(*listed(path.name, error)) from None
    return _placed(written, path.parent)


def _placed(sitting: Sitting, folder: Path) -> Sitting:
    paths = {name: getattr(sitting, name) for name in PLACES}
    placed = {name: folder / place for name, place in paths.items() if place is not None}
    return sitting.model_copy(update=placed)


def _toml_fault(error: tomllib.TOMLDecodeError) -> str:
    """Python 3.11 tells the line only in its English words."""
    line = re.search(r"at line (\d+)", str(error))
    where = f"第 {line[1]} 行" if line else "末尾"
    return (
        f"{where}写法有误，请检查引号、等号和方括号；"
        "时间须写到秒，如 2026-09-18T09:00:00，或加上引号"
    )

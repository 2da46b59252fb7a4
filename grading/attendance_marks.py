"""What a sign-in row says of its person's coming. Pure.

A list printed beforehand has a row for everybody, so only a mark says who came. The marks accepted
are listed: there is no end to the ways of writing that somebody did not come.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Mapping

from grading.tables import SIGNATURE, SIGNED_AT, name_key, squeeze

NO_COLUMN = "\0"
"""Stands in a column the sheet does not have; no csv or xlsx file can hold it."""

PRESENT_MARKS = frozenset(
    (
        *("√", "✓", "✔", "☑", "✅", "1", "Y", "YES", "TRUE", "有", "是", "正常"),
        *("到", "已到", "实到", "到会", "已到会", "出席", "参加", "已参加", "已打卡", "打卡成功"),
        *("签到", "已签", "已签到", "已签名", "已签字", "签到成功"),
    )
)
_UNKNOWN = "，是否到会无法认定"
_QUOTED = 20
_DAY = r"(?P<month>\d{1,2})(?:-|/|\.|月)(?P<day>\d{1,2})日?"
_CLOCK = (
    r"(?:上午|下午|早上|中午|晚上)?\s?(?P<hour>\d{1,2})(?::|时|点)(?P<minute>\d{1,2})分?"
    r"(?::?(?P<second>\d{1,2})(?:\.\d+)?秒?)?\s?(?:AM|PM)?(?:Z|\+\d{2}:?\d{2})?"
)
_WEEKDAY = re.compile(r"(?:星期|周)[一二三四五六日天]")
_DATE = re.compile(rf"(?:\d{{4}}[-/.年]|(?=\d+月)){_DAY}")
_TIME = re.compile(rf"(?:(?:\d{{4}}[-/.年])?{_DAY})?[ T]*{_CLOCK}")


def absence(row: Mapping[Hashable, object], name: str) -> str:
    """Return why a row does not show that its person came, or "".

    Args:
        row: 签名 and 签到时间 as written, :data:`NO_COLUMN` or no key where the sheet has none; a
            sheet with neither is a list of those who came.
        name: the person's name in the roster.
    """
    mark = str(row.get(SIGNATURE, NO_COLUMN))
    time = str(row.get(SIGNED_AT, NO_COLUMN))
    if mark != NO_COLUMN:
        return _unsigned(mark, name) or (_untimed(time) if squeeze(time) else "")
    return _untimed(time)


def _unsigned(mark: str, name: str) -> str:
    said = squeeze(mark).upper()
    if not said:
        return f"签名栏为空{_UNKNOWN}"
    if said in PRESENT_MARKS or name_key(mark) == name_key(name) or is_time(mark):
        return ""
    return f"签名栏写的是{_quoted(mark)}{_UNKNOWN}"


def _untimed(time: str) -> str:
    if time == NO_COLUMN or is_time(time):
        return ""
    if not squeeze(time):
        return f"签到时间为空{_UNKNOWN}"
    return f"签到时间写的是{_quoted(time)}，不是时间{_UNKNOWN}"


def is_time(text: str) -> bool:
    """Return whether a text is a date, a time of day or both, and nothing else."""
    said = " ".join(_WEEKDAY.sub("", unicodedata.normalize("NFKC", text)).upper().split())
    found = _DATE.fullmatch(said) or _TIME.fullmatch(re.sub(r" ?: ?", ":", said))
    return found is not None and _exists(found.groupdict())


def _exists(parts: Mapping[str, str | None]) -> bool:
    """Whether there is such a day of a year and such a time of a day."""
    bounds = {"month": (1, 12), "day": (1, 31), "hour": (0, 23), "minute": (0, 59)}
    return all(
        low <= int(parts.get(name) or low) <= high
        for name, (low, high) in {**bounds, "second": (0, 59)}.items()
    )


def _quoted(mark: str) -> str:
    said = squeeze(mark)
    return f"“{said[:_QUOTED]}…”" if len(said) > _QUOTED else f"“{said}”"

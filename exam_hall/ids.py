"""Names that become folders or keys, and times: checked once, here."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Final

from pydantic import AfterValidator, AwareDatetime, StringConstraints

from exam_hall.errors import RefusedError, Why

CHINA: Final = dt.timezone(dt.timedelta(hours=8), "Asia/Shanghai")
"""China standard time, which has no daylight saving."""

_ID = r"[A-Za-z0-9_-]{1,64}"
_EXAM = r"[a-z][a-z0-9_-]{0,39}"

PersonId = Annotated[str, StringConstraints(pattern=f"^{_ID}$")]
ClientId = PersonId
"""A page opened once, by the random name it gave itself."""
ExamName = Annotated[str, StringConstraints(pattern=f"^{_EXAM}$")]
FormName = Annotated[str, StringConstraints(pattern="^[A-Z]$")]
GradeId = Annotated[str, StringConstraints(pattern="^q[0-9]{2,3}$")]
UtcTime = Annotated[AwareDatetime, AfterValidator(lambda time: time.astimezone(dt.UTC))]


def is_id(text: str) -> bool:
    """Whether a text can name a person or a client: it leads nowhere as part of a path."""
    return re.fullmatch(_ID, text) is not None


def require_id(text: object) -> str:
    """Return the id if it is one.

    Raises:
        RefusedError: saying what an id may consist of.
    """
    if isinstance(text, str) and is_id(text):
        return text
    raise RefusedError(Why.MALFORMED, "编号只能用字母、数字、- 和 _，至多 64 个字符。")


def utc_now() -> dt.datetime:
    """The server's clock."""
    return dt.datetime.now(dt.UTC)

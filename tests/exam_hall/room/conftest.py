"""What is asked of an exam room."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest

from exam_hall.errors import RefusedError, Why


def why(told: Callable[[], Future[Any]]) -> Why:
    with pytest.raises(RefusedError) as caught:
        told().result()
    return caught.value.why

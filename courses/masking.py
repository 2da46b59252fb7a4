"""A person's number as it may be shown to others."""

from __future__ import annotations


def mask_id(number: str) -> str:
    """A 人员编号 as it may be printed: P0***7 for P00027."""
    return f"{number[:2]}***{number[-1:]}" if len(number) > 4 else f"{number[:1]}***"

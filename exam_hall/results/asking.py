"""Asking for a re-check, and what a candidate is told of result and re-check."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from exam_hall.errors import RefusedError, StorageError, Why
from exam_hall.results.files import only_writer, read_recheck, read_result, replace_files
from exam_hall.results.records import FEEDBACK_FILE, RECHECK_FILE, RESULT_FILE, Recheck, Result
from exam_hall.storage import Disk, said

MAX_RECHECK_CHARS: Final = 500


def may_ask(result: Result, recheck: Recheck | None, now: dt.datetime) -> bool:
    """Whether a re-check may be asked for now: once per publication, and none while one is open."""
    return now < result.recheck_until and not _is_used(result, recheck)


def _is_used(result: Result, recheck: Recheck | None) -> bool:
    return recheck is not None and (
        recheck.state == "asked" or recheck.published_at == result.published_at
    )


def shown(folder: Path, now: dt.datetime) -> dict[str, Any] | None:
    """What the hall tells a candidate, ready for JSON; ``None`` if nothing is published.

    Raises:
        ContractError: a file is damaged.
        OSError: a file cannot be read.
    """
    result, recheck = read_result(folder), read_recheck(folder)
    if result is None:
        return None
    return {
        "score": result.score,
        "points": result.points,
        "band": result.band,
        "sections": [asdict(section) for section in result.sections],
        "published_at": result.published_at.isoformat(),
        "feedback": (folder / FEEDBACK_FILE).is_file(),
        "recheck": shown_recheck(result, recheck, now),
    }


def shown_recheck(result: Result, recheck: Recheck | None, now: dt.datetime) -> dict[str, Any]:
    """What the hall tells a candidate of the re-check, ready for JSON."""
    return {
        "until": result.recheck_until.isoformat(),
        "open": may_ask(result, recheck, now),
        "state": recheck and recheck.state,
        "text": recheck and recheck.text,
        "answer": recheck and recheck.answer,
    }


def ask_recheck(folder: Path, text: str, now: dt.datetime, disk: Disk | None = None) -> Recheck:
    """Keep a candidate's request, on disk before it is told; asking the same again is no more.

    Args:
        folder: the candidate's own :func:`published_folder`.
        text: what is to be looked at again and why, at most 500 characters.
        now: the server's clock.
        disk: where the bytes go, the operating system unless given.

    Raises:
        RefusedError: nothing to say or too much, nothing published, too late, or asked before.
        StorageError: the disk refuses; nothing was kept, and the same may be tried again.
    """
    said_plainly = tidy(text)
    _require_length(said_plainly)
    try:
        if not (folder / RESULT_FILE).is_file():
            raise RefusedError(Why.NOT_OPEN, "成绩尚未公布，不能申请复核。")
        with only_writer(folder):
            return _ask(folder, said_plainly, now, disk)
    except OSError as error:
        raise StorageError(said(error)) from error


def _ask(folder: Path, text: str, now: dt.datetime, disk: Disk | None) -> Recheck:
    result, kept = read_result(folder), read_recheck(folder)
    if result is None:
        raise RefusedError(Why.NOT_OPEN, "成绩尚未公布，不能申请复核。")
    if kept and _is_used(result, kept):
        if kept.text == text:
            return kept
        raise RefusedError(Why.CONFLICT, "已经提交过复核申请，不能再次提交，请等候答复。")
    if now >= result.recheck_until:
        raise RefusedError(Why.CLOSED, "申请复核的期限已过，没有提交。有疑问请联系考试组织单位。")
    asked = Recheck(result.exam, result.candidate, result.published_at, now, text)
    replace_files(folder, {RECHECK_FILE: asked.to_json()}, disk)
    return asked


def _require_length(text: str) -> None:
    if not text:
        raise RefusedError(Why.MALFORMED, "请写明要复核的题目和理由，再提交。")
    if len(text) > MAX_RECHECK_CHARS:
        raise RefusedError(
            Why.TOO_LARGE,
            f"复核申请共 {len(text)} 字，超过 {MAX_RECHECK_CHARS} 字，没有提交。请删减后再试。",
        )


def tidy(text: str) -> str:
    """A text without surrounding space and control characters, its lines kept."""
    lines = text.strip().splitlines()
    return "\n".join("".join(c for c in line if c.isprintable() or c == "\u3000") for line in lines)

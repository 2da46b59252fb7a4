"""The record of figures: one JSON file, one entry per subject."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from benchmarks.settings import Figures


def merge_into(path: Path, subject: str, figures: Figures, machine: Mapping[str, object]) -> None:
    """Replace one subject's entry and leave the others.

    ``machine`` goes into the entry as well, for another subject may have run elsewhere.
    """
    record = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    record |= {"machine": dict(machine), subject: {**figures, "machine": dict(machine)}}
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}~")
    draft.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")
    draft.replace(path)

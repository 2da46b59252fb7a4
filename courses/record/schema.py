"""The published JSON Schema of an event: ``python -m courses.record.schema [--check]``."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

from courses.record.events import Event

SCHEMA_FILE = Path(__file__).parent / "event.schema.json"


def schema_text() -> str:
    """Return the JSON Schema of one line of a study record, as published."""
    schema = Event.model_json_schema()
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def is_current(path: Path = SCHEMA_FILE) -> bool:
    """Return whether the published file is what the code would publish."""
    return path.is_file() and path.read_text("utf-8") == schema_text()


def main(arguments: Sequence[str]) -> int:
    """Publish the schema, or with ``--check`` only compare; return the exit status."""
    if "--check" not in arguments:
        SCHEMA_FILE.write_text(schema_text(), "utf-8")
    elif not is_current(SCHEMA_FILE):
        sys.stderr.write(f"{SCHEMA_FILE.name} 已过时：运行 python -m courses.record.schema\n")
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

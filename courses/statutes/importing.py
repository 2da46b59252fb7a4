"""Taking a statute file into the user's library."""

import os
import re
import tempfile
from pathlib import Path

from courses.statutes.errors import BadStatuteFile
from courses.statutes.library import home_folder
from courses.statutes.readers import StatuteFile, read_statute

_UNSAFE = re.compile(r"[\x00-\x1f/\\:*?\"<>|.]")
_LONGEST_NAME = 70
"""Characters; 70 Chinese ones with the date stay under the 255 bytes of a file name."""


def import_file(path: Path | str) -> Path:
    """Check a statute file and copy it into ``$XUEFA_HOME/statutes``.

    The copy appears whole or not at all; the same version imported again is replaced.

    Returns:
        The copy.

    Raises:
        BadStatuteFile: the file is not as it should be, or the copy cannot be written.
    """
    source = Path(path)
    statute = read_statute(source)
    target = home_folder() / _file_name(statute)
    try:
        _write_whole(target, statute.model_dump_json(indent=1, exclude_none=True))
    except OSError as error:
        raise BadStatuteFile(
            f"{source.name}：写不进文件夹 {target.parent}（{error.strerror}）；"
            "请检查磁盘空间和写入权限"
        ) from error
    return target


def _file_name(statute: StatuteFile) -> str:
    name = statute.short_name or statute.name.removeprefix("中华人民共和国")
    return f"{_UNSAFE.sub('_', name)[:_LONGEST_NAME]}_{statute.version_date}.json"


def _write_whole(target: Path, content: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".import-", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise

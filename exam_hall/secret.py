"""The hall's secret: 32 random bytes in a file only its owner may read, a key per purpose."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from exam_hall.errors import SetupError
from exam_hall.storage import flush_folder

FILE_NAME: Final = "hall.secret"
_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Secret:
    """Never printed, not even by mistake."""

    raw: bytes = field(repr=False)

    def key(self, purpose: str) -> bytes:
        """A key of 32 bytes that tells nothing about those of other purposes."""
        return hmac.digest(self.raw, purpose.encode(), hashlib.sha256)


def load_secret(path: Path) -> Secret:
    """Read the secret; the first who asks makes it.

    Raises:
        SetupError: others may read the file, it is cut short, or the disk refuses.
    """
    try:
        if not path.exists():
            _make(path)
        with os.fdopen(os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0)), "rb") as file:
            state, raw = os.fstat(file.fileno()), file.read(_BYTES + 1)
    except OSError as error:
        raise SetupError(
            f"{path.name}：考场密钥读不出来或不能建立（错误号 {error.errno}），请检查权限和磁盘"
        ) from None
    if stat.S_IMODE(state.st_mode) & 0o077:
        raise SetupError(f"{path.name}：别的账号也能读考场密钥，请运行 chmod 600 后再开设考场")
    if len(raw) != _BYTES:
        raise SetupError(
            f"{path.name}：考场密钥不完整，请换回备份；没有备份时删去它，以前的回执将无法核验"
        )
    return Secret(raw)


def _make(path: Path) -> None:
    """Whole or not at all; of two who make it at once, the first wins."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(_BYTES))
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return
    finally:
        draft.unlink()
    flush_folder(path.parent)

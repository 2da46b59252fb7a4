"""Passwords: random and easy to read, kept only as scrypt hashes.

``$XUEFA_HOME/hall/<exam>/passwords.json`` holds one hash per person, and one for the entry password
that all candidates of a sitting share.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import unicodedata
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from exam_hall.errors import SetupError
from exam_hall.ids import PersonId
from exam_hall.receipt import ALPHABET
from exam_hall.storage import flush_folder

FILE_NAME: Final = "passwords.json"
SCHEMA: Final = "xuefa/passwords/1"
PERSON_GROUPS: Final = (5, 5)
"""Ten characters: some 43 bits."""
ENTRY_GROUPS: Final = (4, 4)
_N, _R, _P, _BYTES = 2**14, 8, 1, 32
_MEMORY: Final = 2**28


class Hashed(BaseModel):
    """A password's hash with all that is needed to check one; ``salt`` and ``hash`` in base64."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    n: Annotated[int, Field(gt=1, le=2**17)]
    r: Annotated[int, Field(gt=0, le=8)]
    p: Annotated[int, Field(gt=0, le=4)]
    salt: str = Field(repr=False)
    hash: str = Field(repr=False)


class Passwords(BaseModel):
    """The hashes of a sitting."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    schema_: Literal["xuefa/passwords/1"] = Field(default=SCHEMA, alias="schema")
    people: dict[PersonId, Hashed] = Field(default_factory=dict)
    entry: Hashed | None = None


def password_file(home: Path, exam: str) -> Path:
    """Where the hashes of an exam's sitting lie."""
    return home / exam / FILE_NAME


def new_password(groups: tuple[int, ...] = PERSON_GROUPS) -> str:
    """A random password without characters that people confuse, as in ``K7MXT-4RPWA``."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(size)) for size in groups)


def hashed(password: str) -> Hashed:
    """The hash of a password, under a salt of its own."""
    salt = secrets.token_bytes(16)
    made = _scrypt(password, salt, _N, _R, _P)
    return Hashed(n=_N, r=_R, p=_P, salt=_text(salt), hash=_text(made))


def is_right(kept: Hashed | None, typed: str) -> bool:
    """Whether that is the password; takes as long when there is none to compare with.

    Args:
        kept: what is known of it.
        typed: any case, full width or half, with or without its dash.
    """
    known = kept or _NOBODY
    made = _scrypt(typed, base64.b64decode(known.salt), known.n, known.r, known.p)
    return hmac.compare_digest(_text(made), known.hash) and kept is not None


def load_passwords(path: Path) -> Passwords:
    """Read the hashes; none if there is no such file.

    Raises:
        SetupError: the file cannot be read or is damaged.
    """
    try:
        return Passwords.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return Passwords()
    except (OSError, ValidationError):
        raise SetupError(f"{path.name}：密码文件读不出来或已损坏，请检查权限，或换回备份") from None


def save_passwords(path: Path, passwords: Passwords) -> None:
    """Write the hashes for their owner's eyes only, as a whole or not at all.

    Raises:
        OSError: the disk refuses; the file is as it was.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        write_private(draft, passwords.model_dump_json(by_alias=True, indent=1).encode())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    flush_folder(path.parent)


def write_private(path: Path, data: bytes) -> None:
    """Write a new file that nobody else may read.

    Raises:
        FileExistsError: it is there already.
        OSError: the disk refuses.
    """
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _scrypt(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    plain = "".join(c for c in unicodedata.normalize("NFKC", password).upper() if c.isalnum())
    return hashlib.scrypt(plain.encode(), salt=salt, n=n, r=r, p=p, maxmem=_MEMORY, dklen=_BYTES)


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


_NOBODY: Final = Hashed(n=_N, r=_R, p=_P, salt=_text(b"nobody is called"), hash=_text(b""))

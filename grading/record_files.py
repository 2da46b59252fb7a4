"""Which file of the records folder is which list; whatever is none is told, never passed over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from grading.tables import TableError, squeeze

TABLE_SUFFIXES = (".csv", ".txt", ".xlsx", ".xlsm")
_OFFICE_SUFFIXES = (*TABLE_SUFFIXES, ".xls")
_LEFT_BY_SYSTEMS = ("thumbs.db", "desktop.ini")
_FOLDERS = ("due", "sign_in", "leave", "registered", "study")
_TABLES = ("roster", "sessions")


@dataclass(frozen=True, slots=True)
class Note:
    """Something people must look into that is no row: which list, of what, why, which file."""

    kind: str
    belongs: str
    reason: str
    file: str = ""
    sheet: str = ""


def visible(folder: Path) -> list[Path]:
    """Return what a folder shows, by name: no hidden, lock (``~$``) or system files."""
    if not folder.is_dir():
        return []
    shown = (path for path in folder.iterdir() if path.name[0] not in ".~")
    return sorted(path for path in shown if path.name.lower() not in _LEFT_BY_SYSTEMS)


def one_table_file(folder: Path, stem: str) -> Path | None:
    """Return ``folder/stem`` with whichever table suffix exists, in any case, or None.

    Raises:
        TableError: two files claim to be this table.
    """
    files = [p for p in visible(folder) if p.is_file() and p.suffix.lower() in _OFFICE_SUFFIXES]
    found = [path for path in files if path.stem.casefold() == stem.casefold()]
    if len(found) > 1:
        names = "、".join(path.name for path in found)
        raise TableError(f"{folder.name}/", "", "", f"有两个同名的表：{names}", "请只留一个")
    return found[0] if found else None


def assign_files(folder: Path, sessions: Sequence[str]) -> dict[str, list[Path]]:
    """Return the files of each session: those whose name begins with its number, in any case.

    The longest number wins, and a digit may not follow (``S10.csv`` is none of S1's files).

    Raises:
        TableError: the folder holds a folder, a file that is no table or one of no session, or two
            tables of one name.
    """
    files: dict[str, list[Path]] = {session: [] for session in sessions}
    for path in visible(folder):
        label = f"{folder.name}/{path.name}"
        if path.is_dir():
            remedy = f"请把里面的文件移到 {folder.name}/ 下"
            raise TableError(f"{label}/", "", "", "是文件夹，里面的文件不会被读取", remedy)
        if path.suffix.lower() not in TABLE_SUFFIXES:
            what = f"不支持 {path.suffix or '没有扩展名的'} 文件"
            remedy = "请另存为 xlsx 或 csv 后再导入；不是名单的请移出这个文件夹"
            raise TableError(label, "", "", what, remedy)
        files[_owner(path, label, sessions)].append(path)
    for found in files.values():
        _refuse_same_name(folder, found)
    return files


def unused(folder: Path, exams: Iterable[str] | None, elsewhere: Iterable[Path]) -> list[Note]:
    """Return what lies in the records folder but is no list the tally reads.

    Args:
        folder: the records folder.
        exams: the exams tallied; None if exams are not tallied at all.
        elsewhere: folders read under another heading, such as the course.
    """
    known = {path.resolve() for path in elsewhere}
    others = [path for path in visible(folder) if not _known(path) and path.resolve() not in known]
    notes = [_note("资料", "", path, folder, "不是统计要读的文件，没有用到") for path in others]
    if exams is None:
        return notes
    tallied = {exam.casefold() for exam in exams}
    for path in visible(folder / "registered"):
        if path.is_dir() or path.suffix.lower() not in TABLE_SUFFIXES:
            reason = "不是能读的报名名单，没有用到；请另存为 registered/ 下的 xlsx 或 csv"
            notes.append(_note("报名", "", path, folder, reason))
        elif path.stem.casefold() not in tallied:
            reason = "这场考试没有统计，名单没有用到；请核对文件名是否就是考试代号"
            notes.append(_note("报名", path.stem, path, folder, reason))
    return notes


def _owner(path: Path, label: str, sessions: Sequence[str]) -> str:
    owners = [session for session in sessions if _belongs(squeeze(path.stem), session)]
    if not owners:
        what = "文件名不以任何一个场次编号开头，不知是哪一场的名单"
        remedy = "请改文件名，如 S1上午.xlsx，或在 sessions.csv 中登记这一场"
        raise TableError(label, "", "", what, remedy)
    return max(owners, key=len)


def _belongs(stem: str, session: str) -> bool:
    rest = stem[len(session) :]
    return stem.upper().startswith(session.upper()) and not rest[:1].isdigit()


def _refuse_same_name(folder: Path, paths: Sequence[Path]) -> None:
    stems = [path.stem.casefold() for path in paths]
    same = [path.name for path, stem in zip(paths, stems, strict=True) if stems.count(stem) > 1]
    if same:
        what = f"有两个同名的表：{'、'.join(same)}"
        raise TableError(f"{folder.name}/", "", "", what, "请只留一个；都要用的请改成不同的文件名")


def _known(path: Path) -> bool:
    if path.is_dir():
        return path.name in _FOLDERS
    return path.stem.casefold() in _TABLES and path.suffix.lower() in _OFFICE_SUFFIXES


def _note(kind: str, belongs: str, path: Path, folder: Path, reason: str) -> Note:
    name = path.relative_to(folder).as_posix()
    return Note(kind, belongs, reason, f"{name}/" if path.is_dir() else name)

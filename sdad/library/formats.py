"""Our own files: JSON and TOML with a format number, written whole or not at all.

A file appears under its name only when its bytes are on the disk: it is written beside its place under a hidden name,
synchronised, and renamed. Whoever reads therefore finds the old file or the new one, never half of one.
"""

from __future__ import annotations

import contextlib
import errno
import json
import logging
import os
import secrets
import sys
import time
import tomllib
from collections.abc import Mapping
from datetime import date
from datetime import time as clock_time
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from sdad.errors import Corrupt, FormatTooNew, storage_error
from sdad.library.cloud import is_conflict_copy

Json = dict[str, Any]
_log = logging.getLogger(__name__)
Record = TypeVar("Record", bound=BaseModel)

RENAME_ATTEMPTS = 20
RENAME_PAUSE_S = 0.05
"""On Windows a virus scanner or a player may hold a file for a moment, and a rename is refused meanwhile."""
ABANDONED_S = 3600.0
"""An unfinished file that has not grown for so long is no longer being written: writing the longest takes seconds."""

_NO_HARD_LINKS = frozenset({errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV})


def hidden_beside(path: Path) -> Path:
    """Returns a fresh hidden name in the folder of ``path``, with the same ending; what is under it is not finished."""
    return path.with_name(f".{path.stem[:80]}.{secrets.token_hex(4)}.part{path.suffix}")


def write_text(path: Path, text: str) -> None:
    """Writes a text file whole, replacing one of that name.

    Raises:
        DiskFull, NotWritable: the old file, if there was one, is untouched.
    """
    temporary = hidden_beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_synced(temporary, text)
        replace(temporary, path)
        sync_folder(path.parent)
    except OSError as error:
        discard(temporary)
        raise storage_error(error, path.parent, len(text.encode())) from None


def write_new_text(path: Path, text: str) -> None:
    """Writes a text file under a name that must be free.

    Raises:
        FileExistsError: the name is taken; that file is untouched.
        DiskFull, NotWritable: nothing was written.
    """
    temporary = hidden_beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_synced(temporary, text)
        place_new(temporary, path)
    except FileExistsError:
        raise
    except OSError as error:
        discard(temporary)
        raise storage_error(error, path.parent, len(text.encode())) from None
    finally:
        discard(temporary)


def write_json(path: Path, value: Mapping[str, Any]) -> None:
    """Writes a JSON file whole; ``value`` carries its format number under ``format``.

    Raises:
        DiskFull, NotWritable: the old file, if there was one, is untouched.
    """
    write_text(path, json_text(value))


def write_toml(path: Path, value: Mapping[str, Any]) -> None:
    """Writes a TOML file whole: plain values and lists, tables of them one level deep, and lists of such tables.

    Raises:
        DiskFull, NotWritable: the old file, if there was one, is untouched.
    """
    write_text(path, toml_text(value))


def json_text(value: Mapping[str, Any]) -> str:
    """Returns readable JSON. NaN and infinity have no place in it and raise ValueError."""
    text = json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    try:
        text.encode()
    except UnicodeEncodeError:
        # Linux allows file names that are no Unicode; JSON can carry them only escaped.
        return json.dumps(value, indent=2, allow_nan=False) + "\n"
    return text


def toml_text(value: Mapping[str, Any]) -> str:
    """Returns TOML: first the plain keys, then one section per table."""
    tables: list[tuple[str, Mapping[str, Any]]] = []
    plain = []
    for key, item in value.items():
        if isinstance(item, Mapping):
            tables.append((f"[{_toml_key(key)}]", item))
        elif isinstance(item, list) and item and all(isinstance(one, Mapping) for one in item):
            tables += [(f"[[{_toml_key(key)}]]", one) for one in item]
        else:
            plain.append(f"{_toml_key(key)} = {_toml(item)}")
    sections = ["\n".join([f"\n{head}", *_toml_pairs(table)]) for head, table in tables]
    return "\n".join([*plain, *sections]) + "\n"


def read_json(path: Path, newest_format: int) -> Json:
    """Returns a JSON file of ours.

    Raises:
        FormatTooNew: a later sdad wrote it.
        Corrupt: it cannot be read, is no JSON, or carries no format number.
    """
    try:
        value = json.loads(_text(path))
    except ValueError as error:
        raise Corrupt(path, f"it is not valid JSON ({error})", _REMEDY) from None
    return _checked(path, value, newest_format)


def read_toml(path: Path, newest_format: int) -> Json:
    """Returns a TOML file of ours.

    Raises:
        FormatTooNew: a later sdad wrote it.
        Corrupt: it cannot be read, is no TOML, or carries no format number.
    """
    try:
        value = tomllib.loads(_text(path))
    except ValueError as error:
        raise Corrupt(path, f"it is not valid TOML ({error})", _REMEDY) from None
    return _checked(path, value, newest_format)


def parsed(path: Path, kind: type[Record], value: Json) -> Record:
    """Returns what a file holds as a record of ``kind``.

    Raises:
        Corrupt: a field is missing or wrong; the first fault is named.
    """
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"])) or "the whole"
        raise Corrupt(path, f"{where}: {fault['msg'].lower()}", _REMEDY) from None


def replace(source: Path, target: Path) -> None:
    """Renames ``source`` to ``target``, replacing it, and on Windows waits for whoever holds it for a moment."""
    for attempt in range(RENAME_ATTEMPTS):
        try:
            source.replace(target)
            return
        except PermissionError:
            if sys.platform != "win32" or attempt == RENAME_ATTEMPTS - 1:
                raise
            time.sleep(RENAME_PAUSE_S)


def place_new(source: Path, target: Path) -> None:
    """Renames a file to a name that must be free, as one step that only one of several competitors can win.

    It fails only where the file is not under its new name: what is there cannot be taken back any more, since somebody
    may have opened it already.

    Raises:
        FileExistsError: the name is taken; ``source`` stays where it is.
        OSError: the file system refuses it; ``source`` stays where it is.
    """
    if sys.platform == "win32":
        source.rename(target)  # which refuses an existing target there
        return
    try:
        os.link(source, target)
    except OSError as error:
        if isinstance(error, FileExistsError) or error.errno not in _NO_HARD_LINKS:
            raise
        _rename_alone(source, target)
    else:
        discard(source)
    try:
        sync_folder(target.parent)
    except OSError as error:
        _log.warning("%s is there, but may not survive a power cut: %s", target, error)


def _rename_alone(source: Path, target: Path) -> None:
    """Renames a file to a name that must be free where there are no hard links, as on exFAT sticks.

    Nothing claims the name before: whoever died then would leave an empty file for a finished one. The folder is locked
    instead, so that of several writers of ours one wins. Windows renames to free names only, by itself.
    """
    if sys.platform == "win32":
        source.rename(target)
        return
    import fcntl  # which Windows has not

    folder = os.open(target.parent, os.O_RDONLY)
    try:
        with contextlib.suppress(OSError):  # a network drive may lock no folders
            fcntl.flock(folder, fcntl.LOCK_EX)
        if os.path.lexists(target):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(target))
        source.rename(target)
    finally:
        os.close(folder)


def visible_in(folder: Path, suffix: str) -> list[Path]:
    """Returns the finished files with an ending in a folder, without conflict copies; none where there is no folder."""
    found = folder.glob(f"*{suffix}") if folder.is_dir() else ()
    return [path for path in found if not path.name.startswith(".") and not is_conflict_copy(path)]


def sync_file(path: Path) -> None:
    """Waits until a file's bytes are on the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Waits until a folder's names are on the disk, where the system can do that (Windows does it by itself)."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError as error:
        # Some network file systems cannot; the rename itself has been made.
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(descriptor)


def discard(path: Path) -> None:
    """Removes an unfinished file if it is there; that it cannot be removed is no reason to fail."""
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


def discard_abandoned(folder: Path) -> None:
    """Removes the unfinished files in a folder that are so old that nobody can be writing them any more."""
    for path in folder.glob(".*.part*"):
        with contextlib.suppress(OSError):
            if time.time() - path.stat().st_mtime > ABANDONED_S:
                discard(path)


_REMEDY = "Restore it from a backup or remove it."


def _write_synced(path: Path, text: str) -> None:
    with path.open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise Corrupt(path, f"it cannot be opened ({error.strerror})", _REMEDY) from None


def _checked(path: Path, value: Any, newest_format: int) -> Json:
    found = value.get("format") if isinstance(value, dict) else None
    if type(found) is not int or found < 1:
        raise Corrupt(path, "it carries no format number", _REMEDY)
    if found > newest_format:
        raise FormatTooNew(path, found, newest_format)
    return dict(value)


def _toml(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date | clock_time):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return f"[{', '.join(_toml(item) for item in value)}]"
    if isinstance(value, Mapping):
        return f"{{ {', '.join(_toml_pairs(value))} }}" if value else "{}"
    # A JSON string is a TOML basic string, but for DEL, which TOML wants escaped.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def _toml_pairs(table: Mapping[str, Any]) -> list[str]:
    return [f"{_toml_key(name)} = {_toml(item)}" for name, item in table.items()]


def _toml_key(key: str) -> str:
    return key if key.replace("_", "").replace("-", "").isalnum() and key.isascii() else _toml(key)

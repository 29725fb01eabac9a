"""What lies in a dataset's folder now: names, sizes and times, without opening a file."""

from __future__ import annotations

import os
from pathlib import Path

Listing = dict[str, tuple[int, int]]
"""Path inside the dataset: size in bytes, time of the last change in nanoseconds."""

UNFINISHED_SUFFIXES = (".part", ".partial", ".crdownload", ".download", ".tmp", "~")
"""Names under which programs write what is not finished."""


def datasets_in(root: Path) -> list[str] | None:
    """Returns the names of the dataset folders, or None when the root itself cannot be read."""
    try:
        with os.scandir(root) as entries:
            return sorted(entry.name for entry in entries if not entry.name.startswith(".") and entry.is_dir())
    except OSError:
        return None


def listing_of(folder: Path) -> Listing:
    """Returns the files of a dataset, those in folders inside it included.

    Hidden and unfinished files are left out, and so are linked folders inside it, which could lead in circles. What
    cannot be read, or vanishes while it is looked at, is left out too.
    """
    found: Listing = {}
    waiting = [""]
    while waiting:
        inside = waiting.pop()
        try:
            with os.scandir(folder / inside) as entries:
                for entry in entries:
                    if not entry.name.startswith("."):
                        _look_at(entry, f"{inside}{entry.name}", waiting, found)
        except OSError:
            continue
    return found


def _look_at(entry: os.DirEntry[str], path: str, folders: list[str], found: Listing) -> None:
    try:
        if entry.is_dir(follow_symlinks=False):
            folders.append(f"{path}/")
        elif entry.is_file() and not path.lower().endswith(UNFINISHED_SUFFIXES):
            facts = entry.stat()
            found[path] = (facts.st_size, facts.st_mtime_ns)
    except OSError:
        return

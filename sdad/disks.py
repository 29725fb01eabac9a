"""How much room a disk has, in words, floor 0."""

from __future__ import annotations

import math
import os
import shutil
from pathlib import Path

LITTLE_BYTES = 1_000_000_000
"""With more than this free, something else than want of room may have kept a file out, such as a quota."""

_UNITS = (("GB", 1e9), ("MB", 1e6), ("kB", 1e3))


def volume_of(folder: Path | str) -> Path:
    """Returns where the disk of a folder is mounted; of a folder that is not there, the disk that it would lie on."""
    place = Path(folder).absolute()
    while not (os.path.ismount(place) or place == place.parent):
        place = place.parent
    return place


def want_of_room(folder: Path | str, needed_bytes: int | None = None) -> str:
    """Returns how much room is needed and how much is free on which volume, as far as that is known and says anything.

    Either way the figures disagree: what is needed is rounded up and what is free is rounded down.
    """
    volume = volume_of(folder)
    try:
        free = shutil.disk_usage(volume).free
    except OSError:
        free = None
    needs = "" if needed_bytes is None else f"it needs about {size(needed_bytes, up=True)}"
    scarce = free is not None and free < (LITTLE_BYTES if needed_bytes is None else needed_bytes)
    has = f"{size(free or 0)} are free on {volume}" if scarce else ""
    return ", ".join(filter(None, (needs, has)))


def size(count: int, *, up: bool = False) -> str:
    """Returns a number of bytes as people say it: ``35 MB``, ``1.2 GB``; rounded down, or up."""
    name, unit = next(((name, unit) for name, unit in _UNITS if count >= unit), _UNITS[-1])
    step = 10 if name == "GB" else 1
    whole = (math.ceil if up else math.floor)(count / unit * step) / step
    return f"{whole:g} {name}"
